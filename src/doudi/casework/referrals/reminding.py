"""Reminders and escalation of referrals (催办、督办): by working days, once a day and level, for whoever runs the clock.

济办发〔2020〕21号 三20. Nothing is urged on a day of rest, nothing that is answered, nothing whose limit nobody entered. The job
may run twice, and a year of the calendar that is entered late gives the missing due days first.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.limits import calendar, limit_of, sheet_of, working_days_left
from doudi.casework.referrals.actions import due_days
from doudi.casework.referrals.models import OPEN, AnswerFile, Level, Referral, Reminder, State
from doudi.kernel.calendar import NotCovered

BEFORE, TO_COUNTY, TO_CITY = "referral_remind_days", "referral_escalate_county_days", "referral_escalate_city_days"
TOWNSHIP = 9
AT_ONCE: Final = 1000
# Rows that went back name people; whoever mends them does it within weeks.
FILES_KEPT: Final = timedelta(days=60)


class Today:
    """The working calendar and the limits of the day, each place looked up once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._places: dict[str, tuple[int | None, ...]] = {}

    @cached_property
    def calendar(self) -> Any:
        """The calendar as entered."""
        return calendar()

    @property
    def is_working(self) -> bool:
        """Whether offices are open today; no where nobody entered it."""
        try:
            return self.calendar is not None and self.calendar.is_working(self.day)
        except NotCovered:
            return False

    def limits(self, area: str) -> tuple[int | None, ...]:
        """Working days: before the due day, and after it until the county and the city are told."""
        if area[:TOWNSHIP] not in self._places:
            sheet = sheet_of(self.day, area)
            self._places[area[:TOWNSHIP]] = tuple(limit_of(sheet, key).length for key in (BEFORE, TO_COUNTY, TO_CITY))
        return self._places[area[:TOWNSHIP]]

    def level(self, referral: Referral) -> str:
        """How loud today's reminder of a referral is; empty for none."""
        dues = [referral.due_on, referral.accept_due_on if referral.state == State.SENT else None]
        lefts = [working_days_left(self.day, due, self.calendar) for due in dues if due]
        left = min((each for each in lefts if each is not None), default=None)
        if left is None:
            return ""
        before, to_county, to_city = self.limits(referral.area)
        over = -left
        if to_city is not None and over >= to_city and over > 0:
            return Level.CITY
        if to_county is not None and over >= to_county and over > 0:
            return Level.COUNTY
        if over > 0:
            return Level.OVERDUE
        return Level.SOON if before is not None and left <= before else ""


def remind(*, at: datetime) -> int:
    """Write today's reminders; how many are new."""
    today = Today(localdate(at))
    _fill_in(at)
    forget_files(at=at)
    if not today.is_working:
        return 0
    made, after = 0, 0
    while rows := list(Referral.objects.filter(pk__gt=after, state__in=OPEN, along__isnull=False).order_by("pk")[:AT_ONCE]):
        after = rows[-1].pk
        made += _written(rows, today, at)
    return made


@transaction.atomic
def _written(rows: list[Referral], today: Today, at: datetime) -> int:
    wanted = [Reminder(referral=row, level=level, day=today.day) for row in rows if (level := today.level(row))]
    known = set(Reminder.objects.filter(day=today.day, referral__in=rows).order_by().values_list("referral_id", "level"))
    fresh = [each for each in wanted if (each.referral_id, each.level) not in known]
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    for each in fresh:
        audit.record(by=None, at=at, verb="referrals.remind", subject=("household", each.referral.household_id),
                     details={"referral": each.referral_id, "level": str(each.level)})
    return len(fresh)


@transaction.atomic
def _fill_in(at: datetime) -> None:
    """Due days that could not be told when the referral was sent."""
    bare = Referral.objects.select_for_update(of=("self",)).filter(Q(due_on__isnull=True) | Q(accept_due_on__isnull=True), state__in=OPEN)
    for row in bare.order_by("pk"):
        accept, result = due_days(row.area, localdate(row.sent_at))
        row.accept_due_on, row.due_on = row.accept_due_on or accept, row.due_on or result
        row.save(update_fields=["accept_due_on", "due_on"])


@transaction.atomic
def forget_files(*, at: datetime) -> int:
    """Empty the returned rows of spreadsheets that are long done with; how many."""
    old = AnswerFile.objects.filter(at__lt=at - FILES_KEPT, returned__isnull=False).order_by("pk")
    for each in old:
        each.returned = b""
        each.save(update_fields=["returned"])
    return len(old)
