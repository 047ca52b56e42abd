"""`doudi snapshot` of the registry: county by county from the database into files. Needs Django ready."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from doudi.people import actions, snapshots
from doudi.population.snapshot.storing import row_of, table_of
from doudi.population.snapshot.writing import SnapshotWriter

Names = dict[str, list[str]]


def write_registry(out: Path, *, day: date, at: datetime, show: Callable[[str, int], None]) -> dict[str, Any]:
    """The manifest of what was written. Raises FolderInUse."""
    source = {"kind": "registry", "said": "系统登记的家庭", "seen_at": at.isoformat(timespec="seconds")}
    writer, names = SnapshotWriter(out, source=source, day=day), snapshots.told_of(day, at)
    for county in snapshots.counties(day, at):
        with writer.county(county) as file:
            for homes in snapshots.households(county, day, at):
                file.write(table_of([_row(home, names) for home in homes], names))
                show(county, writer.tally.total("people"))
    manifest = writer.finish()
    actions.record_snapshot(day=day, households=manifest["households"], people=manifest["people"],
                            sha256=manifest["sha256"], by=None, at=at)
    return manifest


def _row(home: dict[str, Any], names: Names) -> dict[str, Any]:
    members = [{"id": row["id"], **row_of("member", names["member"], row["told"])} for row in home["members"]]
    outside = [{"of": row["of"], **row_of("supporter", names["supporter"], row["told"])} for row in home["supporters"]]
    own = row_of("household", names["household"], home["told"])
    return {"household": home["household"], **own, "members": members, "supporters": outside}
