"""Writing a snapshot (快照): Parquet by county, block by block, and the manifest last.

A folder without its manifest is not finished; an earlier snapshot in it is replaced, anything else is left alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.population.files import write_json
from doudi.population.snapshot.manifest import MANIFEST, Tally, manifest_of, part_of

REFUSED: Final = "refused.csv"


class FolderInUse(ValueError):
    """The folder cannot take a snapshot; the message is Chinese and says why."""


class CountyFile:
    """The growing file of one county."""

    def __init__(self, path: Path, county: str, tally: Tally) -> None:
        self._path, self._county, self._tally = path, county, tally
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        """One block, a row group of its own."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd", compression_level=1)
        self._writer.write_table(table)
        self._tally.count(self._county, table)

    def close(self) -> None:
        """The file is whole."""
        if self._writer is not None:
            self._writer.close()


class SnapshotWriter:
    """Writes a snapshot into a folder."""

    def __init__(self, out: Path, *, source: Mapping[str, Any], day: date) -> None:
        _clear(out)
        self.out, self.source, self.day = out, source, day
        self.tally = Tally()

    @contextmanager
    def county(self, county: str) -> Iterator[CountyFile]:
        """The file of one county, whole when this ends."""
        path = part_of(self.out, county)
        path.parent.mkdir()
        file = CountyFile(path, county, self.tally)
        try:
            yield file
        finally:
            file.close()

    def finish(self) -> dict[str, Any]:
        """Write the manifest and give it."""
        manifest = manifest_of(self.out, self.tally, source=self.source, day=self.day)
        write_json(self.out / MANIFEST, manifest)
        return manifest


def _clear(out: Path) -> None:
    """Remove an earlier snapshot; a folder with anything else in it is left as it is."""
    if out.exists() and not out.is_dir():
        raise FolderInUse(f"{out.name} 不是文件夹")
    out.mkdir(parents=True, exist_ok=True)
    counties = [path for path in out.glob("county=*") if path.is_dir()]
    parts = [part for county in counties for part in county.glob("part-*.parquet")]
    ours = {*counties, *parts, out / MANIFEST, out / REFUSED}
    if any(path not in ours for path in out.rglob("*")):
        raise FolderInUse(f"文件夹 {out.name} 里有别的东西，请换一个空文件夹")
    (out / MANIFEST).unlink(missing_ok=True)
    (out / REFUSED).unlink(missing_ok=True)
    for part in parts:
        part.unlink()
    for county in counties:
        county.rmdir()
