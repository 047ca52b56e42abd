"""That a snapshot of everybody was taken from the record stands in the journal (人口快照)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.audit import actions as audit


@transaction.atomic
def record_snapshot(*, day: date, households: int, people: int, sha256: str, by: Any, at: datetime) -> None:
    """So many were read, for which day; the hash says which files."""
    audit.record(by=by, at=at, verb="take_snapshot", subject=("snapshot", day.isoformat()),
                 details={"households": households, "people": people, "sha256": sha256})
