"""Bounds: from the declared ranges, how large a whole number each rule can make inside an array kernel.

A value is a numerator over a denominator; the kernel holds the numerator in 64 bits. A rule whose
numerator could be larger is named with its place and the cure. The scalar run needs none of this
(its integers
do not wrap), but refuses every fact outside its declared range.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from doudi.law import nodes
from doudi.law.arrays import common_parts
from doudi.law.book import LawBook
from doudi.law.types import CEILING, MOST_COUNTED, NUMBER

LARGEST = 2**63 - 1
PLACES = 100  # decimals of a published Number that the sizes are worked out for
MOST_ROWS = 64  # members or supporters of one household that a kernel takes


@dataclass(frozen=True)
class Bound:
    """A range of values, and the largest denominator they are held over; `shared` when that one is fixed."""

    low: Fraction
    high: Fraction
    bottom: int = 1
    shared: bool = True

    @property
    def size(self) -> Fraction:
        return max(abs(self.low), abs(self.high))

    @property
    def top(self) -> int:
        """The largest numerator."""
        return int(self.size * self.bottom) + 1


NOTHING = Bound(Fraction(0), Fraction(0))


class Sizer:
    """Sizes the formulas of a book; the largest numerator of each rule is kept. `cap`: as if no amount of
    money among the facts were larger."""

    def __init__(self, book: LawBook, cap: int | None = None) -> None:
        self.book, self.cap = book, cap
        self.rules: dict[tuple[str, str], Bound] = {}
        self.largest: dict[tuple[str, str], int] = {}
        for key, rule in book.rules.items():
            self.most, self.bound = 1, dict[str, Bound]()
            found = [self.size(formula.tree) for formula in rule.formulas]
            self.rules[key], self.largest[key] = hull(*found), self.most

    def size(self, node: nodes.Node) -> Bound:
        method = getattr(self, "_" + type(node).__name__, None)
        if method is not None:
            found: Bound = method(node)
        else:
            for child in node.children():
                self.size(child)
            found = NOTHING
        self.most = max(self.most, found.top)
        return found

    def _Const(self, node: nodes.Const) -> Bound:
        value = Fraction(node.value) if node.type.is_numeric else Fraction(0)
        return Bound(value, value)

    def _Local(self, node: nodes.Local) -> Bound:
        return self.bound[node.name]

    def _Bind(self, node: nodes.Bind) -> Bound:
        self.bound[node.name] = self.size(node.value)
        return self.size(node.rest)

    def _Read(self, node: nodes.Read) -> Bound:
        if not node.type.is_numeric:
            return NOTHING
        if node.is_rule:
            return self.rules[node.entity, node.name]
        fact = self.book.facts[node.entity, node.name]
        high = fact.high if self.cap is None or not fact.type.is_money else min(fact.high, self.cap)
        return Bound(Fraction(fact.low), Fraction(high))

    def _ParameterRead(self, node: nodes.ParameterRead) -> Bound:
        if not node.type.is_numeric:
            return NOTHING
        low, high = self.book.parameters[node.key].bounds(node.type)
        return Bound(Fraction(low), Fraction(high), PLACES if node.type == NUMBER else 1)

    def _SwitchRead(self, node: nodes.SwitchRead) -> Bound:
        if not node.type.is_numeric:
            return NOTHING
        values = self.book.switches[node.name].values
        return Bound(Fraction(min(values)), Fraction(max(values)))

    def _Arith(self, node: nodes.Arith) -> Bound:
        a, b = self.size(node.left), self.size(node.right)
        if node.op == "*":
            ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            return Bound(min(ends), max(ends), a.bottom * b.bottom, a.shared and b.shared)
        bottom, shared = leveled(a, b)
        if node.op == "+":
            return Bound(a.low + b.low, a.high + b.high, bottom, shared)
        return Bound(a.low - b.high, a.high - b.low, bottom, shared)

    def _Compare(self, node: nodes.Compare) -> Bound:
        a, b = self.size(node.left), self.size(node.right)
        bottom, _ = leveled(a, b)
        self.most = max(self.most, int(max(a.size, b.size) * bottom) + 1)
        return NOTHING

    def _Cond(self, node: nodes.Cond) -> Bound:
        self.size(node.test)
        return hull(self.size(node.yes), self.size(node.no))

    def _Fold(self, node: nodes.Fold) -> Bound:
        if node.condition is not None:
            self.size(node.condition)
        one = self.size(node.element)
        if node.kind == "count":
            return Bound(Fraction(0), Fraction(MOST_ROWS))
        if node.kind != "sum":
            return NOTHING
        # Shares over different counts are brought together: two at a time, reduced.
        bottom = one.bottom if one.shared else one.bottom**2
        return Bound(
            min(one.low * MOST_ROWS, Fraction(0)), max(one.high * MOST_ROWS, Fraction(0)), bottom, one.shared
        )

    def _Call(self, node: nodes.Call) -> Bound:
        args = [self.size(arg) for arg in node.args]
        if not node.type.is_numeric:
            return NOTHING
        if node.function == "split":
            return self._split(node, args[0], args[1])
        method = getattr(self, "_call_" + node.function, None)
        if method is not None:
            found: Bound = method(*args)
            return found
        if node.function.startswith("tier_"):
            bottom, _ = leveled(args[1], args[-1])
            self.most = max(self.most, int(max(arg.size for arg in args[1:]) * bottom * PLACES) + 1)
            return Bound(Fraction(0), Fraction(CEILING if node.type.is_money else MOST_COUNTED))
        if node.type.is_money and node.function in {
            "round_by",
            "ceil_yuan",
            "half_up_yuan",
            "half_up_fen",
            "ceil_jiao",
        }:
            return Bound(args[-1].low - 100, args[-1].high + 100)
        return (
            args[0]
            if node.type.is_money
            else Bound(Fraction(-MOST_COUNTED * 400), Fraction(MOST_COUNTED * 400))
        )

    def _call_yearly(self, x: Bound) -> Bound:
        return Bound(x.low * 12, x.high * 12, x.bottom, x.shared)

    def _call_monthly(self, x: Bound) -> Bound:
        return Bound(x.low / 12, x.high / 12, x.bottom * 12, x.shared)

    def _call_percent(self, x: Bound) -> Bound:
        return Bound(x.low / 100, x.high / 100, x.bottom * 100, x.shared)

    def _call_over_months(self, x: Bound, n: Bound) -> Bound:
        return Bound(min(x.low * n.high, x.low), max(x.high * n.high, x.high), x.bottom, x.shared)

    def _split(self, node: nodes.Call, x: Bound, n: Bound) -> Bound:
        parts = common_parts(node.args[1], self.book.facts)
        low, high = min(x.low, Fraction(0)), max(x.high, Fraction(0))
        if parts is not None:
            return Bound(low, high, x.bottom * parts, x.shared)
        return Bound(low, high, x.bottom * max(int(n.high), 1), False)

    def _call_ratio(self, a: Bound, b: Bound) -> Bound:
        return Bound(min(a.low, Fraction(0)), max(a.high, Fraction(0)), max(b.top, 1), False)

    def _call_min(self, a: Bound, b: Bound) -> Bound:
        bottom, shared = leveled(a, b)
        return Bound(min(a.low, b.low), min(a.high, b.high), bottom, shared)

    def _call_max(self, a: Bound, b: Bound) -> Bound:
        bottom, shared = leveled(a, b)
        return Bound(max(a.low, b.low), max(a.high, b.high), bottom, shared)


def leveled(a: Bound, b: Bound) -> tuple[int, bool]:
    """The denominator both are brought to."""
    if a.shared and b.shared:
        return lcm(a.bottom, b.bottom), True
    return a.bottom * b.bottom, False


def hull(*found: Bound) -> Bound:
    """The range of several ways."""
    bottom, shared = 1, all(b.shared for b in found)
    for one in found:
        bottom = lcm(bottom, one.bottom) if shared else max(bottom, one.bottom)
    return Bound(min(b.low for b in found), max(b.high for b in found), bottom, shared)


def too_large(book: LawBook, cap: int | None = None) -> list[str]:
    """The rules whose numerators may pass 64 bits: file, line, what, and the cure."""
    found = []
    for key, most in Sizer(book, cap).largest.items():
        if most > LARGEST:
            formula = book.rules[key].formulas[0]
            size = f"10^{len(str(most)) - 1}"
            found.append(
                f"{formula.file}:{formula.line}: {key[1]} may reach {size} in a kernel of 64 bits; "
                "narrow the ranges of the facts and parameters it reads, or round before it shares"
            )
    return found
