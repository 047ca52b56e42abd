"""What special assistance asks besides: bills and insurance, school, house, work, trouble with the law.

济办发〔2020〕21号 二(二)3 to 8. Invented, and only for those whom it can concern, so that every programme meets somebody on
each side of its line; a share is unknown, as in an office.
"""

from typing import Final

import numpy as np

from doudi.population.amounts import amounts, some
from doudi.population.columns import Array, Columns
from doudi.population.families import Family
from doudi.population.health import worst_grade

_SQUARE_METRES_A_HEAD: Final = 38
_LEAST_SQUARE_METRES: Final = 8


def give_needs(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array
) -> None:
    """Fill the facts of `policy.facts.health`, `education` and `living`; `hard` is by household."""
    mine = family.of_household(hard)
    _give_house(rng, family, households, hard)
    _give_bills(rng, family, members)
    _give_child_needs(rng, family, members)
    _give_work(rng, family, members, mine)
    _give_trouble(rng, family, members)


def _give_house(rng: np.random.Generator, family: Family, households: Columns, hard: Array) -> None:
    n, draw = households.size, rng.random(households.size)
    dangerous = np.where(hard & family.shape.rural, 0.06, 0.004)
    grade = {
        "B": draw < 0.45,
        "C": draw < dangerous,
        "D": draw < dangerous / 3,
        "none": households["homes"] == 0,
    }
    households.put_code("house_grade", grade, "A")
    households.hide("house_grade", some(rng, np.where(family.shape.rural, 0.1, 0.4), n))
    head = _SQUARE_METRES_A_HEAD * np.where(hard, 0.6, 1.0) * rng.gamma(6.0, 1 / 6.0, n)
    space = np.maximum(head * family.shape.sizes, _LEAST_SQUARE_METRES).astype(np.int64)
    households.put("living_area", np.where(households["homes"] == 0, 0, space))
    tenant = ~family.shape.rural & (households["homes"] == 0) & some(rng, 0.35, n)
    households.put("has_public_rental", tenant)


def _give_bills(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, age = members.size, family.age
    ill = members["serious_illness"]
    treated = ill | some(rng, 0.02 + (age / 900).clip(0, 0.1), n)
    bill = np.where(ill, amounts(rng, n, 16_000, 0.9), amounts(rng, n, 2_400, 0.8))
    members.put("policy_range_self_pay", np.where(treated, bill, 0))
    members.put_code(
        "treatment_kind",
        {"chronic": treated & some(rng, 0.25, n), "ordinary": treated & some(rng, 0.08, n)},
        "inpatient",
    )
    members.put("referred_properly", ~(treated & some(rng, 0.04, n)))
    members.put("needs_hospital", ill & some(rng, 0.1, n))
    members.put("first_seen_nearby", some(rng, 0.7, n))
    members.put("hospital_in_city", some(rng, 0.85, n))
    working = members["income_wage"] > 0
    employees = working & some(rng, 0.55, n)
    members.put_code(
        "insurance", {"employees": employees, "none": ~employees & some(rng, 0.02, n)}, "residents"
    )
    members.hide("insurance", some(rng, 0.02, n))
    women = members.is_code("sex", "female") & (age >= 30) & ill
    draw = rng.random(n)
    members.put_code("two_cancer", {"breast": women & (draw < 0.2), "cervical": women & (draw > 0.9)}, "none")
    members.put("accident_insured", some(rng, 0.15, n))


def _give_child_needs(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, age = members.size, family.age
    grade, minor = worst_grade(members), family.age < 18
    members.put("autism", (age < 12) & some(rng, 0.004, n))
    members.put_choice(
        "rehabilitation_need", ("training", "device", "surgery"), rng.choice(3, n, p=[0.7, 0.25, 0.05])
    )
    kept = minor & ((grade == 1) | (grade == 2)) & (members["student"] == 0)
    members.put("cannot_attend_school", kept & some(rng, 0.8, n))
    members.put("lacks_study_corner", minor & some(rng, 0.2, n))
    members.put("home_adapted", (age >= 60) & some(rng, 0.03, n))


def _give_work(rng: np.random.Generator, family: Family, members: Columns, hard: Array) -> None:
    n, works = members.size, members["works"]
    of_age = (family.age >= 18) & (family.age < 60)
    idle = of_age & ~works & (members["student"] == 0)
    members.put("wants_work", idle & some(rng, 0.55, n))
    members.hide("wants_work", idle & some(rng, 0.2, n))
    members.put("wants_training", of_age & some(rng, np.where(works, 0.01, 0.08), n))
    members.put("wants_business", of_age & some(rng, 0.01, n))
    members.put("flexible_worker", works & (members["income_wage"] == 0) & some(rng, 0.3, n))
    members.put("hard_to_employ", of_age & hard & some(rng, 0.25, n))
    members.put("union_member", works & (members["income_wage"] > 0) & some(rng, 0.4, n))


def _give_trouble(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, adult, draw = members.size, family.age >= 18, rng.random(members.size)
    matters = ("labour", "injury", "support_money", "violence", "other")
    chosen = rng.choice(len(matters), n, p=[0.4, 0.25, 0.15, 0.1, 0.1])
    troubled = adult & (draw < 0.006)
    members.put_code("legal_matter", {m: troubled & (chosen == at) for at, m in enumerate(matters)}, "none")
    cases = ("civil_injury", "support_money", "severe_injury", "other")
    which = rng.choice(len(cases), n, p=[0.5, 0.2, 0.2, 0.1])
    harmed = adult & (draw > 0.998)
    members.put_code("judicial_case", {c: harmed & (which == at) for at, c in enumerate(cases)}, "none")
    members.put("compensated_by_trial", some(rng, 0.3, n))
