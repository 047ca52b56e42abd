"""From a case on the record to the view of each letter (填写): nothing is decided here, everything is
fetched.

Clauses: 57号 第十、十五至十七、十九、二十一条; 社会救助暂行办法 第六十五、六十八条.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.timezone import localdate

from doudi.casework import determining
from doudi.casework.models import Award, Case, Decision, Notice
from doudi.casework.papers.door import Acceptance, MissingItem, MissingNotice, Step
from doudi.casework.papers.enrolled import enrolment_notice
from doudi.casework.papers.sheet import Paper, PaperWithheld
from doudi.casework.papers.surroundings import account, facts, grounds, letterhead, lines, rights
from doudi.casework.papers.verdicts import Answer, ChangeNotice, Confirmation, Part, Refusal, Standing
from doudi.casework.papers.wording import Ground, day_words, month_words, yuan
from doudi.casework.programme import CLOCK_LABELS, programme
from doudi.people import reads as people

TRUTH: Final = "说的、交的都要真实；隐瞒、骗取的，要追回，还要处罚。"
CHANGES: Final = "家里人口、收入、财产有变化，及时告诉乡镇（街道）。"
VISIT: Final = "入户时家里有人，带好身份证和户口簿。"
NOT_ASKED: Final = "您没有申请，是按在册情况直接给的（免申即享）。不想要，网上点“不要”，或者到窗口、打电话说一声，不用说理由。"
REPAY: Final = "多发的钱要退回。"
HOW: Final = "拍照上传，或者带原件到窗口"
_PARTS: Final = {"basic": "基本生活", "care": "照料护理", "extra": "增发"}
_AGAIN: Final = "情况有变化，随时可以再申请。"


def letter(notice: Notice, link: str = "") -> Paper:
    """The letter that a notice owes the family. Raises PaperWithheld."""
    try:
        fill = LETTERS[notice.kind]
    except KeyError:
        raise PaperWithheld("没有这种通知书的模板。") from None
    return fill(notice, link)


def number_of(notice: Notice) -> str:
    """The letter's own number (文号)."""
    return f"〔{localdate(notice.issued_at).year}〕{notice.pk}号"


def _head(notice: Notice, level: str, link: str) -> Any:
    return letterhead(notice.case, level, localdate(notice.issued_at), number=number_of(notice), link=link)


def _missing(notice: Notice, link: str) -> MissingNotice:
    request = notice.case.supplement_requests.filter(issued_at__lte=notice.issued_at).order_by("-id").first()
    head = _head(notice, "township", link)
    held = [evidence.label for evidence in programme(notice.case.programme).evidence if evidence.held_by]
    items = (
        tuple(MissingItem(item["label"], item.get("why", ""), HOW) for item in request.items)
        if request
        else ()
    )
    return MissingNotice(
        head=head,
        items=items,
        due=request.due_on if request else None,
        hand_in=f"{head.office}窗口",
        known=tuple(held),
    )


def _acceptance(notice: Notice, link: str) -> Acceptance:
    case = notice.case
    clocks = case.clocks.filter(ended_on__isnull=True).order_by("due_on", "id")
    labels = {evidence.kind: evidence.label for evidence in programme(case.programme).evidence}
    handed_in = dict.fromkeys(labels.get(paper.kind, "") for paper in people.papers(case.household))
    return Acceptance(
        head=_head(notice, "township", link),
        applied=localdate(case.application.submitted_at),
        accepted=case.accepted_on or localdate(notice.issued_at),
        steps=tuple(
            Step(CLOCK_LABELS.get(clock.kind, clock.kind), _until(clock), clock.clause) for clock in clocks
        ),
        duties=(TRUTH, VISIT, CHANGES),
        papers=tuple(label for label in handed_in if label),
    )


def _until(clock: Any) -> str:
    return day_words(clock.due_on) if clock.due_on else "等下一年的工作日公布后告诉您"


def _decision(notice: Notice) -> Decision:
    if notice.decision is None:
        raise PaperWithheld("这份通知书没有对应的决定，不能印。")
    return notice.decision


def _covered(case: Case, day: date) -> str:
    if case.person_id:
        return f"{case.person.name}一人"
    return f"一家 {len(people.members(case.household, day))} 口人"


def _confirmation(notice: Notice, link: str) -> Confirmation:
    case, decision, day = notice.case, _decision(notice), localdate(notice.issued_at)
    award = decision.awards.order_by("id").first()
    parts = tuple(
        Part(_PARTS[key], fen) for key, fen in (award.parts if award else {}).items() if key in _PARTS
    )
    covered = _covered(case, day) if case.person_id or award is None else f"您家 {award.members} 口人"
    return Confirmation(
        head=_head(notice, decision.level, link),
        covered=covered,
        monthly_fen=decision.amount_fen or 0,
        from_month=str(decision.from_month),
        parts=parts,
        account=account(case.person or case.application.applicant) if programme(case.programme).pays else "",
        reasons=grounds(decision.reasons, decision.reason_text),
        lines=lines(decision.determination, case),
        instead=_instead(case, award),
        duties=(*_duties(notice), *_next_review(case), *((REPAY,) if programme(case.programme).pays else ()), TRUTH),
        rights=rights(case.area, day),
        rhythm=_rhythm(award),
    )


def _enrolment(notice: Notice, link: str) -> Paper:
    """What we give ourselves rests on a decision; what another department decides is only announced."""
    return _confirmation(notice, link) if notice.decision_id else enrolment_notice(notice, _head(notice, "county", link))


def _duties(notice: Notice) -> tuple[str, ...]:
    """What the family should keep in mind; nobody asked for what is given without an application, so it may say no."""
    return (NOT_ASKED, CHANGES) if notice.kind == "enrolment" else (CHANGES,)


def _instead(case: Case, award: Award | None) -> str:
    """What stands where an amount would: a service, or a policy with its days, insurer and number."""
    manifest = programme(case.programme)
    if manifest.pays:
        return ""
    if award is None or award.covers_from is None:
        return f"同意{manifest.label}，不发钱" if manifest.service is not None else ""
    verdict = determining.verdict_for(award.decision.determination, case)
    named = "，".join(str(verdict["details"][name]) for name in ("insurer", "number") if verdict["details"].get(name))
    return f"{day_words(award.covers_from)}到{day_words(award.covers_until)}有{manifest.label}（{named}），不用您交钱"


def _rhythm(award: Award | None) -> str:
    if award is None or award.once_fen is None:
        return "每月"
    begun = f"，其中已先行给付 {yuan(award.advanced_fen)} 元" if award.advanced_fen else ""
    return f"{'一次性' if award.instalments == 1 else f'分 {award.instalments} 个月'}共{begun}"


def _next_review(case: Case) -> tuple[str, ...]:
    due = case.reviews.filter(done_at__isnull=True, due_on__isnull=False).order_by("due_on").first()
    return (f"下次复核在{month_words(f'{due.due_on:%Y-%m}')}以前。",) if due else ()


def _refusal(notice: Notice, link: str) -> Refusal:
    case, decision, day = notice.case, _decision(notice), localdate(notice.issued_at)
    made = decision.determination
    known = facts(case.household, made.day, made.made_at) if made else facts(case.household, day)
    return Refusal(
        head=_head(notice, decision.level, link),
        applied=localdate(case.application.submitted_at),
        covered=_covered(case, day),
        reasons=grounds(decision.reasons, decision.reason_text),
        lines=lines(made, case),
        facts=known,
        others=_others(decision, case, day),
        rights=rights(case.area, day),
    )


def _others(decision: Decision, case: Case, day: date) -> tuple[str, ...]:
    """What else the same determination says the family could get."""
    names = {str(row.person_id): row.person.name for row in people.members(case.household, day)}
    return tuple(_other(each, names) for each in decision.could_get)


def _other(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    whose = f"{names.get(str(each['member']), '')}：" if each.get("member") else ""
    said = {
        "entitled": "符合，可以申请",
        "need_info": "还差信息，可以申请",
        "discretion": "可以申请，由工作人员看情况定",
    }
    amount = f"，每月 {yuan(each['monthly_fen'])} 元" if each.get("monthly_fen") else ""
    return f"{whose}{each['label']}：{said.get(each['outcome'], '可以申请')}{amount}。"


def _change(notice: Notice, link: str) -> ChangeNotice:
    case, decision, day = notice.case, _decision(notice), localdate(notice.issued_at)
    before = decision.closed_awards.order_by("-id").first()
    after = decision.awards.filter(voided_at__isnull=True).order_by("id").first()
    gradual = after is not None and after.gradual_exit
    deed = "exit" if gradual else "end" if decision.result == "end" or after is None else "change"
    return ChangeNotice(
        head=_head(notice, decision.level, link),
        deed=deed,
        from_month=str(decision.from_month),
        until_month=str(after.until_month) if gradual else "",
        before=_standing(before),
        after=_standing(after),
        reasons=grounds(decision.reasons, decision.reason_text),
        lines=lines(decision.determination, case),
        others=_others(decision, case, day),
        rights=rights(case.area, day),
    )


def _standing(award: Award | None) -> Standing:
    return (
        Standing(members=award.members, monthly_fen=award.monthly_fen)
        if award
        else Standing(members=0, monthly_fen=0)
    )


def _set_aside(notice: Notice, link: str) -> Answer:
    case, decision, day = notice.case, _decision(notice), localdate(notice.issued_at)
    what = f"{day_words(localdate(decision.at))}作出的{decision.get_result_display()}决定"
    reason = Ground(label="原决定有误", clause="社会救助暂行办法 第六十五条", text=decision.set_aside_reason)
    return Answer(
        head=_head(notice, "county", link),
        deed="set_aside",
        about=f"我们重新看了{what}。",
        outcome=f"{what}，现予撤销。",
        reasons=(reason,),
        lines=(),
        next_steps=("我们重新办理，您不用再申请。", CHANGES),
        rights=rights(case.area, day),
    )


def _review_answer(notice: Notice, link: str) -> Answer:
    case, day = notice.case, localdate(notice.issued_at)
    appeal = case.appeals.filter(answered_at__isnull=False).order_by("-answered_at", "-id").first()
    if appeal is None:
        raise PaperWithheld("复核还没有答复，不能印答复书。")
    upheld = bool(appeal.upheld)
    reason = Ground(label="复核意见", clause="社会救助暂行办法 第六十五条", text=appeal.answer)
    return Answer(
        head=_head(notice, "county", link),
        deed="review_answer",
        about=f"您于{day_words(localdate(appeal.received_at))}申请复核。",
        outcome="经复核，原决定有误，予以纠正。" if upheld else "经复核，原决定维持。",
        reasons=(reason,),
        lines=(),
        next_steps=("我们重新办理，您不用再申请。",) if upheld else (_AGAIN,),
        rights=rights(case.area, day),
    )


LETTERS: Final[Mapping[str, Callable[[Notice, str], Paper]]] = {
    "supplement": _missing,
    "acceptance": _acceptance,
    "confirmation": _confirmation,
    "enrolment": _enrolment,
    "refusal": _refusal,
    "change": _change,
    "ending": _change,
    "set_aside": _set_aside,
    "review_answer": _review_answer,
}
