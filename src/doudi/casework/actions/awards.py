"""After the award: another amount, a gradual exit, a suspension, an ending; each a decision on new facts.

民发〔2021〕57号 第二十九、三十一至三十四条; 民发〔2021〕43号 第二十四至二十七条;
民政部等四部门2022年10月20日通知 一(三).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import awarding, determining, lifecycle, steps
from doudi.casework.actions.deciding import could_get, level_of, verb_for
from doudi.casework.actions.opinion import latest_determination, post, proposed
from doudi.casework.fields import as_month
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Award, Case, Decision, Determination, Opinion, Publicity
from doudi.casework.programme import programme
from doudi.kernel.days import Month
from doudi.law import Document

CAUSES = {
    "death": "死亡",
    "own_wish": "本人自愿放弃",
    "income": "收入超过标准",
    "property": "财产超过限额",
    "labour_regained": "恢复劳动能力",
    "obligor_able": "义务人有履行能力",
    "imprisoned": "服刑",
    "missing": "宣告失踪",
    "minor_grown": "超过未成年人年龄",
    "not_cooperating": "拒不配合核查",
    "moved_away": "迁出",
    "expired": "到期",
    "fraud": "骗取救助",
    "merged": "并户",
    "ground_gone": "享受的依据没有了",
}
# These are facts by themselves; the others are what a new determination must say.
NEEDS_NO_DETERMINATION = {"death", "own_wish", "not_cooperating", "moved_away", "expired", "merged", "fraud"}
# Publishing that somebody died, or gave it up himself, serves nobody (judgement; 43号 第二十六条 asks for
# the others).
NEEDS_NO_PUBLICITY = {"death", "own_wish", "moved_away", "merged"}


@transaction.atomic
def change_award(
    *, case_id: int, by: Any, at: datetime, amount_fen: int | None = None, reason: str = ""
) -> Decision:
    """Change the amount on a determination made since the last decision; from the month after the decision.

    After a death the new amount holds from the month after the death: what was paid beyond is taken back.
    """
    case = lifecycle.locked(case_id)
    level = level_of(case, "change_award", by=by, at=at)
    if case.pays_once:
        raise NotPossible("一次性的救助不变更。决定有错的,请「撤销决定」后重新办理。")
    made = fresh_determination(case)
    verdict = determining.verdict_for(made, case)
    if verdict["outcome"] == determining.NOT_ENTITLED:
        raise NotPossible("按新的情况已经不符合。请办「终止」,或者符合渐退的办「渐退」。")
    amount, differs = proposed(verdict, "confirm", amount_fen)
    if differs and not reason.strip():
        raise NotPossible("金额和认定结果不一样。请写明理由。")
    day = localdate(at)
    start = _starts(made, day)
    current = awarding.running(case, start)
    if not current:
        raise NotPossible("这一家现在没有正在发的待遇,不能变更。")
    if len(current) == 1 and current[0].monthly_fen == amount and current[0].until_month is None:
        raise NotPossible("金额没有变化,不用变更。核查的请点「核查完毕,没有变化」。")
    decision = _decide(case, made, "change", level, amount, reason, differs, start, by, at)
    award = awarding.grant(case, decision, amount_fen=amount, from_month=start, made=made)
    awarding.schedule_review(case, award, made, day)
    steps.finish(
        case,
        verb_for("change_award", level),
        by=by,
        at=at,
        decision=decision,
        reason=reason.strip(),
        details={"decision": decision.pk, "amount_fen": amount},
    )
    return decision


def fresh_determination(case: Case) -> Determination:
    """The determination made since the last decision; without one nothing may be changed."""
    made = latest_determination(case)
    last = case.decisions.filter(set_aside_at__isnull=True).order_by("-id").first()
    if made is None or (last is not None and made.made_at <= last.at):
        raise NotPossible("上次决定以后还没有重新认定。请先按新的情况「认定」。")
    return made


def _starts(made: Determination, day: date) -> Month:
    document = Document.from_json(made.document)
    if made.kind == "death" and isinstance(document.household.get("event_date"), date):
        return awarding.month_after(document.household["event_date"])
    return awarding.month_after(day)


def _decide(
    case: Case,
    made: Determination | None,
    result: str,
    level: str,
    amount: int | None,
    reason: str,
    differs: bool,
    start: Month,
    by: Any,
    at: datetime,
) -> Decision:
    because = determining.verdict_for(made, case)["because"] if made is not None else []
    return Decision.objects.create(
        case=case,
        determination=made,
        result=result,
        level=level,
        amount_fen=amount,
        reasons=because,
        reason_text=reason.strip(),
        differs=differs,
        from_month=start,
        by=by,
        at=at,
    )


@transaction.atomic
def grant_gradual_exit(*, case_id: int, by: Any, at: datetime, reason: str = "就业后渐退") -> Award:
    """Keep the amount for the months of the gradual exit, then it ends by itself (渐退, 57号 第三十三条)."""
    case = lifecycle.locked(case_id)
    level = level_of(case, "change_award", by=by, at=at)
    day = localdate(at)
    made = determining.make(
        case.household,
        case=case,
        kind="change",
        by=by,
        at=at,
        extra={"procedure_decided": day, "procedure_cause": "employment"},
    )
    verdict = made.outcomes.get(
        "gradual_exit", {"outcome": determining.NEED_INFO, "details": {}, "missing": []}
    )
    if verdict["outcome"] != determining.ENTITLED:
        why = (
            "、".join(each["label"] for each in verdict.get("because", []) + verdict["missing"])
            or "见认定结果"
        )
        raise NotPossible(f"按规定不能渐退:{why}。请办「终止」。")
    start, until = (as_month(verdict["details"][name]["month"]) for name in ("from_month", "until_month"))
    amount = verdict["amounts"]["monthly"]
    decision = _decide(case, made, "change", level, amount, reason, False, start, by, at)
    award = awarding.grant(
        case, decision, amount_fen=amount, from_month=start, made=made, until_month=until, gradual_exit=True
    )
    awarding.schedule_review(case, award, None, day)
    steps.finish(
        case,
        verb_for("change_award", level),
        by=by,
        at=at,
        decision=decision,
        reason=reason,
        details={"decision": decision.pk, "until": str(until)},
    )
    return award


@transaction.atomic
def propose_ending(*, case_id: int, cause: str, reason_text: str, by: Any, at: datetime) -> Opinion:
    """The township proposes to end, on a determination of the new facts (拟终止)."""
    case = steps.begin(case_id, "propose_ending", by=by, at=at)
    _check_cause(cause, reason_text)
    opinion = Opinion.objects.create(
        case=case,
        determination=fresh_determination(case),
        proposal="end",
        reason=reason_text.strip(),
        by=by,
        at=at,
    )
    steps.finish(case, "propose_ending", by=by, at=at, reason=reason_text.strip(), details={"cause": cause})
    return opinion


@transaction.atomic
def publicise_ending(
    *, case_id: int, place: str, by: Any, at: datetime, posted_on: date | None = None
) -> Publicity:
    """Post that an award is to end, for the days that the law gives (43号 第二十六条)."""
    case = steps.begin(case_id, "publicise_ending", by=by, at=at)
    opinion = case.opinions.filter(proposal="end").order_by("-id").first()
    if opinion is None:
        raise NotPossible("还没有终止意见。请先「提出终止意见」。")
    if case.not_posted:
        raise NotPossible("这一件依法不公示。请直接作终止决定。")
    publicity = post(case, opinion, "ending", place, posted_on or localdate(at), by=by, at=at)
    steps.finish(
        case,
        "publicise_ending",
        by=by,
        at=at,
        details={"publicity": publicity.pk},
        started_on=publicity.posted_on,
    )
    return publicity


@transaction.atomic
def end_award(
    *, case_id: int, cause: str, reason_text: str, by: Any, at: datetime, died_on: date | None = None
) -> Decision:
    """End: nothing is paid from the month after the decision (after the death where that is the cause)."""
    case = lifecycle.locked(case_id)
    level = level_of(case, "end", by=by, at=at)
    if case.pays_once:
        raise NotPossible("一次性的救助发完就办结,不用终止。决定有错的,请「撤销决定」。")
    _check_cause(cause, reason_text)
    day = localdate(at)
    made, differs = _ending_determination(case, cause)
    posted = programme(case.programme).ending_publicity and not case.not_posted
    if posted and cause not in NEEDS_NO_PUBLICITY:
        _ending_published(case, day)
    last = Month.of(died_on if cause == "death" and died_on is not None else day)
    decision = _decide(case, made, "end", level, None, reason_text, differs, last + 1, by, at)
    decision.could_get = could_get(made, case) if made is not None else []
    decision.save(update_fields=["could_get"])
    stop(case, decision, last=last, cause=cause, at=at)
    steps.finish(
        case,
        verb_for("end", level),
        by=by,
        at=at,
        decision=decision,
        reason=reason_text.strip(),
        details={"decision": decision.pk, "cause": cause},
    )
    return decision


def stop(case: Case, decision: Decision, *, last: Month, cause: str, at: datetime) -> None:
    """Close what runs after a last month, and the re-checks that waited for it."""
    for award in awarding.running(case, last + 1):
        awarding.supersede(award, last=last, because=cause, decision=decision)
    case.reviews.filter(done_at__isnull=True).update(done_at=at, outcome="ended")


def _check_cause(cause: str, reason_text: str) -> None:
    if cause not in CAUSES:
        raise NotPossible(f"终止的原因请从这里选:{'、'.join(CAUSES.values())}。")
    if not reason_text.strip():
        raise NotPossible("请写明终止的理由。")


def _ending_determination(case: Case, cause: str) -> tuple[Determination | None, bool]:
    if cause in NEEDS_NO_DETERMINATION:
        return latest_determination(case), False
    made = fresh_determination(case)
    return made, determining.verdict_for(made, case)["outcome"] != determining.NOT_ENTITLED


def _ending_published(case: Case, day: date) -> None:
    since = case.decisions.filter(set_aside_at__isnull=True).order_by("-id").first()
    publicity = (
        case.publicities.filter(about="ending", posted_on__gte=localdate(since.at)).order_by("-id").first()
    )
    if publicity is None:
        raise NotPossible("终止要先公示。请「提出终止意见」并张贴公示。")
    if day <= publicity.ends_on:
        raise NotPossible(f"公示还没有满期:贴到 {publicity.ends_on},第二天起才能作终止决定。")


@transaction.atomic
def suspend_award(*, award_id: int, from_month: Month | str, reason: str, by: Any, at: datetime) -> Decision:
    """Stop paying from a month that is still to come, until it is resumed or ended (停发)."""
    award, case = _award(award_id, "suspend", by=by, at=at)
    start = _to_come(from_month, at)
    if start < award.from_month or (award.until_month is not None and award.until_month < start):
        raise NotPossible(f"{start} 没有这项待遇可停。请看现在正在发的那一项。")
    _check_cause("not_cooperating", reason)
    decision = _decide(case, None, "change", "county", 0, reason, False, start, by, at)
    awarding.supersede(award, last=start + -1, because="suspended", decision=decision)
    steps.finish(
        case,
        "suspend",
        by=by,
        at=at,
        decision=decision,
        reason=reason.strip(),
        details={"award": award.pk, "from": str(start)},
    )
    return decision


@transaction.atomic
def resume_award(*, award_id: int, from_month: Month | str, reason: str, by: Any, at: datetime) -> Award:
    """Pay a suspended award again from a month on: a new row linked to the old (恢复发放)."""
    award, case = _award(award_id, "resume", by=by, at=at)
    start = as_month(from_month)
    if award.ended_because != "suspended" or award.until_month is None or start <= award.until_month:
        raise NotPossible("这项待遇没有停发,不用恢复。")
    if not reason.strip():
        raise NotPossible("请写明为什么恢复。")
    if awarding.running(case, start):
        raise NotPossible("已经有正在发的待遇,不能再恢复一份。")
    decision = _decide(case, None, "change", "county", award.monthly_fen, reason, False, start, by, at)
    resumed = awarding.grant(
        case,
        decision,
        amount_fen=award.monthly_fen,
        from_month=start,
        made=None,
        until_month=award.until_before,
    )
    resumed.previous, resumed.members, resumed.parts = award, award.members, award.parts
    resumed.save(update_fields=["previous", "members", "parts"])
    steps.finish(
        case,
        "resume",
        by=by,
        at=at,
        decision=decision,
        reason=reason.strip(),
        details={"award": resumed.pk, "from": str(start)},
    )
    return resumed


def _award(award_id: int, verb: str, *, by: Any, at: datetime) -> tuple[Award, Case]:
    award = Award.objects.filter(pk=award_id).first()
    if award is None or award.voided_at is not None:
        raise NotPossible("没有找到这项待遇。")
    case = steps.begin(award.case_id, verb, by=by, at=at)
    award.refresh_from_db()
    return award, case


def _to_come(month: Month | str, at: datetime) -> Month:
    start = as_month(month)
    if start <= Month.of(localdate(at)):
        raise NotPossible("停发从下个月起,不能从已经过去的月份起。")
    return start


def end_expired(*, at: datetime, limit: int = 500) -> int:
    """For the timed job: end the cases whose last award ran out (gradual exit, time-boxed help); how many."""
    month = Month.of(localdate(at))
    live = Award.objects.filter(voided_at__isnull=True, once_fen__isnull=True)
    over = (
        Case.objects.filter(status="confirmed", awards__in=live)
        .exclude(awards__in=live.filter(until_month__isnull=True))
        .exclude(awards__in=live.filter(until_month__gte=month))
    )
    ended = 0
    for pk in over.order_by("pk").values_list("pk", flat=True).distinct().iterator():
        ended += _expire(pk, at)
        if ended >= limit:
            break
    return ended


@transaction.atomic
def _expire(case_id: int, at: datetime) -> int:
    case = lifecycle.locked(case_id)
    if case.status != "confirmed":
        return 0
    last = case.awards.filter(voided_at__isnull=True, once_fen__isnull=True).order_by("-until_month").first()
    if last.ended_because == "suspended":
        return 0
    made = latest_determination(case)
    end_by_itself(case, last=last.until_month, cause="expired", words="到期", made=made, at=at)
    return 1


def end_by_itself(
    case: Case, *, last: Month, cause: str, words: str, made: Determination | None, at: datetime
) -> Decision:
    """End a locked case without anybody pressing: the decision of the system, with its letter."""
    decision = _decide(case, made, "end", "county", None, words, False, last + 1, None, at)
    stop(case, decision, last=last, cause=cause, at=at)
    steps.finish(case, "end", by=None, at=at, decision=decision, reason=words, details={"decision": decision.pk})
    return decision
