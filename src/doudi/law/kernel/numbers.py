"""The published numbers and switches of every area as arrays, which a kernel reads by place.

`Slots` is made while the kernel is written: each number that some formula asks for, for every code by which it
may be chosen, has a place. `Numbers` is made from a sheet in a few milliseconds and can be made anew for
every trial of another number. Areas with the same rows share one profile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from doudi.law.book import LawBook
from doudi.law.kernel import shapes
from doudi.law.kernel.shapes import NotInKernel, Shape
from doudi.law.parameters import Parameter
from doudi.law.sheet import Row, Sheet
from doudi.law.types import NUMBER, Table, ValueType

UNK, MAYNONE, ABSENT = 0x8000, 0x4000, 0x2000
SWITCH_BITS = 13
TIERS = 16
ORDERED = ("day", "month")


@dataclass(frozen=True)
class Asked:
    """A number as a formula asks for it: every selector with the codes it may take; a tier table with its
    columns."""

    key: str
    part: str | None
    selectors: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[str, str | None] | None = None

    @property
    def width(self) -> int:
        return 1 if self.columns is None else 1 + 2 * TIERS

    @property
    def size(self) -> int:
        return self.width * prod(len(codes) for _, codes in self.selectors)


@dataclass
class Slots:
    """The places of numbers and switches."""

    book: LawBook
    asked: dict[Asked, int] = field(default_factory=dict)
    switches: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def of(self, asked: Asked) -> int:
        """The first place of a number; its codes follow, the last selector fastest."""
        if asked not in self.asked:
            self.asked[asked], self.size = self.size, self.size + asked.size
        return self.asked[asked]

    def switch(self, name: str) -> int:
        if name not in self.switches:
            if len(self.switches) == SWITCH_BITS:
                raise NotInKernel(f"more than {SWITCH_BITS} switches; decide fewer programmes in one kernel")
            self.switches[name], self.size = self.size, self.size + 1
        return self.switches[name]

    def single(self) -> list[int]:
        """The places of amounts and counts that stand alone: no table, no code, no day, no switch."""
        found: list[int] = []
        for asked, base in self.asked.items():
            declared = self.book.parameters[asked.key]
            kind = declared.parts[asked.part] if asked.part is not None else declared.type
            if asked.columns is None and kind.is_numeric:
                found += range(base, base + asked.size)
        return found

    def bit(self, name: str) -> int:
        """The bit of a switch among what an unknown value hangs on."""
        return 1 << list(self.switches).index(name)


class TooFine(Exception):
    """A published number with more decimals than the kernel holds, or outside its declared range."""


Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Published:
    """The areas that the sheet has rows for: places within the same ones have the same numbers."""

    areas: frozenset[str]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, slots: Slots, sheet: Sheet) -> "Published":
        areas = frozenset(row.area for key in {a.key for a in slots.asked} for row in sheet.rows.get(key, ()))
        return cls(areas, tuple(sorted({len(area) for area in areas})))

    def around(self, place: str) -> tuple[str, ...]:
        return tuple(place[:n] for n in self.lengths if n <= len(place) and place[:n] in self.areas)


@dataclass(frozen=True)
class Numbers:
    """Low end, high end and what is said beside, one row per profile; `areas` gives the profile of an area,
    `profiles` that of whatever lies within the same published areas."""

    sheet: Sheet
    slots: Slots
    published: Published
    profiles: Mapping[tuple[str, ...], int]
    areas: Mapping[str, int]
    low: Ints
    high: Ints
    said: Flags
    refused: npt.NDArray[np.uint8]
    prefixes: Sequence[int]
    is_range: bool = False

    def profile(self, area: str | None) -> int:
        """The profile of an area, or of the longest given area that it lies in; -1 when there is none."""
        for length in self.prefixes:
            if area is not None and length <= len(area) and area[:length] in self.areas:
                return self.areas[area[:length]]
        return -1

    def upto(self, other: "Numbers") -> "Numbers":
        """Each number as anything from here to `other`, where the two differ. ValueError: they differ in more than single
        numbers, or are of other areas."""
        differs = (self.low != other.low) | (self.high != other.high) | (self.said != other.said)
        if self.areas != other.areas or not np.isin(np.flatnonzero(differs.any(axis=0)), self.slots.single()).all():
            raise ValueError("a range is between single numbers of the same areas")
        said = np.where(differs, self.said | other.said | UNK, self.said)
        low, high = np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        refused = self.refused | other.refused
        return replace(self, low=low, high=high, said=said, refused=refused, is_range=True)

    def lies_within(self, wide: "Numbers", areas: Iterable[str]) -> bool:
        """Whether what `wide` says of these areas leaves room for every number here."""
        named = list(areas)
        mine, room = ([numbers.profile(area) for area in named] for numbers in (self, wide))
        pairs = np.unique(np.array([mine, room]), axis=1)
        (low, high, said), (least, most, open_) = (
            (of.low[rows], of.high[rows], of.said[rows]) for of, rows in zip((self, wide), pairs, strict=True)
        )
        same = (low == least) & (high == most) & (said == open_)
        between = (said == 0) & (open_ == UNK) & (least <= low) & (high <= most)
        return bool((same | between).all() and not self.refused[pairs[0]].any())

    def with_places(self, places: Sequence[str]) -> tuple["Numbers", npt.NDArray[np.int32]]:
        """The same numbers, and the profile of each of these places: as a rule looks it up that names a place of its
        own, whether it lies in a given area or not."""
        around = [self.published.around(place) for place in places]
        fresh = {rows: place for rows, place in zip(around, places, strict=True) if rows not in self.profiles}
        if fresh and self.is_range:
            raise ValueError("a range holds for the areas it was made for, not for other places")
        profiles = {**self.profiles, **{rows: len(self.low) + k for k, rows in enumerate(fresh)}}
        at = np.array([profiles[rows] for rows in around], np.int32)
        if not fresh:
            return self, at
        low, high, said, refused = filled(self.slots, self.sheet, list(fresh.values()))
        return replace(
            self,
            profiles=profiles,
            low=np.concatenate([self.low, low]),
            high=np.concatenate([self.high, high]),
            said=np.concatenate([self.said, said]),
            refused=np.concatenate([self.refused, refused]),
        ), at

    def with_switches(self, slots: Slots, decided: Mapping[str, Any]) -> "Numbers":
        """The same numbers with some switches decided."""
        low, high, said = self.low.copy(), self.high.copy(), self.said.copy()
        for name, value in decided.items():
            at, shape = slots.switches[name], shapes.of_switch(slots.book.switches[name])
            low[:, at], high[:, at] = held_ends(shape, value)
            said[:, at] = 0
        return replace(self, sheet=self.sheet.with_switches(**decided), low=low, high=high, said=said)


def held_ends(shape: Shape, value: Any) -> tuple[int, int]:
    """A known value as both ends; a code as its number and the set of it alone."""
    if shape.kind == "code":
        at = shape.codes.index(value)
        return at, _signed(1 << at)
    return (held := numerator(shape, value)), held


def numbers_of(slots: Slots, sheet: Sheet, areas: Iterable[str]) -> Numbers:
    """The arrays of a sheet for some areas."""
    named = list(dict.fromkeys(areas))
    published = Published.of(slots, sheet)
    profiles: dict[tuple[str, ...], int] = {}
    firsts: list[str] = []
    found: dict[str, int] = {}
    for area in named:
        around = published.around(area)
        if around not in profiles:
            profiles[around] = len(firsts)
            firsts.append(area)
        found[area] = profiles[around]
    prefixes = sorted({len(area) for area in named}, reverse=True)
    return Numbers(sheet, slots, published, profiles, found, *filled(slots, sheet, firsts), prefixes)


Bytes = npt.NDArray[np.uint8]


def filled(slots: Slots, sheet: Sheet, areas: Sequence[str]) -> tuple[Ints, Ints, Flags, Bytes]:
    """Low ends, high ends, what is said beside, and whether it is refused: one row for each of these areas, and one
    at least."""
    shape = (max(len(areas), 1), max(slots.size, 1))
    low, high, said = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.uint16)
    refused = np.zeros(shape[0], np.uint8)
    for number, area in enumerate(areas):
        try:
            _Filling(slots, sheet, area, low[number], high[number], said[number]).fill()
        except TooFine:
            refused[number] = 1
    return low, high, said, refused


@dataclass
class _Filling:
    """Fills one profile."""

    slots: Slots
    sheet: Sheet
    area: str
    low: Ints
    high: Ints
    said: Flags

    def fill(self) -> None:
        for name, at in self.slots.switches.items():
            self._switch(name, at)
        for asked, base in self.slots.asked.items():
            names = tuple(name for name, _ in asked.selectors)
            declared = self.slots.book.parameters[asked.key]
            ways = product(*(codes for _, codes in asked.selectors))
            for number, values in enumerate(ways):
                row = self.sheet.find(asked.key, self.area, names, values)
                if asked.columns is None:
                    self._single(declared, asked.part, row, base + number)
                else:
                    self._table(declared, asked.columns, row, base + number * asked.width)

    def _switch(self, name: str, at: int) -> None:
        switch, value = self.slots.book.switches[name], self.sheet.switches.get(name)
        shape = shapes.of_switch(switch)
        if value is not None:
            self._put(at, shape, value)
        else:
            self._unknown(at, shape, self.slots.bit(name))

    def _unknown(self, at: int, shape: Shape, beside: int = 0) -> None:
        self.said[at] = UNK | beside
        self.low[at], self.high[at] = 0, 1
        if shape.kind == "number":
            self.low[at], self.high[at] = int(shape.low * shape.bottom), int(shape.high * shape.bottom)
        elif shape.kind == "code":
            self.high[at] = _signed((1 << len(shape.codes)) - 1)
        elif shape.kind in ORDERED:
            self.low[at], self.high[at] = shapes.RANGES[shape.kind]

    def _put(self, at: int, shape: Shape, value: Any) -> None:
        self.low[at], self.high[at] = held_ends(shape, value)

    def _single(self, declared: Parameter, part: str | None, row: Row | None, at: int) -> None:
        kind = declared.parts[part] if part is not None else declared.type
        shape = shapes.of_parameter(declared, kind)
        if row is None or (row.value is None and not declared.optional):
            self._unknown(
                at, shape, MAYNONE if declared.optional and shape.kind in ("number", *ORDERED) else 0
            )
            return
        value = row.value if part is None or row.value is None else row.value[part]
        if value is None:
            self.said[at] = ABSENT
        else:
            self._put(at, shape, value)

    def _table(self, declared: Parameter, columns: tuple[str, str | None], row: Row | None, at: int) -> None:
        if row is None or row.value is None:
            self.said[at] = UNK
            return
        assert isinstance(declared.type, Table)
        side, column = columns
        if len(row.value) > TIERS:
            raise TooFine
        self.low[at] = len(row.value)
        for number, tier in enumerate(row.value):
            self.low[at + 1 + number] = self._held(declared, declared.type.columns[side], tier[side])
            paid = (
                number + 1
                if column is None
                else self._held(declared, declared.type.columns[column], tier[column])
            )
            self.low[at + 1 + TIERS + number] = paid

    def _held(self, declared: Parameter, kind: ValueType, value: Any) -> int:
        return numerator(shapes.of_parameter(declared, kind), value)


def numerator(shape: Shape, value: Any) -> int:
    """A published number over the denominator of its shape. TooFine: it does not fit."""
    if shape.kind != "number":
        return shapes.stored(value)
    held = Fraction(value) * shape.bottom
    if held.denominator != 1 or not shape.low <= value <= shape.high:
        raise TooFine
    return int(held)


def _signed(word: int) -> int:
    return word - (1 << 64) if word >= 1 << 63 else word


__all__ = ["NUMBER", "Asked", "Numbers", "Slots", "numbers_of"]
