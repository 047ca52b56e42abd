"""What the new numbers say of a family on the roll, without keeping or sending anything yet (预算).

The law is asked as on the first day of the new numbers, with everything else as it is known today.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from doudi import policy
from doudi.casework import determining
from doudi.casework.adjusting.models import Batch, Line
from doudi.casework.fields import month_number
from doudi.casework.limits import calendar, sheet_of
from doudi.casework.models import Award, Case
from doudi.people import reads as people


@dataclass(frozen=True)
class Answer:
    """Outcome, and the monthly amount where the law settles one."""

    outcome: str
    monthly_fen: int | None


def on_the_roll(batch: Batch) -> QuerySet[Case]:
    """The cases of the county that are paid in the first month of the new numbers, in the order of their ids."""
    number = month_number(batch.first_month)
    paid = Award.objects.filter(
        Q(until_month__isnull=True) | Q(until_month__gte=number), voided_at__isnull=True, gradual_exit=False,
        from_month__lte=number, programme__in=batch.programmes)
    return Case.objects.filter(area__begins=batch.area, status="confirmed", pk__in=paid.values("case_id")).order_by("id")


def paid_then(case: Case, batch: Batch) -> int:
    """What the case is paid a month when the new numbers begin."""
    number = month_number(batch.first_month)
    rows = case.awards.filter(Q(until_month__isnull=True) | Q(until_month__gte=number), voided_at__isnull=True,
                              from_month__lte=number)
    return sum(rows.order_by("id").values_list("monthly_fen", flat=True))


def answer_of(case: Case, day: date) -> Answer:
    """The law's answer for the case's programme, by the numbers of a day."""
    household = case.household
    document = determining.with_casework(people.document(household, day), household, case, day, {})
    decision = policy.decide(document, day=day, sheet=sheet_of(day, household.area), calendar=calendar(),
                             programmes=[case.programme], trace=False)
    verdict = decision.verdict(case.programme, str(case.person_id) if case.person_id else None)
    if verdict is None:
        return Answer(determining.NEED_INFO, None)
    settled = verdict.outcome == determining.ENTITLED
    # A recognition (边缘, 刚性支出) pays nothing by itself: entitled to it is entitled to 0.
    return Answer(verdict.outcome, verdict.amounts.get("monthly", 0) if settled else None)


def line_of(case: Case, batch: Batch, day: date) -> Line | None:
    """The line of a case that is paid another amount, or answered otherwise; None where nothing changes."""
    old, answer = paid_then(case, batch), answer_of(case, day)
    if answer.monthly_fen == old:
        return None
    why = WHY.get(answer.outcome, "")
    return Line(batch=batch, case=case, area=case.area, programme=case.programme, old_fen=old, new_fen=answer.monthly_fen,
                answer=answer.outcome, why=why, outcome="left" if why else "waiting")


WHY: dict[str, Any] = {
    determining.NOT_ENTITLED: "按新标准不再符合,要单独核查,不能成批办",
    determining.NEED_INFO: "还差信息,补齐以后再认定",
    determining.DISCRETION: "金额要人决定",
}
