"""The layout of city-scale files: one row per household, members as a nested list, supporters as a second
one.

Every column is named, typed and bounded by its declaration in `doudi.policy.facts`; nothing is written
twice. Inside a member nothing nests further, so the offsets of the two lists are all that a kernel needs to
iterate by.

Beside the facts stand `household` (its number), in a member `id` (the person's number) and in a supporter
`of` (the place of the supported member in this household's list, from 0). Money is int64 fen, codes are
int8 places in the list that the field's metadata carries, days are date32,
moments timestamps in seconds. A null means unknown (未查清);
for a fact whose declaration says it may be absent (died_on, court_ordered) a null means there is none. A
fact without a column has its default.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import pyarrow as pa

from doudi.kernel.days import BEIJING, Month
from doudi.law.document import Document
from doudi.law.facts import UNKNOWN, BadDocument, Fact
from doudi.policy.facts import FACTS, facts_of
from doudi.population.columns import storage_type

ENTITIES: Final = ("household", "member", "supporter")
BEIJING_NAME: Final = "+08:00"
Names = Mapping[str, Sequence[str]]


def arrow_type(fact: Fact) -> pa.DataType:
    """The Arrow type of a fact, after `columns.storage_type`."""
    stored = storage_type(fact)
    if stored == "object":
        return pa.string()
    known = {"day": pa.date32(), "moment": pa.timestamp("s", tz=BEIJING_NAME), "bool": pa.bool_()}
    return known.get(fact.type.family) or pa.type_for_alias(stored)


def fact_field(fact: Fact) -> pa.Field:
    """The column of a fact, with its label, unit, codes and the meaning of a null in the metadata."""
    metadata = {"label": fact.label, "type": repr(fact.type), "null": "none" if fact.optional else "unknown"}
    if fact.type.family == "code" and fact.values:
        metadata["codes"] = json.dumps(list(fact.values))
    return pa.field(fact.name, arrow_type(fact), nullable=True, metadata=metadata)


def every_name() -> Names:
    """All declared facts by entity: the full layout."""
    return {entity: [fact.name for fact in facts_of(entity)] for entity in ENTITIES}


def household_schema(names: Names | None = None) -> pa.Schema:
    """The Arrow schema of a household file with the named facts (all by default). KeyError for an
    undeclared name.
    """
    named = names or every_name()
    member = [pa.field("id", pa.int64(), nullable=False), *_fields("member", named)]
    supporter = [pa.field("of", pa.int16(), nullable=False), *_fields("supporter", named)]
    return pa.schema(
        [
            pa.field("household", pa.int64(), nullable=False),
            *_fields("household", named),
            pa.field(
                "members", pa.list_(pa.field("member", pa.struct(member), nullable=False)), nullable=False
            ),
            pa.field(
                "supporters",
                pa.list_(pa.field("supporter", pa.struct(supporter), nullable=False)),
                nullable=False,
            ),
        ]
    )


def _fields(entity: str, names: Names) -> list[pa.Field]:
    return [fact_field(FACTS[(entity, name)]) for name in names[entity]]


def document_of(row: Mapping[str, Any]) -> Document:
    """The household of one row (as `Table.to_pylist` gives it) as the law takes it."""
    members = [{"id": str(member["id"]), **_facts("member", member, {"id"})} for member in row["members"]]
    supporters = [
        {"of": members[supporter["of"]]["id"], **_facts("supporter", supporter, {"of"})}
        for supporter in row["supporters"]
    ]
    household = _facts("household", row, {"household", "members", "supporters"})
    return Document(household, tuple(members), tuple(supporters))


def _facts(entity: str, row: Mapping[str, Any], skip: set[str]) -> dict[str, Any]:
    return {name: value_of(FACTS[(entity, name)], value) for name, value in row.items() if name not in skip}


def value_of(fact: Fact, stored: Any) -> Any:
    """The law's value of a stored one: null → UNKNOWN (or None), place → code, days as they are. Raises
    BadDocument for a place that the list of codes does not have.
    """
    if stored is None:
        return None if fact.optional else UNKNOWN
    if fact.type.family == "code" and fact.values:
        codes = _codes(fact.entity, fact.name)
        if not 0 <= stored < len(codes):
            said = f"{fact.label}:代码 {stored} 不在 0 至 {len(codes) - 1} 之间"
            raise BadDocument(said, entity=fact.entity, name=fact.name)
        return codes[stored]
    if fact.type.family == "moment":
        moment: datetime = stored
        return moment.astimezone(BEIJING)
    if fact.type.family == "month":
        return Month.of(date(1970, 1, 1)) + int(stored)
    return stored


@cache
def _codes(entity: str, name: str) -> tuple[str, ...]:
    return tuple(FACTS[(entity, name)].values)
