"""Undecided switches, as the scalar run takes them: where an answer hangs on some, every combination of them is tried;
if all give the same outcome and the same amounts, that is the answer, else information is missing.

Only the households concerned are decided again, grouped by the switches they hang on. Their masks stay those of
the first run: what is unknown while the switch is undecided.
"""

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from doudi.law.book import MOST_COMBINATIONS
from doudi.law.kernel.deciding import NEED_INFO, NONE, Answer, Decided
from doudi.law.kernel.numbers import Numbers, Slots

Rows = npt.NDArray[np.int64]
Again = Callable[[pa.Table, Numbers], Answer]


def settle(
    answer: Answer, batch: pa.RecordBatch | pa.Table, numbers: Numbers, slots: Slots, decide: Again
) -> None:
    """Put the answers that every combination agrees on into `answer`."""
    offsets = member_offsets(batch)
    whole = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
    hanging = {
        code: np.where(one.outcome[one.rows] == NEED_INFO, one.hangs, 0) for code, one in answer.items()
    }
    for mask in sorted({int(mask) for found in hanging.values() for mask in np.unique(found)} - {0}):
        switches = [name for name in slots.switches if mask & slots.bit(name)]
        if prod(len(slots.book.switches[name].values) for name in switches) > MOST_COMBINATIONS:
            continue
        figures = {code: np.flatnonzero(found == mask) for code, found in hanging.items()}
        rows = {code: one.rows[figures[code]] for code, one in answer.items()}
        per_member = {code: slots.book.programmes[code].entity == "member" for code in answer}
        owners = {c: _owner(found, offsets) if per_member[c] else found for c, found in rows.items()}
        households = np.unique(np.concatenate(list(owners.values())))
        part = whole.take(pa.array(households)).combine_chunks()
        places = {c: _place(rows[c], owners[c], households, offsets, per_member[c]) for c in rows}
        agreement = {c: _Agreement(len(found)) for c, found in rows.items()}
        for way in _ways(slots, switches):
            again = decide(part, numbers.with_switches(slots, way))
            for code, one in again.items():
                agreement[code].hear(one, places[code])
        for code, one in answer.items():
            agreement[code].put(one, figures[code])


def member_offsets(batch: pa.RecordBatch | pa.Table) -> Rows:
    """Where each household's members begin, counted from the batch's first."""
    members = batch.column("members")
    members = members.chunk(0) if isinstance(members, pa.ChunkedArray) else members
    found = np.asarray(members.offsets).astype(np.int64)
    from_first: Rows = found - found[0]
    return from_first


def _owner(rows: Rows, offsets: Rows) -> Rows:
    after: Rows = np.searchsorted(offsets, rows, "right")
    return after - 1


def _place(rows: Rows, owners: Rows, households: Rows, offsets: Rows, per_member: bool) -> Rows:
    """Where rows of the batch stand in the part that is decided again."""
    at: Rows = np.searchsorted(households, owners).astype(np.int64)
    if not per_member:
        return at
    sizes = offsets[households + 1] - offsets[households]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    place: Rows = starts[at] + rows - offsets[owners]
    return place


def _ways(slots: Slots, switches: list[str]) -> Iterator[dict[str, Any]]:
    for way in product(*(slots.book.switches[name].values for name in switches)):
        yield dict(zip(switches, way, strict=True))


class _Agreement:
    """What the combinations have given so far, row by row."""

    def __init__(self, rows: int) -> None:
        self.agreed = np.ones(rows, bool)
        self.first: npt.NDArray[np.int8] | None = None
        self.amounts: dict[str, npt.NDArray[np.int64]] = {}

    def hear(self, one: Decided, places: Rows) -> None:
        outcome = one.outcome[places]
        amounts = {name: one.amount(name)[places] for name in one.amounts}
        if self.first is None:
            self.first, self.amounts = outcome, amounts
        self.agreed &= (outcome == self.first) & (outcome != NEED_INFO) & (outcome != NONE)
        for name, low in amounts.items():
            self.agreed &= low == self.amounts[name]

    def put(self, one: Decided, figures: Rows) -> None:
        """The agreed answers; `figures` are the places of the rows among those with figures."""
        if self.first is None:
            return
        settled = figures[self.agreed]
        one.outcome[one.rows[settled]] = self.first[self.agreed]
        for name, (low, high) in one.amounts.items():
            low[settled] = high[settled] = self.amounts[name][self.agreed]
