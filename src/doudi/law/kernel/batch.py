"""A batch of households in the layout of the city files, as pointers that a kernel reads: no column is copied.

Fact columns are read where Arrow has them, with their bits of validity; a fact without a column has its declared
default. What cannot be read so (another type, a list that is null) is refused as a whole.
"""

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from doudi.law.facts import UNKNOWN, Fact
from doudi.law.kernel import shapes
from doudi.law.kernel.columns import stored_type
from doudi.law.kernel.numbers import Numbers
from doudi.law.kernel.plan import FactStep

ARROW = {"u8": pa.bool_(), "i8": pa.int8(), "i16": pa.int16(), "i32": pa.int32(), "i64": pa.int64()}


class BadBatch(ValueError):
    """The batch is not in the layout of the city files; the message says which column and why."""


class In(ctypes.Structure):
    """One fact's column, as block.c reads it."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("valid", ctypes.c_void_p),
        ("offset", ctypes.c_int64),
        ("way", ctypes.c_int64),
        ("value", ctypes.c_int64),
    ]


class Run(ctypes.Structure):
    """The lists, the areas and the numbers of a run, as block.c reads them."""

    _fields_ = [
        ("households", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("members_at", "supporters_at", "of", "area", "area_valid")),
        ("area_offset", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("profile_of", "P", "H", "U", "refused")),
        ("slots", ctypes.c_int64),
        ("reasons", ctypes.c_void_p),
        ("day", ctypes.c_int64),
    ]


@dataclass
class Columns:
    """The batch as C takes it; `keep` holds what the pointers point to."""

    households: int
    members: int
    facts: Any
    run: Run
    reasons: npt.NDArray[np.uint8]
    members_at: npt.NDArray[np.int32]
    keep: list[Any] = field(default_factory=list)


def columns_of(batch: pa.RecordBatch | pa.Table, facts: tuple[FactStep, ...], numbers: Numbers) -> Columns:
    """Pointers into a batch of one chunk."""
    rows: dict[str, pa.Array] = {name: _one_chunk(batch.column(name), name) for name in batch.schema.names}
    lists = {
        entity: _list(rows, name) for entity, name in (("member", "members"), ("supporter", "supporters"))
    }
    values = {entity: found.values for entity, found in lists.items()}
    keep: list[Any] = [rows, values]
    inputs = (In * max(len(facts), 1))()
    for place, step in enumerate(facts):
        column = _column(rows if step.entity == "household" else values[step.entity], step)
        inputs[place] = _input(step.fact, column, keep)
    reasons = np.zeros(batch.num_rows, np.uint8)
    run = _run(batch.num_rows, lists, values["supporter"], rows, numbers, reasons, keep)
    members_at = np.asarray(lists["member"].offsets)
    members = int(members_at[-1] - members_at[0]) if batch.num_rows else 0
    return Columns(batch.num_rows, members, inputs, run, reasons, members_at, keep)


def _one_chunk(column: Any, name: str) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        if column.num_chunks > 1:
            raise BadBatch(f"{name}: more than one chunk; combine_chunks() first")
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)
    return column


def _list(rows: Mapping[str, pa.Array], name: str) -> pa.ListArray:
    found = rows.get(name)
    if found is None or not pa.types.is_list(found.type) or found.null_count or found.values.null_count:
        raise BadBatch(f"{name}: a list of structs without nulls is needed")
    return found


def _column(rows: Mapping[str, pa.Array] | pa.StructArray, step: FactStep) -> pa.Array | None:
    if isinstance(rows, pa.StructArray):
        at = rows.type.get_field_index(step.name)
        return None if at < 0 else rows.field(at)
    return rows.get(step.name)


def _input(fact: Fact, column: pa.Array | None, keep: list[Any]) -> In:
    if column is None:
        return _default(fact)
    kind = pa.date32() if fact.type.family == "day" else ARROW[stored_type(fact)]
    if column.type != kind:
        raise BadBatch(f"{fact.entity}.{fact.name}: {column.type}, but {kind} is needed")
    valid, data = column.buffers()
    keep.append(column)
    there = valid.address if valid is not None and column.null_count else None
    return In(data.address if data is not None else None, there, column.offset, 0, 0)


def _default(fact: Fact) -> In:
    if fact.default is UNKNOWN or fact.default is None:
        return In(None, None, 0, 2 if fact.default is UNKNOWN else 3, 0)
    value = (
        list(fact.values).index(fact.default) if fact.type.family == "code" else shapes.stored(fact.default)
    )
    return In(None, None, 0, 1, value)


def _run(
    rows: int,
    lists: Mapping[str, pa.ListArray],
    supporters: pa.StructArray,
    columns: Mapping[str, pa.Array],
    numbers: Numbers,
    reasons: npt.NDArray[np.uint8],
    keep: list[Any],
) -> Run:
    offsets = {entity: np.asarray(found.offsets) for entity, found in lists.items()}
    of = supporters.field("of")
    if of.type != pa.int16() or of.null_count:
        raise BadBatch("supporters.of: int16 without nulls is needed")
    area = _areas(columns.get("area"))
    profile_of = np.array([numbers.profile(text) for text in area.dictionary.to_pylist()] or [-1], np.int32)
    valid, indices = area.indices.buffers()
    of_at = of.buffers()[1]
    keep += [offsets, of, area, profile_of, numbers, reasons]
    return Run(
        rows,
        offsets["member"].ctypes.data,
        offsets["supporter"].ctypes.data,
        (of_at.address if of_at is not None else 0) + 2 * of.offset,
        indices.address if indices is not None else None,
        valid.address if valid is not None and area.indices.null_count else None,
        area.indices.offset,
        profile_of.ctypes.data,
        numbers.low.ctypes.data,
        numbers.high.ctypes.data,
        numbers.said.ctypes.data,
        numbers.refused.ctypes.data,
        numbers.low.shape[1],
        reasons.ctypes.data,
        shapes.stored(numbers.sheet.day),
    )


def _areas(area: pa.Array | None) -> pa.DictionaryArray:
    if area is None:
        raise BadBatch("area: every household needs the code of its village")
    if not pa.types.is_dictionary(area.type):
        area = pc.dictionary_encode(area)
    if area.indices.type != pa.int32():
        area = pa.DictionaryArray.from_arrays(area.indices.cast(pa.int32()), area.dictionary)
    return area
