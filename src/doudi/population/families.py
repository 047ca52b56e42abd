"""Who lives together: kinds of household, how old their members are and what they are to the applicant.

Plausible for rural and urban Shandong, invented throughout: about 2.8 people a household, a fifth of them
children, a fifth sixty or older. Ages hang together: spouses near each other, mothers 18 to 45 years older
than their children.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from doudi.population.columns import Array

SLOTS: Final = ("head", "spouse", "child1", "child2", "child3", "elder1", "elder2")
CHILDREN: Final = slice(2, 5)
ELDERS: Final = slice(5, 7)
DAYS_A_YEAR: Final = 365.2425


@dataclass(frozen=True)
class Kind:
    """One kind of household: its share, the applicant's age and who is there besides."""

    name: str
    rural: float
    urban: float
    ages: tuple[float, float]
    # Shape of the age distribution between the two ends (beta): above 1 towards the middle, unequal to lean.
    lean: tuple[float, float] = (1.2, 1.2)
    male: float = 0.6
    spouse: float = 0.0
    children: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    elders: tuple[float, float, float] = (1.0, 0.0, 0.0)
    child_relation: str = "child"
    elder_relation: str = "parent"


KINDS: Final = (
    Kind("elder_alone", 0.105, 0.07, (60, 97), (1.2, 1.4), male=0.42),
    Kind("adult_alone", 0.05, 0.095, (19, 60), (1.1, 1.1), male=0.66),
    Kind("couple", 0.09, 0.12, (23, 60), (1.3, 1.0), spouse=1.0),
    Kind("elder_couple", 0.155, 0.13, (60, 92), (1.0, 1.9), male=0.75, spouse=1.0),
    Kind("couple_one_child", 0.16, 0.23, (24, 54), (1.4, 1.4), spouse=1.0, children=(0, 1, 0, 0)),
    Kind("couple_more_children", 0.165, 0.14, (26, 52), (1.5, 1.7), spouse=1.0, children=(0, 0, 0.87, 0.13)),
    Kind("one_parent", 0.03, 0.045, (26, 54), (1.4, 1.4), male=0.4, children=(0, 0.75, 0.25, 0)),
    Kind(
        "three_generations",
        0.13,
        0.085,
        (26, 52),
        (1.4, 1.4),
        spouse=0.93,
        children=(0, 0.52, 0.4, 0.08),
        elders=(0, 0.6, 0.4),
    ),
    Kind("adult_with_parents", 0.065, 0.05, (20, 55), (1.0, 1.6), male=0.72, elders=(0, 0.45, 0.55)),
    Kind(
        "grandparents_with_child",
        0.032,
        0.018,
        (52, 78),
        (1.5, 2.2),
        male=0.55,
        spouse=0.75,
        children=(0, 0.7, 0.3, 0),
        child_relation="grandchild",
    ),
    Kind(
        "child_with_grandparent",
        0.001,
        0.0005,
        (4, 18),
        male=0.52,
        elders=(0, 0.8, 0.2),
        elder_relation="grandparent",
    ),
)
NAMES: Final = tuple(kind.name for kind in KINDS)
RELATIONS: Final = ("self", "spouse", "child", "parent", "grandparent", "grandchild")


def _table(name: str) -> Array:
    return np.array([getattr(kind, name) for kind in KINDS])


@dataclass(frozen=True)
class Taste:
    """How the invented people differ from the city's average. The defaults are the city; a demo asks for
    hardship.
    """

    hard_pressed: float = 0.035
    childless_elders: float = 0.08
    illness: float = 1.0
    disability: float = 1.0
    kinds: tuple[tuple[str, float], ...] = ()

    def kind_shares(self, setting: str) -> Array:
        """Shares of KINDS in a "rural" or "urban" place, adding up to one."""
        factors = dict(self.kinds)
        shares = _table(setting) * np.array([factors.get(name, 1.0) for name in NAMES])
        return np.asarray(shares / shares.sum())


@dataclass(frozen=True)
class Shape:
    """Kind of each household and who is in which slot (present: households × SLOTS)."""

    kind: Array
    rural: Array
    present: Array

    @property
    def sizes(self) -> Array:
        return np.asarray(self.present.sum(axis=1))

    def first(self, n: int) -> "Shape":
        return Shape(self.kind[:n], self.rural[:n], self.present[:n])

    def with_adults_alone(self, n: int) -> "Shape":
        """n one-person households more: they fill a county up to its exact number of people."""
        alone = np.zeros((n, len(SLOTS)), bool)
        alone[:, 0] = True
        kind = np.full(n, NAMES.index("adult_alone"), self.kind.dtype)
        return Shape(
            np.concatenate([self.kind, kind]),
            np.concatenate([self.rural, np.ones(n, bool)]),
            np.concatenate([self.present, alone]),
        )


@dataclass
class Family:
    """The people of a block, flat, household by household: the place in `SLOTS`, age in years, sex,
    relation.
    """

    shape: Shape
    slot: Array
    household: Array
    age: Array
    male: Array
    relation: Array
    offsets: Array = field(init=False)

    def __post_init__(self) -> None:
        self.offsets = np.concatenate([[0], np.cumsum(self.shape.sizes)]).astype(np.int64)

    def of_household(self, per_household: Array) -> Array:
        """A household's value for each of its members."""
        return per_household[self.household]

    def in_household(self, mask: Array) -> Array:
        """How many members of each household the mask holds for."""
        return np.bincount(self.household[mask], minlength=len(self.shape.kind))


def draw_shape(rng: np.random.Generator, rural: Array, taste: Taste) -> Shape:
    """Kinds and sizes of as many households as `rural` has places (True: registered rural)."""
    n = len(rural)
    draw = rng.random(n)
    by_setting = [
        np.searchsorted(np.cumsum(taste.kind_shares(s)), draw).clip(0, len(KINDS) - 1)
        for s in ("rural", "urban")
    ]
    kind = np.where(rural, *by_setting).astype(np.int8)
    present = np.zeros((n, len(SLOTS)), bool)
    present[:, 0] = True
    present[:, 1] = rng.random(n) < _table("spouse")[kind]
    present[:, CHILDREN] = _how_many(rng, _table("children")[kind])[:, None] > np.arange(3)
    present[:, ELDERS] = _how_many(rng, _table("elders")[kind])[:, None] > np.arange(2)
    return Shape(kind, rural, present)


def _how_many(rng: np.random.Generator, chances: Array) -> Array:
    return np.asarray((rng.random(len(chances))[:, None] >= np.cumsum(chances, axis=1)).sum(axis=1))


def settle(rng: np.random.Generator, shape: Shape) -> Family:
    """Give everybody an age, a sex and a relation to the applicant."""
    male = _sexes(rng, shape)
    age = _ages(rng, shape, male)
    slot = np.broadcast_to(np.arange(len(SLOTS), dtype=np.int8), shape.present.shape)[shape.present]
    household = np.repeat(np.arange(len(shape.kind), dtype=np.int32), shape.sizes)
    relation = _relations()[shape.kind[household], slot]
    return Family(shape, slot, household, age[shape.present], male[shape.present], relation)


def _relations() -> Array:
    table = np.zeros((len(KINDS), len(SLOTS)), np.int8)
    table[:, 1] = RELATIONS.index("spouse")
    for row, kind in enumerate(KINDS):
        table[row, CHILDREN] = RELATIONS.index(kind.child_relation)
        table[row, ELDERS] = RELATIONS.index(kind.elder_relation)
    return table


def _sexes(rng: np.random.Generator, shape: Shape) -> Array:
    n = len(shape.kind)
    male = rng.random((n, len(SLOTS))) < 0.53
    male[:, 0] = rng.random(n) < _table("male")[shape.kind]
    male[:, 1] = ~male[:, 0]
    male[:, 5] = rng.random(n) < 0.4
    male[:, 6] = ~male[:, 5]
    return male


def _ages(rng: np.random.Generator, shape: Shape, male: Array) -> Array:
    kind, n = shape.kind, len(shape.kind)
    ages = np.zeros((n, len(SLOTS)))
    low, high = _table("ages")[kind].T
    lean = _table("lean")[kind]
    head = low + (high - low) * rng.beta(lean[:, 0], lean[:, 1])
    older = rng.normal(1.6, 2.4, n)
    ages[:, 0] = head
    ages[:, 1] = np.maximum(head + np.where(male[:, 0], -older, older), 20.1)
    mother = np.where(male[:, 0] & shape.present[:, 1], ages[:, 1], head)
    _child_ages(rng, shape, mother, ages)
    minor_head = head < 20
    gap = np.where(minor_head, rng.normal(56, 5, n), rng.normal(26.5, 3.8, n)).clip(17.5, 70)
    ages[:, 5] = (head + gap).clip(0, 99)
    ages[:, 6] = np.maximum(ages[:, 5] + rng.normal(0, 2.2, n), head + 16.5).clip(0, 99)
    return ages


def _child_ages(rng: np.random.Generator, shape: Shape, mother: Array, ages: Array) -> None:
    n = len(mother)
    grand = shape.kind == NAMES.index("grandparents_with_child")
    at_birth = np.where(grand, rng.normal(52, 4.5, n), rng.normal(26, 3.6, n)).clip(18, 66)
    first = mother - at_birth
    # Nobody is unborn: a first child that would be is a small one instead; a grandchild at home is a minor.
    small = rng.uniform(0.02, 1.0, n) * np.minimum(6.0, mother - 18).clip(0.1)
    first = np.where(first < 0.02, small, first)
    ages[:, 2] = np.where(grand, first.clip(0.1, 17.9), first.clip(0.02, 33))
    for slot in (3, 4):
        gap = rng.gamma(4.0, 1.0, n) + 0.9
        later = ages[:, slot - 1] - gap
        ages[:, slot] = np.where(later > 0.02, later, ages[:, slot - 1] * rng.uniform(0.05, 0.7, n))
