"""A block: some thousands of invented households with all their facts, made in one go and turned into one
Arrow table.

Each block has a random stream of its own, so that the same seed gives the same bytes however the work is
cut up or spread.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from doudi.policy.facts import FACTS
from doudi.population.circumstances import give_circumstances
from doudi.population.columns import Array, Columns
from doudi.population.families import DAYS_A_YEAR, Family, Shape, Taste, draw_shape, settle
from doudi.population.health import give_health
from doudi.population.livelihood import give_bonds, give_incomes, give_life
from doudi.population.needs import give_needs
from doudi.population.places import Place
from doudi.population.property import give_interest, give_property, give_spending
from doudi.population.rolls import give_rolls
from doudi.population.schema import arrow_type, household_schema
from doudi.population.supporters import give_supporters
from doudi.population.unknowns import hide_unknown

EPOCH: Final = date(1970, 1, 1).toordinal()
FORTUNE_SPREAD: Final = 0.32
_OTHER_REGISTRATION: Final = 0.02


@dataclass(frozen=True)
class Block:
    """Households, members and supporters side by side; `offsets` cut the flat lists into households."""

    family: Family
    households: Columns
    members: Columns
    supporters: Columns
    of: Array
    supporter_counts: Array

    @property
    def people(self) -> int:
        return self.members.size

    def names(self) -> dict[str, list[str]]:
        """The facts that the block holds, by entity, in declared order."""
        held = {"household": self.households, "member": self.members, "supporter": self.supporters}
        return {
            entity: [name for (of, name) in FACTS if of == entity and name in held[entity].values]
            for entity in held
        }

    def table(self, first_household: int = 1, first_person: int = 1) -> pa.Table:
        """The block in the layout of `schema`, numbered from the given numbers on."""
        names = self.names()
        schema = household_schema(names)
        ids = pa.array(np.arange(first_person, first_person + self.people, dtype=np.int64))
        members = _struct(
            [ids, *_arrays(self.members, names["member"])], schema.field("members").type.value_type
        )
        supporters = _struct(
            [pa.array(self.of), *_arrays(self.supporters, names["supporter"])],
            schema.field("supporters").type.value_type,
        )
        numbers = pa.array(np.arange(first_household, first_household + self.households.size, dtype=np.int64))
        lists = [
            _lists(schema, "members", self.family.shape.sizes, members),
            _lists(schema, "supporters", self.supporter_counts, supporters),
        ]
        return pa.Table.from_arrays(
            [numbers, *_arrays(self.households, names["household"]), *lists], schema=schema
        )


def _arrays(columns: Columns, names: list[str]) -> list[pa.Array]:
    return [_array(columns, name) for name in names]


def _array(columns: Columns, name: str) -> pa.Array:
    kind, values = arrow_type(columns.fact(name)), columns.values[name]
    mask = columns.unknown.get(name)
    if pa.types.is_date32(kind):
        return pa.array(values, pa.int32(), mask=mask).cast(kind)
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.int64(), mask=mask).cast(kind)
    return pa.array(values, kind, mask=mask)


def _struct(arrays: list[pa.Array], kind: pa.DataType) -> pa.StructArray:
    return pa.StructArray.from_arrays(arrays, fields=list(kind))


def _lists(schema: pa.Schema, name: str, counts: Array, values: pa.StructArray) -> pa.ListArray:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=schema.field(name).type)


@dataclass(frozen=True)
class Setting:
    """Where and when a block is made, and for what taste."""

    place: Place
    day: date
    taste: Taste


def make_block(
    rng: np.random.Generator, setting: Setting, households: int, people: int | None = None
) -> Block:
    """At most `households` households; with `people` set, cut so that no more than that many people live in
    them, and filled up with people living alone when the cut leaves a few over.
    """
    village = rng.choice(len(setting.place.villages), households, p=setting.place.weights)
    rural = rng.random(households) >= setting.place.urban_share[village]
    shape = draw_shape(rng, rural, setting.taste)
    if people is not None:
        shape = _cut(shape, people)
    village = np.resize(village, len(shape.kind))
    return _furnish(rng, settle(rng, shape), setting, village)


def _cut(shape: Shape, people: int) -> Shape:
    lived_in = np.cumsum(shape.sizes)
    if lived_in[-1] <= people:
        return shape
    whole = int(np.searchsorted(lived_in, people, "right"))
    return shape.first(whole).with_adults_alone(people - int(lived_in[whole - 1] if whole else 0))


def _furnish(rng: np.random.Generator, family: Family, setting: Setting, village: Array) -> Block:
    households, members = Columns("household", len(family.shape.kind)), Columns("member", len(family.age))
    hard = np.asarray(rng.random(households.size) < setting.taste.hard_pressed)
    fortune = np.exp(rng.normal(0.0, FORTUNE_SPREAD, households.size))
    households.put("area", np.array(setting.place.villages, dtype=object)[village])
    households.put_code("registration", {"rural": family.shape.rural}, "urban")
    households.put("members_known", True)
    _who(rng, family, members, setting.day)
    give_health(rng, family, members, setting.taste)
    give_bonds(rng, family, members)
    give_life(rng, family, members, family.of_household(hard))
    give_incomes(rng, family, members, family.of_household(hard), family.of_household(fortune))
    give_property(rng, family, households, hard, fortune)
    give_interest(family, households, members)
    give_spending(rng, family, households, members)
    supporters, of, counts = give_supporters(rng, family, members, setting.taste)
    hide_unknown(rng, households)
    hide_unknown(rng, members)
    give_circumstances(rng, family, households, members, hard, setting.day)
    # A stream of its own: what is asked besides leaves the families of a seed as they are.
    [besides] = rng.spawn(1)
    give_rolls(besides, family, households, members, hard)
    give_needs(besides, family, households, members, hard)
    return Block(family, households, members, supporters, of, counts)


def _who(rng: np.random.Generator, family: Family, members: Columns, day: date) -> None:
    members.put("birth", day.toordinal() - EPOCH - np.floor(family.age * DAYS_A_YEAR).astype(np.int32))
    members.put_code("sex", {"male": family.male}, "female")
    differs = rng.random(members.size) < _OTHER_REGISTRATION
    rural = family.of_household(family.shape.rural)
    members.put_code("registration", {"urban": differs & rural, "rural": differs & ~rural}, "household")
