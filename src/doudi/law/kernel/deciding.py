"""One run of a kernel over a batch, the answers as arrays, and what follows where a switch is undecided."""

import ctypes
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from doudi.law.kernel.batch import Columns
from doudi.law.kernel.source import Source, Verdicts

OUTCOMES = ("none", "entitled", "not_entitled", "need_info", "discretion", "not_decided")
NONE, ENTITLED, NOT_ENTITLED, NEED_INFO, DISCRETION, NOT_DECIDED = range(6)
REASONS = {1: "rows", 2: "range", 3: "area", 4: "order", 5: "number"}
NO_END = 2**63 - 1
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass
class Decided:
    """The answers of one programme. `outcome` int8; amounts in fen, [low, high] where information is missing
    (NO_END: no upper end), equal where it is settled, 0 where there is none."""

    outcome: npt.NDArray[np.int8]
    amounts: Mapping[str, tuple[Ints, Ints]]
    falls: npt.NDArray[Any]
    opens: npt.NDArray[Any]
    hangs: npt.NDArray[np.uint16] | None = field(repr=False)

    @cached_property
    def _nothing(self) -> Ints:
        return np.zeros(len(self.outcome), np.int64)

    @property
    def low(self) -> Ints:
        """The first amount's low end."""
        return next(iter(self.amounts.values()), (self._nothing, self._nothing))[0]

    @property
    def high(self) -> Ints:
        """The first amount's high end."""
        return next(iter(self.amounts.values()), (self._nothing, self._nothing))[1]

    @property
    def more(self) -> dict[str, tuple[Ints, Ints]]:
        """The further amounts."""
        return dict(list(self.amounts.items())[1:])

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


class Answer(dict[str, Decided]):
    """The answers by programme, and who was refused."""

    def __init__(self, found: Mapping[str, Decided], refused: Refused) -> None:
        super().__init__(found)
        self.refused = refused


def run(library: ctypes.CDLL, source: Source, columns: Columns, threads: int, hangs: bool) -> Answer:
    """Decide every household of the columns."""
    found = {one.programme.code: _empty(one, columns, hangs) for one in source.verdicts}
    pointers: list[int | None] = []
    for one in found.values():
        pointers += [one.outcome.ctypes.data, one.falls.ctypes.data, one.opens.ctypes.data]
        pointers.append(None if one.hangs is None else one.hangs.ctypes.data)
        pointers += [end.ctypes.data for pair in one.amounts.values() for end in pair]
    outputs = (ctypes.c_void_p * max(len(pointers), 1))(*pointers)
    library.scratch.restype = ctypes.c_int64
    size = library.scratch()

    def part(number: int) -> None:
        scratch = np.empty(size + 64, np.uint8)
        at = -(-scratch.ctypes.data // 64) * 64
        ends = (columns.households * number // threads, columns.households * (number + 1) // threads)
        library.run(
            ctypes.byref(columns.run), columns.facts, outputs, ctypes.c_void_p(at), *(ctypes.c_int64(end) for end in ends)
        )

    if threads == 1:
        part(0)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(threads)))
    rows = np.flatnonzero(columns.reasons)
    return Answer(found, Refused(rows, columns.reasons[rows]))


def _empty(one: Verdicts, columns: Columns, hangs: bool) -> Decided:
    rows = columns.members if one.programme.entity == "member" else columns.households
    mask = np.dtype(f"u{one.mask // 8}")
    return Decided(
        np.empty(rows, np.int8),
        {name: (np.zeros(rows, np.int64), np.zeros(rows, np.int64)) for name in one.amounts},
        np.empty(rows, mask),
        np.empty(rows, mask),
        np.zeros(rows, np.uint16) if hangs else None,
    )
