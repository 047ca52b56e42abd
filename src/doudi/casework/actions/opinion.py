"""The township's opinion, the notice on the village board, objections to it, and the hand-over to the county.

民发〔2021〕57号 第十九条; 民发〔2021〕43号 第十四、十五条. The notice shows the applicant's name, the number
of members and the amount, nothing else. A proposal to refuse is not posted: it would expose a family to
nobody's use (judgement).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import clocks, determining, steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import calendar, last_day_posted, sheet_of
from doudi.casework.models import Case, Objection, Opinion, Publicity
from doudi.casework.programme import programme
from doudi.people.models import Paper

NOT_POSTED = "这一件依法不公示。请直接报送县级或作决定。"


@transaction.atomic
def give_opinion(
    *, case_id: int, proposal: str, by: Any, at: datetime, amount_fen: int | None = None, reason: str = ""
) -> Opinion:
    """Say what the township proposes, on the determination made after the last visit (初审意见).

    A proposal that differs from the determination, or follows an objection, needs a reason.
    """
    case = steps.begin(case_id, "give_opinion", by=by, at=at)
    made = latest_determination(case)
    visit = case.visits.order_by("-id").first()
    if made is None or (visit is not None and made.made_at < visit.at):
        raise NotPossible("入户调查以后还没有认定。请先点「认定」,再提初审意见。")
    verdict = determining.verdict_for(made, case)
    amount, differs = proposed(verdict, proposal, sum_said(case, amount_fen))
    open_objections = case.objections.filter(settled_on__isnull=True)
    if not reason.strip() and differs:
        raise NotPossible("初审意见和认定结果不一样。请写明理由。")
    if not reason.strip() and open_objections.exists():
        raise NotPossible("公示有异议。请写明怎么核实的、结果怎样。")
    open_objections.update(settled_on=localdate(at), outcome=reason.strip())
    opinion = Opinion.objects.create(
        case=case,
        determination=made,
        proposal=proposal,
        amount_fen=amount,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    steps.finish(
        case,
        "give_opinion",
        by=by,
        at=at,
        reason=reason.strip(),
        details={"proposal": proposal, "differs": differs},
    )
    return opinion


def latest_determination(case: Case) -> Any:
    """The last determination of a case."""
    return case.determinations.order_by("-id").first()


def sum_said(case: Case, amount_fen: int | None) -> int | None:
    """What somebody typed; of what is no money nothing but nought can be said."""
    return amount_fen if programme(case.programme).pays else 0


def proposed(verdict: dict[str, Any], result: str, amount_fen: int | None) -> tuple[int | None, bool]:
    """The amount of a proposal or decision, and whether it differs from what the law said."""
    outcome, lawful = verdict["outcome"], determining.lawful_sum(verdict)
    if result == "refuse":
        return None, outcome != determining.NOT_ENTITLED
    if outcome == determining.NEED_INFO:
        missing = "、".join(dict.fromkeys(each["label"] for each in verdict["missing"])) or "见认定结果"
        raise NotPossible(f"还缺信息:{missing}。补上以后重新认定,再提意见。")
    amount = lawful if amount_fen is None else amount_fen
    if amount is None and outcome == determining.DISCRETION:
        raise NotPossible("这一项法规没有定数额,要由人来定。请填金额并写明理由。")
    if amount is not None and amount < 0:
        raise NotPossible("金额不能小于零。")
    return amount or 0, outcome != determining.ENTITLED or (amount or 0) != (lawful or 0)


@transaction.atomic
def open_publicity(
    *, case_id: int, place: str, by: Any, at: datetime, posted_on: date | None = None
) -> Publicity:
    """Post the proposal on the village board for the days that the law gives (公示)."""
    case = steps.begin(case_id, "open_publicity", by=by, at=at)
    opinion = case.opinions.order_by("-id").first()
    if not case.must_be_posted:
        raise NotPossible(NOT_POSTED)
    if opinion.proposal != "confirm":
        raise NotPossible("拟不予确认的不张贴公示。请直接报送县级或作决定。")
    publicity = post(case, opinion, "award", place, posted_on or localdate(at), by=by, at=at)
    steps.finish(
        case,
        "open_publicity",
        by=by,
        at=at,
        details={"publicity": publicity.pk},
        started_on=publicity.posted_on,
    )
    _hang_until(case, publicity.ends_on)
    return publicity


def post(
    case: Case, opinion: Opinion, about: str, place: str, posted_on: date, *, by: Any, at: datetime
) -> Publicity:
    """Write the publicity record; an earlier one that still hangs is taken down first."""
    if not place.strip():
        raise NotPossible("请写明张贴在哪里,例如「村务公开栏」。")
    if posted_on > localdate(at):
        raise NotPossible("张贴日期不能在今天以后。")
    key = programme(case.programme).limits["publicity"]
    ends_on = last_day_posted(posted_on, sheet=sheet_of(posted_on, case.area), key=key)
    if ends_on is None:
        raise NotPossible("公示天数还没有录入,不能张贴。请县级民政在标准里补上。")
    case.publicities.filter(taken_down_at__isnull=True).update(taken_down_at=at, cut_short=True)
    return Publicity.objects.create(
        case=case,
        opinion=opinion,
        about=about,
        place=place.strip(),
        posted_on=posted_on,
        ends_on=ends_on,
        by=by,
    )


def _hang_until(case: Case, ends_on: date) -> None:
    # The first day may count: the clock says the notice's own last day, not a second arithmetic.
    case.clocks.filter(kind="publicity", ended_on__isnull=True).update(due_on=ends_on)
    clocks.refresh(case)


@transaction.atomic
def withhold_publicity(*, case_id: int, by: Any, at: datetime) -> Case:
    """Nobody outside may learn of this family (家暴受害人、艾滋病病人等): nothing is posted, what hangs comes down at once.

    Why is for the paper file of the county: here it would say the very thing that must not be known.
    """
    case = steps.begin(case_id, "withhold_publicity", by=by, at=at)
    case.not_posted = True
    Case.objects.filter(household=case.household).update(not_posted=True)
    hanging = Publicity.objects.filter(case__household=case.household, taken_down_at__isnull=True)
    hanging.update(taken_down_at=at, cut_short=True)
    steps.finish(case, "withhold_publicity", by=by, at=at)
    return case


@transaction.atomic
def allow_publicity(*, case_id: int, by: Any, at: datetime) -> Case:
    """The family is posted like any other after all (撤销不公示)."""
    case = steps.begin(case_id, "allow_publicity", by=by, at=at)
    case.not_posted = False
    Case.objects.filter(household=case.household).update(not_posted=False)
    steps.finish(case, "allow_publicity", by=by, at=at)
    return case


@transaction.atomic
def take_down_publicity(
    *, publicity_id: int, by: Any, at: datetime, photo_id: int | None = None
) -> Publicity:
    """Record that the notice was taken down, with a photograph if there is one (撤下公示)."""
    publicity = Publicity.objects.select_for_update(of=("self",)).filter(pk=publicity_id).first()
    if publicity is None or publicity.taken_down_at is not None:
        raise NotPossible("这份公示已经撤下了。")
    case = steps.begin(publicity.case_id, "take_down_publicity", by=by, at=at)
    if localdate(at) <= publicity.ends_on and case.status in {"publicised", "confirmed"}:
        raise NotPossible(f"公示要贴到 {publicity.ends_on},还没有满期,不能撤下。")
    if photo_id is not None and not Paper.objects.filter(pk=photo_id, household=case.household_id).exists():
        raise NotPossible("照片不是这一家的材料。请重新上传。")
    publicity.taken_down_at, publicity.photo_id = at, photo_id
    publicity.save(update_fields=["taken_down_at", "photo"])
    steps.finish(case, "take_down_publicity", by=by, at=at, details={"publicity": publicity.pk})
    return publicity


@transaction.atomic
def record_objection(
    *, case_id: int, text: str, by: Any, at: datetime, from_whom: str = "", received_on: date | None = None
) -> Objection:
    """Somebody objects: the notice comes down, the limit is lengthened, the home is visited again
    (公示异议)."""
    case = steps.begin(case_id, "record_objection", by=by, at=at)
    if not text.strip():
        raise NotPossible("请写明异议说了什么。")
    publicity = case.publicities.order_by("-id").first()
    day = received_on or localdate(at)
    if not publicity.posted_on <= day <= localdate(at):
        raise NotPossible("异议日期要在公示张贴以后、今天以前。")
    objection = Objection.objects.create(
        case=case, publicity=publicity, from_whom=from_whom.strip(), text=text.strip(), received_on=day, by=by
    )
    case.publicities.filter(taken_down_at__isnull=True).update(taken_down_at=at, cut_short=True)
    case.special_reason = case.special_reason or "objection"
    case.save(update_fields=["special_reason"])
    clocks.lengthen(case, sheet=sheet_of(day, case.area), calendar=calendar())
    steps.finish(case, "record_objection", by=by, at=at, details={"objection": objection.pk}, started_on=day)
    return objection


@transaction.atomic
def send_to_county(*, case_id: int, by: Any, at: datetime) -> Case:
    """Hand the case to the county with everything that was found (报送)."""
    case = steps.begin(case_id, "send_to_county", by=by, at=at)
    publicity_over(case, localdate(at))
    steps.finish(case, "send_to_county", by=by, at=at)
    return case


def publicity_over(case: Case, day: date) -> None:
    """NotPossible unless the notice that the programme asks for hung its whole time."""
    opinion = case.opinions.order_by("-id").first()
    if opinion.proposal != "confirm" or not case.must_be_posted:
        return
    publicity = case.publicities.filter(opinion=opinion, about="award").order_by("-id").first()
    if publicity is None:
        raise NotPossible("还没有公示。请先张贴公示,期满没有异议再往下办。")
    if day <= publicity.ends_on:
        raise NotPossible(f"公示还没有满期:贴到 {publicity.ends_on},第二天起才能往下办。")


@transaction.atomic
def return_to_township(*, case_id: int, reason: str, by: Any, at: datetime) -> Case:
    """The county sends the case back for another look, saying what is to be cleared up (退回补查)."""
    case = steps.begin(case_id, "return_to_township", by=by, at=at)
    if not reason.strip():
        raise NotPossible("请写明要补查什么。")
    steps.finish(case, "return_to_township", by=by, at=at, reason=reason.strip())
    return case
