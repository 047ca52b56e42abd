"""Disability by kind and grade (GB/T 26341), serious illness and the six items of self-care
(民发〔2021〕43号 第二十一条).
"""

from typing import Final

import numpy as np

from doudi.population.columns import Array, Columns
from doudi.population.families import Family, Taste

# Holders of a disability card by kind: their share, and the shares of grades 1 (heaviest) to 4.
KINDS: Final = {
    "limb": (0.525, (0.06, 0.28, 0.33, 0.33)),
    "hearing": (0.14, (0.30, 0.30, 0.25, 0.15)),
    "visual": (0.115, (0.42, 0.18, 0.16, 0.24)),
    "mental": (0.10, (0.10, 0.55, 0.25, 0.10)),
    "intellectual": (0.085, (0.12, 0.38, 0.34, 0.16)),
    "multiple": (0.025, (0.55, 0.28, 0.12, 0.05)),
    "speech": (0.01, (0.38, 0.22, 0.20, 0.20)),
}
_AGES: Final = (0, 6, 18, 35, 50, 60, 70, 80, 130)
_DISABLED: Final = (0.003, 0.008, 0.013, 0.022, 0.036, 0.052, 0.066, 0.08, 0.08)
_ILL: Final = (0.001, 0.001, 0.002, 0.006, 0.015, 0.026, 0.034, 0.032, 0.032)


def give_health(rng: np.random.Generator, family: Family, members: Columns, taste: Taste) -> None:
    """Fill disability_*, multiple_components_severe, serious_illness, care_items_failed."""
    n, band = members.size, np.searchsorted(_AGES, family.age, "right") - 1
    disabled = rng.random(n) < np.minimum(np.array(_DISABLED)[band] * taste.disability, 0.5)
    kind = np.searchsorted(np.cumsum([share for share, _ in KINDS.values()]), rng.random(n)).clip(
        0, len(KINDS) - 1
    )
    grades = np.array([np.cumsum(grades) for _, grades in KINDS.values()])
    grade = 1 + (rng.random(n)[:, None] >= grades[kind]).sum(axis=1).clip(0, 3)
    for place, name in enumerate(KINDS):
        members.put(f"disability_{name}", np.where(disabled & (kind == place), grade, 0))
    _components(rng, members)
    ill = rng.random(n) < np.minimum(np.array(_ILL)[band] * taste.illness, 0.5)
    members.put("serious_illness", ill)
    members.put("care_items_failed", _care(rng, family.age, worst_grade(members), ill))


def _components(rng: np.random.Generator, members: Columns) -> None:
    """For half of the people with several disabilities the card says which; for the others nobody has asked
    yet.
    """
    multiple = members["disability_multiple"]
    told = (multiple > 0) & (rng.random(members.size) < 0.5)
    members.put("disability_limb", np.where(told, multiple, members["disability_limb"]))
    members.put(
        "disability_intellectual",
        np.where(told, np.minimum(multiple + 1, 4), members["disability_intellectual"]),
    )
    members.put("multiple_components_severe", False)
    members.hide("multiple_components_severe", (multiple > 0) & ~told)


def worst_grade(members: Columns) -> Array:
    """The heaviest grade of any kind, 0 without a disability."""
    grades = np.stack([members[f"disability_{name}"] for name in KINDS])
    return np.asarray(np.where(grades > 0, grades, 9).min(axis=0) % 9)


def _care(rng: np.random.Generator, age: Array, grade: Array, ill: Array) -> Array:
    frailty = (
        ((age - 70) / 35).clip(0, 0.7)
        + np.where(grade == 1, 0.45, np.where(grade == 2, 0.15, 0))
        + 0.12 * ill
    )
    fails = rng.random(len(age)) < frailty
    return np.where(fails, 1 + rng.binomial(5, frailty.clip(0, 0.9)), 0)
