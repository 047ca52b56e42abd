"""Compiles and runs the kernel spike: the columns of many households in, the values of the asked
rules out."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numba
import numpy as np

from doudi.law import nodes
from doudi.law.arraycalls import Kernelist
from doudi.law.arrays import NONE, NotInKernel, Writing, as_int
from doudi.law.book import LawBook
from doudi.law.document import Document
from doudi.law.facts import UNKNOWN, Fact
from doudi.law.run import in_force, needed
from doudi.law.sheet import Sheet
from doudi.law.types import BOOL, CODE

MOST_ROWS = 64  # members or supporters of one household
Key = tuple[str, str]


@numba.njit(error_model="numpy", nogil=True)
def rounded(mode, top, bottom):  # type: ignore[no-untyped-def]
    step = 1 if mode == 2 else 10 if mode == 3 else 100
    whole = bottom * step
    if mode == 0 or mode == 3:
        return -((-top) // whole) * step
    size = (2 * abs(top) + whole) // (2 * whole) * step
    return size if top >= 0 else -size


@numba.njit(error_model="numpy", nogil=True)
def age_on(birth, day):  # type: ignore[no-untyped-def]
    """Full years from birth to day, both yyyymmdd; 29 February has its birthday on the 28th in a
    common year."""
    if birth > day:
        return 0
    year, rest = day // 10_000, day % 10_000
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    born = birth % 10_000
    if born == 229 and not leap:
        born = 228
    return year - birth // 10_000 - (1 if rest < born else 0)


@numba.njit(error_model="numpy", nogil=True)
def add_shares(top, bottom, more, of):  # type: ignore[no-untyped-def]
    """A fraction plus a fraction, reduced."""
    top, bottom = top * of + more * bottom, bottom * of
    a, b = abs(top), bottom
    while b:
        a, b = b, a % b
    return (top // a, bottom // a) if a > 1 else (top, bottom)


@numba.njit(error_model="numpy", nogil=True)
def tier_below(bounds, pays, part, whole, places):  # type: ignore[no-untyped-def]
    for row in range(len(bounds)):
        if part * places < bounds[row] * whole:
            return pays[row]
    return 0


@numba.njit(error_model="numpy", nogil=True)
def tier_at_least(bounds, pays, part, whole, places):  # type: ignore[no-untyped-def]
    for row in range(len(bounds) - 1, -1, -1):
        if part * places >= bounds[row] * whole:
            return pays[row]
    return 0


@numba.njit(error_model="numpy", nogil=True)
def _zeros(shape):  # type: ignore[no-untyped-def]
    return np.zeros(shape, np.int64)


HELPERS = {
    "zeros": _zeros,
    "rounded": rounded,
    "age_on": age_on,
    "add_shares": add_shares,
    "tier_below": tier_below,
    "tier_at_least": tier_at_least,
}


class Kernel:
    """The asked rules of a law book for one sheet, as one compiled function."""

    def __init__(self, book: LawBook, asked: Sequence[Key], sheet: Sheet) -> None:
        self.book, self.asked = book, tuple(asked)
        chosen = needed(asked, book.rules)
        self.rules = [rule for key, rule in book.rules.items() if key in chosen]
        self.writing = Writing(book.rules, book.parameters, sheet, book.facts)
        self.facts = sorted({read for rule in self.rules for read in rule.reads if read in book.facts})
        for rule in self.rules:
            self._write(rule)
        self.source = self._source()
        # Written from checked trees, never from input.
        space = {**HELPERS, **self._tables()}
        exec(compile(self.source, "<law kernel>", "exec"), space)
        self.function = numba.njit(error_model="numpy", nogil=True)(space["kernel"])

    def _tables(self) -> dict[str, Any]:
        return {name: np.array(values, np.int64) for name, values in self.writing.tables.items()}

    def _write(self, rule: nodes.Rule) -> None:
        key = (rule.entity, rule.name)
        formula = in_force(rule, self.writing.sheet.day)
        if formula is None:
            raise NotInKernel(f"{rule.name} is not in force on the day")
        slot = sum(1 for entity, _ in self.writing.slots if entity == rule.entity)
        lines, depth, at = self.writing.lines, 2, "0"
        if rule.entity != "household":
            index, start, end = ("i", "m0", "m1") if rule.entity == "member" else ("q", "s0", "s1")
            lines.append(f"        for {index} in range({start}, {end}):")
            depth, at = 3, f"{index} - {start}"
        writer = Kernelist(self.writing, rule.entity, nodes.row_name(formula), depth)
        written = writer.write(formula.tree)
        top, bottom = (written, 1) if isinstance(written, str) else (written.top, written.bottom)
        self.writing.slots[key], self.writing.bottoms[key] = slot, bottom
        writer.line(f"{rule.entity[0]}_v[{slot}, {at}] = {top}")
        if not isinstance(bottom, int):
            writer.line(f"{rule.entity[0]}_d[{slot}, {at}] = {bottom}")

    def _source(self) -> str:
        columns = ", ".join(f"f_{entity}_{name}" for entity, name in self.facts)
        counts = [
            sum(1 for e, _ in self.writing.slots if e == entity)
            for entity in ("household", "member", "supporter")
        ]
        head = [f"def kernel(n, m_at, s_at, s_of, {columns}, out, out_d, m_out, m_out_d):"]
        for letter, count in zip("hms", counts, strict=True):
            for kind in "vd":
                head.append(f"    {letter}_{kind} = zeros(({max(count, 1)}, {MOST_ROWS}))")
        head += [
            "    for h in range(n):",
            "        m0, m1, s0, s1 = m_at[h], m_at[h + 1], s_at[h], s_at[h + 1]",
        ]
        return "\n".join(head + self.writing.lines + self._outputs()) + "\n"

    def _outputs(self) -> list[str]:
        lines = []
        for number, key in enumerate(self.asked):
            slot, bottom = self.writing.slots[key], self.writing.bottoms[key]
            constant = isinstance(bottom, int)
            if key[0] == "household":
                lines.append(f"        out[{number}, h] = h_v[{slot}, 0]")
                lines.append(f"        out_d[{number}, h] = {bottom if constant else f'h_d[{slot}, 0]'}")
            else:
                lines.append("        for i in range(m0, m1):")
                lines.append(f"            m_out[{number}, i] = m_v[{slot}, i - m0]")
                lines.append(
                    f"            m_out_d[{number}, i] = {bottom if constant else f'm_d[{slot}, i - m0]'}"
                )
        return lines

    def run(self, documents: Sequence[Document]) -> "Result":
        """The asked rules over many households."""
        columns = Columns(documents, self.book, self.facts, self.writing)
        shape = (len(self.asked), columns.members)
        out = [np.zeros((len(self.asked), len(documents)), np.int64) for _ in range(2)]
        m_out = [np.zeros(shape, np.int64) for _ in range(2)]
        self.function(len(documents), columns.m_at, columns.s_at, columns.s_of, *columns.facts, *out, *m_out)
        return Result(self, columns, out, m_out)


class Columns:
    """Documents as nested columns: offsets of members and supporters, one column per fact."""

    def __init__(
        self, documents: Sequence[Document], book: LawBook, facts: Iterable[Key], writing: Writing
    ) -> None:
        rows: dict[str, list[Any]] = {
            "household": [d.household for d in documents],
            "member": [m for d in documents for m in d.members],
            "supporter": [s for d in documents for s in d.supporters],
        }
        self.members = len(rows["member"])
        self.m_at = np.cumsum([0, *(len(d.members) for d in documents)]).astype(np.int64)
        self.s_at = np.cumsum([0, *(len(d.supporters) for d in documents)]).astype(np.int64)
        self.s_of = np.array(
            [[m["id"] for m in d.members].index(s["of"]) for d in documents for s in d.supporters], np.int64
        )
        self.facts = [column([row.get(name, book.facts[entity, name].default) for row in rows[entity]],
                             book.facts[entity, name], writing) for entity, name in facts]  # fmt: skip


def column(values: list[Any], fact: Fact, writing: Writing) -> Any:
    """One fact of every row."""
    if any(value is UNKNOWN for value in values):
        raise NotInKernel(f"{fact.name} is unknown for somebody: the spike takes known facts only")
    if fact.type == BOOL:
        return np.array(values, np.bool_)
    if fact.type.family == "day":
        return np.array([NONE if v is None else as_int(v) for v in values], np.int64)
    if fact.type == CODE:
        return np.array([NONE if v is None else writing.codes.of(v) for v in values], np.int64)
    return np.array([NONE if v is None else v for v in values], np.int64)


class Result:
    """What a kernel run gave."""

    def __init__(self, kernel: Kernel, columns: Columns, out: list[Any], m_out: list[Any]) -> None:
        self.kernel, self.columns, self.out, self.m_out = kernel, columns, out, m_out

    def value(self, key: Key, household: int, member: int = 0) -> Any:
        """A rule's value for one household, or its member by number, as the scalar run gives it."""
        number = self.kernel.asked.index(key)
        at = household if key[0] == "household" else int(self.columns.m_at[household]) + member
        top, bottom = (int(a[number, at]) for a in (self.out if key[0] == "household" else self.m_out))
        rule = self.kernel.book.rules[key]
        if rule.type == BOOL:
            return bool(top)
        if rule.type == CODE:
            return self.kernel.writing.codes.texts[top]
        return Fraction(top, bottom) if bottom else None
