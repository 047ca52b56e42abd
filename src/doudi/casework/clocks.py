"""Statutory clocks of a case: each runs from a fact, by the real working calendar, until the deed that ends
it.

民发〔2021〕57号 第十五、十七、二十至二十二条; 民发〔2021〕43号 第十三至十八条. A limit is a parameter of the
day's sheet. A day the calendar does not cover has no due date (None, uncovered): it is never guessed, and
computed once the year is entered. Objection and the other special reasons lengthen the limit from its own
start; nothing pauses it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Min

from doudi.casework.limits import Limit, due_day, limit_of
from doudi.casework.models import Case, Clock
from doudi.casework.programme import CLOCK_KINDS, programme


def limit_for(case: Case, kind: str, sheet: Any) -> Limit | None:
    """The limit of one kind of clock for a case; None where the programme has no such limit.

    For the whole procedure special reasons come before delegation, and delegation before the usual limit; one
    that was not yet in force on the sheet's day falls back to the usual one.
    """
    limits = programme(case.programme).limits
    keys = [limits.get(kind)]
    if kind == "decision":
        keys = [
            case.special_reason and limits.get("decision_special"),
            case.delegated and limits.get("decision_delegated"),
            limits.get("decision"),
        ]
    known = [limit_of(sheet, key, CLOCK_KINDS[kind]) for key in keys if key]
    return next((limit for limit in known if limit.length is not None), known[-1] if known else None)


def start(case: Case, kinds: Iterable[str], *, on: date, sheet: Any, calendar: Any) -> list[Clock]:
    """Start the clocks that the programme has of these kinds; one that runs already keeps running."""
    started = []
    for kind in kinds:
        limit = limit_for(case, kind, sheet)
        if limit is None or case.clocks.filter(kind=kind, ended_on__isnull=True).exists():
            continue
        due = due_day(on, limit, calendar)
        started.append(
            Clock.objects.create(
                case=case,
                kind=kind,
                parameter=limit.key,
                counted_in=limit.counted_in,
                length=limit.length,
                clause=limit.clause,
                started_on=on,
                due_on=due,
                uncovered=due is None,
            )
        )
    refresh(case)
    return started


def end(case: Case, kinds: Iterable[str], *, on: date) -> int:
    """Stop the clocks of these kinds: an ended clock never fires again."""
    ended = case.clocks.filter(kind__in=list(kinds), ended_on__isnull=True).update(ended_on=on)
    refresh(case)
    return ended


def lengthen(case: Case, *, sheet: Any, calendar: Any) -> Clock | None:
    """Recount the running clock of the whole procedure after a special reason was recorded."""
    clock = case.clocks.filter(kind="decision", ended_on__isnull=True).first()
    limit = limit_for(case, "decision", sheet)
    if clock is None or limit is None:
        return clock
    clock.parameter, clock.length, clock.clause = limit.key, limit.length, limit.clause
    clock.counted_in = limit.counted_in
    _recount(clock, calendar)
    clock.save()
    refresh(case)
    return clock


def recompute(calendar: Any, *, batch: int = 2000) -> int:
    """Recount every running clock by the calendar as it is now; how many changed."""
    changed: list[Clock] = []
    running = Clock.objects.filter(ended_on__isnull=True, counted_in="working_days")
    for clock in running.select_for_update(of=("self",)).iterator(chunk_size=batch):
        before = (clock.due_on, clock.uncovered)
        _recount(clock, calendar)
        if (clock.due_on, clock.uncovered) != before:
            changed.append(clock)
    Clock.objects.bulk_update(changed, ["due_on", "uncovered"], batch_size=batch)
    for case in Case.objects.filter(pk__in={clock.case_id for clock in changed}):
        refresh(case)
    return len(changed)


def _recount(clock: Clock, calendar: Any) -> None:
    limit = Limit(key=clock.parameter, length=clock.length, counted_in=clock.counted_in, clause=clock.clause)
    clock.due_on = due_day(clock.started_on, limit, calendar)
    clock.uncovered = clock.due_on is None


def refresh(case: Case) -> None:
    """Keep the case's nearest due day beside it, so that a worklist is one index scan."""
    nearest = case.clocks.filter(ended_on__isnull=True).aggregate(day=Min("due_on"))["day"]
    if nearest != case.next_due_on:
        case.next_due_on = nearest
        case.save(update_fields=["next_due_on"])
