"""What another department decides, handed on without an application (免申即享转办): told first, and after the days to say no sent as
a referral, person by person.

济办发〔2020〕21号 二(二)3·6, 三20. A job: killed anywhere it goes on where it stopped, because each person is one transaction that
holds his entry. Whoever confirmed the batch is the sender. How many days there are to say no is a number of the place: while it
is missing nobody is told and nothing is sent.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.actions import NotPossible
from doudi.casework.batches.models import State
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


def hand_on_next(*, batch_id: int, by: Any, at: datetime) -> bool:
    """Tell the next family, or send the next referral whose time has come; whether there may be more to do today."""
    with transaction.atomic():
        batch = Enrolment.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != State.CONFIRMED or batch.stopped_at is not None:
            return False
        entry = _next(batch, localdate(at))
        if entry is None:
            return _finished(batch, at)
        if _let_go(batch, entry, localdate(at)):
            return True
        if entry.notice_id is None:
            return _tell(entry, by, at)
        _send(batch, entry, by, at)
    return True


def _next(batch: Enrolment, day: date) -> Entry | None:
    """Whoever was not told yet comes before whose time to say no is over."""
    waiting = batch.entries.select_for_update(of=("self",)).filter(outcome="waiting").order_by("id")
    return waiting.filter(notice__isnull=True).first() or waiting.filter(decline_until__lt=day).first()


def _let_go(batch: Enrolment, entry: Entry, day: date) -> bool:
    """Whether he is passed over by now: he said no, somebody else sent it, the year is over."""
    why = finding.in_the_way(entry.household, batch.programme, entry.person_id, batch.month, entry.pk)
    if why == finding.NOT_WANTED:
        entry.outcome = "declined"
    elif why or day.year != entry.for_year:
        entry.outcome, entry.why = "left", HELPED_BY_NOW if why else YEAR_OVER
    else:
        return False
    entry.save(update_fields=["outcome", "why"])
    return True


def _finished(batch: Enrolment, at: datetime) -> bool:
    if not batch.entries.filter(outcome="waiting").exists():
        batch.state, batch.done_at = State.DONE, at
        batch.save(update_fields=["state", "done_at"])
        audit.record(by=None, at=at, verb="enrolling.finish", subject=("enrolment", batch.pk),
                     details={"area": batch.area, "programme": batch.programme, "month": str(batch.month),
                              "referred": batch.entries.filter(outcome="referred").count()})
    return False


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


def _tell(entry: Entry, by: Any, at: datetime) -> bool:
    """The letter, on the case by which he stands on the roll. False while the days to say no are not entered."""
    until = last_day_to_decline(entry.area, localdate(at))
    if until is None:
        return False
    ground = finding.ground_of(entry, Month.of(localdate(at)))
    if ground is None:
        entry.outcome, entry.why = "left", MOVED_ON
    else:
        entry.notice = Notice.objects.create(case=ground, kind="enrolment", issued_at=at)
        entry.decline_until = until
        audit.record(by=by, at=at, verb="enrolling.tell", subject=("household", entry.household_id),
                     details={"programme": entry.programme, "person": entry.person_id, "until": str(until)})
    entry.save(update_fields=["outcome", "why", "notice", "decline_until"])
    return True


def _send(batch: Enrolment, entry: Entry, by: Any, at: datetime) -> None:
    """Hand one person on, or say why not; the entry is held by the caller."""
    try:
        with transaction.atomic():
            entry.referral = _referred(batch, entry, by, at)
            entry.outcome = "referred"
    except NotPossible as no:
        entry.outcome, entry.why, entry.referral = "left", str(no)[:200], None
    entry.save(update_fields=["outcome", "why", "referral"])


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
