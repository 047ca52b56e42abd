"""What the invented people do and earn: school, work, status, and income of every kind in fen a year.

The kinds are those of 民发〔2021〕57号 第十三条 as `policy.facts` lists them. Household fortunes move
together: one hard-pressed household in twenty (see Taste) has little work and low pay.
"""

from typing import Final

import numpy as np

from doudi.population.amounts import amounts, some
from doudi.population.columns import Array, Columns
from doudi.population.families import RELATIONS, Family
from doudi.population.health import worst_grade

STAGES: Final = ("none", "preschool", "primary", "junior", "senior", "vocational", "college")
_RETIRED: Final = 60


def give_life(rng: np.random.Generator, family: Family, members: Columns, hard: Array) -> None:
    """Fill student, boarding, status, works and what else describes a person's life; `hard` is by member."""
    n, age = members.size, family.age
    grade = worst_grade(members)
    members.put_choice("student", STAGES, _stage(rng, age, grade, family.of_household(family.shape.rural)))
    stage = members["student"]
    away = np.select(
        [stage == STAGES.index("college"), stage >= STAGES.index("senior"), stage == STAGES.index("junior")],
        [0.93, 0.6, 0.25],
        0.0,
    )
    members.put("boarding", some(rng, away, n))
    _give_status(rng, family, members)
    here = members.is_code("status", "present")
    severe = (grade == 1) | (grade == 2)
    likely = np.where(family.male, 0.94, 0.80) * np.where(hard, 0.45, 1.0)
    likely = (
        likely
        * np.where(severe, 0.12, np.where(grade > 0, 0.6, 1.0))
        * np.where(members["serious_illness"], 0.25, 1)
    )
    likely = likely * np.select([age < 18, age < _RETIRED, age < 70, age < 76], [0.25, 1.0, 0.5, 0.22], 0.0)
    works = some(rng, likely, n) & (stage == 0) & (age >= 16) & here
    members.put("works", works)
    unable = severe | (members["serious_illness"] & some(rng, 0.5, n))
    members.put("unable_to_work", unable & ~works & (age >= 16))
    refusing = ~works & ~unable & here & (age >= 18) & (age < _RETIRED) & (stage == 0)
    members.put("refused_jobs", np.where(refusing & some(rng, 0.02, n), rng.integers(1, 5, n), 0))
    members.put("independent", ~((severe & some(rng, 0.7, n)) | (age < 18)))


def _stage(rng: np.random.Generator, age: Array, grade: Array, rural: Array) -> Array:
    draw = rng.random(len(age)) + np.where((grade == 1) | (grade == 2), 0.35, 0.0)
    in_college = draw < np.where(rural, 0.44, 0.58)
    return np.select(
        [age < 3, age < 6, age < 12, age < 15, (age < 18) & (draw < 0.56), (age < 18), age < 22, age < 23.2],
        [
            0,
            1 * (draw < 0.9),
            2 * (draw < 1.2),
            3 * (draw < 1.15),
            4,
            5 * (draw < 0.95),
            6 * in_college,
            6 * (draw < 0.12),
        ],
        0,
    )


def _give_status(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, age, draw = members.size, family.age, rng.random(members.size)
    adult = (age >= 18) & (age < 65)
    young_man = family.male & (age >= 18) & (age < 22) & ~members.is_code("student", "college")
    members.put_code(
        "status",
        {
            "imprisoned": adult & (draw < np.where(family.male, 0.0022, 0.0002)),
            "forced_rehab": adult & (draw > 0.9996),
            "missing": (age >= 18) & (draw > 0.4) & (draw < 0.4002),
            "clergy": adult & (draw > 0.5) & (draw < 0.50015),
            "conscript": young_man & (draw > 0.6) & (draw < 0.63),
        },
        "present",
    )
    # The applicant speaks for the family: whoever applies is there.
    applicant = family.slot == 0
    members["status"][applicant] = 0
    gone = ~members.is_code("status", "present")
    members.put("status_years", np.where(gone, rng.integers(0, 12, n), 0))


def give_bonds(rng: np.random.Generator, family: Family, members: Columns) -> None:
    """Fill relation, support_duty, co_resident, orphan, authorised."""
    n = members.size
    members.put_choice("relation", RELATIONS, family.relation)
    elder = members.is_code("relation", "parent", "grandparent", "grandchild")
    members.put("support_duty", elder & ~some(rng, 0.03, n))
    members.put("co_resident", elder & ~some(rng, 0.06, n))
    minor_alone = family.of_household(
        np.bincount(family.household[family.slot == 0], weights=family.age[family.slot == 0]) < 18
    )
    members.put("orphan", minor_alone & (family.age < 18) & some(rng, 0.4, n))
    members.put("authorised", ~some(rng, 0.012, n))


def give_incomes(
    rng: np.random.Generator, family: Family, members: Columns, hard: Array, fortune: Array
) -> None:
    """Fill income_* in fen a year. `fortune` multiplies what a household earns; both arrays are by member."""
    rural, works = family.of_household(family.shape.rural), members["works"]
    n, age = members.size, family.age
    pay = fortune * np.where(hard, 0.5, 1.0) * np.select([age < 60, age < 68], [1.0, 0.45], 0.3)
    employed = works & some(rng, 0.74, n)
    wage = amounts(rng, n, np.where(rural, 46_000, 60_000) * pay, 0.4)
    members.put("income_wage", np.where(employed, wage, 0))
    trade = amounts(rng, n, np.where(rural, 38_000, 56_000) * pay, 0.65)
    members.put("income_business", np.where(works & ~employed, trade, 0))
    farmer = rural & (family.slot <= 1) & (age >= 18) & some(rng, np.where(age < 78, 0.55, 0.2), n)
    members.put("income_land", np.where(farmer, amounts(rng, n, 3_600, 0.6), 0))
    owner = (family.slot == 0) & some(rng, np.where(rural, 0.02, 0.06) * ~hard, n)
    members.put("income_rent", np.where(owner, amounts(rng, n, 10_800, 0.5), 0))
    _give_pensions(rng, family, members, rural, hard)
    _give_allowances(rng, family, members)
    idle = ~works & (age >= 20) & (age < 60) & (members["student"] == 0)
    members.put(
        "income_unemployment", np.where(idle & some(rng, 0.015, n), 12 * amounts(rng, n, 1_500, 0.1), 0)
    )
    members.put("income_other", np.where((age >= 18) & some(rng, 0.03, n), amounts(rng, n, 2_000, 0.8), 0))
    alone = family.of_household(~family.shape.present[:, 1])
    child = members.is_code("relation", "child") & (age < 18) & alone
    members.put("income_support", np.where(child & some(rng, 0.35, n), 12 * amounts(rng, n, 500, 0.4), 0))
    fees = np.array([0, 3_200, 0, 0, 2_400, 3_000, 6_500])[members["student"]]
    members.put("school_fee_actual", np.where(fees > 0, amounts(rng, n, np.maximum(fees, 1), 0.5), 0))


def _give_pensions(
    rng: np.random.Generator, family: Family, members: Columns, rural: Array, hard: Array
) -> None:
    n, age = members.size, family.age
    retired = age >= np.where(family.male | rural, 60, 55)
    insured = retired & some(rng, np.where(rural, 0.10, 0.78) * np.where(hard, 0.3, 1.0), n)
    from_work = amounts(rng, n, np.where(rural, 26_000, 37_000), 0.3)
    # Whoever has no pension from work has the residents' one: a central part and a small account.
    resident = (age >= _RETIRED) & ~insured & some(rng, 0.96, n)
    account = amounts(rng, n, 620, 0.5, step_yuan=10)
    members.put("income_pension", np.where(insured, from_work, np.where(resident, account, 0)))
    members.put("income_basic_pension", np.where(resident, 12 * amounts(rng, n, 165, 0.06, step_yuan=1), 0))


def _give_allowances(rng: np.random.Generator, family: Family, members: Columns) -> None:
    n, age = members.size, family.age
    grade = worst_grade(members)
    elder = age >= _RETIRED
    members.put("income_old_age_allowance", np.select([age >= 90, age >= 80], [120_000, 60_000], 0))
    veteran = elder & family.male & some(rng, 0.035, n)
    members.put(
        "income_preferential_allowance", np.where(veteran, 12 * amounts(rng, n, 760, 0.25, step_yuan=10), 0)
    )
    members.put("income_family_planning_reward", np.where(elder & some(rng, 0.05, n), 96_000, 0))
    college = members.is_code("student", "college")
    members.put("income_scholarship", np.where(college & some(rng, 0.12, n), amounts(rng, n, 3_300, 0.4), 0))
    members.put("income_bravery_reward", np.where(some(rng, 0.00002, n), amounts(rng, n, 10_000, 0.5), 0))
    members.put("income_government_relief", np.where(some(rng, 0.004, n), amounts(rng, n, 1_000, 0.6), 0))
    severe = (grade == 1) | (grade == 2)
    members.put(
        "income_disability_subsidy", np.where(severe & some(rng, 0.6, n), 12 * amounts(rng, n, 150, 0.1), 0)
    )
