"""One batch decided: cleaned, put to the kernel, what the kernel cannot hold put to the scalar run, counted and laid out
as results.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.law import LawBook, Sheet
from doudi.population.screening.cleaning import clean, lengths_of, plain_rows, rows_of
from doudi.population.screening.engine import Answer, Array, Kernel
from doudi.population.screening.layout import HOUSEHOLDS, PERSONS, Columns, Layout
from doudi.population.screening.one_by_one import One, OneByOne
from doudi.population.screening.refusals import Refusal, faults_of
from doudi.population.screening.tally import Tally, township_of_area


@dataclass(frozen=True)
class Law:
    """The law as a run applies it: book, kernel, programmes, day and calendar."""

    book: LawBook
    kernel: Kernel
    scalar: OneByOne

    @property
    def programmes(self) -> tuple[str, ...]:
        return self.scalar.programmes

    @property
    def layout(self) -> Layout:
        """The columns of its results."""
        return Layout(tuple(
            Columns(self.book.programmes[code], tuple(self.kernel.conditions(code))) for code in self.programmes
        ))  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """The results of a batch, and what came back."""

    tables: dict[str, pa.Table]
    refusals: list[Refusal]
    households: int
    people: int


class Judge:
    """Decides the batches of one county."""

    def __init__(self, law: Law, sheet: Sheet, county: str, areas: Sequence[str], doubled: Array, threads: int = 1) -> None:
        self.law, self.sheet, self.county, self.doubled, self.threads = law, sheet, county, doubled, threads
        self.layout, self.tally = law.layout, Tally(law.book)
        self._numbers = law.kernel.numbers(sheet, areas)

    def judge(self, raw: pa.RecordBatch) -> Judged:
        """Decide one batch of the file."""
        found = clean(raw, self.county, self.doubled)
        batch, refusals = found.batch, found.refusals
        answer = self.law.kernel.decide(batch, self._numbers, threads=self.threads)
        if len(answer.refused.rows):
            faulty = self._by_hand(batch, answer, refusals)
            if len(faulty):
                kept = np.setdiff1d(np.arange(batch.num_rows), faulty)
                again = self.judge(batch.take(pa.array(kept)))
                return Judged(again.tables, refusals + again.refusals, again.households, again.people)
        return self._laid_out(batch, answer, refusals)

    def _by_hand(self, batch: pa.RecordBatch, answer: Answer, refusals: list[Refusal]) -> Array:
        """Households that the kernel does not hold: those within their declarations are decided by the scalar run and
        written into the answer, the others are named. Gives the rows of the others."""
        rows = np.unique(np.asarray(answer.refused.rows, np.int64))
        starts = np.concatenate([[0], np.cumsum(lengths_of(batch.column("members")))])
        faulty = []
        for row, stored in zip(rows.tolist(), plain_rows(batch, rows), strict=True):
            faults = faults_of(self.county, stored)
            refusals += faults
            if faults:
                faulty.append(row)
                continue
            decision = self.law.scalar.decide(stored, self.sheet)
            for columns in self.layout.columns:
                first = row if columns.programme.entity == "household" else int(starts[row])
                ones = self.law.scalar.answers(decision, columns.programme.code)
                _write(columns, answer, first, ones)
        return np.array(faulty, np.int64)

    def _laid_out(self, batch: pa.RecordBatch, answer: Answer, refusals: list[Refusal]) -> Judged:
        members = batch.column("members")
        people, home = lengths_of(members), rows_of(members)
        area, number = batch.column("area"), batch.column("household")
        towns, at = _towns(area)
        for columns in self.layout.columns:
            own = columns.programme.entity == "household"
            rows = np.arange(batch.num_rows) if own else home
            self.tally.add(columns, answer[columns.programme.code], towns, at if own else at[home], rows, people)
        owner = pa.array(home)
        first = {
            HOUSEHOLDS: [number, area, pa.array(people.astype(np.int32))],
            PERSONS: [number.take(owner), members.flatten().field("id"), area.take(owner)],
        }
        tables = {name: self.layout.table(name, columns, answer) for name, columns in first.items()}
        return Judged(tables, refusals, batch.num_rows, len(home))


def _towns(area: pa.DictionaryArray) -> tuple[list[str], Array]:
    """The townships of a batch, and the place of each row's."""
    names = [township_of_area(each) for each in area.dictionary.to_pylist()]
    towns = sorted(set(names))
    place = {town: number for number, town in enumerate(towns)}
    return towns, np.array([place[name] for name in names], np.int64)[area.indices.to_numpy()]


def _write(columns: Columns, answer: Answer, first: int, ones: list[One]) -> None:
    decided: Any = answer[columns.programme.code]
    spans = columns.spans(decided)
    for row, one in enumerate(ones, first):
        decided.outcome[row], decided.false[row], decided.unknown[row] = one.outcome, one.false, one.unknown
        for name, (low, high) in spans.items():
            low[row], high[row] = one.amounts[name]
