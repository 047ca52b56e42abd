"""The array kernel's interface made of the scalar run, household by household: slow, and right by construction."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from doudi.law.facts import BadDocument
from doudi.policy.lawbook import BASIC, law_book
from doudi.population.screening.compiled import law_of
from doudi.population.screening.engine import NOT_DECIDED
from doudi.population.screening.judging import Law
from doudi.population.screening.one_by_one import OneByOne
from tests.population.screened import kernels


@dataclass
class Answer:
    found: dict
    refused: SimpleNamespace

    def __getitem__(self, programme):
        return self.found[programme]


@dataclass
class StandIn:
    """Refuses what the law's declarations refuse, and whatever has more members than `most`."""

    scalar: OneByOne
    most: int = 64
    version: str = "stand-in"
    reads: dict = field(default_factory=dict)

    @classmethod
    def law(cls, day: date, calendar=None, programmes=BASIC, most=64) -> Law:
        scalar = OneByOne(law_book(), tuple(programmes), day, calendar)
        # It reads what the kernel reads: a fact that no rule asks for needs no column.
        reads = law_of(tuple(programmes), day, calendar, kernels()).kernel.reads
        return Law(law_book(), cls(scalar, most, reads=reads), scalar)

    def conditions(self, programme):
        conditions = self.scalar.book.programmes[programme].conditions
        return tuple(getattr(each, "label", "") or str(each) for each in conditions)

    def numbers(self, sheet, areas):
        return SimpleNamespace(sheet=sheet, areas=set(areas))

    def decide(self, batch: pa.RecordBatch, numbers, threads=1) -> Answer:
        rows = batch.to_pylist()
        found: dict[str, list[list]] = {code: [] for code in self.scalar.programmes}
        refused = []
        for place, row in enumerate(rows):
            assert row["area"] in numbers.areas
            try:
                if len(row["members"]) > self.most:
                    raise BadDocument("too many")
                decision = self.scalar.decide(row, numbers.sheet)
            except BadDocument:
                refused.append(place)
                decision = None
            for code, ones in found.items():
                per = 1 if self.scalar.book.programmes[code].entity == "household" else len(row["members"])
                ones += self.scalar.answers(decision, code) if decision else [None] * per
        empty = np.array(refused, np.int64)
        return Answer({code: self._columns(code, ones) for code, ones in found.items()}, SimpleNamespace(rows=empty))

    def _columns(self, code, ones):
        names = list(self.scalar.book.programmes[code].amounts)

        def column(of, kind):
            return np.array([of(one) for one in ones], kind)

        spans = {name: tuple(column(lambda one: one.amounts[name][end] if one else 0, np.int64) for end in (0, 1))
                 for name in names}
        zeros = np.zeros(len(ones), np.int64)
        low, high = spans[names[0]] if names else (zeros, zeros)
        return SimpleNamespace(
            outcome=column(lambda one: one.outcome if one else NOT_DECIDED, np.int8), low=low, high=high,
            false=column(lambda one: one.false if one else 0, np.uint64),
            unknown=column(lambda one: one.unknown if one else 0, np.uint64),
            more={name: spans[name] for name in names[1:]})
