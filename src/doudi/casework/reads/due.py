"""What is due and overdue by the statutory clocks, and which limits cannot be told yet (期限)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from doudi.casework.models import Case, Clock
from doudi.casework.reads.worklists import Page, rows_of, split_key
from doudi.offices.reads import Jurisdiction


@dataclass
class Held:
    """Something that is not entered, and how many cases it holds up."""

    what: str
    count: int


def overdue(jurisdiction: Jurisdiction, *, day: date, after: str | None = None, limit: int = 50) -> Page:
    """Cases with a limit that is over, the longest first."""
    return _listed(jurisdiction, Q(next_due_on__lt=day), day, after, limit)


def due(
    jurisdiction: Jurisdiction, *, day: date, until: date, after: str | None = None, limit: int = 50
) -> Page:
    """Cases with a limit from a day until another, the nearest first."""
    return _listed(jurisdiction, Q(next_due_on__gte=day, next_due_on__lte=until), day, after, limit)


def _listed(jurisdiction: Jurisdiction, condition: Q, day: date, after: str | None, limit: int) -> Page:
    cases = Case.objects.filter(jurisdiction.within()).filter(condition).order_by("next_due_on", "id")
    last, number = split_key(after)
    if last is not None and number is not None:
        cases = cases.filter(Q(next_due_on__gt=last) | Q(next_due_on=last, id__gt=number))
    rows = list(cases.select_related("application__applicant", "person")[: limit + 1])
    page = rows[:limit]
    key = f"{page[-1].next_due_on}_{page[-1].pk}" if len(rows) > limit else None
    return Page(rows_of(page, day), key)


def uncovered(jurisdiction: Jurisdiction) -> int:
    """How many running clocks have no due day because the working calendar does not reach."""
    return Clock.objects.filter(
        jurisdiction.within("case__area"), ended_on__isnull=True, uncovered=True
    ).count()


def held_up(jurisdiction: Jurisdiction) -> list[Held]:
    """What the missing years of the calendar and the missing limits hold up."""
    waiting = Clock.objects.filter(jurisdiction.within("case__area"), ended_on__isnull=True, uncovered=True)
    missing = (
        waiting.filter(length__isnull=True)
        .order_by("parameter")
        .values_list("parameter")
        .annotate(Count("pk"))
    )
    held = [Held(parameter, count) for parameter, count in missing]
    years = waiting.filter(length__isnull=False).count()
    return held + ([Held("working_calendar", years)] if years else [])
