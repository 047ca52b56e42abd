"""The law on one household: all basic programmes with the whole trace, as a clerk's page or a letter asks
for it.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.figure import Figure, Scale, seconds
from doudi.law import Document, Sheet
from doudi.policy import decide
from doudi.policy.lawbook import BASIC
from doudi.policy.sheets import StandardsSet
from doudi.population.township import township

DAY = date(2026, 6, 15)
TOWNSHIP = "370831001"
VILLAGES = [f"{TOWNSHIP}{number:03d}" for number in (1, 2, 201, 202, 203, 204)]
HOUSEHOLDS = 150
STANDARDS = Path(__file__).parent / "data" / "standards" / "example.yaml"
PER_SECOND_TO_MS = 1000


@dataclass(frozen=True)
class Work:
    """Households of every kind, each on the sheet of its place."""

    documents: list[Document]
    decided: Sheet
    undecided: Sheet
    standards: StandardsSet

    def decide(self, document: Document, sheet: Sheet, trace: bool = True) -> object:
        calendar = self.standards.calendar
        return decide(document, day=DAY, sheet=sheet, calendar=calendar, programmes=BASIC, trace=trace)

    def all(self, sheet: Sheet, trace: bool = True) -> None:
        for document in self.documents:
            self.decide(document, sheet, trace)

    def ms_each(self, sheet: Sheet, trace: bool = True) -> float:
        return seconds(lambda: self.all(sheet, trace)) / len(self.documents) * PER_SECOND_TO_MS


def figures(scale: Scale) -> Iterator[Figure]:
    """law.scalar.*"""
    if not scale.wants("law.scalar"):
        return
    standards = StandardsSet.from_yaml(STANDARDS)
    decided = standards.sheet(DAY, TOWNSHIP)
    undecided = standards.with_switches({"basic_pension_excluded": None}).sheet(DAY, TOWNSHIP)
    records = township(VILLAGES, TOWNSHIP, HOUSEHOLDS, 1, DAY, sheet=decided)
    work = Work([record.document() for record in records], decided, undecided, standards)
    traced, bare = work.ms_each(decided), work.ms_each(decided, trace=False)
    yield Figure("law.scalar.trace", traced, "ms", traced / bare, "values and verdicts without trace")
    open_ = work.ms_each(undecided)
    yield Figure("law.scalar.trace_undecided", open_, "ms", open_ / traced, "law.scalar.trace")
    each = sorted(_once(work, document) for document in work.documents)
    yield Figure("law.scalar.slowest", each[-1], "ms", each[-1] / statistics.median(each), "median household")


def _once(work: Work, document: Document) -> float:
    """The best of a few, so that the slowest household is slow for its own sake."""
    took = []
    for _ in range(5):
        start = time.perf_counter()
        work.decide(document, work.decided)
        took.append(time.perf_counter() - start)
    return min(took) * PER_SECOND_TO_MS
