"""Whom a change can reach at all: the households whose answer is not the same whatever the numbers are within a range.

The law says so itself: every published amount is given to it as “anything between three quarters and four thirds of what
it is”, and a household for which the answer is settled all the same is not moved by any change within that range. Only
the others are decided again when a slider moves. A change that goes further is decided for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np

from doudi.law.sheet import Row, Sheet
from doudi.law.types import ValueType
from doudi.policy.declared import declarations
from doudi.population.columns import Array
from doudi.population.simulation.parts import Part
from doudi.population.simulation.sides import Side, is_of_members
from doudi.population.simulation.terms import PROGRAMMES

LEAST: Final = Fraction(3, 4)
MOST: Final = Fraction(4, 3)
SETTLED: Final = 2
"""Outcomes up to this one say how a household stands; those beyond leave it open."""


@runtime_checkable
class Ranging(Protocol):
    """A kernel that takes a number as a range."""

    def numbers(self, sheet: Sheet, areas: Any) -> Any: ...

    def between(self, one: Any, other: Any) -> Any: ...

    def decide(self, batch: Any, numbers: Any, threads: int = 1) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Reach:
    """The households of a part that a change within `range` may move, and how they stand."""

    part: Part
    base: Side
    range: Any

    def holds(self, numbers: Any) -> bool:
        """Whether these numbers lie within the range."""
        return bool(numbers.lies_within(self.range, self.part.areas))


def reach_of(part: Part, kernel: Ranging, sheet: Sheet, base: Side) -> Reach:
    """Ask the law about a part by the range around a sheet."""
    ends = [kernel.numbers(_scaled(sheet, by), part.areas) for by in (LEAST, MOST)]
    wide = kernel.between(*ends)
    rows = _open(part, kernel.decide(part.batch, wide, threads=1))
    return Reach(part.only(rows), base.only(rows), wide)


def _scaled(sheet: Sheet, by: Fraction) -> Sheet:
    """Every published amount of money as a share of itself, in whole fen; tables stay as they are."""
    for key, rows in list(sheet.rows.items()):
        for row in rows:
            if _is_amount(row):
                sheet = sheet.with_row(replace(row, value=int(row.value * by)))
    return sheet


def _is_amount(row: Row) -> bool:
    kind = declarations()[row.key].parameter.type
    return isinstance(kind, ValueType) and kind.is_money and row.value is not None


def _open(part: Part, answer: Mapping[str, Any]) -> Array:
    """The households of which any programme's answer is open, by their rows."""
    found = np.zeros(part.households, bool)
    for name in PROGRAMMES:
        rows = np.flatnonzero(answer[name].outcome > SETTLED)
        found[part.home[rows] if is_of_members(name) else rows] = True
    return np.flatnonzero(found)
