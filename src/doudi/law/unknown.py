"""Unknown values: an interval for numbers and days, Kleene's third value for conditions, a set for codes.

Each carries the Missings that it hangs on. Python's own `and`, `or`, `not`, `if` on one of them
raise UnknownMet: the plain run of a
rule then gives way to the careful one (`operators`). Nothing here ever turns an unknown into zero.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from doudi.law.reasons import NOTHING_MISSING, Missing
from doudi.law.types import CEILING

Missings = frozenset[Missing]


class UnknownMet(Exception):
    """A plain run asked an unknown value for its truth."""


class Unknown:
    """What every unknown value has: the Missings it hangs on, and no truth value."""

    __slots__ = ("missing",)
    missing: Missings

    def __bool__(self) -> bool:
        raise UnknownMet


class Maybe(Unknown):
    """A condition that may hold or not."""

    __slots__ = ()

    def __init__(self, missing: Missings) -> None:
        self.missing = missing

    def __repr__(self) -> str:
        return "Maybe"

    def __eq__(self, other: object) -> Any:
        return Maybe(self.missing | missing_of(other))

    __ne__ = __eq__
    __hash__ = object.__hash__

    def __and__(self, other: Any) -> Any:
        if isinstance(other, Maybe):
            return Maybe(self.missing | other.missing)
        return self if other else False

    def __or__(self, other: Any) -> Any:
        if isinstance(other, Maybe):
            return Maybe(self.missing | other.missing)
        return True if other else self

    def __xor__(self, other: Any) -> Any:  # x ^ True is `not x`
        return self

    __rand__, __ror__ = __and__, __or__


class Options(Unknown):
    """A code that is one of a set, or any text when `values` is None."""

    __slots__ = ("values",)

    def __init__(self, values: frozenset[Any] | None, missing: Missings) -> None:
        self.values = values
        self.missing = missing

    def __repr__(self) -> str:
        return f"Options({sorted(map(str, self.values)) if self.values is not None else 'any'})"

    def __eq__(self, other: object) -> Any:
        mine = self.values
        theirs = other.values if isinstance(other, Options) else frozenset({other})
        if mine is not None and theirs is not None and not mine & theirs:
            return False
        return Maybe(self.missing | missing_of(other))

    def __ne__(self, other: object) -> Any:
        found = self == other
        return found if isinstance(found, Maybe) else not found

    __hash__ = object.__hash__


def options(values: frozenset[Any], missing: Missings) -> Any:
    """A set of one value is that value."""
    if len(values) == 1:
        return next(iter(values))
    return Options(values, missing)


def missing_of(value: object) -> Missings:
    """What a value hangs on; nothing when it is known."""
    return value.missing if isinstance(value, Unknown) else NOTHING_MISSING


def low_of(value: Any) -> Any:
    return value.low if isinstance(value, Interval) else value


def high_of(value: Any) -> Any:
    return value.high if isinstance(value, Interval) else value


class Interval(Unknown):
    """A number, day or month between two ends, both possible; `none` when an optional value may
    also not be there."""

    __slots__ = ("low", "high", "none")

    def __init__(self, low: Any, high: Any, missing: Missings, none: bool = False) -> None:
        self.low, self.high, self.missing, self.none = low, high, missing, none

    def __repr__(self) -> str:
        return f"[{self.low}, {self.high}]"

    __hash__ = object.__hash__

    def _with(self, other: Any, low: Any, high: Any) -> Any:
        return interval(low, high, self.missing | missing_of(other))

    def __add__(self, other: Any) -> Any:
        return self._with(other, self.low + low_of(other), self.high + high_of(other))

    __radd__ = __add__

    def __neg__(self) -> Any:
        return interval(-self.high, -self.low, self.missing)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, self.low - high_of(other), self.high - low_of(other))

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, low_of(other) - self.high, high_of(other) - self.low)

    def __mul__(self, other: Any) -> Any:
        ends = [a * b for a in (self.low, self.high) for b in (low_of(other), high_of(other))]
        return self._with(other, min(ends), max(ends))

    __rmul__ = __mul__

    def _ask(self, other: Any, surely: bool, surely_not: bool) -> Any:
        if surely:
            return True
        return False if surely_not else Maybe(self.missing | missing_of(other))

    def __lt__(self, other: Any) -> Any:
        return self._ask(other, self.high < low_of(other), self.low >= high_of(other))

    def __le__(self, other: Any) -> Any:
        return self._ask(other, self.high <= low_of(other), self.low > high_of(other))

    def __gt__(self, other: Any) -> Any:
        return self._ask(other, self.low > high_of(other), self.high <= low_of(other))

    def __ge__(self, other: Any) -> Any:
        return self._ask(other, self.low >= high_of(other), self.high < low_of(other))

    def __eq__(self, other: object) -> Any:
        if other is None:
            return Maybe(self.missing) if self.none else False
        apart = self.high < low_of(other) or self.low > high_of(other)
        return False if apart else Maybe(self.missing | missing_of(other))

    def __ne__(self, other: object) -> Any:
        found = self == other
        return found if isinstance(found, Maybe) else not found

    def map(self, monotone: Callable[[Any], Any]) -> Any:
        """The interval of a never-falling function's values."""
        return interval(monotone(self.low), monotone(self.high), self.missing)


def interval(low: Any, high: Any, missing: Missings) -> Any:
    """An interval of one point is known."""
    return low if low == high else Interval(low, high, missing)


def undefined(*hangs_on: Any) -> Interval:
    """A number that does not exist (a share of zero): unknown, and nothing missing of its own would
    mend it."""
    missing = NOTHING_MISSING.union(*(missing_of(v) for v in hangs_on))
    return Interval(-CEILING, CEILING, missing)


def join(missing: Missings, *values: Any) -> Any:
    """The hull of several possible values, when which of them holds hangs on `missing`."""
    first = values[0]
    if not isinstance(first, Unknown) and all(same(first, v) for v in values[1:]):
        return first
    hangs_on = missing.union(*(missing_of(v) for v in values))
    if any(isinstance(v, (bool, Maybe)) for v in values):
        return Maybe(hangs_on)
    if any(isinstance(v, (str, Options)) for v in values):
        return _join_codes(values, hangs_on)
    there = [v for v in values if v is not None]
    none = len(there) < len(values) or any(isinstance(v, Interval) and v.none for v in values)
    low, high = min(low_of(v) for v in there), max(high_of(v) for v in there)
    return Interval(low, high, hangs_on, none) if none else interval(low, high, hangs_on)


def same(left: Any, right: Any) -> bool:
    """Both known and equal."""
    return not isinstance(left, Unknown) and not isinstance(right, Unknown) and bool(left == right)


def _join_codes(values: tuple[Any, ...], missing: Missings) -> Any:
    found: set[Any] = set()
    for value in values:
        if not isinstance(value, Options):
            found.add(value)
        elif value.values is None:
            return Options(None, missing)
        else:
            found |= value.values
    return options(frozenset(found), missing)


def contains(unknown: Any, known: Any) -> bool:
    """Whether a known value lies within what an unknown one allows (for tests and the kernel's parity)."""
    if isinstance(unknown, Interval):
        return unknown.none if known is None else bool(unknown.low <= known <= unknown.high)
    if isinstance(unknown, Options):
        return unknown.values is None or known in unknown.values
    return isinstance(unknown, Maybe) or bool(unknown == known)


def plain(value: Any) -> Any:
    """A value for the outside: a whole Fraction is an int."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
