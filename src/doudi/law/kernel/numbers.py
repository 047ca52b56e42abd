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

    def bit(self, name: str) -> int:
        """The bit of a switch among what an unknown value hangs on."""
        return 1 << list(self.switches).index(name)


class TooFine(Exception):
    """A published number with more decimals than the kernel holds, or outside its declared range."""


Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Numbers:
    """Low end, high end and what is said beside, one row per profile; `areas` gives the profile of an area."""

    sheet: Sheet
    areas: Mapping[str, int]
    low: Ints
    high: Ints
    said: Flags
    refused: npt.NDArray[np.uint8]
    prefixes: Sequence[int]

    def profile(self, area: str | None) -> int:
        """The profile of an area, or of the longest given area that it lies in; -1 when there is none."""
        for length in self.prefixes:
            if area is not None and length <= len(area) and area[:length] in self.areas:
                return self.areas[area[:length]]
        return -1

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
    places = {row.area for key in {a.key for a in slots.asked} for row in sheet.rows.get(key, ())}
    lengths = sorted({len(place) for place in places})
    profiles: dict[tuple[str, ...], int] = {}
    firsts: list[str] = []
    found: dict[str, int] = {}
    for area in named:
        within = tuple(area[:n] for n in lengths if n <= len(area) and area[:n] in places)
        if within not in profiles:
            profiles[within] = len(firsts)
            firsts.append(area)
        found[area] = profiles[within]
    shape = (max(len(firsts), 1), max(slots.size, 1))
    low, high, said = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.uint16)
    refused = np.zeros(shape[0], np.uint8)
    for number, area in enumerate(firsts):
        try:
            _Filling(slots, sheet, area, low[number], high[number], said[number]).fill()
        except TooFine:
            refused[number] = 1
    prefixes = sorted({len(area) for area in named}, reverse=True)
    return Numbers(sheet, found, low, high, said, refused, prefixes)


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
            self.low[at], self.high[at] = shapes.DAYS if shape.kind == "day" else shapes.MONTHS

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
