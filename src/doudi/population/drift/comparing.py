"""Two runs side by side: every household and member whose answer or amount is another one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from doudi.law import Programme
from doudi.population.screening.engine import OUTCOMES
from doudi.population.screening.layout import HOUSEHOLDS, PERSONS
from doudi.population.screening.results import Results

NOT_ENTITLED: Final = OUTCOMES.index("not_entitled")
NOTHING: Final = ("none", "not_entitled")
Span = tuple[int, int]


@dataclass(frozen=True)
class Side:
    """One run's answer: outcome and every amount from where to where, in fen."""

    outcome: str
    amounts: dict[str, Span]


@dataclass(frozen=True)
class Change:
    """One answer that is another one now."""

    county: str
    area: str
    household: int
    person: int | None
    programme: str
    old: Side
    new: Side


def changes(county: str, old: Results, new: Results, programmes: Sequence[Programme]) -> Iterator[Change]:
    """The changes of a county. Whoever was not there or is gone counts as answered by nothing."""
    for name, entity, keys in ((HOUSEHOLDS, "household", ["household"]), (PERSONS, "member", ["household", "person"])):
        own = [each for each in programmes if each.entity == entity]
        if own:
            yield from _changes(county, _table(old, county, name), _table(new, county, name), keys, own)


def _table(results: Results, county: str, name: str) -> pa.Table | None:
    return results.table(county, name) if results.folder(county).exists() else None


def _changes(
    county: str, old: pa.Table | None, new: pa.Table | None, keys: list[str], programmes: list[Programme]
) -> Iterator[Change]:
    columns = [column for each in programmes for column in _columns(each)]
    some = old if old is not None else new
    assert some is not None
    sides = [_side(table if table is not None else some.slice(0, 0), keys, columns, suffix)
             for table, suffix in ((old, "_old"), (new, "_new"))]  # fmt: skip
    joined = sides[0].join(sides[1], keys=keys, join_type="full outer").combine_chunks()
    differs = pa.array([False] * joined.num_rows)
    for column in columns:
        one, other = (pc.fill_null(joined.column(f"{column}{suffix}"), _absent(column)) for suffix in ("_old", "_new"))
        differs = pc.or_(differs, pc.not_equal(one, other))
    for row in joined.filter(differs).sort_by([(key, "ascending") for key in keys]).to_pylist():
        for programme in programmes:
            before, after = (_answer(programme, row, suffix) for suffix in ("_old", "_new"))
            if before != after and not (before.outcome in NOTHING and after.outcome in NOTHING):
                area = row["area_new"] or row["area_old"]
                yield Change(county, area, row["household"], row.get("person"), programme.code, before, after)


def _columns(programme: Programme) -> list[str]:
    amounts = [f"{programme.code}_{name}_{end}" for name in programme.amounts for end in ("low", "high")]
    return [f"{programme.code}_outcome", *amounts]


def _side(table: pa.Table, keys: list[str], columns: list[str], suffix: str) -> pa.Table:
    chosen = table.select([*keys, "area", *columns])
    plain = chosen.set_column(chosen.schema.get_field_index("area"), "area", chosen.column("area").cast(pa.string()))
    return plain.rename_columns([*keys, *(f"{name}{suffix}" for name in ["area", *columns])])


def _absent(column: str) -> int:
    return NOT_ENTITLED if column.endswith("_outcome") else 0


def _answer(programme: Programme, row: dict[str, Any], suffix: str) -> Side:
    code, outcome = programme.code, row[f"{programme.code}_outcome{suffix}"]
    if outcome is None:
        return Side("none", dict.fromkeys(programme.amounts, (0, 0)))
    ends = {name: (row[f"{code}_{name}_low{suffix}"], row[f"{code}_{name}_high{suffix}"]) for name in programme.amounts}
    return Side(OUTCOMES[outcome], ends)
