"""The manifest of a snapshot (清单): one format, whoever made the files — the synthetic city, the registry, registers.

It says where the facts come from, for which day they stand, how many households, people and supporters there are, the
hash of every county's file, which facts have a column, and for how many each is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from doudi.population.files import digest, digest_of_digests

MANIFEST: Final = "manifest.json"
LAYOUT: Final = 1
LISTS: Final = (("member", "members", "id"), ("supporter", "supporters", "of"))


@dataclass
class Tally:
    """What was written, county by county."""

    counties: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, county: str, table: pa.Table) -> None:
        """Add one table of the layout."""
        row = self.counties.setdefault(county, {"households": 0, "people": 0, "supporters": 0})
        row["households"] += table.num_rows
        row["people"] += _length(table, "members")
        row["supporters"] += _length(table, "supporters")
        for entity, facts in unknown_in(table).items():
            total = self.unknown.setdefault(entity, {})
            for name, nulls in facts.items():
                total[name] = total.get(name, 0) + nulls

    def of(self, county: str, what: str) -> int:
        """So many households, people or supporters of a county so far."""
        return int(self.counties.get(county, {}).get(what, 0))

    def total(self, what: str) -> int:
        """A sum over the counties."""
        return sum(row[what] for row in self.counties.values())


def manifest_of(out: Path, tally: Tally, *, source: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The manifest of what lies in `out`; the files are read once, for their hashes."""
    for county, row in tally.counties.items():
        file = part_of(out, county)
        row["bytes"] = file.stat().st_size
        row["sha256"] = digest(file)
    totals = {
        "household": tally.total("households"),
        "member": tally.total("people"),
        "supporter": tally.total("supporters"),
    }
    known = {
        entity: {name: totals[entity] - nulls for name, nulls in facts.items()}
        for entity, facts in tally.unknown.items()
    }
    return {
        "layout": LAYOUT,
        "source": dict(source),
        "day": day.isoformat(),
        "people": totals["member"],
        "households": totals["household"],
        "supporters": totals["supporter"],
        "sha256": digest_of_digests({county: row["sha256"] for county, row in tally.counties.items()}),
        "counties": tally.counties,
        "facts": {entity: list(facts) for entity, facts in known.items()},
        "known": known,
    }


def part_of(out: Path, county: str) -> Path:
    """Where the file of a county lies."""
    return out / f"county={county}" / "part-0.parquet"


def _length(table: pa.Table, name: str) -> int:
    return sum(len(chunk.flatten()) for chunk in table.column(name).chunks)


def unknown_in(table: pa.Table) -> Mapping[str, Mapping[str, int]]:
    """How many values of each fact are unknown in a table, by entity."""
    outside = ("household", *(name for _, name, _ in LISTS))
    found = {"household": {name: table.column(name).null_count for name in table.column_names if name not in outside}}
    for entity, name, key in LISTS:
        kind = table.schema.field(name).type.value_type
        counts = {inner.name: 0 for inner in kind if inner.name != key}
        for chunk in table.column(name).chunks:
            flat = chunk.flatten()
            for inner in counts:
                counts[inner] += flat.field(kind.get_field_index(inner)).null_count
        found[entity] = counts
    return found
