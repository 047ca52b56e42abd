"""What is known of a value before any household is seen: its kind, its range, the denominator it is held over.

A number is a whole numerator over a denominator that is fixed when the kernel is written. From the declared
ranges follows how large the numerator can become, and from that whether 32, 64 or 128 bits hold it; where not
even 127 bits are proven, the kernel is refused and the rule is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from doudi.kernel.days import Month
from doudi.law.facts import FIRST_DAY, LAST_DAY, Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import LawError
from doudi.law.types import CEILING, MOST_COUNTED, NUMBER, ValueType

PLACES = 10_000  # a published Number is held over this: four decimals
MOST_ROWS = 64  # members, or supporters, of one household
MOST_CODES = 64  # values of one code: a set of them is one word
MOST_PARTS = 12  # a count up to this large is divided by through the least common multiple
EPOCH = date(1970, 1, 1)
ROUNDINGS = ("ceil_yuan", "half_up_yuan", "half_up_fen", "ceil_jiao")
KINDS = {"bool": "truth", "code": "code", "day": "day", "month": "month"}


class NotInKernel(LawError):
    """A construct that the kernel has no form for; the scalar run has."""


@dataclass(frozen=True)
class Shape:
    """Kind of a value; for numbers the range and the denominator, for codes the texts in their order."""

    kind: str  # truth, code, number, day, month
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    bottom: int = 1
    codes: tuple[str, ...] = ()

    @property
    def largest(self) -> int:
        """The largest numerator."""
        return int(max(abs(self.low), abs(self.high)) * self.bottom) + 1

    @property
    def ctype(self) -> str:
        """The C type that holds it."""
        if self.kind == "truth":
            return "u8"
        if self.kind == "code":
            return "i8"
        if self.kind != "number" or self.largest < 2**31:
            return "i32"
        if self.largest < 2**63:
            return "i64"
        if self.largest < 2**127:
            return "i128"
        raise NotInKernel(
            f"a number may reach 10^{len(str(self.largest)) - 1}, more than 127 bits hold; "
            "narrow the ranges of the facts and parameters it rests on, or round before it is shared"
        )


TRUTH = Shape("truth")


def number(low: Any, high: Any, bottom: int = 1) -> Shape:
    return Shape("number", Fraction(low), Fraction(high), bottom)


def code(texts: Iterable[str]) -> Shape:
    """A code of these texts."""
    found = tuple(dict.fromkeys(texts))
    if len(found) > MOST_CODES:
        raise NotInKernel(f"a code of {len(found)} values; the kernel takes {MOST_CODES}")
    return Shape("code", codes=found)


def hull(shapes: list[Shape]) -> Shape:
    """The shape that holds the values of all."""
    kind = shapes[0].kind
    if kind == "code":
        return code(text for shape in shapes for text in shape.codes)
    if kind != "number":
        return Shape(kind)
    bottom = lcm(*(shape.bottom for shape in shapes))
    return number(min(s.low for s in shapes), max(s.high for s in shapes), bottom)


def whole_range(kind: ValueType) -> Shape:
    """The shape of a number that does not exist: any number at all."""
    return number(-CEILING, CEILING) if kind.is_numeric else Shape(KINDS[kind.family])


def of_fact(fact: Fact) -> Shape:
    family = fact.type.family
    if family == "code":
        if not fact.values or fact.optional:
            raise NotInKernel(f"the fact {fact.name} is free text, or a code that may be absent")
        return code(fact.values)
    return number(fact.low, fact.high) if fact.type.is_numeric else Shape(KINDS[family])


def of_parameter(parameter: Parameter, kind: ValueType) -> Shape:
    if kind.family == "code":
        return code(parameter.values or ROUNDINGS)
    if not kind.is_numeric:
        return Shape(KINDS[kind.family])
    low, high = parameter.bounds(kind)
    return number(low, high, places(kind))


def places(kind: ValueType) -> int:
    """The denominator over which a published number of a kind is held; money and counts are whole."""
    return PLACES if kind == NUMBER else 1


def of_switch(switch: SwitchDecl) -> Shape:
    if switch.type.family == "code":
        return code(switch.values)
    if switch.type.is_numeric:
        return number(min(switch.values), max(switch.values))
    return TRUTH


def times(left: Shape, right: Shape) -> Shape:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return number(min(ends), max(ends), left.bottom * right.bottom)


def plus(left: Shape, right: Shape, op: str) -> Shape:
    bottom = lcm(left.bottom, right.bottom)
    if op == "+":
        return number(left.low + right.low, left.high + right.high, bottom)
    return number(left.low - right.high, left.high - right.low, bottom)


def at_least(x: Shape, money: bool) -> Shape:
    top = CEILING if money else MOST_COUNTED
    return number(x.low, max(x.high, Fraction(top)), x.bottom)


def stored(value: Any) -> int:
    """A day, month, truth or whole number as the kernel holds it."""
    if isinstance(value, Month):
        return value - Month.of(EPOCH)
    return (value - EPOCH).days if isinstance(value, date) else int(value)


DAYS = (stored(FIRST_DAY), stored(LAST_DAY))
MONTHS = (stored(Month.of(FIRST_DAY)), stored(Month.of(LAST_DAY)))
