"""A snapshot of the record as files (人口快照): county by county from the database, into a folder that somebody names, or
published where the compute process of the standards workbench takes it up (济办发〔2020〕21号 二(一)1, 二(四)12).
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from doudi.people import snapshots
from doudi.people.actions.snapshots import record_snapshot
from doudi.population.screening.watching import Watcher
from doudi.population.snapshot.publishing import publishing
from doudi.population.snapshot.storing import row_of, table_of
from doudi.population.snapshot.writing import SnapshotWriter

Names = dict[str, list[str]]


class NobodyThere(ValueError):
    """No file is open on the day, so there is nothing to take; the message is Chinese."""


def publish_snapshot(root: Path, *, day: date, at: datetime, by: Any = None, watcher: Watcher | None = None) -> dict[str, Any]:
    """Make the snapshot beside the published ones and let it take their place. Raises NobodyThere, Occupied."""
    with publishing(root) as draft:
        return write_snapshot(draft, day=day, at=at, by=by, watcher=watcher)


def write_snapshot(out: Path, *, day: date, at: datetime, by: Any = None, watcher: Watcher | None = None) -> dict[str, Any]:
    """The manifest of what was written into a folder; it stands in the journal. Raises NobodyThere, FolderInUse."""
    counties, names, told = snapshots.counties(day, at), snapshots.told_of(day, at), watcher or Watcher()
    if not counties:
        raise NobodyThere(f"系统里没有 {day} 在册的家庭档案,没有做人口快照。")
    source = {"kind": "registry", "said": "系统登记的家庭", "seen_at": at.isoformat(timespec="seconds")}
    writer = SnapshotWriter(out, source=source, day=day)
    for county in counties:
        with writer.county(county) as file:
            for table in _tables(county, names, day, at):
                before = writer.tally.of(county, "people")
                file.write(table)
                told.batch(county, writer.tally.of(county, "people") - before)
        told.county(county, {**writer.tally.counties[county], "refused": 0})
    manifest = writer.finish()
    record_snapshot(day=day, households=manifest["households"], people=manifest["people"], sha256=manifest["sha256"],
                    by=by, at=at)
    return manifest


def tables_of(area: str, *, day: date, at: datetime) -> Iterator[pa.Table]:
    """The open files within an area in the layout of a snapshot, some thousands at a time."""
    return _tables(area, snapshots.told_of(day, at), day, at)


def _tables(area: str, names: Names, day: date, at: datetime) -> Iterator[pa.Table]:
    for homes in snapshots.households(area, day, at):
        yield table_of([_row(home, names) for home in homes], names)


def _row(home: dict[str, Any], names: Names) -> dict[str, Any]:
    members = [{"id": row["id"], **row_of("member", names["member"], row["told"])} for row in home["members"]]
    outside = [{"of": row["of"], **row_of("supporter", names["supporter"], row["told"])} for row in home["supporters"]]
    own = row_of("household", names["household"], home["told"])
    return {"household": home["household"], **own, "members": members, "supporters": outside}
