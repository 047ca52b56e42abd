"""The folder of results (结果文件夹): one folder for each county, there whole or not at all.

A county is written under a name that no reader looks for, brought to disk, and renamed when its marker is in it. What
was asked (`run.json`) is written first, so that a run can be taken up again only by the same question.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.population.files import write_json
from doudi.population.screening.refusals import Refusal, from_table, table_of
from doudi.population.snapshot.manifest import MANIFEST

RUN: Final = "run.json"
STANDARDS: Final = "standards.json"
DONE: Final = "done.json"
REFUSED: Final = "refused.parquet"
IDENTITY: Final = {
    "input_sha256": "人口快照变了",
    "day": "日期变了",
    "law_version": "法规文本变了",
    "standards_sha256": "标准变了",
    "programmes": "要认定的项目变了",
}
# Numbers that rise need no dictionary; everything else repeats a few values over and over.
RISING: Final = {"household": "DELTA_BINARY_PACKED", "person": "DELTA_BINARY_PACKED"}


class NotTheSame(ValueError):
    """The folder holds results of another question; the message is Chinese and says what differs."""


class Results:
    """The results of one run in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self, identity: Mapping[str, Any], standards: Mapping[str, Any]) -> None:
        """Take the folder for this question, or go on with it. Raises NotTheSame."""
        if self.root.exists() and not self.root.is_dir():
            raise NotTheSame(f"{self.root} 不是文件夹")
        self.root.mkdir(parents=True, exist_ok=True)
        before = self.identity()
        if before is None:
            if any(self.root.iterdir()):
                raise NotTheSame(f"文件夹 {self.root} 里有别的东西,请换一个空文件夹")
            write_json(self.root / STANDARDS, standards)
            write_json(self.root / RUN, identity)
            return
        changed = [words for name, words in IDENTITY.items() if before.get(name) != identity[name]]
        if changed:
            raise NotTheSame(f"{self.root} 里是另一次筛查的结果({'、'.join(changed)}),不能接着做。请换一个空文件夹。")
        for left_over in self.root.glob(".county=*.part"):
            shutil.rmtree(left_over)

    def identity(self) -> dict[str, Any] | None:
        """What was asked; None for a folder that is nobody's yet."""
        try:
            found: dict[str, Any] = json.loads((self.root / RUN).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def standards(self) -> dict[str, Any]:
        """The numbers by which it was decided."""
        found: dict[str, Any] = json.loads((self.root / STANDARDS).read_text(encoding="utf-8"))
        return found

    def manifest(self) -> dict[str, Any] | None:
        """What came of it; None while it is not finished."""
        try:
            found: dict[str, Any] = json.loads((self.root / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def done(self) -> dict[str, dict[str, Any]]:
        """The finished counties with their markers."""
        return {
            marker.parent.name.removeprefix("county="): json.loads(marker.read_text(encoding="utf-8"))
            for marker in sorted(self.root.glob(f"county=*/{DONE}"))
        }

    def folder(self, county: str) -> Path:
        """Where a finished county lies."""
        return self.root / f"county={county}"

    def draft(self, county: str) -> Path:
        """A new empty folder in which a county is written."""
        path = self.root / f".county={county}.part"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return path

    def finish(self, county: str, marker: Mapping[str, Any], refusals: list[Refusal]) -> None:
        """The draft is whole: bring it to disk and give it its name."""
        draft = self.draft_of(county)
        if refusals:
            pq.write_table(table_of(refusals), draft / REFUSED)
        files = {path.name: path.stat().st_size for path in sorted(draft.iterdir())}
        for name in files:
            _to_disk(draft / name)
        write_json(draft / DONE, {**marker, "files": files})
        _to_disk(draft)
        draft.rename(self.folder(county))
        _to_disk(self.root)

    def draft_of(self, county: str) -> Path:
        """The folder in which a county is being written."""
        return self.root / f".county={county}.part"

    def refusals(self, county: str) -> list[Refusal]:
        """What of a finished county could not be decided."""
        path = self.folder(county) / REFUSED
        return from_table(pq.read_table(path, partitioning=None)) if path.exists() else []

    def table(self, county: str, name: str) -> pa.Table:
        """The households or persons of a finished county, in the order of the snapshot."""
        parts = sorted(self.folder(county).glob(f"{name}-*.parquet"))
        return pa.concat_tables([pq.read_table(part, partitioning=None) for part in parts])


class PartWriter:
    """The two growing files of a part of a county."""

    def __init__(self, folder: Path, part: int, schemas: Mapping[str, pa.Schema]) -> None:
        self._writers = {
            name: pq.ParquetWriter(
                folder / f"{name}-{part:08d}.parquet",
                schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=[field.name for field in schema if field.name not in RISING],
                column_encoding={name: RISING[name] for name in schema.names if name in RISING},
                write_statistics=["household"],
                store_schema=True,
            )
            for name, schema in schemas.items()
        }

    def write(self, tables: Mapping[str, pa.Table]) -> None:
        """One batch of both."""
        for name, table in tables.items():
            self._writers[name].write_table(table)

    def __enter__(self) -> "PartWriter":
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
