"""Obliged people outside the household (赡养、扶养、抚养义务人): children of the old, parents of children
raised by grandparents, siblings of disabled adults who live alone. One row for each supporter and each
member he owes support to.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from doudi.population.amounts import amounts, some
from doudi.population.columns import Array, Columns
from doudi.population.families import NAMES, Family, Taste
from doudi.population.health import KINDS, worst_grade
from doudi.population.unknowns import hide_unknown

_RELATIONS: Final = ("child", "parent", "sibling")
_CHILDREN_OUTSIDE: Final = (0.0, 0.24, 0.40, 0.24, 0.12)


@dataclass(frozen=True)
class _Bonds:
    """Rows to be: supported member (flat place), number of the supporter among his household's, relation."""

    member: Array
    supporter: Array
    relation: Array


def give_supporters(
    rng: np.random.Generator, family: Family, members: Columns, taste: Taste
) -> tuple[Columns, Array, Array]:
    """The supporter columns, the place of each row's supported member in its household, and rows per
    household.
    """
    bonds = _bonds(rng, family, members, taste)
    rows = Columns("supporter", len(bonds.member))
    household = family.household[bonds.member]
    place = bonds.member - family.offsets[household]
    # One supporter of two parents is one person: what describes him is drawn once and stands in both rows.
    persons, person = np.unique(household.astype(np.int64) * 64 + bonds.supporter, return_inverse=True)
    _describe(rng, family, rows, bonds, person.ravel(), len(persons))
    hide_unknown(rng, rows, person.ravel())
    return rows, place.astype(np.int16), np.bincount(household, minlength=len(family.shape.kind))


def _bonds(rng: np.random.Generator, family: Family, members: Columns, taste: Taste) -> _Bonds:
    kind, n = family.shape.kind, len(family.shape.kind)
    outside = (rng.random(n)[:, None] >= np.cumsum(_CHILDREN_OUTSIDE)).sum(axis=1).clip(0, 4)
    outside[some(rng, taste.childless_elders, n)] = 0
    old = (family.age >= 60) & ~members.is_code("relation", "sibling")
    with_child = np.isin(kind, [NAMES.index("three_generations"), NAMES.index("adult_with_parents")])
    outside = np.where(with_child, (outside - 1).clip(0), outside)
    children = np.where(old, family.of_household(outside), 0)
    raised = np.isin(kind, [NAMES.index("grandparents_with_child"), NAMES.index("child_with_grandparent")])
    orphaned = members["orphan"]
    parents = np.where(
        (family.age < 18) & family.of_household(raised) & ~orphaned, 1 + some(rng, 0.7, len(old)), 0
    )
    alone = family.of_household(kind == NAMES.index("adult_alone")) & (worst_grade(members) > 0)
    siblings = np.where(alone, rng.integers(0, 3, len(old)), 0)
    counts, relation = (
        np.where(children > 0, children, np.where(parents > 0, parents, siblings)),
        np.where(children > 0, 0, np.where(parents > 0, 1, 2)),
    )
    member = np.repeat(np.arange(len(old)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return _Bonds(member, np.arange(len(member)) - first + 8 * relation[member], relation[member])


def _describe(
    rng: np.random.Generator, family: Family, rows: Columns, bonds: _Bonds, person: Array, n: int
) -> None:
    supports = np.bincount(person, minlength=n)
    rows.put("supports", np.minimum(supports + some(rng, 0.12, n), 10)[person])
    rows.put_choice("relation", _RELATIONS, bonds.relation)
    eldest = np.zeros(n)
    np.maximum.at(eldest, person, family.age[bonds.member])
    lead = np.array([-26.0, 25.0, 0.0])[_per_person(bonds.relation, person, n)] + rng.normal(0, 3.5, n)
    age = (eldest + lead).clip(19, 92)
    rows.put("age", age.astype(np.int64)[person])
    rural = rng.random(n) < np.where(
        _per_person(family.of_household(family.shape.rural)[bonds.member], person, n), 0.6, 0.15
    )
    rows.put_choice("registration", ("urban", "rural"), rural.astype(np.int8)[person])
    size = rng.choice(np.arange(1, 7), n, p=[0.08, 0.18, 0.33, 0.25, 0.12, 0.04])
    rows.put("household_size", size[person])
    income = amounts(rng, n, np.where(age > 62, 3_600, np.where(rural, 6_400, 8_800)), 0.5)
    rows.put("monthly_income", income[person])
    rows.put("own_monthly_income", (income * rng.integers(35, 101, n) // 100 * (size > 0))[person])
    rows.put("property_ok", some(rng, 0.45, n)[person])
    _trouble(rng, rows, person, n)
    rows.put("actually_pays", amounts(rng, n, 260, 0.6)[person])
    rows.hide("actually_pays", some(rng, 0.42, n)[person])
    rows.put("court_ordered", amounts(rng, n, 420, 0.4)[person])
    rows.hide("court_ordered", ~some(rng, 0.004, n)[person])


def _per_person(values: Array, person: Array, n: int) -> Array:
    found = np.zeros(n, values.dtype)
    found[person] = values
    return found


def _trouble(rng: np.random.Generator, rows: Columns, person: Array, n: int) -> None:
    """Disability, status and rolls: what makes a supporter unable to support (民发〔2021〕43号 第八条)."""
    disabled, draw = some(rng, 0.035, n), rng.random(n)
    kind = np.searchsorted(np.cumsum([share for share, _ in KINDS.values()]), rng.random(n)).clip(
        0, len(KINDS) - 1
    )
    grade = rng.integers(1, 5, n)
    for place, name in enumerate(KINDS):
        rows.put(f"disability_{name}", np.where(disabled & (kind == place), grade, 0)[person])
    rows.put("multiple_components_severe", False)
    rows.hide("multiple_components_severe", (rows["disability_multiple"] > 0))
    rows.put_code(
        "status",
        {
            "imprisoned": draw[person] < 0.002,
            "missing": draw[person] > 0.9995,
            "no_capacity": (disabled & (kind == 3) & (grade <= 2))[person],
        },
        "present",
    )
    rows.put_code(
        "on_roll",
        {
            "subsistence": (draw > 0.3)[person] & (draw < 0.32)[person],
            "extreme_hardship": (draw > 0.5)[person] & (draw < 0.5005)[person],
        },
        "none",
    )
