"""The law on one household: all basic programmes with the whole trace, as a clerk's page or a letter asks
for it. The law on the whole city: the same programmes as a compiled kernel.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bench import citywide
from bench.city import city, counties
from bench.figure import Figure, Scale, command, median_command, seconds
from doudi.law import Document, Sheet
from doudi.law.kernel import Answer, Kernel, Room
from doudi.policy import decide
from doudi.policy.lawbook import BASIC, law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.township import township

DAY = date(2026, 6, 15)
TOWNSHIP = "370831001"
VILLAGES = [f"{TOWNSHIP}{number:03d}" for number in (1, 2, 201, 202, 203, 204)]
HOUSEHOLDS = 150
STANDARDS = Path(__file__).parent / "data" / "standards" / "example.yaml"
PER_SECOND_TO_MS = 1000
COMPUTED = ("law.kernel.compute", "law.kernel.compute_masks", "law.kernel.compile", "law.kernel.cached_start")


@dataclass(frozen=True)
class Work:
    """Households of every kind, each on the sheet of its place."""

    documents: list[Document]
    decided: Sheet
    undecided: Sheet
    standards: StandardsSet
    programmes: tuple[str, ...] = BASIC

    def decide(self, document: Document, sheet: Sheet, trace: bool = True) -> object:
        calendar = self.standards.calendar
        return decide(document, day=DAY, sheet=sheet, calendar=calendar, programmes=self.programmes, trace=trace)

    def all(self, sheet: Sheet, trace: bool = True) -> None:
        for document in self.documents:
            self.decide(document, sheet, trace)

    def ms_each(self, sheet: Sheet, trace: bool = True) -> float:
        return seconds(lambda: self.all(sheet, trace)) / len(self.documents) * PER_SECOND_TO_MS


def figures(scale: Scale) -> Iterator[Figure]:
    """law.scalar.*, law.kernel.*, and those from file to file"""
    if scale.wants("law.scalar"):
        yield from _scalar()
    if any(map(scale.wants, COMPUTED)):
        with tempfile.TemporaryDirectory() as cache:
            yield from _kernel(scale, Path(cache))
    if scale.wants("law.kernel.everything"):
        with tempfile.TemporaryDirectory() as cache:
            yield from _everything(scale, Path(cache))
    yield from citywide.figures(scale)


def _scalar() -> Iterator[Figure]:
    standards = StandardsSet.from_yaml(STANDARDS)
    decided = standards.sheet(DAY, TOWNSHIP)
    undecided = standards.with_switches({"basic_pension_excluded": None}).sheet(DAY, TOWNSHIP)
    records = township(VILLAGES, TOWNSHIP, HOUSEHOLDS, 1, DAY, sheet=decided)
    work = Work([record.document() for record in records], decided, undecided, standards)
    traced, bare = work.ms_each(decided), work.ms_each(decided, trace=False)
    yield Figure("law.scalar.trace", traced, "ms", traced / bare, "values and verdicts without trace")
    open_ = work.ms_each(undecided)
    yield Figure("law.scalar.trace_undecided", open_, "ms", open_ / traced, "law.scalar.trace")
    every = replace(work, programmes=tuple(law_book().programmes)).ms_each(decided)
    yield Figure("law.scalar.everything", every, "ms", every / traced, "law.scalar.trace, the basic programmes")
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


THREADS = 2
START = (
    "import sys; from datetime import date; from pathlib import Path; from doudi.law.kernel import Kernel;"
    " from doudi.policy.lawbook import BASIC, law_book;"
    f" Kernel.of(law_book(), BASIC, date({DAY.year}, {DAY.month}, {DAY.day}), Path(sys.argv[1]))"
)


def _kernel(scale: Scale, cache: Path) -> Iterator[Figure]:
    """Compiling, starting from the cache, and deciding everybody, against one reading of every column that is read
    and one writing of every column that is written, by as many threads."""
    loaded = [sys.executable, "-c", START, str(cache)]
    book = command([sys.executable, "-c", "from doudi.policy.lawbook import law_book; law_book()"]).seconds
    yield Figure(
        "law.kernel.compile", (first := command(loaded).seconds), "s", first / book, "reading the law book"
    )
    started = median_command(loaded).seconds
    yield Figure("law.kernel.cached_start", started, "s", started / book, "reading the law book")
    for name, masks in (("law.kernel.compute", False), ("law.kernel.compute_masks", True)):
        took, floor = _computed(scale, Kernel.of(law_book(), BASIC, DAY, cache, masks=masks))
        yield Figure(name, took, "s", took / floor, "one pass over the same columns")


def _everything(scale: Scale, cache: Path) -> Iterator[Figure]:
    """Every programme of the law, outcome and amounts only: compiled anew, and for everybody."""
    book, start = law_book(), time.perf_counter()
    kernel = Kernel.of(book, book.programmes, DAY, cache, masks=False)
    yield Figure("law.kernel.everything_compile", time.perf_counter() - start, "s")
    took, floor = _computed(scale, kernel)
    yield Figure("law.kernel.everything", took, "s", took / floor, "one pass over the same columns")


def _computed(scale: Scale, kernel: Kernel) -> tuple[float, float]:
    """Seconds for everybody, and those of one pass; both write into memory that is there."""
    sheet = StandardsSet.from_yaml(STANDARDS).sheet(DAY, TOWNSHIP[:4])
    room = Room()
    took = floor = 0.0
    passed = [0, 0]
    for county in counties(city(scale.people)):
        numbers = kernel.numbers(sheet, county.column("area").combine_chunks().dictionary.to_pylist())
        decide = partial(kernel.decide, county, numbers, THREADS, room)
        read, written = _read(kernel, county), _written(decide())
        took += seconds(decide, rounds=3)
        floor += seconds(partial(_pass, read, written), rounds=3)
        passed = [passed[0] + _bytes(read), passed[1] + _bytes(written)]
    print(f"{passed[0]:,} bytes read, {passed[1]:,} written", file=sys.stderr)
    return took, floor


Arrays = list[npt.NDArray[np.generic]]


def _read(kernel: Kernel, county: pa.Table) -> Arrays:
    """Every column that the kernel reads, as it lies in memory, bits of validity included."""
    lists = {
        "member": county.column("members").chunk(0).values,
        "supporter": county.column("supporters").chunk(0).values,
    }
    found = []
    for entity, names in kernel.reads.items():
        for name in names:
            rows = lists.get(entity)
            have = county.column_names if rows is None else [field.name for field in rows.type]
            if name in have:
                found.append(county.column(name).chunk(0) if rows is None else rows.field(name))
    buffers = [(column, column.buffers()) for column in found]
    bits = [np.frombuffer(b[0], np.uint8) for column, b in buffers if column.null_count]
    wide = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64}
    return bits + [np.frombuffer(b[1], wide[max(1, column.type.bit_width // 8)]) for column, b in buffers]


def _bytes(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays)


def _written(answer: Answer) -> Arrays:
    return [array for one in answer.values() for array in (one.outcome, one.falls, one.opens)]


def _pass(read: Arrays, written: Arrays) -> None:
    def half(number: int) -> None:
        for array in read:
            part = array[len(array) * number // THREADS : len(array) * (number + 1) // THREADS]
            if len(part):
                part.max()
        for array in written:
            array[len(array) * number // THREADS : len(array) * (number + 1) // THREADS].fill(1)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(half, range(THREADS)))
