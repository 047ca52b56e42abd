"""What is paid once: the event on file, money before the papers, and the end of a case when its sum is paid (临时救助).

国发〔2014〕47号; 民发〔2018〕23号 (先行救助, 事后补齐手续); 济办发〔2020〕21号 二(三)9. Money handed out is recorded with the
moment by the clock, once per case; the limit for the papers runs from that day, and the roll later pays only the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from doudi.casework import determining, lifecycle, occurrences, steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Advance, Award, Case, Determination, RollLine
from doudi.casework.programme import programme
from doudi.kernel.money import show_yuan
from doudi.law import UNKNOWN, BadDocument
from doudi.offices.access import as_system
from doudi.policy.facts import FACTS


@transaction.atomic
def record_event(*, case_id: int, facts: Mapping[str, Any], by: Any, at: datetime) -> Case:
    """Put on file what happened and what it cost; what was on file before is replaced (登记急难和支出)."""
    case = steps.begin(case_id, "record_event", by=by, at=at)
    asked = programme(case.programme).asks
    if not asked:
        raise NotPossible("这一项救助不看一件事的情况,不用登记。")
    strange = set(facts) - set(asked)
    if strange:
        raise NotPossible("登记里有这一项救助不问的内容。请刷新页面后重新填写。")
    told = {name: facts[name] for name in asked if facts.get(name) not in (None, "")}
    for name, value in told.items():
        _checked(name, value, at)
    case.event = occurrences.as_kept(told)
    case.save(update_fields=["event"])
    steps.finish(case, "record_event", by=by, at=at, details={"facts": sorted(told)})
    return case


def _checked(name: str, value: Any, at: datetime) -> None:
    fact = FACTS["household", name]
    try:
        fact.check(value)
    except BadDocument as bad:
        raise NotPossible(f"{fact.label}:{bad}") from None
    if isinstance(value, datetime) and value > at:
        raise NotPossible(f"{fact.label}不能在现在以后。")


@transaction.atomic
def help_first(
    *, case_id: int, key: str, amount_fen: int, paid_at: datetime, paid_to: str, channel: str, by: Any, at: datetime
) -> Advance:
    """Record money that was handed out at once; the papers are due so many working days after (先行救助). The same key again
    is the same payment."""
    known = Advance.objects.filter(idempotency_key=key, case=case_id).first()
    if known is not None:
        return known
    case = steps.begin(case_id, "help_first", by=by, at=at)
    _may_help_first(case, amount_fen, paid_at, paid_to, channel, at)
    try:
        with transaction.atomic():
            advance = Advance.objects.create(
                case=case, household_id=case.household_id, area=case.area, amount_fen=amount_fen, paid_at=paid_at,
                paid_to=paid_to.strip(), channel=channel, idempotency_key=key, by=by, at=at)
    except IntegrityError:
        raise NotPossible("这一件已经先行救助过了。还不够的,确认时按确认的金额补发。") from None
    steps.finish(case, "help_first", by=by, at=at, started_on=localdate(paid_at),
                 details={"advance": advance.pk, "amount_fen": amount_fen, "channel": channel})
    determining.make(case.household, case=case, kind="application", by=by, at=at)
    return advance


def _may_help_first(case: Case, amount_fen: int, paid_at: datetime, paid_to: str, channel: str, at: datetime) -> None:
    if not programme(case.programme).helps_first:
        raise NotPossible("这一项救助没有先行救助。请按程序办理。")
    told = occurrences.as_told(case)
    reported = told.get("event_reported_at", UNKNOWN)
    if not isinstance(reported, datetime):
        raise NotPossible("还没有登记是什么急难、什么时候报告的。请先「登记急难和支出」。")
    if not reported <= paid_at <= at:
        raise NotPossible("付款时刻要在接到报告以后、现在以前。")
    if amount_fen <= 0 or not paid_to.strip() or channel not in dict(Advance._meta.get_field("channel").choices):
        raise NotPossible("请写明付了多少、交给了谁、从哪里出的钱。")


def floor_of(case: Case) -> int:
    """What the family has had in hand already: a confirmed sum is never less."""
    return sum(case.advances.order_by("id").values_list("amount_fen", flat=True))


def refuse_less_than_given(case: Case, amount_fen: int) -> None:
    """Nothing is confirmed below what was handed out already."""
    if amount_fen < floor_of(case):
        raise NotPossible(f"先行救助已经付了 {show_yuan(floor_of(case))} 元,确认的金额不能少于它。")


def refuse_same_event(case: Case, made: Determination) -> None:
    """One disaster is helped once, whoever of the family applies and whichever file it stands in by now."""
    names = programme(case.programme).identified_by
    if not names:
        return
    if None in _event_of(made, names):
        raise NotPossible("还没有登记是哪一次灾害。请先登记受灾种类和日期,再「认定」。")
    with as_system("roll"):
        earlier = occurrences.earlier_awards(case).select_related("decision__determination")
        same = [award for award in earlier if _event_of(award.decision.determination, names) == _event_of(made, names)]
    if same:
        raise NotPossible(f"同一次灾害 {localdate(same[0].decision.at)} 已经救助过,不能再确认一次。")


def _event_of(made: Determination, names: tuple[str, ...]) -> list[Any]:
    told = made.document.get("household", {})
    return [told.get(name) for name in names]


def refuse_without_minutes(case: Case, verdict: Mapping[str, Any]) -> None:
    """What goes beyond the range is settled by people together, and that is on file (一事一议)."""
    if verdict["outcome"] != determining.DISCRETION or not programme(case.programme).pays_once:
        return
    if any(each["code"] == "minutes_missing" for each in verdict["because"]):
        raise NotPossible("超过幅度的要一事一议。请先上传会议纪要,再「认定」,然后确认。")


def pay_out(*, at: datetime, limit: int = 500) -> int:
    """For the timed job: close the cases whose one sum stands on frozen rolls to the last fen (发放完毕); how many."""
    paid = RollLine.objects.filter(award=OuterRef("pk"), run__frozen_at__isnull=False).order_by().values("award")
    awards = Award.objects.filter(once_fen__gt=0, voided_at__isnull=True, case__status="confirmed").annotate(
        paid=Coalesce(Subquery(paid.annotate(fen=Sum("amount_fen")).values("fen")), 0, output_field=BigIntegerField()))
    done = 0
    for award in awards.order_by("id").select_related("case").iterator():
        if award.paid == award.once_fen - award.advanced_fen and done < limit:
            done += _closed(award.case_id, "pay_out", at)
    return done


def run_out(*, at: datetime, limit: int = 500) -> int:
    """For the timed job: close the cases without money whose time is over (保单到期); how many."""
    over = Award.objects.filter(once_fen=0, voided_at__isnull=True, case__status="confirmed", covers_until__lt=localdate(at))
    return sum(_closed(pk, "run_out", at) for pk in over.order_by("id").values_list("case_id", flat=True)[:limit])


@transaction.atomic
def _closed(case_id: int, verb: str, at: datetime) -> int:
    case = lifecycle.locked(case_id)
    if case.status != "confirmed":
        return 0
    steps.finish(case, verb, by=None, at=at)
    return 1
