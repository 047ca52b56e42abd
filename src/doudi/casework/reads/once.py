"""What a case page shows of help that is paid once: the event on file, and comparable decisions of the county (先例)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from doudi.casework import occurrences
from doudi.casework.models import Case
from doudi.casework.programme import programme
from doudi.offices.access import as_system

MOST = 10


@dataclass(frozen=True)
class Precedent:
    """One earlier decision beyond the range, without anybody's name: when, how much, for how many."""

    on: date
    fen: int
    members: int
    words: str


def event_of(case: Case) -> dict[str, Any]:
    """The facts of the event as they stand on file."""
    return occurrences.as_told(case)


def precedents_of(case: Case) -> list[Precedent]:
    """Comparable decisions, the newest first; none where the programme knows no such event."""
    if not programme(case.programme).asks:
        return []
    with as_system("roll"):
        rows = occurrences.precedents(case).select_related("decision")[:MOST]
        return [Precedent(localdate(row.decision.at), row.once_fen, row.members, row.decision.reason_text) for row in rows]
