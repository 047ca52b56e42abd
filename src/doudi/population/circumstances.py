"""What has befallen the invented people and what they draw already: events, disasters, parents who cannot care, who is left at home.

济办发〔2020〕21号 二(二)7–8, 二(三)9. Drawn after everything else, so that what was there before is drawn as before. Facts with no
column here have their declared default.
"""

from datetime import date, datetime, time
from typing import Final

import numpy as np

from doudi.kernel.days import BEIJING
from doudi.population.amounts import FEN_PER_YUAN, amounts, some
from doudi.population.columns import Array, Columns
from doudi.population.families import NAMES, Family
from doudi.population.health import worst_grade

HOUR: Final = 3_600
_ABSENT: Final = 0


def give_circumstances(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array, day: date
) -> None:
    """Fill receives_*, event_*, disaster_*, the facts of parents and of care; `hard` is by household."""
    _rolls(rng, family, households, members, hard)
    _events(rng, family, households, members, hard)
    _emergencies(rng, households, day)
    _disasters(rng, family, households)
    _parents(rng, family, members)
    _left_at_home(rng, family, members)
    _out_of_self_care(rng, members)


def _rolls(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array
) -> None:
    n, people = households.size, members.size
    disabled = family.in_household(worst_grade(members) > 0) > 0
    poor = some(rng, np.where(hard, 0.45, np.where(disabled, 0.12, 0.0)), n)
    households.put("receives_subsistence", poor)
    paid = amounts(rng, n, 320 * np.maximum(family.shape.sizes, 1), 0.3, step_yuan=10)
    households.put("subsistence_monthly_paid", np.where(poor, paid, 0))
    households.put("receives_low_income", hard & ~poor & some(rng, 0.2, n))
    alone = (family.shape.kind == NAMES.index("elder_alone")) & hard & ~poor
    supported = family.of_household(alone) & some(rng, 0.3, people)
    members.put("receives_extreme_hardship", supported)
    members.put("extreme_hardship_monthly_paid", np.where(supported, amounts(rng, people, 1_100, 0.1), 0))
    members.put("receives_orphan", members["orphan"] & some(rng, 0.8, people))
    members.put("receives_preferential_treatment", (family.age > 60) & some(rng, 0.012, people))
    members.put("receives_unemployment_benefit", members["income_unemployment"] > 0)


def _events(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array
) -> None:
    n = households.size
    ill = (family.in_household(members["serious_illness"]) > 0) & some(rng, 0.5, n)
    learns = (family.in_household(members.is_code("student", "senior", "vocational", "college")) > 0) & some(
        rng, 0.06, n
    )
    sudden = some(rng, 0.002, n)
    households.put_code(
        "event_kind",
        {
            "education": learns,
            "disease": ill,
            "accident": sudden,
            "fire": sudden & some(rng, 0.2, n),
        },
        "none",
    )
    households.put("event_self_paid_12m", households["expense_medical_self_paid"])
    households.hide("event_self_paid_12m", some(rng, 0.02, n))
    fees = np.add.reduceat(members["school_fee_actual"], family.offsets[:-1])
    households.put("event_education_self_paid", fees * np.where(hard, 1, 2))
    households.put_code(
        "event_earlier_cause", {"same": some(rng, 0.04, n), "different": some(rng, 0.02, n)}, "none"
    )
    households.put("event_earlier_good_reason", some(rng, 0.2, n))


def _emergencies(rng: np.random.Generator, households: Columns, day: date) -> None:
    n = households.size
    urgent = households.is_code("event_kind", "accident", "fire")
    midnight = int(datetime.combine(day, time(), BEIJING).timestamp())
    occurred = midnight - rng.integers(0, 72, n) * HOUR
    reported = occurred + rng.integers(0, 6, n) * HOUR
    households.put("event_occurred_at", occurred)
    households.put("event_reported_at", reported)
    households.put("event_paid_at", reported + rng.integers(1, 30, n) * HOUR)
    households.put("event_place_area", households["area"])
    households.put("event_proposed_amount", rng.integers(5, 60, n) * 100 * FEN_PER_YUAN)
    households.put("event_petty_fund_balance", rng.integers(0, 30, n) * 1_000 * FEN_PER_YUAN)
    for name in ("event_occurred_at", "event_reported_at", "event_place_area", "event_proposed_amount"):
        households.hide(name, ~urgent)
    households.hide("event_paid_at", ~(urgent & some(rng, 0.7, n)))
    households.hide("event_petty_fund_balance", ~urgent)


def _disasters(rng: np.random.Generator, family: Family, households: Columns) -> None:
    n, rural = households.size, family.shape.rural
    struck = some(rng, np.where(rural, 0.012, 0.003), n)
    dry = struck & rural & some(rng, 0.3, n)
    households.put_code("disaster_kind", {"flood": struck, "drought": dry}, "none")
    damage = rng.random(n)
    wet = struck & ~dry
    households.put_code(
        "disaster_house_damage",
        {"light": wet & (damage < 0.5), "serious": wet & (damage < 0.2), "collapsed": wet & (damage < 0.07)},
        "none",
    )
    households.put("disaster_relocated", wet & (damage < 0.25))
    households.put("disaster_cannot_live", wet & (damage < 0.12))
    households.put("disaster_only_home", households["homes"] <= 1)
    households.put("disaster_short_of_water", dry & some(rng, 0.5, n))
    households.put("disaster_winter_spring", struck & some(rng, 0.3, n))


def _parents(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n = members.size
    with_elders = np.isin(
        family.shape.kind, [NAMES.index("grandparents_with_child"), NAMES.index("child_with_grandparent")]
    )
    child = (family.age < 18) & family.of_household(with_elders)
    members.put("parents_cannot_care", child & ~members["orphan"] & some(rng, 0.25, n))
    for parent in ("father", "mother"):
        draw = rng.random(n)
        members.put_code(
            f"{parent}_status",
            {
                "dead": draw < 0.35,
                "imprisoned": (draw >= 0.35) & (draw < 0.5),
                "lost_contact": (draw >= 0.5) & (draw < 0.75),
            },
            "present",
        )
        members.hide(f"{parent}_status", some(rng, 0.05, n) | ~child)
        members.put(f"{parent}_status_months", rng.integers(1, 40, n))
        members.hide(f"{parent}_status_months", ~child)
        members.put(f"{parent}_mind_grade", np.where(some(rng, 0.15, n), rng.integers(1, 5, n), _ABSENT))
        members.put(f"{parent}_grade", members[f"{parent}_mind_grade"])
        members.put(f"{parent}_serious_illness", some(rng, 0.1, n))
    members.put("child_harmed", (family.age < 18) & some(rng, 0.0008, n))


def _left_at_home(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, rural = members.size, family.of_household(family.shape.rural)
    child, old = family.age < 16, family.age >= 60
    married = members.is_code("relation", "self", "spouse") & ~family.male & (family.age < 60)
    members.put_code(
        "left_by",
        {
            "both_parents": child & rural & some(rng, 0.05, n),
            "one_parent": child & rural & some(rng, 0.04, n),
            "children": old & rural & some(rng, 0.12, n),
            "spouse": married & rural & some(rng, 0.06, n),
        },
        "nobody",
    )
    members.put(
        "lives_without_carer", old & (family.of_household(family.shape.sizes) == 1) & some(rng, 0.6, n)
    )
    members.put("injury_nursing", (members["disability_limb"] > 0) & some(rng, 0.01, n))


def _out_of_self_care(rng: np.random.Generator, members: Columns) -> None:
    n = members.size
    unable = members["care_items_failed"] > 0
    members.put("self_care_lost_months", np.where(unable, rng.integers(1, 60, n), 0))
    members.hide("self_care_lost_months", unable & some(rng, 0.2, n))
