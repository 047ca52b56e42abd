"""The synthetic city (合成城市): Parquet partitioned by county, with a manifest that says what it is made
of.

8.4 million people are the full size. Counties are made block by block, so memory does not grow with the
city. The same seed, day and area table give the same bytes with the same pyarrow.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.population.block import Block, Setting, known_shares, make_block
from doudi.population.families import Taste
from doudi.population.places import Place, shares

FULL_SIZE: Final = 8_400_000
BLOCK_HOUSEHOLDS: Final = 40_000
MANIFEST: Final = "manifest.json"
LAYOUT: Final = 1
Progress = Callable[[str, int], None]


class CityRefused(ValueError):
    """The city cannot be made as asked; the message is Chinese and for whoever asked."""


@dataclass
class Tally:
    """What was written, county by county."""

    counties: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    names: Mapping[str, list[str]] = field(default_factory=dict)

    def count(self, county: str, table: pa.Table, block: Block) -> None:
        """Add one block."""
        row = self.counties.setdefault(county, {"households": 0, "people": 0, "supporters": 0})
        row["households"] += table.num_rows
        row["people"] += block.people
        row["supporters"] += block.supporters.size
        self.names = block.names()
        for entity, facts in known_shares(table).items():
            total = self.unknown.setdefault(entity, {})
            for name, nulls in facts.items():
                total[name] = total.get(name, 0) + nulls

    def total(self, what: str) -> int:
        """A sum over the counties."""
        return sum(row[what] for row in self.counties.values())


def write_city(
    out: Path,
    places: Mapping[str, Place],
    *,
    people: int,
    seed: int,
    day: date,
    progress: Progress = lambda county, done: None,
) -> dict[str, Any]:
    """Write exactly `people` people into `out`/county=CODE/part-0.parquet and the manifest; gives the
    manifest.

    `places` are the villages by county. Raises CityRefused for a folder that holds something else, for
    fewer than one person and for a negative seed; an earlier city in the folder is replaced.
    """
    if people < 1 or seed < 0:
        raise CityRefused("人数至少为 1，种子不能是负数")
    _clear(out)
    tally = Tally()
    for county, residents in shares(people, list(places)).items():
        if residents:
            setting = Setting(places[county], day, Taste())
            _write_county(out, county, residents, seed, setting, tally, progress)
    manifest = _manifest(out, tally, seed, day)
    (out / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def _clear(out: Path) -> None:
    """Remove an earlier city; a folder with anything else in it is left as it is."""
    if out.exists() and not out.is_dir():
        raise CityRefused(f"{out.name} 不是文件夹")
    out.mkdir(parents=True, exist_ok=True)
    counties = [path for path in out.glob("county=*") if path.is_dir()]
    parts = [part for county in counties for part in county.glob("part-*.parquet")]
    ours = {*counties, *parts, out / MANIFEST}
    if any(path not in ours for path in out.rglob("*")):
        raise CityRefused(f"文件夹 {out.name} 里有别的东西，请换一个空文件夹")
    (out / MANIFEST).unlink(missing_ok=True)
    for part in parts:
        part.unlink()
    for county in counties:
        county.rmdir()


def _write_county(
    out: Path, county: str, residents: int, seed: int, setting: Setting, tally: Tally, progress: Progress
) -> None:
    folder = out / f"county={county}"
    folder.mkdir()
    with (folder / "part-0.parquet").open("wb") as file:
        writer: pq.ParquetWriter | None = None
        number = 0
        while residents:
            # Enough households for certain: nobody can be left over for want of homes in the last block.
            rng = np.random.default_rng([seed, int(county), number])
            block = make_block(rng, setting, min(BLOCK_HOUSEHOLDS, residents), residents)
            # Numbers are told from the county, so that a county can be made alone.
            made = tally.counties.get(county, {"households": 0, "people": 0})
            base = int(county) * 10**8
            table = block.table(base + made["households"] + 1, base + made["people"] + 1)
            writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd", compression_level=1)
            writer.write_table(table)
            tally.count(county, table, block)
            residents -= block.people
            number += 1
            progress(county, tally.total("people"))
        if writer is not None:
            writer.close()


def _manifest(out: Path, tally: Tally, seed: int, day: date) -> dict[str, Any]:
    for county, row in tally.counties.items():
        file = out / f"county={county}" / "part-0.parquet"
        row["bytes"] = file.stat().st_size
        row["sha256"] = _digest(file)
    whole = hashlib.sha256("".join(row["sha256"] for row in tally.counties.values()).encode()).hexdigest()
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
        "made_of": "invented people (合成数据，非真实人员)",
        "seed": seed,
        "day": day.isoformat(),
        "people": totals["member"],
        "households": totals["household"],
        "supporters": totals["supporter"],
        "sha256": whole,
        "counties": tally.counties,
        "facts": dict(tally.names),
        "known": known,
    }


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
