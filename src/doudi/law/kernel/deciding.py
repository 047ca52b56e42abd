"""One run of a kernel over a batch, the answers as arrays, and what follows where a switch is undecided."""

import ctypes
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from doudi.law.kernel.batch import Columns
from doudi.law.kernel.source import Source
from doudi.law.kernel.verdicts import Verdicts

OUTCOMES = ("none", "entitled", "not_entitled", "need_info", "discretion", "not_decided")
NONE, ENTITLED, NOT_ENTITLED, NEED_INFO, DISCRETION, NOT_DECIDED = range(6)
REASONS = {1: "rows", 2: "range", 3: "area", 4: "order", 5: "number"}
NO_END = 2**63 - 1
LINE = 64  # bytes of a cache line
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass
class Decided:
    """The answers of one programme. `outcome` int8; `low`, `high` in fen: a range where information is missing
    (NO_END: no upper end), equal where it is settled, 0 where there is none.

    As they are kept: amounts only for `rows`, where no condition fails, in their order; masks as narrow as they
    may be. `hangs` are the undecided switches that a row without an answer hangs on.
    """

    outcome: npt.NDArray[np.int8]
    falls: npt.NDArray[Any]
    opens: npt.NDArray[Any]
    rows: Ints
    amounts: Mapping[str, tuple[Ints, Ints]]
    hangs: npt.NDArray[np.uint16] = field(repr=False)

    def amount(self, name: str | None, end: int = 0) -> Ints:
        """One end of an amount, for every row; nothing for None."""
        found = np.zeros(len(self.outcome), np.int64)
        if name is not None:
            found[self.rows] = self.amounts[name][end]
        return found

    @cached_property
    def low(self) -> Ints:
        """The first amount's low end, for every row."""
        return self.amount(next(iter(self.amounts), None))

    @cached_property
    def high(self) -> Ints:
        """The first amount's high end, for every row."""
        return self.amount(next(iter(self.amounts), None), 1)

    @cached_property
    def more(self) -> dict[str, tuple[Ints, Ints]]:
        """The further amounts, for every row."""
        return {name: (self.amount(name), self.amount(name, 1)) for name in list(self.amounts)[1:]}

    @cached_property
    def false(self) -> Words:
        """Bit i: condition i does not hold."""
        return self.falls.astype(np.uint64)

    @cached_property
    def unknown(self) -> Words:
        """Bit i: whether condition i holds is unknown; the top bit: an amount is, or another figure."""
        top = self.opens.dtype.itemsize * 8 - 1
        word = self.opens.astype(np.uint64)
        figures = word >> np.uint64(top)
        return (word & np.uint64((1 << top) - 1)) | (figures << np.uint64(63))


@dataclass(frozen=True)
class Refused:
    """Households that the kernel does not decide: their rows, and why (see REASONS)."""

    rows: Ints
    reasons: npt.NDArray[np.uint8]

    def words(self) -> list[str]:
        """The reasons, row by row."""
        return [REASONS[int(reason)] for reason in self.reasons]


class Answer(dict[str, Decided]):
    """The answers by programme, and who was refused."""

    def __init__(self, found: Mapping[str, Decided], refused: Refused) -> None:
        super().__init__(found)
        self.refused = refused


def run(library: ctypes.CDLL, source: Source, columns: Columns, threads: int) -> Answer:
    """Decide every household of the columns, cut into as many parts as threads."""
    ends = [columns.households * number // threads for number in range(threads + 1)]
    whole = [_Whole.empty(one, columns) for one in source.verdicts]
    parts = [_Part(whole, columns, *pair) for pair in pairwise(ends)]
    library.scratch.restype = ctypes.c_int64
    size = library.scratch()

    def decide(part: _Part) -> None:
        scratch = np.empty(size + LINE, np.uint8)
        at = -(-scratch.ctypes.data // LINE) * LINE
        places = (ctypes.c_void_p(at), ctypes.c_int64(part.begin), ctypes.c_int64(part.end))
        library.run(ctypes.byref(columns.run), columns.facts, part.pointers(), *places)

    if threads == 1:
        decide(parts[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(decide, parts))
    rows = np.flatnonzero(columns.reasons)
    found = {
        one.code: one.decided([part.figures[k] for part in parts], len(rows) > 0)
        for k, one in enumerate(whole)
    }
    return Answer(found, Refused(rows, columns.reasons[rows]))


@dataclass(frozen=True)
class _Whole:
    """What is written for every row of a programme, by all threads."""

    code: str
    of_members: bool
    names: tuple[str, ...]
    outcome: npt.NDArray[np.int8]
    falls: npt.NDArray[Any]
    opens: npt.NDArray[Any]

    @classmethod
    def empty(cls, one: Verdicts, columns: Columns) -> "_Whole":
        rows = columns.members if one.of_members else columns.households
        mask = np.dtype(f"u{one.mask // 8}")
        arrays = np.empty(rows, np.int8), np.empty(rows, mask), np.empty(rows, mask)
        return cls(one.programme.code, one.of_members, tuple(one.amounts), *arrays)

    def decided(self, figures: list["_Figures"], refused: bool) -> Decided:
        """The answers, the figures of the threads one after the other."""
        rows = np.concatenate([one.rows[: one.filled[0]] for one in figures])
        kept: Any = self.outcome[rows] != NOT_DECIDED if refused else slice(None)
        hangs = np.concatenate([one.hangs[: one.filled[0]] for one in figures])[kept]
        ends = [
            np.concatenate([one.ends[k][: one.filled[0]] for one in figures])[kept]
            for k in range(2 * len(self.names))
        ]
        amounts = {name: (ends[2 * k], ends[2 * k + 1]) for k, name in enumerate(self.names)}
        return Decided(self.outcome, self.falls, self.opens, rows[kept], amounts, hangs)


class _Figures:
    """The figures that one thread writes for a programme: as much room as it may need; what it does not fill is
    never touched."""

    def __init__(self, rows: int, amounts: int) -> None:
        self.filled, self.rows, self.hangs = (
            np.zeros(1, np.int64),
            np.empty(rows, np.int64),
            np.empty(rows, np.uint16),
        )
        self.ends = [np.empty(rows, np.int64) for _ in range(2 * amounts)]


class _Part:
    """The households of one thread, and where their answers go."""

    def __init__(self, whole: list[_Whole], columns: Columns, begin: int, end: int) -> None:
        self.whole, self.begin, self.end = whole, begin, end
        members = int(columns.members_at[end] - columns.members_at[begin])
        self.figures = [_Figures(members if one.of_members else end - begin, len(one.names)) for one in whole]

    def pointers(self) -> Any:
        found: list[int] = []
        for one, figures in zip(self.whole, self.figures, strict=True):
            arrays = [
                one.outcome,
                one.falls,
                one.opens,
                figures.filled,
                figures.rows,
                figures.hangs,
                *figures.ends,
            ]
            found += [array.ctypes.data for array in arrays]
        return (ctypes.c_void_p * max(len(found), 1))(*found)
