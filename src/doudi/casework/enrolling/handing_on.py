"""What another department decides, handed on without an application (免申即享转办): told first, and after the days to say no sent as
a referral, person by person.

济办发〔2020〕21号 二(二)3·6, 三20. A job: killed anywhere it goes on where it stopped, because each person is one transaction that
holds his entry. Whoever confirmed the batch is the sender. How many days there are to say no is a number of the place: while it
is missing nobody is told and nothing is sent.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.actions import NotPossible
from doudi.casework.enrolling import finding
from doudi.casework.enrolling.carrying import HELPED_BY_NOW, MOVED_ON
from doudi.casework.enrolling.kinds import kind
from doudi.casework.enrolling.models import Enrolment, Entry
from doudi.casework.limits import calendar, due_day, limit_of, sheet_of
from doudi.casework.models import Notice
from doudi.casework.referrals import actions as referrals
from doudi.kernel.days import Month
from doudi.kernel.money import show_yuan
from doudi.policy.declared import declarations

TERM: Final = "enrolment_decline_days"
YEAR_OVER: Final = "这一年已经过去,下一年的另找"


def next_entry(waiting: QuerySet[Entry], day: date) -> Entry | None:
    """Whoever was not told yet comes before whose time to say no is over. Nobody while the days to say no are not entered."""
    untold = waiting.filter(notice__isnull=True).first()
    if untold is not None and last_day_to_decline(untold.area, day) is not None:
        return untold
    return waiting.filter(decline_until__lt=day).first()


def carry_out(batch: Enrolment, entry: Entry, by: Any, at: datetime) -> None:
    """Tell the family, or send the referral whose time has come. NotPossible: why not."""
    day = localdate(at)
    why = finding.in_the_way(entry.household, batch.programme, entry.person_id, batch.month, entry.pk)
    if why == finding.NOT_WANTED:
        entry.outcome = "declined"
    elif why:
        raise NotPossible(HELPED_BY_NOW)
    elif day.year != entry.for_year:
        raise NotPossible(YEAR_OVER)
    elif entry.notice_id is None:
        _tell(entry, by, at)
    else:
        entry.referral, entry.outcome = _referred(batch, entry, by, at), "referred"


def last_day_to_decline(area: str, day: date) -> date | None:
    """Until when a family of a village that is told on a day may say no before anything is sent; None where nobody entered
    the days."""
    return due_day(day, limit_of(sheet_of(day, area), TERM, "calendar_days"), calendar())


def missing_term(batch: Enrolment, day: date) -> str:
    """Which number of the place the batch waits for, in words; empty when there is none."""
    waits = batch.entries.filter(outcome="waiting", notice__isnull=True).first() if batch.handed_on else None
    if waits is None or last_day_to_decline(waits.area, day) is not None:
        return ""
    term = declarations()[TERM].parameter
    return f"还没有录入“{term.label}”,由{term.who}录入。录入以前不出告知书,也不转办。"


def has_work(batch: Enrolment, day: date) -> bool:
    """Whether a job would find something to do today."""
    waiting = batch.entries.filter(outcome="waiting")
    untold = waiting.filter(notice__isnull=True).first()
    if untold is not None and last_day_to_decline(untold.area, day) is not None:
        return True
    return waiting.filter(decline_until__lt=day).exists() or not waiting.exists()


def _tell(entry: Entry, by: Any, at: datetime) -> None:
    """The letter, on the case by which he stands on the roll."""
    ground = finding.ground_of(entry, Month.of(localdate(at)))
    if ground is None:
        raise NotPossible(MOVED_ON)
    entry.notice = Notice.objects.create(case=ground, kind="enrolment", issued_at=at)
    entry.decline_until = last_day_to_decline(entry.area, localdate(at))
    audit.record(by=by, at=at, verb="enrolling.tell", subject=("household", entry.household_id),
                 details={"programme": entry.programme, "person": entry.person_id, "until": str(entry.decline_until)})


def _referred(batch: Enrolment, entry: Entry, by: Any, at: datetime) -> Any:
    """The referral, if he still stands on the roll and the law says today what the county has seen."""
    day = localdate(at)
    if finding.ground_of(entry, Month.of(day)) is None:
        raise NotPossible(MOVED_ON)
    now = finding.entitled(entry.household, batch.programme, finding.facts_of(batch), day)
    found = next((each for each in now if each.person_id == entry.person_id and each.fen == entry.fen), None)
    if found is None:
        raise NotPossible(MOVED_ON)
    what = f"{kind(batch.programme).label}{entry.for_year} 年度 {show_yuan(entry.fen)} 元({found.because})"
    return referrals.refer(
        household_id=entry.household_id, programme=batch.programme, person_id=entry.person_id, by=by, at=at,
        wanted=f"免申即享:{what}。本人没有申请,已书面告知,期满没有说不要。办结时请写明从哪天起、金额、全额还是定额。")
