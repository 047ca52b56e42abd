"""What the invented households own and must spend: savings, homes, vehicles, land, and the rigid expenses
of twelve months.
"""

import numpy as np

from doudi.population.amounts import FEN_PER_YUAN, amounts, some
from doudi.population.columns import Array, Columns
from doudi.population.families import Family
from doudi.population.health import worst_grade

_YEARLY_INTEREST_PER_MILLE = 14


def give_property(
    rng: np.random.Generator, family: Family, households: Columns, hard: Array, fortune: Array
) -> None:
    """Fill the property facts (民发〔2021〕57号 第十四条); `hard` and `fortune` are by household."""
    n, rural, sizes = households.size, family.shape.rural, family.shape.sizes
    means = fortune**1.6 * np.where(hard, 0.12, 1.0) * np.sqrt(sizes)
    deposits = amounts(rng, n, np.where(rural, 24_000, 42_000) * means, 1.25, step_yuan=1_000)
    households.put("deposits", np.where(some(rng, 0.05, n), 0, deposits))
    invests = some(rng, np.where(rural, 0.02, 0.09) * ~hard, n)
    households.put("securities", np.where(invests, amounts(rng, n, 30_000, 1.2, step_yuan=1_000), 0))
    insured = some(rng, np.where(hard, 0.02, 0.16), n)
    households.put("insurance_cash_value", np.where(insured, amounts(rng, n, 18_000, 0.9), 0))
    exempt = some(rng, 0.004, n)
    households.put("exempt_amount", np.where(exempt, households["deposits"] // 200_000 * 100_000, 0))
    able = family.in_household((family.age >= 18) & (family.age < 70)) > 0
    cars = rng.binomial(2, np.where(able, np.where(hard, 0.04, np.where(sizes > 1, 0.36, 0.13)), 0.0))
    households.put("vehicles", cars)
    households.put("vehicles_exempt", np.where(some(rng, 0.03, n), np.minimum(cars, 1), 0))
    homes = np.where(some(rng, np.where(hard, 0.03, 0.14), n), 2, 1) + some(rng, 0.015, n)
    households.put("homes", np.where(some(rng, 0.05, n), 0, homes))
    households.put("non_residential_property", some(rng, np.where(hard, 0.003, 0.035), n).astype(np.int8))
    households.put("contracted_land", rural & some(rng, 0.86, n))


def give_interest(family: Family, households: Columns, members: Columns) -> None:
    """Interest stands with the applicant, in fen a year, for savings of 10,000 yuan and more."""
    deposits = family.of_household(households["deposits"])
    earns = (family.slot == 0) & (deposits >= 10_000 * FEN_PER_YUAN)
    members.put("income_interest", np.where(earns, deposits * _YEARLY_INTEREST_PER_MILLE // 1000, 0))


def give_spending(rng: np.random.Generator, family: Family, households: Columns, members: Columns) -> None:
    """Fill expense_*: what illness, school and rehabilitation cost in the last twelve months."""
    people = members.size
    ill = np.where(
        members["serious_illness"],
        amounts(rng, people, 21_000, 0.9),
        np.where(some(rng, 0.3, people), amounts(rng, people, 1_100, 0.9), 0),
    )
    households.put("expense_medical_self_paid", _sum(family, ill))
    rate = np.array([0, 3_600, 0, 0, 1_900, 0, 5_200])[members["student"]] * FEN_PER_YUAN
    households.put("expense_education_public_rate", _sum(family, rate))
    grade = worst_grade(members)
    therapy = (grade > 0) & some(rng, np.where(family.age < 18, 0.6, 0.12), people)
    households.put(
        "expense_rehabilitation", _sum(family, np.where(therapy, amounts(rng, people, 5_000, 0.8), 0))
    )


def _sum(family: Family, amount: Array) -> Array:
    return np.add.reduceat(amount, family.offsets[:-1])
