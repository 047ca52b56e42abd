"""A snapshot in memory, as narrow as the law needs it: only the columns that rules and groups read.

The folder is written elsewhere: Parquet files by county (`county=…`) beside `manifest.json`. The narrow copy is kept as
Arrow files that are mapped, not read, so that a second start costs nothing and two processes share the pages.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.policy.facts import FACTS
from doudi.population.schema import ENTITIES, Names, household_schema
from doudi.population.simulation.families import READS

MANIFEST: Final = "manifest.json"
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"household": ("area", "registration"), "member": (*READS, "income_wage"),
                                                "supporter": ()}


class BadSnapshot(ValueError):
    """A folder that is no snapshot, or not one of ours; the message is Chinese."""


@dataclass(frozen=True)
class Snapshot:
    """Which snapshot: its folder, what its manifest says, and the hash that tells it from another."""

    folder: Path
    manifest: Mapping[str, Any]
    digest: str

    @property
    def day(self) -> date:
        """The day its facts are of."""
        return date.fromisoformat(self.manifest["day"])


def snapshot_in(folder: Path) -> Snapshot | None:
    """The snapshot in a folder; None where none has been published there. Raises BadSnapshot."""
    try:
        text = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    try:
        manifest = json.loads(text)
        date.fromisoformat(manifest["day"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadSnapshot(f"{folder / MANIFEST} 看不懂:{error}") from error
    return Snapshot(folder, manifest, hashlib.sha256(text).hexdigest())


def is_invented(snapshot: Snapshot) -> bool:
    """Whether its people are made up: it says so itself."""
    source = snapshot.manifest.get("source", {})
    return "made_of" in snapshot.manifest or source.get("kind") == "synthetic"


def counties(snapshot: Snapshot, kept: Path, reads: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Each county's households as one batch with the columns in `reads` and those that groups need."""
    paths: dict[str, list[Path]] = {}
    for path in sorted(snapshot.folder.rglob("*.parquet")):
        paths.setdefault(_county(path), []).append(path)
    if not paths:
        raise BadSnapshot(f"{snapshot.folder} 里没有 parquet 文件")
    names = _wanted(reads)
    mark = hashlib.sha256(json.dumps([snapshot.digest, names], sort_keys=True).encode()).hexdigest()[:16]
    _forget_others(kept, mark)
    for county, files in paths.items():
        narrow = kept / f"{county}-{mark}.arrow"
        if not narrow.exists():
            _write(_narrowed(files, names), narrow)
        with pa.memory_map(str(narrow)) as source:
            yield county, pa.ipc.open_file(source).get_batch(0)


def _wanted(reads: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {entity: [name for (of, name) in FACTS if of == entity and name in {*reads.get(entity, ()), *NEEDED[entity]}]
            for entity in ENTITIES}


def _county(path: Path) -> str:
    for part in reversed(path.parts):
        if part.startswith("county="):
            return part.removeprefix("county=")
    raise BadSnapshot(f"{path} 不在 county=… 文件夹里")


def _narrowed(files: list[Path], names: Names) -> pa.RecordBatch:
    tables = [_one(path, names) for path in files]
    table = pa.concat_tables(tables).combine_chunks()
    place = table.schema.get_field_index("area")
    coded = pc.dictionary_encode(table.column("area").combine_chunks())
    table = table.set_column(place, pa.field("area", coded.type), coded).combine_chunks()
    return table.to_batches()[0]


def _one(path: Path, names: Names) -> pa.Table:
    """Only the wanted columns; a fact that the file has no column for is at its default and left out."""
    file = pq.ParquetFile(path)
    leaves = [file.schema.column(place).path for place in range(len(file.schema))]
    wanted = [leaf for leaf in leaves if _is_wanted(leaf.split("."), names)]
    there = {entity: [name for name in names[entity] if any(_is_at(leaf.split("."), entity, name) for leaf in wanted)]
             for entity in ENTITIES}
    schema = household_schema(there)
    return file.read(columns=wanted, use_threads=False).select(schema.names).cast(schema)


def _is_wanted(leaf: list[str], names: Names) -> bool:
    keys = ["household"], ["members", "id"], ["supporters", "of"]
    return [leaf[0], *leaf[1:][-1:]] in keys or any(
        _is_at(leaf, entity, name) for entity in ENTITIES for name in names[entity])


def _is_at(leaf: list[str], entity: str, name: str) -> bool:
    """Whether a leaf column (`members.list.element.birth`) is the column of a fact."""
    place = {"household": None, "member": "members", "supporter": "supporters"}[entity]
    return leaf == [name] if place is None else leaf[0] == place and leaf[-1] == name


def _write(batch: pa.RecordBatch, path: Path) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    with pa.OSFile(str(half), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
    os.replace(half, path)


def _forget_others(kept: Path, mark: str) -> None:
    """Narrow copies of earlier snapshots; who still has one mapped keeps it."""
    for path in kept.glob("*.arrow") if kept.is_dir() else ():
        if not path.stem.endswith(mark):
            path.unlink()
