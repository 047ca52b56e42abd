"""A spike of the array kernel: the same trees written as one serial Numba function over nested columns.

One row per household, members and supporters as lists by offsets. Every number is a whole numerator over a
denominator that is known when the kernel is written, or the run's own where a rule shares among a count.
Known facts, decided switches and one sheet only; what it does not do is in
docs/decisions/2026-11-23-kernel-spike.md. Nothing of the product uses it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any

from doudi.law import nodes
from doudi.law.facts import Fact
from doudi.law.parameters import Parameter
from doudi.law.sheet import Sheet
from doudi.law.types import BOOL, CODE, NUMBER, ValueType

MOST_PARTS = 12
NONE = -(2**62)  # an optional value that is not there
ROUNDINGS = {"ceil_yuan": 0, "half_up_yuan": 1, "half_up_fen": 2, "ceil_jiao": 3}


class NotInKernel(Exception):
    """Something the spike does not do: a construct, a missing number, an undecided switch, an
    unknown fact."""


@dataclass(frozen=True)
class Number:
    """A numerator's text over a denominator: a number, or the text of one."""

    top: str
    bottom: int | str = 1


Written = Number | str


def as_int(day: date) -> int:
    """A day as yyyymmdd: ordered, and an age is read off it."""
    return day.year * 10_000 + day.month * 100 + day.day


class Codes:
    """Numbers for code texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def of(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)


@dataclass
class Writing:
    """What has been written so far: the lines of the loop body, the parameter tables, the names in use."""

    rules: Mapping[tuple[str, str], nodes.Rule]
    parameters: Mapping[str, Parameter]
    sheet: Sheet
    facts: Mapping[tuple[str, str], Fact]
    codes: Codes = field(default_factory=Codes)
    lines: list[str] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)
    bottoms: dict[tuple[str, str], int | str] = field(default_factory=dict)
    slots: dict[tuple[str, str], int] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)  # numbers without a value: what rests on them means nothing
    counter: int = 0

    def fresh(self, stem: str) -> str:
        self.counter += 1
        return f"{stem}{self.counter}"


# Where a row of an entity is: (index into its fact columns, index into the household's scratch).
PLACE = {"household": ("h", "0"), "member": ("i", "i - m0"), "supporter": ("q", "q - s0")}


class Operators:
    """Writes one rule's tree as statements and an expression; `rows` are the row names in scope."""

    def __init__(self, writing: Writing, entity: str, row: str, depth: int) -> None:
        self.w, self.entity, self.depth = writing, entity, depth
        self.rows: dict[str, tuple[str, str, str]] = {row: (entity, *PLACE[entity])}
        self.bound: dict[str, Written] = {}

    def line(self, text: str) -> None:
        self.w.lines.append("    " * self.depth + text)

    def place(self, base: str) -> tuple[str, str, str]:
        """Entity and indexes of a row reached by `base`."""
        name, *ways = base.split(".")
        entity, at, slot = self.rows[name]
        for way in ways:
            if way == "household":
                entity, at, slot = "household", *PLACE["household"]
            else:
                entity, at, slot = "member", f"(m0 + s_of[{at}])", f"s_of[{at}]"
        return entity, at, slot

    def number(self, node: nodes.Node) -> Number:
        written = self.write(node)
        assert isinstance(written, Number), node
        return written

    def text(self, node: nodes.Node) -> str:
        written = self.write(node)
        assert isinstance(written, str), node
        return written

    def write(self, node: nodes.Node) -> Written:
        method = getattr(self, "_" + type(node).__name__)
        result: Written = method(node)
        return result

    def _Const(self, node: nodes.Const) -> Written:
        if node.value is None:
            raise NotInKernel("a rule that may give none is not in the spike")
        if isinstance(node.value, str):
            return str(self.w.codes.of(node.value))
        return str(node.value) if node.type == BOOL else Number(str(node.value))

    def _Local(self, node: nodes.Local) -> Written:
        return self.bound[node.name]

    def _Today(self, node: nodes.Today) -> Written:
        return str(as_int(self.w.sheet.day))

    def _Bind(self, node: nodes.Bind) -> Written:
        self.bound[node.name] = self.kept(self.write(node.value))
        return self.write(node.rest)

    def kept(self, written: Written) -> Written:
        """The value in a variable, so that it is computed once."""
        name = self.w.fresh("x")
        if isinstance(written, str):
            self.line(f"{name} = {written}")
            return name
        self.line(f"{name} = {written.top}")
        if isinstance(written.bottom, int):
            return Number(name, written.bottom)
        self.line(f"{name}d = {written.bottom}")
        return Number(name, f"{name}d")

    def _Read(self, node: nodes.Read) -> Written:
        _, at, slot = self.place(node.base)
        if not node.is_rule:
            column = f"f_{node.entity}_{node.name}[{at}]"
            return Number(column) if node.type.is_numeric else column
        number = self.w.slots[node.entity, node.name]
        value = f"{node.entity[0]}_v[{number}, {slot}]"
        if not node.type.is_numeric:
            return f"({value} != 0)" if node.type == BOOL else value
        bottom = self.w.bottoms[node.entity, node.name]
        return Number(value, bottom if isinstance(bottom, int) else f"{node.entity[0]}_d[{number}, {slot}]")

    def _SwitchRead(self, node: nodes.SwitchRead) -> Written:
        value = self.w.sheet.switches.get(node.name)
        if value is None:
            raise NotInKernel(f"the switch {node.name} is undecided")
        if isinstance(value, str):
            return str(self.w.codes.of(value))
        return str(value) if isinstance(value, bool) else Number(str(value))

    def _ParameterRead(self, node: nodes.ParameterRead) -> Written:
        if node.area is not None:
            raise NotInKernel(f"{node.key} is asked of another area")
        names = [name for name, _ in node.selectors]
        dynamic = [(n, s) for n, s in node.selectors if not isinstance(s, nodes.Const)]
        fixed = {n: s.value for n, s in node.selectors if isinstance(s, nodes.Const)}
        if not dynamic:
            return self._constant(node, fixed)
        if not all(chooser.codes for _, chooser in dynamic):
            raise NotInKernel(f"{node.key} is selected by {', '.join(names)}, whose values are not declared")
        return self._by_codes(node, fixed, dynamic)

    def _value(self, node: nodes.ParameterRead, selectors: Mapping[str, Any]) -> int | Fraction:
        row = self.w.sheet.row(node.key, self.w.sheet.area, selectors)
        declared = self.w.parameters[node.key]
        if row is None or (row.value is None and not declared.optional):
            self.w.absent.add(node.key)
            return NONE
        return self.encoded(row.value if node.part is None else row.value[node.part], node.type)

    def encoded(self, value: Any, kind: ValueType) -> int | Fraction:
        """A native value as the kernel holds it; an exact share stays one until `over_one`."""
        if value is None:
            return NONE
        if isinstance(value, str):
            return ROUNDINGS.get(value, self.w.codes.of(value)) if kind == CODE else self.w.codes.of(value)
        if isinstance(value, date):
            return as_int(value)
        return Fraction(value) if kind == NUMBER else int(value)

    def _as_written(self, text: str, kind: ValueType, bottom: int) -> Written:
        if not kind.is_numeric:
            return f"({text} != 0)" if kind == BOOL else text
        return Number(text, bottom)

    def _constant(self, node: nodes.ParameterRead, fixed: Mapping[str, Any]) -> Written:
        (top,), bottom = over_one([self._value(node, fixed)])
        return self._as_written(str(top), node.type, bottom)

    def _by_codes(
        self, node: nodes.ParameterRead, fixed: Mapping[str, Any], dynamic: list[tuple[str, nodes.Node]]
    ) -> Written:
        """A table over every combination of the codes that choose the row."""
        bases = [1 + max(self.w.codes.of(code) for code in chooser.codes or {}) for _, chooser in dynamic]
        table: list[int | Fraction] = [NONE] * prod(bases)
        for way in product(*(chooser.codes or {} for _, chooser in dynamic)):
            at = 0
            for code, base in zip(way, bases, strict=True):
                at = at * base + self.w.codes.of(code)
            table[at] = self._value(node, {**fixed, **dict(zip((n for n, _ in dynamic), way, strict=True))})
        key, index = self.w.fresh("p"), "0"
        for (_, chooser), base in zip(dynamic, bases, strict=True):
            index = f"({index} * {base} + {self.text(chooser)})"
        self.w.tables[key], bottom = over_one(table)
        return self._as_written(f"{key}[{index}]", node.type, bottom)

    # --- operators

    def _Arith(self, node: nodes.Arith) -> Written:
        left, right = self.number(node.left), self.number(node.right)
        if node.op == "*":
            return Number(f"({left.top} * {right.top})", times(left.bottom, right.bottom))
        a, b, bottom = level(left, right)
        return Number(f"({a} {node.op} {b})", bottom)

    def _Compare(self, node: nodes.Compare) -> Written:
        if not node.left.type.is_numeric:
            return f"({self.text(node.left)} {node.op} {self.text(node.right)})"
        a, b, _ = level(self.number(node.left), self.number(node.right))
        return f"({a} {node.op} {b})"

    def _Logic(self, node: nodes.Logic) -> Written:
        return "(" + f" {node.op} ".join(self.text(part) for part in node.parts) + ")"

    def _Not(self, node: nodes.Not) -> Written:
        return f"(not {self.text(node.value)})"

    def _Among(self, node: nodes.Among) -> Written:
        value = self.kept(self.text(node.value))
        return "(" + " or ".join(f"{value} == {self.w.codes.of(code)}" for code in node.among) + ")"

    def _Cond(self, node: nodes.Cond) -> Written:
        test = self.kept(self.text(node.test))
        yes, no = self.write(node.yes), self.write(node.no)
        if isinstance(yes, str) or isinstance(no, str):
            return f"({yes} if {test} else {no})"
        if isinstance(yes.bottom, int) and isinstance(no.bottom, int):
            a, b, bottom = level(yes, no)
            return Number(f"({a} if {test} else {b})", bottom)
        return Number(f"({yes.top} if {test} else {no.top})", f"({yes.bottom} if {test} else {no.bottom})")

    # --- folds

    def _Fold(self, node: nodes.Fold) -> Written:
        base, rows = node.rows.rsplit(".", 1)
        owner, _, slot = self.place(base)
        kind = {"members": "member", "supporters": "supporter"}[rows]
        total, index = self.w.fresh("t"), self.w.fresh("k")
        start, end = ("m0", "m1") if kind == "member" else ("s0", "s1")
        self.line(f"{total} = {'True' if node.kind == 'all' else 'False' if node.kind == 'any' else '0'}")
        # The sum's denominator is known only after its element is written: its line is set below.
        opening = len(self.w.lines)
        self.line("pass")
        self.line(f"for {index} in range({start}, {end}):")
        self.rows[node.var] = (kind, index, f"{index} - {start}")
        self.depth += 1
        if owner == "member":
            self.line(f"if s_of[{index}] != {slot}:")
            self.line("    continue")
        if node.condition is not None:
            self.line(f"if not {self.text(node.condition)}:")
            self.line("    continue")
        found = self._gather(node, total, opening)
        self.depth -= 1
        del self.rows[node.var]
        return found

    def _gather(self, node: nodes.Fold, total: str, opening: int) -> Written:
        if node.kind != "sum":
            step = {"count": f"{total} += 1 if {{}} else 0", "any": f"{total} = {total} or {{}}",
                    "all": f"{total} = {total} and {{}}"}[node.kind]  # fmt: skip
            self.line(step.format(self.text(node.element)))
            return Number(total) if node.kind == "count" else total
        element = self.number(node.element)
        if isinstance(element.bottom, int):
            self.line(f"{total} += {element.top}")
            return Number(total, element.bottom)
        self.w.lines[opening] = self.w.lines[opening].replace("pass", f"{total}d = 1")
        self.line(f"{total}, {total}d = add_shares({total}, {total}d, {element.top}, {element.bottom})")
        return Number(total, f"{total}d")

    def _Call(self, node: nodes.Call) -> Written:
        """A function of the language: see `arraycalls`."""
        raise NotImplementedError


def common_parts(among: nodes.Node, facts: Mapping[tuple[str, str], Fact]) -> int | None:
    """The least common multiple of all counts that a fact may be, where it is small and never zero."""
    fact = facts.get((among.entity, among.name)) if isinstance(among, nodes.Read) else None
    if fact is None or fact.low < 1 or fact.high > MOST_PARTS:
        return None
    return lcm(*range(fact.low, fact.high + 1))


def over_one(values: list[int | Fraction]) -> tuple[list[int], int]:
    """Published values as whole numbers over the smallest denominator that fits them all."""
    bottom = lcm(*(value.denominator for value in values))
    return [NONE if value == NONE else int(value * bottom) for value in values], bottom


def times(left: int | str, right: int | str) -> int | str:
    """The product of two denominators."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    return right if left == 1 else left if right == 1 else f"({left} * {right})"


def level(left: Number, right: Number) -> tuple[str, str, int | str]:
    """Both numerators over one denominator."""
    if isinstance(left.bottom, int) and isinstance(right.bottom, int):
        shared = lcm(left.bottom, right.bottom)
        return scaled(left.top, shared // left.bottom), scaled(right.top, shared // right.bottom), shared
    return scaled(left.top, right.bottom), scaled(right.top, left.bottom), times(left.bottom, right.bottom)


def scaled(top: str, by: int | str) -> str:
    return top if by == 1 else f"({top} * {by})"
