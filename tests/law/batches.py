"""Documents as a batch in the layout of the city files, for any law book; the array kernel in the tests keeps what
it has compiled, by content, from run to run."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from doudi.kernel.days import Month
from doudi.law import UNKNOWN, Document, Fact, LawBook
from doudi.law.kernel.columns import stored_type
from doudi.law.kernel.shapes import EPOCH

CACHE = Path(tempfile.gettempdir()) / f"doudi-kernel-tests-{os.getuid()}"
KINDS = {"u8": pa.bool_(), "i8": pa.int8(), "i16": pa.int16(), "i32": pa.int32(), "i64": pa.int64()}


def batch_of(book: LawBook, documents: Sequence[Document], areas: Sequence[str | None]) -> pa.RecordBatch:
    """One row per document; supporters in the order of the members they support."""
    sorted_ = [_sorted(document) for document in documents]
    columns: dict[str, pa.Array] = {"area": pa.array(list(areas), pa.string())}
    households = [document.household for document in documents]
    for fact in _facts(book, "household"):
        columns[fact.name] = column(fact, households)
    members = [list(document.members) for document in documents]
    supporters = [rows for rows, _ in sorted_]
    columns["members"] = nested(book, "member", members, None)
    columns["supporters"] = nested(
        book, "supporter", supporters, [of for _, places in sorted_ for of in places]
    )
    return pa.RecordBatch.from_pydict(columns)


def _facts(book: LawBook, entity: str) -> list[Fact]:
    # Free text and moments are read by no rule that a kernel is written for.
    left_out = [f for f in book.facts.values() if f.type.family == "moment" or (f.type.family == "code" and not f.values)]
    return [f for f in book.facts.values() if f.entity == entity and f not in left_out]


def _sorted(document: Document) -> tuple[list[Mapping[str, Any]], list[int]]:
    ids = [member["id"] for member in document.members]
    rows = sorted(document.supporters, key=lambda row: ids.index(row["of"]))
    return rows, [ids.index(row["of"]) for row in rows]


def nested(book: LawBook, entity: str, rows: list[list[Any]], of: list[int] | None) -> pa.ListArray:
    flat = [row for group in rows for row in group]
    arrays = {fact.name: column(fact, flat) for fact in _facts(book, entity)}
    if of is not None:
        arrays["of"] = pa.array(of, pa.int16())
    offsets = [0]
    for group in rows:
        offsets.append(offsets[-1] + len(group))
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(list(arrays.values()), list(arrays))
    )


def column(fact: Fact, rows: list[Mapping[str, Any]]) -> pa.Array:
    values = [_stored(fact, row.get(fact.name, fact.default)) for row in rows]
    return pa.array(values, pa.date32() if fact.type.family == "day" else KINDS[stored_type(fact)])


def _stored(fact: Fact, value: Any) -> Any:
    if value is UNKNOWN or value is None:
        return None
    if fact.type.family == "code":
        return list(fact.values).index(value)
    return value - Month.of(EPOCH) if isinstance(value, Month) else value
