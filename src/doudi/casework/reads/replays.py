"""How far stored determinations have been made again (复算), and which of them did not come out the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doudi.casework.models import Determination, ReplayRun
from doudi.casework.replaying import SPAN
from doudi.offices.reads import Jurisdiction
from doudi.policy.decide import programme_label
from doudi.policy.lawbook import law_version

RUNS_SHOWN = 60


@dataclass(frozen=True)
class Trouble:
    """A determination whose answer cannot be given again: of which case or household, about what, on which clause."""

    determination: int
    case_id: int | None
    case_number: str
    household_id: int
    programme: str
    clause: str
    readable: bool
    at: datetime


def replayed_until() -> int:
    """The id up to which everything was made again under the law's present text; 0 when it has changed since. The
    last few are looked at twice: one may have been written late beside higher ids."""
    reached = 0
    runs = ReplayRun.objects.filter(law_version=law_version()).order_by("after", "upto")
    for after, upto in runs.values_list("after", "upto"):
        if after <= reached:
            reached = max(reached, upto)
    newest = Determination.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return reached if reached >= newest else max(0, reached - SPAN)


def replay_trouble(jurisdiction: Jurisdiction) -> list[Trouble]:
    """What the newest run over each determination found, inside the jurisdiction, the oldest first."""
    named: dict[int, tuple[dict[str, Any], datetime]] = {}
    newer: list[tuple[int, int]] = []
    for run in ReplayRun.objects.order_by("-pk")[:RUNS_SHOWN]:
        for each in run.found:
            made = each["determination"]
            if made not in named and not any(after < made <= upto for after, upto in newer):
                named[made] = (each, run.at)
        newer.append((run.after, run.upto))
    rows = Determination.objects.filter(pk__in=named).select_related("case", "household").only(
        "case__number", "case__area", "household__area")  # fmt: skip
    return [_trouble(row, *named[row.pk]) for row in rows.order_by("pk") if jurisdiction.covers(_area(row))]


def _area(row: Determination) -> str:
    return str(row.household.area if row.case is None else row.case.area)


def _trouble(row: Determination, each: dict[str, Any], at: datetime) -> Trouble:
    return Trouble(
        determination=row.pk,
        case_id=row.case_id,
        case_number="" if row.case is None else row.case.number,
        household_id=row.household_id,
        programme=programme_label(each["programme"]) if each["programme"] else "",
        clause=each["clause"],
        readable=each["kind"] != "unreadable",
        at=at,
    )
