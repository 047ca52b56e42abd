"""From a row group of a file to a batch that the law can take: rows that cannot be read are put aside with their fault,
integers are brought to the width of the layout, and a family whose members are listed is one whose members are known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.policy.facts import FACTS
from doudi.population.schema import arrow_type, fact_field
from doudi.population.screening.engine import Array
from doudi.population.screening.opening import ENTITY_LISTS
from doudi.population.screening.refusals import Refusal, faults_of

MEMBERS_KNOWN: Final = "members_known"


@dataclass(frozen=True)
class Clean:
    """What can be decided, and what cannot be read."""

    batch: pa.RecordBatch
    refusals: list[Refusal]


@dataclass(frozen=True)
class Fault:
    """Rows with one fault."""

    rows: Array
    column: str
    label: str
    what: str


def clean(raw: pa.RecordBatch, county: str, doubled: Array) -> Clean:
    """The readable rows of a batch in the types of the layout. `doubled`: household numbers that stand in the
    snapshot more than once."""
    bad = np.zeros(raw.num_rows, bool)
    refusals: list[Refusal] = []
    for fault in _faults(raw, doubled):
        refusals += _refused(raw, county, fault, bad)
    for entity, name in _too_wide(raw):
        rows = np.setdiff1d(_outside(raw, entity, name), np.flatnonzero(bad))
        for row in raw.take(pa.array(rows)).to_pylist():
            refusals += faults_of(county, row)
        bad[rows] = True
    kept = raw.filter(pa.array(~bad)) if bad.any() else raw
    return Clean(_in_layout(kept), refusals)


def _refused(raw: pa.RecordBatch, county: str, fault: Fault, bad: Array) -> Iterator[Refusal]:
    rows = [row for row in np.unique(fault.rows).tolist() if not bad[row]]
    for row in rows:
        bad[row] = True
        number = raw.column("household")[row].as_py()
        yield Refusal(county, number, None, fault.column, fault.label, fault.what)


def _faults(raw: pa.RecordBatch, doubled: Array) -> Iterator[Fault]:
    numbers, areas, members, supporters = (raw.column(n) for n in ("household", "area", "members", "supporters"))
    yield Fault(_nulls(numbers), "household", "户号", "没有户号")
    if len(doubled):
        here = np.flatnonzero(np.isin(numbers.fill_null(-1).to_numpy(), doubled))
        yield Fault(here, "household", "户号", "同一个户号出现了不止一次")
    yield Fault(_nulls(areas), "area", "户籍地", "没有填,不知道按哪里的标准")
    yield Fault(_nulls(members), "members", "成员名单", "是空值(没有人的家庭应为空名单)")
    yield Fault(_nulls(supporters), "supporters", "义务人名单", "是空值(没有义务人应为空名单)")
    yield from _list_faults(members, supporters)


def _list_faults(members: pa.ListArray, supporters: pa.ListArray) -> Iterator[Fault]:
    people, outside = members.flatten(), supporters.flatten()
    homes, owed = rows_of(members), rows_of(supporters)
    yield Fault(homes[_nulls(people)], "members", "成员名单", "里面有空的成员")
    yield Fault(owed[_nulls(outside)], "supporters", "义务人名单", "里面有空的义务人")
    ids, of = people.field("id"), outside.field("of")
    yield Fault(homes[_nulls(ids)], "members.id", "人员编号", "有成员没有编号")
    yield Fault(homes[_repeated(homes, ids.fill_null(0).to_numpy())], "members.id", "人员编号", "两名成员用了同一个编号")
    place, sizes = of.fill_null(-1).to_numpy(), lengths_of(members)
    wrong = np.flatnonzero((place < 0) | (place >= sizes[owed]))
    yield Fault(owed[wrong], "supporters.of", "义务人", "所指的成员不在名单里")


def _nulls(column: pa.Array) -> Array:
    return np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False)) if column.null_count else np.empty(0, np.int64)


def _repeated(homes: Array, ids: Array) -> Array:
    """Places of persons whose number another member of the same household has. In files it rises: nothing to do."""
    if len(ids) == 0 or (np.diff(ids) > 0).all():
        return np.empty(0, np.int64)
    order = np.lexsort((ids, homes))
    same = (np.diff(homes[order]) == 0) & (np.diff(ids[order]) == 0)
    return np.asarray(order[1:][same])


def lengths_of(lists: pa.ListArray) -> Array:
    """How many each list holds; none where there is no list."""
    return np.asarray(pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)).astype(np.int64)


def rows_of(lists: pa.ListArray) -> Array:
    """For each element of the flat list the row in which it stands."""
    return np.repeat(np.arange(len(lists)), lengths_of(lists))


def _columns(raw: pa.RecordBatch, entity: str) -> pa.RecordBatch | pa.StructArray:
    names = {of: name for name, (of, _) in ENTITY_LISTS.items()}
    return raw if entity == "household" else raw.column(names[entity]).flatten()


def _too_wide(raw: pa.RecordBatch) -> Iterator[tuple[str, str]]:
    """Facts that are stored in a wider integer than the layout's."""
    kinds = {"household": raw.schema} | {
        entity: pa.schema(list(raw.schema.field(name).type.value_type)) for name, (entity, _) in ENTITY_LISTS.items()
    }
    for entity, schema in kinds.items():
        for field in schema:
            if (entity, field.name) in FACTS and pa.types.is_integer(field.type):
                wanted = arrow_type(FACTS[entity, field.name])
                if field.type.bit_width > wanted.bit_width or pa.types.is_unsigned_integer(field.type):
                    yield entity, field.name


def _outside(raw: pa.RecordBatch, entity: str, name: str) -> Array:
    """The household rows where a number does not fit the layout's type."""
    held = _columns(raw, entity)
    column = held.column(name) if entity == "household" else held.field(name)
    limits = np.iinfo(arrow_type(FACTS[entity, name]).to_pandas_dtype())
    values = column.fill_null(0).to_numpy()
    places = np.flatnonzero((values < limits.min) | (values > limits.max))
    if entity == "household":
        return places
    lists = raw.column({of: listed for listed, (of, _) in ENTITY_LISTS.items()}[entity])
    return rows_of(lists)[places]


def _in_layout(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows in the types of the layout; nothing is copied where they are already."""
    fields = [_field(field, "household") for field in batch.schema]
    columns = [
        column if field.type == column.type else column.cast(field.type)
        for field, column in zip(fields, batch.columns, strict=True)
    ]
    if MEMBERS_KNOWN not in batch.schema.names:
        fields.append(fact_field(FACTS["household", MEMBERS_KNOWN]))
        columns.append(pa.array(lengths_of(batch.column("members")) > 0))
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def _field(field: pa.Field, entity: str) -> pa.Field:
    if entity == "household" and field.name in ENTITY_LISTS:
        inner_entity = ENTITY_LISTS[field.name][0]
        inner = [_field(each, inner_entity) for each in field.type.value_type]
        return pa.field(field.name, pa.list_(pa.field(inner_entity, pa.struct(inner), nullable=False)), nullable=False)
    if entity == "household" and field.name == "area":
        return pa.field("area", pa.dictionary(pa.int32(), pa.string()))
    if field.name in ("household", "id", "of"):
        return pa.field(field.name, pa.int16() if field.name == "of" else pa.int64(), nullable=False)
    return fact_field(FACTS[entity, field.name]) if (entity, field.name) in FACTS else field


def plain_rows(batch: pa.RecordBatch, rows: Array) -> list[dict[str, Any]]:
    """Some rows as `schema.document_of` takes them."""
    found: list[dict[str, Any]] = batch.take(pa.array(rows)).to_pylist()
    return found
