"""What is known of a value before any household is seen: its kind, its range, the denominator it is held over.

A number is a whole numerator over a denominator that is fixed when the kernel is written. From the declared
ranges follows how large the numerator can become, and from that whether 32, 64 or 128 bits hold it; where not
even 127 bits are proven, the kernel is refused and the rule is named. A share among a count of the row's own has
the count beside its numerator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import lcm, prod
from typing import Any

from doudi.kernel.days import BEIJING, Month
from doudi.law.facts import FIRST_DAY, FIRST_MOMENT, LAST_DAY, LAST_MOMENT, Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import LawError
from doudi.law.types import CEILING, MOST_COUNTED, NUMBER, ValueType

PLACES = 10_000  # a published Number is held over this: four decimals
MOST_ROWS = 64  # members, or supporters, of one household
MOST_CODES = 64  # values of one code: a set of them is one word
MOST_PARTS = 12  # a count up to this large is divided by through the least common multiple
EPOCH = date(1970, 1, 1)
FIRST_SECOND = datetime(1970, 1, 1, 8, tzinfo=BEIJING)
ROUNDINGS = ("ceil_yuan", "half_up_yuan", "half_up_fen", "ceil_jiao")
KINDS = {"bool": "truth", "code": "code", "day": "day", "month": "month", "moment": "moment"}


class NotInKernel(LawError):
    """A construct that the kernel has no form for; the scalar run has."""


@dataclass(frozen=True)
class Shape:
    """Kind of a value; for numbers the range and the denominator, for codes the texts in their order, for shares
    the largest count that a row's numerator is divided by besides."""

    kind: str  # truth, code, number, share, day, month, moment, text (free text by its place among those of a batch)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    bottom: int = 1
    codes: tuple[str, ...] = ()
    most: int = 1

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "share")

    @property
    def largest(self) -> int:
        """The largest numerator."""
        return int(max(abs(self.low), abs(self.high)) * self.bottom) * self.most + 1

    @property
    def compared(self) -> str:
        """The C type that holds two of them while they are compared: shares are multiplied by each other's count."""
        return replace(self, most=self.most**2).ctype

    @property
    def ctype(self) -> str:
        """The C type that holds it."""
        if self.kind == "truth":
            return "u8"
        if self.kind == "code":
            return "i8"
        if self.kind == "moment":
            return "i64"
        if not self.is_number or (self.kind == "number" and self.largest < 2**31):
            return "i32"
        if self.kind == "number" and self.largest < 2**63:
            return "i64"
        if self.largest < 2**127:
            return "i128" if self.kind == "number" else "share"
        raise NotInKernel(
            f"a number may reach 10^{len(str(self.largest)) - 1}, more than 127 bits hold; "
            "narrow the ranges of the facts and parameters it rests on, or round before it is shared"
        )


TRUTH = Shape("truth")
TEXT = Shape("text")


def number(low: Any, high: Any, bottom: int = 1, most: int | None = None) -> Shape:
    """A number; with `most` a share among up to so many."""
    kind = "number" if most is None else "share"
    return Shape(kind, Fraction(low), Fraction(high), bottom, most=most or 1)


def code(texts: Iterable[str]) -> Shape:
    """A code of these texts."""
    found = tuple(dict.fromkeys(texts))
    if len(found) > MOST_CODES:
        raise NotInKernel(f"a code of {len(found)} values; the kernel takes {MOST_CODES}")
    return Shape("code", codes=found)


def hull(shapes: list[Shape]) -> Shape:
    """The shape that holds the values of all."""
    kind = shapes[0].kind
    if any(shape.kind == "text" for shape in shapes) and any(shape.kind != "text" for shape in shapes):
        raise NotInKernel("free text beside a code is not in the kernel")
    if kind == "code":
        return code(text for shape in shapes for text in shape.codes)
    if not shapes[0].is_number:
        return Shape(kind)
    bottom = lcm(*(shape.bottom for shape in shapes))
    most = max(shape.most for shape in shapes) if any(shape.kind == "share" for shape in shapes) else None
    return number(min(s.low for s in shapes), max(s.high for s in shapes), bottom, most)


def product_of_most(shapes: Iterable[Shape]) -> int | None:
    """How many a value may be a share among that two others make together; None: neither is a share."""
    shares = [shape.most for shape in shapes if shape.kind == "share"]
    return prod(shares) if shares else None


def whole_range(kind: ValueType, codes: Iterable[str]) -> Shape:
    """The shape of a value that does not exist: any number at all, any of the codes."""
    if kind.family == "code":
        return code(codes) if codes else TEXT
    return number(-CEILING, CEILING) if kind.is_numeric else Shape(KINDS[kind.family])


def of_fact(fact: Fact) -> Shape:
    family = fact.type.family
    if family == "code":
        if fact.values and fact.optional:
            raise NotInKernel(f"the fact {fact.name} is a code that may be absent")
        return code(fact.values) if fact.values else TEXT
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
    return number(min(ends), max(ends), left.bottom * right.bottom, product_of_most((left, right)))


def plus(left: Shape, right: Shape, op: str) -> Shape:
    bottom, most = lcm(left.bottom, right.bottom), product_of_most((left, right))
    if op == "+":
        return number(left.low + right.low, left.high + right.high, bottom, most)
    return number(left.low - right.high, left.high - right.low, bottom, most)


def at_least(x: Shape, money: bool) -> Shape:
    top = CEILING if money else MOST_COUNTED
    return replace(x, high=max(x.high, Fraction(top)))


def stored(value: Any) -> int:
    """A day, month, moment, truth or whole number as the kernel holds it."""
    if isinstance(value, Month):
        return value - Month.of(EPOCH)
    if isinstance(value, datetime):
        return (value - FIRST_SECOND) // timedelta(seconds=1)
    return (value - EPOCH).days if isinstance(value, date) else int(value)


RANGES = {
    "day": (stored(FIRST_DAY), stored(LAST_DAY)),
    "month": (stored(Month.of(FIRST_DAY)), stored(Month.of(LAST_DAY))),
    "moment": (stored(FIRST_MOMENT), stored(LAST_MOMENT)),
}
