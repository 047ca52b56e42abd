"""One family's benefit opened without an application, and ended when it is declined or its ground is gone (开通、终止).

In the caller's transaction; the decision stands on a determination made now, and only if it says what the county has seen.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from doudi.casework import awarding, determining, lifecycle, steps
from doudi.casework.actions import NotPossible
from doudi.casework.actions.awards import end_by_itself
from doudi.casework.actions.deciding import award_of, write
from doudi.casework.actions.intake import numbers
from doudi.casework.enrolling import finding
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted
from doudi.casework.models import Application, Case
from doudi.casework.programme import programme, programmes
from doudi.kernel.days import Month
from doudi.people import reads as people

MOVED_ON = "情况和找的时候不一样了,请看一看再办"
HELPED_BY_NOW = "已经在领或者正在申请"
CHANNEL = "automatic"


def carry_out(batch: Enrolment, entry: Entry, by: Any, at: datetime) -> None:
    """Open one benefit. NotPossible: why not."""
    why = finding.in_the_way(entry.household, batch.programme, entry.person_id, batch.month)
    if why == finding.NOT_WANTED:
        entry.outcome = "declined"
        return
    if why:
        raise NotPossible(HELPED_BY_NOW)
    entry.case = _opened(batch, entry, by, at)
    entry.outcome = "enrolled"


def _opened(batch: Enrolment, entry: Entry, by: Any, at: datetime) -> Case:
    household, day = entry.household, finding.day_of(batch, localdate(at))
    members = people.members(household, localdate(at))
    if not members:
        raise NotPossible(MOVED_ON)
    (number,) = numbers(localdate(at), 1)
    application = Application.objects.create(
        number=number, household=household, applicant_id=entry.person_id or members[0].person_id, channel=CHANNEL,
        programmes=[batch.programme], submitted_at=at, idempotency_key=f"enrolling-{entry.pk}")
    case = lifecycle.enrol(
        Case(number=f"{number}-1", application=application, programme=batch.programme, household=household,
             person_id=entry.person_id, area=household.area, pays_once=programme(batch.programme).pays_once,
             event=batch.facts), by=by, at=at)
    made = determining.make(household, case=case, kind="enrolment", by=by, at=at, day=day, extra=finding.facts_of(batch))
    verdict = determining.verdict_for(made, case)
    if verdict["outcome"] != determining.ENTITLED or (determining.lawful_sum(verdict) or 0) != entry.fen:
        raise NotPossible(MOVED_ON)
    start = batch.month if case.pays_once else awarding.month_after(localdate(at))
    decision = write(case, made, "confirm", "county", by=by, at=at, amount_fen=entry.fen, from_month=start)
    award_of(case, decision, made, localdate(at))
    steps.owe(case, "enrol", decision=decision, at=at)
    steps.note("enrol", ("case", case.pk), by=by, at=at, decision=decision.pk, amount_fen=entry.fen, enrolment=batch.pk)
    return case


def end_without_ground(*, at: datetime, limit: int = 500) -> int:
    """For the timed job: end what was opened without an application and is declined by now, or whose ground is gone (离开名册);
    how many. Who is only doubtful is left to a person."""
    month, ended = Month.of(localdate(at)), 0
    for manifest in programmes():
        if manifest.enrolment is None:
            continue
        running = Case.objects.filter(programme=manifest.code, status="confirmed", application__channel=CHANNEL)
        for pk in [*_declined(running), *_left(running, manifest.enrolment.on_rolls, month)][:limit - ended]:
            ended += _end(pk, at)
    return ended


def _declined(running: QuerySet[Case]) -> list[int]:
    said = NotWanted.objects.filter(household=OuterRef("household"), programme=OuterRef("programme"), withdrawn_at__isnull=True)
    whose = Q(Exists(said.filter(person=OuterRef("person")))) | Q(Exists(said.filter(person__isnull=True)), person__isnull=True)
    return list(running.filter(whose).order_by("pk").values_list("pk", flat=True))


def _left(running: QuerySet[Case], on_rolls: tuple[str, ...], month: Month) -> list[int]:
    ground = finding.on_rolls(on_rolls, month).filter(household=OuterRef("household"))
    monthly = running.filter(pays_once=False)
    return list(monthly.filter(~Exists(ground)).order_by("pk").values_list("pk", flat=True))


def end_declined(household_id: int, person_id: int | None, code: str, at: datetime) -> int:
    """End at once what runs of a benefit that was just declined; in the caller's transaction. How many ended."""
    running = Case.objects.filter(household=household_id, person_id=person_id, programme=code, status="confirmed",
                                  application__channel=CHANNEL)
    return sum(_end(pk, at) for pk in running.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end(case_id: int, at: datetime) -> int:
    case = lifecycle.locked(case_id)
    if case.status != "confirmed":
        return 0
    last = Month.of(localdate(at))
    refused = NotWanted.objects.filter(household=case.household_id, person_id=case.person_id, programme=case.programme,
                                       withdrawn_at__isnull=True)
    if refused.exists():
        if case.pays_once and not _still_open(case):
            return 0
        case.awards.filter(once_fen__isnull=False, voided_at__isnull=True).update(voided_at=at, ended_because="own_wish")
        end_by_itself(case, last=last, cause="own_wish", words="本人不要", made=None, at=at)
        return 1
    made = determining.make(case.household, case=case, kind="review", by=None, at=at)
    if determining.verdict_for(made, case)["outcome"] != determining.NOT_ENTITLED:
        return 0
    end_by_itself(case, last=last, cause="ground_gone", words="享受的依据已经没有了(不在册)", made=made, at=at)
    return 1


def _still_open(case: Case) -> bool:
    """Whether no frozen roll carries it yet: what the bank has is not called back because somebody changed his mind."""
    return not case.awards.filter(lines__run__frozen_at__isnull=False).exists()
