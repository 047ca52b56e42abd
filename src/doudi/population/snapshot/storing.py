"""From the law's values to stored ones, the way back of `schema.value_of`; and whole households to a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

import pyarrow as pa

from doudi.kernel.days import Month
from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts import FACTS
from doudi.population.schema import Names, household_schema

FIRST_MONTH: Final = Month.of(date(1970, 1, 1))


def stored(fact: Fact, value: Any) -> Any:
    """What stands in the file for a value: unknown and "there is none" are null, a code is its place in the list."""
    if value is UNKNOWN or value is None:
        return None
    if fact.type.family == "code" and fact.values:
        return _places(fact.entity, fact.name)[value]
    if fact.type.family == "month":
        return value - FIRST_MONTH
    return value


@cache
def _places(entity: str, name: str) -> Mapping[str, int]:
    return {code: place for place, code in enumerate(FACTS[entity, name].values)}


def row_of(entity: str, names: Sequence[str], told: Mapping[str, Any]) -> dict[str, Any]:
    """The named facts of one subject as stored; what is not told has its default."""
    facts = ((name, FACTS[entity, name]) for name in names)
    return {name: stored(fact, told.get(name, fact.default)) for name, fact in facts}


def table_of(rows: Sequence[Mapping[str, Any]], names: Names) -> pa.Table:
    """Rows in the layout of `schema` as a table with these facts."""
    return pa.Table.from_pylist(list(rows), schema=household_schema(names))
