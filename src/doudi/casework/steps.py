"""One step of a case from begin to end: lock and check, then move, clocks and the letter it owes, in one
transaction."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import clocks, lifecycle
from doudi.casework.limits import calendar, sheet_of
from doudi.casework.models import Case, Decision, Notice


def begin(case_id: int, verb: str, *, by: Any, at: datetime) -> Case:
    """The case, locked, after the table has allowed this person this verb now."""
    case = lifecycle.locked(case_id)
    lifecycle.check(case, verb, by=by, at=at)
    return case


def finish(
    case: Case,
    verb: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    decision: Decision | None = None,
    details: dict | None = None,
    started_on: Any = None,
) -> Notice | None:
    """Move the case; end and start the clocks of the row; open the letter it owes."""
    row = lifecycle.move(case, verb, by=by, at=at, reason=reason, details=details)
    day = localdate(at)
    if row.ends:
        clocks.end(case, row.ends, on=day)
    if row.starts:
        clocks.start(
            case, row.starts, on=started_on or day, sheet=sheet_of(day, case.area), calendar=calendar()
        )
    return owe(case, verb, decision=decision, at=at)


def owe(case: Case, verb: str, *, decision: Decision | None, at: datetime) -> Notice | None:
    """The letter that a row of the table owes the family; None where it owes none."""
    kind = lifecycle.BY_VERB[verb].notice
    return None if kind is None else Notice.objects.create(case=case, kind=kind, decision=decision, issued_at=at)


def take(case_id: int, verb: str, *, by: Any, at: datetime, reason: str = "") -> Case:
    """A whole step that has nothing of its own to write."""
    case = begin(case_id, verb, by=by, at=at)
    finish(case, verb, by=by, at=at, reason=reason)
    return case


def note(verb: str, subject: tuple[str, int], *, by: Any, at: datetime, **details: Any) -> None:
    """The journal line of a deed that is not a step of one case."""
    audit.record(by=by, at=at, verb=f"casework.{verb}", subject=subject, details=details)
