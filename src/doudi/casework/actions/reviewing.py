"""Looking again: changes reported, refusals of work counted, re-checks finished, clocks recounted (动态管理).

民发〔2021〕57号 第二十九至三十四条; 民发〔2021〕43号 第二十三条; 社会救助暂行办法 第四十五条.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import awarding, clocks, duties, steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import calendar, due_day, limit_of, sheet_of
from doudi.casework.models import Case, ChangeReport, JobRefusal, ReviewDue
from doudi.casework.programme import CLOCK_KINDS, programme
from doudi.offices.access import as_system
from doudi.people import actions as people
from doudi.people.models import Household, Membership, Person

STAFF = ("coordinator", "clerk", "county_officer")
KINDS = dict(ChangeReport._meta.get_field("kind").choices)
# Said alike of what may not be looked at and of what may.
NOT_YOURS = "您不能替这一家报告:不是您的家,也不在您服务的地方。"
OUTCOMES = {"unchanged": "没有变化", "changed": "已变更", "ended": "已终止"}


@transaction.atomic
def report_change(
    *,
    household_id: int,
    kind: str,
    by: Any,
    at: datetime,
    happened_on: date | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> ChangeReport:
    """Somebody says that something changed; the same key twice is one report. "nothing" is an answer too
    (都没变)."""
    # Of a family that the database does not show him he may not report either.
    household = Household.objects.select_for_update().filter(pk=household_id).first()
    _may_report(household, by, localdate(at))
    if kind not in KINDS:
        raise NotPossible("请选一种变化。")
    if happened_on is not None and happened_on > localdate(at):
        raise NotPossible("变化的日期不能在今天以后。")
    known = ChangeReport.objects.filter(idempotency_key=key).first() if key else None
    if known is not None:
        return known
    report = ChangeReport.objects.create(
        household=household, kind=kind, happened_on=happened_on, text=text.strip(), details=dict(details or {}),
        idempotency_key=key, by=by, at=at, handled_at=at if kind == "nothing" else None,
    )
    if kind != "nothing":
        for case in household.cases.filter(status="confirmed", pays_once=False):
            open_review(case, "change", due_on=None, day=localdate(at))
    steps.note("report_change", ("household", household.pk), by=by, at=at, kind=kind, report=report.pk)
    return report


def _may_report(household: Household | None, by: Any, day: date) -> None:
    if household is not None and (by is None or duties.belongs(by, household_id=household.pk, day=day)):
        return
    if household is None or not duties.serves(by, STAFF, area=household.area, day=day):
        raise NotPossible(NOT_YOURS)


@transaction.atomic
def handle_change(*, report_id: int, by: Any, at: datetime) -> ChangeReport:
    """The clerk has done what a report asked for."""
    report = (
        ChangeReport.objects.select_for_update(of=("self",)).select_related("household").filter(pk=report_id).first()
    )
    if report is None or not duties.serves(by, STAFF, area=report.household.area, day=localdate(at)):
        raise NotPossible("这一家不在您服务的地方。")
    if report.handled_at is None:
        report.handled_at = at
        report.save(update_fields=["handled_at"])
        steps.note("handle_change", ("household", report.household_id), by=by, at=at, report=report.pk)
    return report


def open_review(case: Case, review_class: str, *, due_on: date | None, day: date) -> ReviewDue:
    """A re-check that is owed; one of each class at a time, the earlier day stays."""
    known = case.reviews.filter(review_class=review_class, done_at__isnull=True).first()
    if known is not None:
        if due_on is not None and (known.due_on is None or due_on < known.due_on):
            known.due_on, known.uncovered = due_on, False
            known.save(update_fields=["due_on", "uncovered"])
        return known
    award = case.awards.filter(voided_at__isnull=True).order_by("-from_month").first()
    return ReviewDue.objects.create(
        case=case,
        award=award,
        area=case.area,
        review_class=review_class,
        due_on=due_on,
        uncovered=due_on is None,
        started_on=day,
    )


def open_limited_review(case: Case, review_class: str, kind: str, *, day: date) -> ReviewDue | None:
    """A re-check with a limit of its own in the manifest (after a death: months; of self-care: working
    days)."""
    key = programme(case.programme).limits.get(kind)
    if key is None:
        return None
    limit = limit_of(sheet_of(day, case.area), key, CLOCK_KINDS[kind])
    return open_review(case, review_class, due_on=due_day(day, limit, calendar()), day=day)


@transaction.atomic
def request_care_assessment(*, case_id: int, happened_on: date, by: Any, at: datetime) -> ReviewDue:
    """Somebody's ability to look after himself changed: it is assessed again within its limit (43号
    第二十三条)."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    holds = case is not None and duties.holds(by, ("resident", *STAFF), case=case, day=localdate(at))
    if not holds or case.status != "confirmed":
        raise NotPossible("这一件现在不能申请重新评估。")
    review = open_limited_review(case, "care", "care_recheck", day=happened_on)
    if review is None:
        raise NotPossible("这一项救助没有自理能力评估。")
    steps.note("request_care_assessment", ("case", case.pk), by=by, at=at)
    return review


@transaction.atomic
def finish_review(*, review_id: int, outcome: str, by: Any, at: datetime) -> ReviewDue:
    """A re-check is done, on a determination made for it; the next one is put in the book (核查完毕)."""
    review = ReviewDue.objects.select_for_update(of=("self",)).filter(pk=review_id).first()
    if review is None or review.done_at is not None:
        raise NotPossible("这次核查已经办完了。")
    case = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=review.case_id)
    if not duties.serves(by, ("clerk", "county_officer"), area=case.area, day=localdate(at)):
        raise NotPossible("这一家不在您服务的地方。")
    if outcome not in OUTCOMES:
        raise NotPossible(f"结果请从这里选:{'、'.join(OUTCOMES.values())}。")
    made = (
        case.determinations.exclude(kind="application")
        .filter(day__gte=review.started_on)
        .order_by("-id")
        .first()
    )
    if made is None:
        raise NotPossible("还没有按现在的情况重新认定。请先「认定」,再办完核查。")
    _agrees(case, outcome, made)
    review.done_at, review.outcome = at, outcome
    review.save(update_fields=["done_at", "outcome"])
    award = (
        case.awards.filter(voided_at__isnull=True, until_month__isnull=True).order_by("-from_month").first()
    )
    if award is not None:
        awarding.schedule_review(case, award, made, localdate(at))
    steps.note("finish_review", ("case", case.pk), by=by, at=at, review=review.pk, outcome=outcome)
    return review


def _agrees(case: Case, outcome: str, made: Any) -> None:
    decided = case.decisions.filter(at__gte=made.made_at, set_aside_at__isnull=True).exists()
    if outcome == "unchanged":
        verdict = awarding.determining.verdict_for(made, case)
        award = (
            case.awards.filter(voided_at__isnull=True, until_month__isnull=True)
            .order_by("-from_month")
            .first()
        )
        lawful = (verdict["amounts"].get("monthly") or 0) if verdict["outcome"] == "entitled" else None
        if award is None or lawful != award.monthly_fen:
            raise NotPossible("认定结果和现在发的不一样。请先办「变更」或「终止」。")
    elif not decided:
        raise NotPossible("还没有作出变更或终止决定。请先办决定,再办完核查。")


@transaction.atomic
def record_job_offer(
    *,
    person_id: int,
    offered_on: date,
    job: str,
    suitable: bool,
    refused: bool,
    by: Any,
    at: datetime,
    good_reason: str = "",
) -> JobRefusal:
    """A job was offered and refused or taken; the run of refusals in a row becomes a fact (介绍就业).

    Only a suitable job refused without a good reason counts, and one that is taken begins the count anew.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    membership = person and (
        Membership.objects.filter(person=person, valid_until__isnull=True).select_related("household").first()
    )
    if membership is None or not duties.serves(by, STAFF, area=membership.household.area, day=localdate(at)):
        raise NotPossible("这个人不在您服务的地方。")
    if offered_on > localdate(at):
        raise NotPossible("介绍日期不能在今天以后。")
    offer = JobRefusal.objects.create(person=person, offered_on=offered_on, job=job.strip(), suitable=suitable,
                                      refused=refused, good_reason=good_reason.strip(), by=by, at=at)
    people.record_fact(subject=person, name="refused_jobs", value=refusals_in_a_row(person), as_of=localdate(at),
                       source="verified", by=by, at=at)
    for case in membership.household.cases.filter(status="confirmed", pays_once=False):
        open_review(case, "change", due_on=None, day=localdate(at))
    steps.note("record_job_offer", ("person", person.pk), by=by, at=at, suitable=suitable, refused=refused)
    return offer


def refusals_in_a_row(person: Person) -> int:
    """How many suitable jobs were refused without good reason since the last one taken."""
    count = 0
    for offer in JobRefusal.objects.filter(person=person).order_by("-offered_on", "-id"):
        if not offer.refused:
            break
        count += offer.suitable and not offer.good_reason
    return count


@transaction.atomic
def recompute_clocks(*, by: Any, at: datetime) -> int:
    """Recount every running clock after a year of the working calendar was entered; how many changed."""
    # Who enters the calendar of the whole city writes no case; every clock is counted whoever presses.
    with as_system("working calendar"):
        changed = clocks.recompute(calendar())
    audit.record(
        by=by,
        at=at,
        verb="casework.recompute_clocks",
        subject=("calendar", localdate(at).year),
        details={"changed": changed},
    )
    return changed
