"""Conditions and rules that say the same of everybody in a city (从不成立、总是成立): in a synthetic one they are either
reached by nobody, or written wrong.

Conditions are counted by the kernel's masks over everybody, yes-or-no rules by the scalar run.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.law.run import Step
from doudi.law.types import BOOL
from doudi.law.unknown import Unknown
from doudi.population.screening.cleaning import clean
from doudi.population.screening.engine import Array, Decided
from doudi.population.screening.judging import Law
from doudi.population.screening.layout import Columns
from doudi.population.screening.standards import Standards


@dataclass
class Count:
    """How often something held, did not hold, and was not known."""

    label: str
    holds: int = 0
    fails: int = 0
    unknown: int = 0

    @property
    def verdict(self) -> str:
        """What is the matter with it; empty if it says both yes and no."""
        if not (self.holds or self.fails or self.unknown):
            return "没有遇到"
        if not (self.holds or self.fails):
            return "总是没有查清"
        if not self.holds:
            return "从不成立"
        return "" if self.fails else "总是成立"


@dataclass
class Counts:
    """Conditions by (programme, place), rules by (entity, name)."""

    conditions: dict[tuple[str, int], Count] = field(default_factory=dict)
    rules: dict[tuple[str, str], Count] = field(default_factory=dict)

    def silent(self) -> Iterator[tuple[str, str, Count]]:
        """What says the same of everybody: (programme or entity, name, count)."""
        for (programme, _), count in self.conditions.items():
            if count.verdict:
                yield programme, count.label, count
        for (entity, name), count in self.rules.items():
            if count.verdict:
                yield f"{entity}.{name}", count.label, count


def count(county: str, batches: Iterable[pa.RecordBatch], law: Law, standards: Standards, into: Counts) -> None:
    """Add the households of a county."""
    sheet = standards.at(county)
    for raw in batches:
        batch = clean(raw, county, np.empty(0, np.int64)).batch
        numbers = law.kernel.numbers(sheet, batch.column("area").dictionary.to_pylist())
        answer = law.kernel.decide(batch, numbers)
        for columns in law.layout.columns:
            _conditions(columns, answer[columns.programme.code], law, into)
        for row in batch.to_pylist():
            ran = law.scalar.decide(row, sheet).ran
            rows = {"household": (ran.household,), "member": ran.household.members, "supporter": ran.household.supporters}
            for step in ran.steps:
                if step.rule.type == BOOL:
                    _rule(step, rows, into)


def _conditions(columns: Columns, decided: Decided, law: Law, into: Counts) -> None:
    programme = columns.programme
    rules = law.book.rules
    asked = decided.outcome != 0
    for place, condition in enumerate(programme.conditions):
        names = (condition,) if isinstance(condition, str) else condition.names
        label = getattr(condition, "label", "") or " / ".join(rules[programme.entity, name].label for name in names)
        counted = into.conditions.setdefault((programme.code, place), Count(label))
        bit = np.uint64(1 << place)
        fails, unknown = _where(decided.false, bit) & asked, _where(decided.unknown, bit) & asked
        counted.fails += int(fails.sum())
        counted.unknown += int(unknown.sum())
        counted.holds += int((asked & ~fails & ~unknown).sum())
        if programme.in_order:
            # Those after the first that fails were not asked.
            asked = asked & ~fails


def _where(bits: Array, bit: np.uint64) -> Array:
    return np.asarray((bits & bit) != 0)


def _rule(step: Step, rows: Mapping[str, Iterable[Any]], into: Counts) -> None:
    counted = into.rules.setdefault((step.entity, step.name), Count(step.rule.label))
    for row in rows[step.entity]:
        value = row.__dict__[step.name]
        if isinstance(value, Unknown):
            counted.unknown += 1
        elif value:
            counted.holds += 1
        else:
            counted.fails += 1
