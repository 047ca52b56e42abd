"""What ends a case in which no money is paid: the service is done, or those who were to do it say no (登记办好).

济办发〔2020〕21号 二(二)8·3 (适老化改造), 8·9 (福彩送温暖). One home is worked on once: what is settled for one is settled for
everybody who lives there.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Delivery
from doudi.casework.programme import programme
from doudi.people import actions as people
from doudi.people import reads as people_reads


@transaction.atomic
def deliver(
    *, case_id: int, on: date, by_whom: str, what: str, by: Any, at: datetime, given: bool = True
) -> Delivery:
    """Record what the service came to; the case is over. Pressed twice counts once."""
    known = Delivery.objects.filter(case=case_id).first()
    if known is not None:
        return known
    case = steps.begin(case_id, "deliver", by=by, at=at)
    _may_be_recorded(case, on, by_whom, what, given, at)
    made = Delivery.objects.create(case=case, on=on, by_whom=by_whom.strip(), what=what.strip(), given=given, by=by, at=at)
    if given:
        _settle(case, on, by=by, at=at)
    steps.finish(case, "deliver", by=by, at=at, details={"delivery": made.pk, "given": given})
    return made


def _may_be_recorded(case: Case, on: date, by_whom: str, what: str, given: bool, at: datetime) -> None:
    service = programme(case.programme).service
    if service is None:
        raise NotPossible("这一项救助发的是钱,不用登记办好。")
    if not given and not service.may_fail:
        raise NotPossible("定了要办的不能登记成没办。决定有错的,请「撤销决定」。")
    decided = case.decisions.filter(result="confirm", set_aside_at__isnull=True).order_by("-id").first()
    if not localdate(decided.at) <= on <= localdate(at):
        raise NotPossible("办好的日期要在确认以后、今天以前。")
    if not by_whom.strip() or not what.strip():
        raise NotPossible(f"请写明{service.who}、{service.what}。")


def _settle(case: Case, on: date, *, by: Any, at: datetime) -> None:
    fact = programme(case.programme).service.settles
    for row in people_reads.members(case.household, localdate(at)) if fact else ():
        people.record_facts(subject=row.person, values={fact: True}, as_of=on, source="visited", by=by, at=at)


def refuse_same_home(case: Case) -> None:
    """What is done to a home is confirmed for one of those who live there at a time."""
    service = programme(case.programme).service
    if service is None or not service.settles:
        return
    beside = Case.objects.filter(household=case.household, programme=case.programme, status="confirmed").exclude(pk=case.pk)
    first = beside.order_by("pk").first()
    if first is not None:
        raise NotPossible(f"这一家已经确认过一件(编号 {first.number}),还没有办好。一处住房只办一次,请先办好那一件。")
