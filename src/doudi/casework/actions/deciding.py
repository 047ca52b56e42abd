"""The decision in writing: confirm, refuse with reasons, and its service on the family.

民发〔2021〕57号 第二、二十、二十一条; 民发〔2021〕43号 第十六至十八条; 济办发〔2020〕21号 三20. The
township confirms where the power is delegated on that day, else the county. Money starts in the month after
the decision. A decision that differs from what the law said needs its reason.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import awarding, clocks, determining, duties, lifecycle, limits, steps
from doudi.casework.actions.delivering import refuse_same_home
from doudi.casework.actions.intake import delegated_on
from doudi.casework.actions.opinion import latest_determination, proposed, publicity_over, sum_said
from doudi.casework.actions.urgent import (
    refuse_less_than_given,
    refuse_same_event,
    refuse_without_minutes,
)
from doudi.casework.elsewhere import refuse_silent_double
from doudi.casework.fields import as_month
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Decision, Determination, Notice
from doudi.casework.programme import programme, programmes
from doudi.kernel.days import Month


@transaction.atomic
def confirm(
    *,
    case_id: int,
    by: Any,
    at: datetime,
    amount_fen: int | None = None,
    reason: str = "",
    from_month: Month | str | None = None,
) -> Decision:
    """Confirm: the award starts in the month after the decision (确认).

    `from_month` earlier than that only where a wrong refusal was set aside: from the month after that
    refusal.
    """
    case, level = _deciding(case_id, "confirm", by=by, at=at)
    day = localdate(at)
    made = _ready(case, day)
    _drawn(case)
    refuse_silent_double(case, reason, at=at)
    amount, differs = proposed(determining.verdict_for(made, case), "confirm", sum_said(case, amount_fen))
    opinion = case.opinions.order_by("-id").first()
    if opinion.proposal == "confirm" and opinion.amount_fen != amount and amount_fen is None:
        raise NotPossible("认定的金额和公示的不一样。请退回乡镇重新公示,或者填金额并写明理由。")
    differs = differs or opinion.proposal != "confirm" or opinion.amount_fen != amount
    _say_why(differs, reason)
    _within_reach(case, level, amount, made, day)
    start = _first_month(case, day, from_month)
    decision = write(case, made, "confirm", level, by=by, at=at, amount_fen=amount, reason_text=reason.strip(),
                     differs=differs, from_month=start)
    award_of(case, decision, made, day)
    steps.finish(
        case,
        verb_for("confirm", level),
        by=by,
        at=at,
        decision=decision,
        reason=reason.strip(),
        details={"decision": decision.pk, "amount_fen": amount, "differs": differs},
    )
    return decision


@transaction.atomic
def refuse(
    *, case_id: int, by: Any, at: datetime, reason_text: str = "", codes: Sequence[str] = ()
) -> Decision:
    """Refuse in writing, with the clauses and what else the family could get; the letter is due within the
    limit.

    `codes` add refusal reasons of the manifest that the law's answer does not carry (for example not
    cooperating).
    """
    case, level = _deciding(case_id, "refuse", by=by, at=at)
    made = _ready(case, localdate(at))
    _, differs = proposed(determining.verdict_for(made, case), "refuse", None)
    _say_why(differs, reason_text)
    allowed = set(programme(case.programme).refusal_reasons)
    if not set(codes) <= allowed:
        raise NotPossible("这一项救助没有这个不予确认的理由。请从列表里选。")
    reasons = determining.verdict_for(made, case)["because"] + [
        {"code": code, "label": "", "clause": programme(case.programme).clause} for code in codes
    ]
    text = reason_text.strip() or ";".join(f"{each['label']}({each['clause']})" for each in reasons)
    decision = write(case, made, "refuse", level, by=by, at=at, reasons=reasons, reason_text=text, differs=differs,
                     could_get=could_get(made, case))
    steps.finish(
        case,
        verb_for("refuse", level),
        by=by,
        at=at,
        decision=decision,
        details={"decision": decision.pk, "codes": [each["code"] for each in reasons], "differs": differs},
    )
    return decision


def award_of(case: Case, decision: Decision, made: Determination, day: date) -> None:
    """What a confirmation grants: one sum, or so much a month with the day on which it is looked at again; a service grants
    no money and waits for its day."""
    if programme(case.programme).service is not None:
        return
    told = {"amount_fen": decision.amount_fen, "from_month": decision.from_month, "made": made}
    if case.pays_once:
        awarding.grant_once(case, decision, **told)
    else:
        awarding.schedule_review(case, awarding.grant(case, decision, **told), made, day)


def write(
    case: Case, made: Determination | None, result: str, level: str, *, by: Any, at: datetime, **said: Any
) -> Decision:
    """A decision on a determination; its reasons are the law's unless others are said."""
    because = determining.verdict_for(made, case)["because"] if made is not None else []
    said.setdefault("reasons", because)
    return Decision.objects.create(case=case, determination=made, result=result, level=level, by=by, at=at, **said)


def verb_for(deed: str, level: str) -> str:
    """The row of the table for a deed at a level."""
    return deed if level == "county" else f"{deed}_delegated"


def _deciding(case_id: int, deed: str, *, by: Any, at: datetime) -> tuple[Case, str]:
    case = lifecycle.locked(case_id)
    level = "county" if case.status == "county_review" else "township"
    day = localdate(at)
    if (
        level == "township"
        and case.status in {"opinion_given", "publicised"}
        and not delegated_on(case.area, day)
        and not (deed == "confirm" and limits.small_sum(case, day) is not None)
    ):
        raise NotPossible("这里的确认权没有下放到乡镇。请先「报送县级」,由县级民政决定。")
    lifecycle.check(case, verb_for(deed, level), by=by, at=at)
    return case, level


def _within_reach(case: Case, level: str, amount: int, made: Determination, day: date) -> None:
    """What is paid once: no less than was given already, beyond the range with minutes, and by the township up to its own
    limit only."""
    if not case.pays_once:
        return
    refuse_less_than_given(case, amount)
    refuse_same_event(case, made)
    refuse_same_home(case)
    verdict = determining.verdict_for(made, case)
    refuse_without_minutes(case, verdict)
    if level == "county" or delegated_on(case.area, day):
        return
    if verdict["outcome"] != determining.ENTITLED or amount > (limits.small_sum(case, day) or 0):
        raise NotPossible("超过乡镇(街道)小额审批限额,或者要人裁量的,由县级决定。请先「报送县级」。")


def level_of(case: Case, deed: str, *, by: Any, at: datetime) -> str:
    """At which level a deed on a confirmed case is done: the township only where the power is delegated that
    day."""
    day = localdate(at)
    role = duties.acting_role(by, area=case.area, day=day)
    level = "township" if role == "clerk" else "county"
    if level == "township" and not delegated_on(case.area, day):
        raise NotPossible("这里的确认权没有下放到乡镇,要由县级民政来办。")
    lifecycle.check(case, verb_for(deed, level), by=by, at=at)
    return level


def _ready(case: Case, day: date) -> Determination:
    publicity_over(case, day)
    if case.objections.filter(settled_on__isnull=True).exists():
        raise NotPossible("公示异议还没有核实完。请先重新入户、提出新的意见。")
    if case.flag and not case.visits.filter(level="county").exists():
        raise NotPossible(f"{case.flag}:县级民政要亲自入户。请先登记县级入户调查。")
    made = latest_determination(case)
    if made is None:
        raise NotPossible("还没有认定。请先点「认定」。")
    last_visit = case.visits.order_by("-at").first()
    if last_visit is not None and made.made_at < last_visit.at:
        raise NotPossible("最近一次入户以后还没有重新认定。请先点「认定」。")
    return made


def _drawn(case: Case) -> None:
    if programme(case.programme).sample_share is not None and case.in_draw_at is None:
        raise NotPossible("这一项要先抽查。请先抽取入户抽查名单,再确认。")


def _say_why(differs: bool, reason: str) -> None:
    if differs and not reason.strip():
        raise NotPossible("决定和认定结果(或公示)不一样。请写明理由。")


def _first_month(case: Case, day: date, wanted: Month | str | None) -> Month:
    if case.pays_once:
        return awarding.first_payable(case.area, day)
    usual = awarding.month_after(day)
    if wanted is None or as_month(wanted) == usual:
        return usual
    refused = case.decisions.filter(set_aside_at__isnull=False).order_by("id").first()
    if refused is None or not awarding.month_after(localdate(refused.at)) <= as_month(wanted) < usual:
        raise NotPossible(f"从决定的下月起发放({usual})。只有撤销了错误决定的,才能补到那次决定的下月。")
    return as_month(wanted)


def could_get(made: Determination, case: Case) -> list[dict[str, Any]]:
    """What else the family could get by the same determination (三20: checked before the file is
    closed)."""
    labels = {manifest.code: manifest.label for manifest in programmes()}
    found = []
    for code, answer in made.outcomes.items():
        if code == case.programme or code not in labels:
            continue
        for member, verdict in answer.get("members", {None: answer}).items():
            if verdict["outcome"] != determining.NOT_ENTITLED:
                found.append(
                    {
                        "programme": code,
                        "label": labels[code],
                        "outcome": verdict["outcome"],
                        "member": member,
                        "monthly_fen": verdict["amounts"].get("monthly"),
                        "once_fen": verdict["amounts"].get("once"),
                    }
                )
    return found


@transaction.atomic
def record_service(
    *, notice_id: int, served_how: str, served_to: str, by: Any, at: datetime, served_on: date | None = None
) -> Notice:
    """Record when and how a letter reached the family; the clock of a refusal's letter ends (送达)."""
    notice = (
        Notice.objects.select_for_update(of=("self",)).select_related("case").filter(pk=notice_id).first()
    )
    if notice is None:
        raise NotPossible("没有找到这份通知书。")
    case = steps.begin(notice.case_id, "record_service", by=by, at=at)
    if notice.served_at is not None:
        raise NotPossible(f"这份通知书已经登记送达({localdate(notice.served_at)}),不用再登记。")
    if not served_to.strip():
        raise NotPossible("请写明送给了谁。")
    day = served_on or localdate(at)
    if not localdate(notice.issued_at) <= day <= localdate(at):
        raise NotPossible("送达日期要在出具通知书以后、今天以前。")
    notice.served_at = at if day == localdate(at) else at.replace(year=day.year, month=day.month, day=day.day)
    notice.served_how, notice.served_to, notice.served_by = served_how, served_to.strip(), by
    notice.save(update_fields=["served_at", "served_how", "served_to", "served_by"])
    if notice.kind == "refusal":
        clocks.end(case, ["refusal_notice"], on=day)
    steps.finish(case, "record_service", by=by, at=at, details={"notice": notice.pk, "how": served_how})
    return notice
