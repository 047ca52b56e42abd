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
DATED = {"day": pa.date32(), "moment": pa.timestamp("s", tz="+08:00")}
KINDS = {"u8": pa.bool_(), "i8": pa.int8(), "i16": pa.int16(), "i32": pa.int32(), "i64": pa.int64()}


def batch_of(book: LawBook, documents: Sequence[Document], areas: Sequence[str | None]) -> pa.RecordBatch:
    """One row per document; supporters in the order of the members they support."""
    sorted_ = [_sorted(document) for document in documents]
    households = [document.household for document in documents]
    columns = {fact.name: column(fact, households) for fact in _facts(book, "household")}
    columns["area"] = pa.array(list(areas), pa.string())
    members = [list(document.members) for document in documents]
    supporters = [rows for rows, _ in sorted_]
    columns["members"] = nested(book, "member", members, None)
    columns["supporters"] = nested(
        book, "supporter", supporters, [of for _, places in sorted_ for of in places]
    )
    return pa.RecordBatch.from_pydict(columns)


def _facts(book: LawBook, entity: str) -> list[Fact]:
    return [fact for fact in book.facts.values() if fact.entity == entity]


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
    if fact.type.family == "code" and not fact.values:
        return pa.array(values, pa.string())
    return pa.array(values, DATED.get(fact.type.family) or KINDS[stored_type(fact)])


def _stored(fact: Fact, value: Any) -> Any:
    if value is UNKNOWN or value is None:
        return None
    if fact.type.family == "code" and fact.values:
        return list(fact.values).index(value)
    return value - Month.of(EPOCH) if isinstance(value, Month) else value
