"""Cases by urgency and by place, page after page by key (工作台, 案件).

民发〔2021〕57号 第十五至二十二条. Left days are working days of the published calendar; none are told where
it does not reach.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as DbCase
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.timezone import localdate

from doudi.casework.limits import Limit, calendar, due_day, working_days_left
from doudi.casework.models import Case, Clock, Opinion, Status
from doudi.casework.models.cases import OPEN
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Membership

KEY_NUMBER = re.compile(r"[0-9]{1,18}")
SOON_DAYS = 3  # working days ahead that a workbench calls soon: a choice of the page, not of the law
S = Status
BUCKETS = ("overdue", "today", "soon", "new", "doing", "waiting")
MINE = {
    "coordinator": (S.ACCEPTED, S.OBJECTED, S.OPINION_GIVEN),
    "clerk": (S.SUBMITTED, S.ACCEPTED, S.SURVEYED, S.OPINION_GIVEN, S.PUBLICISED, S.OBJECTED, S.SET_ASIDE),
    "county_officer": (S.COUNTY_REVIEW, S.SET_ASIDE),
    "city_officer": (),
}
NEXT = {
    S.SUBMITTED: "受理或一次性告知",
    S.SUPPLEMENTING: "等家庭补材料",
    S.ACCEPTED: "入户调查",
    S.SURVEYED: "认定、提初审意见",
    S.OPINION_GIVEN: "张贴公示或报送",
    S.PUBLICISED: "公示期满后往下办",
    S.OBJECTED: "重新入户核实",
    S.COUNTY_REVIEW: "县级决定",
    S.SET_ASIDE: "重新办理",
    S.CONFIRMED: "按期核查",
    S.REFUSED: "送达告知书",
}


@dataclass
class ClockView:
    """The nearest limit: what, until when, how many days are left (negative: over): working days, unless the limit
    itself is counted in days of the calendar."""

    label: str
    due_on: date | None
    left: int | None
    uncovered: bool
    clause: str = ""
    started_on: date | None = None
    unit: str = "个工作日"


@dataclass
class Row:
    """One case in a list."""

    id: int
    number: str
    programme: str
    programme_label: str
    name: str
    members: int
    area: str
    status: str
    status_label: str
    applied_on: date
    household_id: int
    flag: str
    next: str
    urgency: str
    clock: ClockView | None
    place: str = ""


@dataclass
class Page:
    """Rows and the key after which the next page starts; None where there is no more."""

    rows: list[Row]
    after: str | None


def worklist(
    jurisdiction: Jurisdiction,
    *,
    day: date,
    role: str | None = None,
    bucket: str | None = None,
    status: str | None = None,
    programme: str | None = None,
    area: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Cases of the jurisdiction. With a bucket (overdue, today, soon, new, doing, waiting) by urgency, else
    newest first."""
    cases = Case.objects.filter(jurisdiction.within())
    chosen = {"status": status, "programme": programme, "area__begins": area}
    cases = cases.filter(**{name: value for name, value in chosen.items() if value})
    by_due = bucket in {"overdue", "today", "soon"}
    if bucket:
        cases = cases.filter(in_bucket(bucket, role, day))
    found = _after(cases, after, by_due)[: limit + 1]
    rows = list(found.select_related("application__applicant", "person"))
    page = rows[:limit]
    return Page(rows_of(page, day), _key(page[-1], by_due) if len(rows) > limit else None)


def worklist_counts(jurisdiction: Jurisdiction, *, day: date, role: str | None = None) -> dict[str, int]:
    """How many cases stand in each bucket; one pass over one index."""
    soon = soon_until(day)
    open_or_running = Q(status__in=[*map(str, OPEN), S.SET_ASIDE.value]) | Q(next_due_on__isnull=False)
    urgency = DbCase(
        When(next_due_on__lt=day, then=Value("overdue")),
        When(next_due_on=day, then=Value("today")),
        When(next_due_on__lte=soon, then=Value("soon")),
        default=Value(""),
    )
    rows = (
        Case.objects.filter(jurisdiction.within())
        .filter(open_or_running)
        .order_by()
        .values_list("status", urgency)
        .annotate(count=Count("pk"))
    )
    counts = dict.fromkeys(BUCKETS, 0)
    for status, pressing, count in rows:
        for bucket in _buckets_of(status, pressing, role):
            counts[bucket] += count
    return counts


def _buckets_of(status: str, pressing: str, role: str | None) -> Iterator[str]:
    if pressing:
        yield pressing
    if status == S.SUBMITTED:
        yield "new"
    elif not pressing and status in mine(role):
        yield "doing"
    elif not pressing and status in OPEN:
        yield "waiting"


def mine(role: str | None) -> tuple[str, ...]:
    """The standings in which the next step is this role's."""
    return tuple(map(str, MINE.get(role or "clerk", ())))


def in_bucket(bucket: str, role: str | None, day: date) -> Q:
    """The condition of a bucket of somebody's workbench; the same as `_buckets_of` says of one case."""
    own = [each for each in mine(role) if each != S.SUBMITTED]
    soon = soon_until(day)
    calm = Q(next_due_on__isnull=True) | Q(next_due_on__gt=soon)
    others = [str(each) for each in OPEN if each not in own and each != S.SUBMITTED]
    return {
        "overdue": Q(next_due_on__lt=day),
        "today": Q(next_due_on=day),
        "soon": Q(next_due_on__gt=day, next_due_on__lte=soon),
        "new": Q(status=S.SUBMITTED),
        "doing": Q(status__in=own) & calm,
        "waiting": Q(status__in=others) & calm,
    }[bucket]


def village_steps(jurisdiction: Jurisdiction, *, day: date, limit: int = 50) -> list[Row]:
    """What the village itself has to do for cases, the nearest limit first: visits, and notices to be posted."""
    # An opinion to refuse is not posted: from there the township goes on alone.
    last = Opinion.objects.filter(case=OuterRef("pk")).order_by("-id").values("proposal")[:1]
    visits = Q(status__in=[S.ACCEPTED.value, S.OBJECTED.value])
    cases = Case.objects.filter(jurisdiction.within()).annotate(proposed=Subquery(last))
    cases = cases.filter(visits | Q(status=S.OPINION_GIVEN.value, proposed="confirm"))
    ordered = cases.order_by(F("next_due_on").asc(nulls_last=True), "id")
    found = list(ordered.select_related("application__applicant", "person")[:limit])
    return rows_of(found, day)


def soon_until(day: date) -> date:
    """The last day that counts as soon."""
    return due_day(day, Limit("", SOON_DAYS, "working_days", ""), calendar()) or day + timedelta(
        days=SOON_DAYS
    )


def _after(cases: QuerySet[Case], after: str | None, by_due: bool) -> QuerySet[Case]:
    ordered = cases.order_by("next_due_on", "id") if by_due else cases.order_by("-id")
    last, number = split_key(after)
    if number is None:
        return ordered
    if not by_due:
        return ordered.filter(id__lt=number)
    if last is None:
        return ordered
    return ordered.filter(Q(next_due_on__gt=last) | Q(next_due_on=last, id__gt=number))


def split_key(after: str | None) -> tuple[date | None, int | None]:
    """The day and the number in the key of a page; None for what is not one, because keys come by the address
    line."""
    due, _, number = (after or "").rpartition("_")
    try:
        last = date.fromisoformat(due)
    except ValueError:
        last = None
    return last, int(number) if KEY_NUMBER.fullmatch(number) else None


def _key(case: Case, by_due: bool) -> str:
    return f"{case.next_due_on}_{case.pk}" if by_due else str(case.pk)


def rows_of(cases: Iterable[Case], day: date) -> list[Row]:
    """Cases as rows: nearest clock and members, three queries for a whole page."""
    cases = list(cases)
    nearest: dict[int, Clock] = {}
    running = Clock.objects.filter(case__in=cases, ended_on__isnull=True).order_by("due_on", "id")
    for clock in running:
        nearest.setdefault(clock.case_id, clock)
    counted = Membership.objects.filter(
        household__in={case.household_id for case in cases}, valid_from__lte=day
    )
    sizes = dict(
        counted.exclude(valid_until__lte=day).order_by().values_list("household_id").annotate(Count("pk"))
    )
    working = calendar()
    return [_row(case, nearest.get(case.pk), sizes, day, working) for case in cases]


def _row(case: Case, clock: Clock | None, sizes: dict[int, int], day: date, working: Any) -> Row:
    person = case.person or case.application.applicant
    due = clock.due_on if clock else None
    urgency = "" if due is None else "overdue" if due < day else "today" if due == day else "later"
    return Row(
        id=case.pk,
        number=case.number,
        programme=case.programme,
        programme_label=case.programme_label,
        name=person.name,
        members=1 if case.person_id else sizes.get(case.household_id, 0),
        area=case.area,
        status=case.status,
        status_label=case.status_label,
        applied_on=localdate(case.application.submitted_at),
        household_id=case.household_id,
        flag=case.flag,
        next=NEXT.get(Status(case.status), ""),
        urgency=urgency,
        clock=clock_view(clock, day, working) if clock else None,
    )


def clock_view(clock: Clock, day: date, working: Any) -> ClockView:
    """A clock as a page shows it."""
    calm = clock.counted_in != "working_days"
    if clock.due_on is None:
        left = None
    else:
        left = (clock.due_on - day).days if calm else working_days_left(day, clock.due_on, working)
    return ClockView(
        label=clock.label,
        due_on=clock.due_on,
        left=left,
        uncovered=clock.uncovered,
        clause=clock.clause,
        started_on=clock.started_on,
        unit="天" if calm else "个工作日",
    )
