"""When a decision is disputed or wrong: the family asks again, the county answers, a wrong one is set aside.

社会救助暂行办法 第六十五条; 济办发〔2020〕21号 三23. Nothing is edited: what was granted is void, what
was closed stands again, and the difference to rolls already frozen comes out as lines of the next month.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from doudi.casework import awarding, lifecycle, steps
from doudi.casework.actions.intake import delegated_on
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import AppealRequest, Award, Case, Decision
from doudi.casework.models.cases import OCCUPYING

VERBS = {
    "confirm": "set_aside",
    "refuse": "set_aside",
    "change": "set_aside_change",
    "end": "set_aside_ending",
}


@transaction.atomic
def request_review(
    *, case_id: int, text: str, by: Any, at: datetime, disputed_facts: Sequence[str] = ()
) -> AppealRequest:
    """The family does not agree and asks to look again; pressing twice makes one request (复核)."""
    case = steps.begin(case_id, "request_review", by=by, at=at)
    decision = case.decisions.filter(set_aside_at__isnull=True).order_by("-id").first()
    if decision is None:
        raise NotPossible("这件事还没有决定,不用申请复核。可以先查进度。")
    known = decision.appeals.filter(answered_at__isnull=True).first()
    if known is not None:
        return known
    if not text.strip() and not disputed_facts:
        raise NotPossible("请写一写哪里不同意,或者选出不对的信息。")
    appeal = AppealRequest.objects.create(
        case=case,
        decision=decision,
        text=text.strip(),
        received_at=at,
        by=by,
        disputed_facts=list(disputed_facts),
    )
    steps.finish(case, "request_review", by=by, at=at, details={"appeal": appeal.pk})
    return appeal


@transaction.atomic
def answer_review(*, appeal_id: int, upheld: bool, answer: str, by: Any, at: datetime) -> AppealRequest:
    """Answer a request to look again: `upheld` says the family was right, and the decision must be set
    aside."""
    appeal = AppealRequest.objects.select_for_update(of=("self",)).filter(pk=appeal_id).first()
    if appeal is None or appeal.answered_at is not None:
        raise NotPossible("这件复核已经答复过了。")
    case = steps.begin(appeal.case_id, "answer_review", by=by, at=at)
    if not answer.strip():
        raise NotPossible("请写明答复的理由。")
    if upheld and appeal.decision.set_aside_at is None:
        raise NotPossible("认为原决定有错的,请先「撤销决定」,再答复。")
    appeal.upheld, appeal.answer, appeal.answered_at, appeal.answered_by = upheld, answer.strip(), at, by
    appeal.save(update_fields=["upheld", "answer", "answered_at", "answered_by"])
    steps.finish(
        case,
        "answer_review",
        by=by,
        at=at,
        decision=appeal.decision,
        details={"appeal": appeal.pk, "upheld": upheld},
    )
    return appeal


@transaction.atomic
def set_aside(*, decision_id: int, reason: str, by: Any, at: datetime) -> Decision:
    """Set a wrong decision aside with its reason; the last one first (撤销决定)."""
    decision = Decision.objects.select_for_update(of=("self",)).filter(pk=decision_id).first()
    if decision is None or decision.set_aside_at is not None:
        raise NotPossible("这个决定已经撤销了。")
    verb = VERBS[decision.result]
    case = steps.begin(decision.case_id, verb, by=by, at=at)
    if not reason.strip():
        raise NotPossible("请写明这个决定错在哪里。")
    if case.status == "ended" and verb == "set_aside" and not case.pays_once:
        raise NotPossible("这一件已经终止。请先「撤销终止决定」,再撤销原来的决定。")
    if case.decisions.filter(pk__gt=decision.pk, set_aside_at__isnull=True).exists():
        raise NotPossible("后面还有新的决定。请从最后一个决定起,一个一个撤销。")
    decision.set_aside_at, decision.set_aside_by, decision.set_aside_reason = at, by, reason.strip()
    decision.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason"])
    try:
        with transaction.atomic():
            awarding.undo(decision, at=at)
            steps.finish(
                case,
                verb,
                by=by,
                at=at,
                reason=reason.strip(),
                decision=decision,
                details={"decision": decision.pk},
            )
    except IntegrityError:
        raise NotPossible("这一家后来又有了新的同类救助,不能恢复原来的。请先处理新的那一件。") from None
    _watch(case, decision)
    return decision


def _watch(case: Case, decision: Decision) -> None:
    # What no longer stands is not reviewed; what stands again is.
    if decision.result == "confirm":
        case.reviews.filter(done_at__isnull=True).delete()
    if decision.result in {"change", "end"}:
        last = Award.objects.filter(case=case, voided_at__isnull=True).order_by("-from_month").first()
        if last is not None:
            awarding.schedule_review(case, last, last.decision.determination, localdate(decision.at))


@transaction.atomic
def reopen(*, case_id: int, reason: str, by: Any, at: datetime) -> Case:
    """After a decision was set aside the case is handled again from the survey; the clocks start anew
    (重新办理)."""
    case = steps.begin(case_id, "reopen", by=by, at=at)
    if not reason.strip():
        raise NotPossible("请写明为什么重新办理。")
    beside = Case.objects.filter(OCCUPYING, household=case.household_id, programme=case.programme, person=case.person_id)
    if beside.exclude(pk=case.pk).exists():
        raise NotPossible("这一家的同一项又有一件在办。请先办完那一件。")
    case.accepted_on, case.delegated = localdate(at), delegated_on(case.area, localdate(at))
    case.in_draw_at, case.drawn_for_check = None, False
    case.save(update_fields=["accepted_on", "delegated", "in_draw_at", "drawn_for_check"])
    steps.finish(case, "reopen", by=by, at=at, reason=reason.strip())
    return case


@transaction.atomic
def close_set_aside(*, case_id: int, reason: str, by: Any, at: datetime) -> Case:
    """After a decision was set aside nothing more is to be done for the family here (办结)."""
    lifecycle.check(lifecycle.locked(case_id), "close_set_aside", by=by, at=at)
    if not reason.strip():
        raise NotPossible("请写明为什么办结。")
    return steps.take(case_id, "close_set_aside", by=by, at=at, reason=reason.strip())
