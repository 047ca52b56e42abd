"""Awards as a chain: granted, superseded, put back; or one sum at once. No amount is ever edited (待遇).

民发〔2021〕57号 第二十一条 (first paid in the month after the decision), 第三十一、三十三条;
民发〔2021〕43号 第十七、二十六条. Inside a decision's transaction only; the roll reads what stands here and
never the other way round.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from doudi.casework import determining, duties, spans
from doudi.casework.fields import month_number
from doudi.casework.limits import due_day, limit_of, sheet_of
from doudi.casework.models import Award, Case, Decision, Determination, ReviewDue, RollRun
from doudi.casework.programme import programme
from doudi.kernel.days import Month, add_months
from doudi.offices.access import as_system

HALF_YEAR = 6  # verdicts say 6 or 12; the class is named after it


def month_after(day: date) -> Month:
    """The month after a decision: the first that is paid, and the first that is not after an ending."""
    return Month.of(day) + 1


def first_payable(area: str, day: date) -> Month:
    """The first month whose roll is not frozen yet for a village: what is paid once comes with it."""
    with as_system("roll"):
        last = RollRun.objects.filter(area=duties.payer_of(area), frozen_at__isnull=False).order_by("-month").first()
    return Month.of(day) if last is None else max(Month.of(day), last.month + 1)


def running(case: Case, month: Month) -> list[Award]:
    """The monthly awards of a case that stand in a month or later."""
    late_enough = Q(until_month__isnull=True) | Q(until_month__gte=month_number(month))
    monthly = case.awards.select_for_update().filter(late_enough, voided_at__isnull=True, once_fen__isnull=True)
    return list(monthly.order_by("from_month"))


def grant(
    case: Case,
    decision: Decision,
    *,
    amount_fen: int,
    from_month: Month,
    made: Determination | None,
    until_month: Month | None = None,
    gradual_exit: bool = False,
) -> Award:
    """A new award from a month on; what stood for the case from that month is closed by the same decision."""
    old = running(case, from_month)
    for award in old:
        supersede(award, last=from_month + -1, because="changed", decision=decision)
    verdict = determining.verdict_for(made, case) if made is not None else {"amounts": {}, "details": {}}
    parts = {
        name: fen for name, fen in verdict["amounts"].items() if name != "monthly" and isinstance(fen, int)
    }
    return _award(
        case,
        decision,
        verdict,
        from_month,
        monthly_fen=amount_fen,
        parts=parts,
        until_month=until_month or _valid_until(case, from_month),
        previous=old[-1] if old else None,
        gradual_exit=gradual_exit,
    )


def grant_once(
    case: Case, decision: Decision, *, amount_fen: int, from_month: Month, made: Determination
) -> Award:
    """An award of one sum, less what the family has had in hand already; in instalments where the manifest says, and for the
    time that the law named. NotPossible: that time is the family's already."""
    verdict = determining.verdict_for(made, case)
    span = spans.span_of(case, verdict)
    advanced = sum(case.advances.order_by("id").values_list("amount_fen", flat=True))
    key = programme(case.programme).instalments
    count = limit_of(sheet_of(from_month.first, case.area), key, "months").length if key else 1
    parts = max(1, count or 1) if amount_fen > advanced else 1
    return _award(
        case,
        decision,
        verdict,
        from_month,
        covers_from=span[0] if span else None,
        covers_until=span[1] if span else None,
        monthly_fen=(amount_fen - advanced) // parts,
        until_month=from_month + (parts - 1),
        once_fen=amount_fen,
        advanced_fen=advanced,
        instalments=parts,
    )


def _award(case: Case, decision: Decision, verdict: dict[str, Any], from_month: Month, **said: Any) -> Award:
    return Award.objects.create(
        case=case,
        household_id=case.household_id,
        person_id=case.person_id,
        programme=case.programme,
        area=case.area,
        payer=duties.payer_of(case.area),
        members=_members(case, verdict, from_month),
        from_month=from_month,
        decision=decision,
        **said,
    )


def _members(case: Case, verdict: dict[str, Any], month: Month) -> int:
    if case.person_id is not None:
        return 1
    counted = verdict["details"].get("members_counted")
    if isinstance(counted, int) and counted:
        return counted
    return case.household.memberships.exclude(valid_until__lte=month.first).count() or 1


def _valid_until(case: Case, from_month: Month) -> Month | None:
    key = programme(case.programme).valid_months
    if key is None:
        return None
    length = limit_of(sheet_of(from_month.first, case.area), key).length
    return None if length is None else from_month + (length - 1)


def supersede(award: Award, *, last: Month, because: str, decision: Decision) -> None:
    """Let an award stand until a last month; one that would not stand at all is void. The decision is on
    file."""
    award.until_before, award.closed_by, award.ended_because = award.until_month, decision, because
    if last < award.from_month:
        award.voided_at = decision.at
    elif award.until_month is None or last < award.until_month:
        award.until_month = last
    award.save(update_fields=["until_before", "closed_by", "ended_because", "voided_at", "until_month"])


def undo(decision: Decision, *, at: datetime) -> None:
    """A decision was set aside: void what it granted, and put back what it closed."""
    decision.awards.filter(voided_at__isnull=True).update(voided_at=at, ended_because="set_aside")
    for award in decision.closed_awards.select_for_update():
        award.until_month, award.until_before, award.closed_by = award.until_before, None, None
        award.voided_at, award.ended_because = None, ""
        award.save(update_fields=["until_month", "until_before", "closed_by", "voided_at", "ended_because"])


def schedule_review(case: Case, award: Award, made: Determination | None, day: date) -> ReviewDue:
    """When this family is looked at again: half-yearly with labour or unsteady income, else yearly (57号
    第三十一条)."""
    verdict = determining.verdict_for(made, case) if made is not None else {"details": {}}
    months = verdict["details"].get("review_months")
    review_class = "half_yearly" if months == HALF_YEAR else "yearly"
    due = add_months(day, months) if isinstance(months, int) else _review_day(case, review_class, day)
    if award.until_month is not None:
        last = award.until_month.last
        review_class, due = ("expiry", last) if due is None or last < due else (review_class, due)
    case.reviews.filter(review_class__in=["yearly", "half_yearly", "expiry"], done_at__isnull=True).delete()
    return ReviewDue.objects.create(
        case=case,
        award=award,
        area=case.area,
        review_class=review_class,
        due_on=due,
        uncovered=due is None,
        started_on=day,
    )


def _review_day(case: Case, review_class: str, day: date) -> date | None:
    key = programme(case.programme).limits.get(f"review_{review_class}")
    if key is None:
        return None
    return due_day(day, limit_of(sheet_of(day, case.area), key, "months"), None)
