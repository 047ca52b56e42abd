"""The one table of what may happen to a case, and `move`, the only writer of its status.

民发〔2021〕57号 第四至二十二条; 民发〔2021〕43号 第十至十八、二十六条; 社会救助暂行办法 第六十五条. A row
says who may do what from where, on which clause, which clocks it starts and ends, and which letter it owes.
docs/lifecycle.md is generated from this table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.duties import holds
from doudi.casework.models import Case, Move, Status
from doudi.casework.models.cases import OPEN

S = Status
RESIDENT, COORDINATOR, CLERK, COUNTY, CITY = (
    "resident",
    "coordinator",
    "clerk",
    "county_officer",
    "city_officer",
)
ROLE_LABELS = {
    RESIDENT: "申请人",
    COORDINATOR: "村(居)协理员",
    CLERK: "乡镇(街道)经办",
    COUNTY: "县级民政",
    CITY: "市民政局",
}
DOOR = (RESIDENT, COORDINATOR, CLERK)


class NotPossible(Exception):
    """A verb that cannot be done now or by this person; says in Chinese what to do instead."""


@dataclass(frozen=True)
class Transition:
    """One row: `to` None means the status stays; `starts`/`ends` are kinds of clocks."""

    verb: str
    label: str
    sources: tuple[str, ...]
    to: str | None
    roles: tuple[str, ...]
    clause: str
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    notice: str | None = None


# The publicity clock is not among them: the poster must still come down.
ALL_ENDS = (
    "survey_start",
    "verification_start",
    "township_opinion",
    "opinion_again",
    "decision",
    "county_decision",
    "urgent_papers",
)
STUDIED = (S.SURVEYED, S.OPINION_GIVEN, S.PUBLICISED, S.OBJECTED, S.COUNTY_REVIEW)
NOT_DECIDED_AFTER_ACCEPTANCE = (S.ACCEPTED, *STUDIED)

NOT_TO_BE_KNOWN = "反家庭暴力法 第五条、艾滋病防治条例 第三十九条"
OTHER_HELP = "济办发〔2020〕21号 二(二)8"
ONCE, AT_ONCE = "国发〔2014〕47号", "济办发〔2020〕21号 二(三)9"
NOTICE_2022, REMEDY = "民政部等四部门2022年10月20日通知 一(三)", "社会救助暂行办法 第六十五条"


def _57(article: str) -> str:
    return f"民发〔2021〕57号 第{article}条"


# fmt: off
TABLE: tuple[Transition, ...] = (
    Transition("submit", "提交申请", (), S.SUBMITTED, DOOR, _57("四")),
    Transition("request_supplement", "一次性告知", (S.SUBMITTED,), S.SUPPLEMENTING, (CLERK,), _57("十"),
               notice="supplement"),
    Transition("take_over", "接续在册救助", (), S.CONFIRMED, (COUNTY,), _57("三十一")),
    Transition("enrol", "免申即享", (), S.CONFIRMED, (COUNTY,), "济办发〔2020〕21号 三20", notice="enrolment"),
    Transition("supplement_received", "补齐材料", (S.SUPPLEMENTING,), S.SUBMITTED, DOOR, _57("十")),
    Transition("accept", "受理", (S.SUBMITTED,), S.ACCEPTED, (CLERK,), _57("十、十五"),
               starts=("survey_start", "township_opinion", "decision"), notice="acceptance"),
    Transition("register_relative", "近亲属备案", OPEN, None, (CLERK, COUNTY), _57("十一")),
    Transition("register_complaint", "登记举报", OPEN, None, (CLERK, COUNTY), _57("二十")),
    Transition("record_event", "登记急难和支出", OPEN, None, (COORDINATOR, CLERK, COUNTY), ONCE),
    Transition("help_first", "先行救助", (S.SUBMITTED, S.SUPPLEMENTING, S.ACCEPTED, S.SURVEYED), None, (CLERK, COUNTY),
               AT_ONCE, starts=("urgent_papers",)),
    Transition("lengthen", "延长期限", NOT_DECIDED_AFTER_ACCEPTANCE, None, (CLERK, COUNTY),
               _57("二十二")),
    Transition("request_check", "提请经济状况核对", (S.ACCEPTED, S.SURVEYED, S.OBJECTED), None, (CLERK,),
               _57("十七"), starts=("verification_start",)),
    Transition("start_check", "开始核对", (S.ACCEPTED, *STUDIED), None, (COUNTY,),
               _57("十七"), ends=("verification_start",)),
    Transition("record_visit", "入户调查", (S.ACCEPTED, S.SURVEYED, S.OBJECTED), S.SURVEYED,
               (COORDINATOR, CLERK), _57("十五、十六"), ends=("survey_start",)),
    Transition("county_visit", "县级入户", STUDIED, None, (COUNTY,), _57("二十")),
    Transition("review_visit", "入户核查", (S.CONFIRMED,), None, (COORDINATOR, CLERK, COUNTY), _57("三十一")),
    Transition("determine", "认定", (S.SUBMITTED, S.ACCEPTED, *STUDIED, S.CONFIRMED), None, (CLERK, COUNTY),
               _57("十三、十四")),
    Transition("give_opinion", "提出初审意见", (S.SURVEYED,), S.OPINION_GIVEN, (CLERK,), _57("十九"),
               ends=("township_opinion", "opinion_again")),
    Transition("open_publicity", "张贴公示", (S.OPINION_GIVEN,), S.PUBLICISED, (COORDINATOR, CLERK),
               _57("十九"), starts=("publicity",)),
    Transition("take_down_publicity", "撤下公示", (S.PUBLICISED, S.OBJECTED, S.COUNTY_REVIEW, S.CONFIRMED,
               S.REFUSED, S.WITHDRAWN, S.ENDED), None, (COORDINATOR, CLERK), _57("十九"),
               ends=("publicity",)),
    Transition("withhold_publicity", "依法不公示", (*OPEN, S.CONFIRMED), None, (COUNTY,), NOT_TO_BE_KNOWN,
               ends=("publicity",)),
    Transition("allow_publicity", "恢复公示", (*OPEN, S.CONFIRMED), None, (COUNTY,), _57("十九")),
    Transition("record_objection", "登记异议", (S.PUBLICISED,), S.OBJECTED, (COORDINATOR, CLERK),
               _57("十九"), starts=("opinion_again",), ends=("publicity",)),
    Transition("send_to_county", "报送县级", (S.OPINION_GIVEN, S.PUBLICISED), S.COUNTY_REVIEW, (CLERK,),
               _57("十九"), starts=("county_decision",)),
    Transition("return_to_township", "退回乡镇补查", (S.COUNTY_REVIEW,), S.ACCEPTED, (COUNTY,),
               _57("二十"), ends=("county_decision",)),
    Transition("confirm_delegated", "确认(乡镇)", (S.OPINION_GIVEN, S.PUBLICISED), S.CONFIRMED, (CLERK,),
               _57("二、二十一"), ends=ALL_ENDS, notice="confirmation"),
    Transition("confirm", "确认(县级)", (S.COUNTY_REVIEW,), S.CONFIRMED, (COUNTY,), _57("二十、二十一"),
               ends=ALL_ENDS, notice="confirmation"),
    Transition("refuse_delegated", "不予确认(乡镇)", (S.OPINION_GIVEN, S.PUBLICISED), S.REFUSED, (CLERK,),
               _57("二十一"), starts=("refusal_notice",), ends=ALL_ENDS, notice="refusal"),
    Transition("refuse", "不予确认(县级)", (S.COUNTY_REVIEW,), S.REFUSED, (COUNTY,), _57("二十一"),
               starts=("refusal_notice",), ends=ALL_ENDS, notice="refusal"),
    Transition("close_refused", "未通过后办结", (S.REFUSED,), None, (CLERK, COUNTY), "济办发〔2020〕21号 三20"),
    Transition("record_service", "登记送达", tuple(Status.values), None, (COORDINATOR, CLERK, COUNTY),
               _57("二十一")),
    Transition("withdraw", "撤回申请", OPEN, S.WITHDRAWN, DOOR, _57("四"), ends=ALL_ENDS),
    Transition("request_review", "申请复核", (S.REFUSED, S.CONFIRMED, S.ENDED), None, DOOR, REMEDY),
    Transition("answer_review", "答复复核", (S.REFUSED, S.CONFIRMED, S.ENDED, S.SET_ASIDE), None, (COUNTY,),
               REMEDY, notice="review_answer"),
    Transition("set_aside", "撤销决定", (S.CONFIRMED, S.REFUSED, S.ENDED), S.SET_ASIDE, (COUNTY,),
               REMEDY, ends=("refusal_notice",), notice="set_aside"),
    Transition("set_aside_change", "撤销变更决定", (S.CONFIRMED,), None, (COUNTY,), REMEDY,
               notice="set_aside"),
    Transition("set_aside_ending", "撤销终止决定", (S.ENDED,), S.CONFIRMED, (COUNTY,), REMEDY,
               notice="set_aside"),
    Transition("reopen", "重新办理", (S.SET_ASIDE,), S.ACCEPTED, (CLERK, COUNTY), REMEDY,
               starts=("survey_start", "township_opinion", "decision")),
    Transition("close_set_aside", "撤销后办结", (S.SET_ASIDE,), S.ENDED, (COUNTY,), REMEDY),
    Transition("change_award_delegated", "变更待遇(乡镇)", (S.CONFIRMED,), None, (CLERK,), _57("三十一"),
               notice="change"),
    Transition("change_award", "变更待遇(县级)", (S.CONFIRMED,), None, (COUNTY,), _57("三十一"),
               notice="change"),
    Transition("propose_ending", "提出终止意见", (S.CONFIRMED,), None, (CLERK,),
               "民发〔2021〕43号 第二十六条"),
    Transition("publicise_ending", "公示拟终止", (S.CONFIRMED,), None, (COORDINATOR, CLERK),
               "民发〔2021〕43号 第二十六条", starts=("publicity",)),
    Transition("end_delegated", "终止(乡镇)", (S.CONFIRMED,), S.ENDED, (CLERK,), _57("三十一"),
               ends=("publicity",), notice="ending"),
    Transition("end", "终止(县级)", (S.CONFIRMED,), S.ENDED, (COUNTY,), _57("三十一"),
               ends=("publicity",), notice="ending"),
    Transition("close_file", "原档案关闭", (*OPEN, S.CONFIRMED), S.ENDED, (CLERK, COUNTY), NOTICE_2022,
               ends=(*ALL_ENDS, "publicity")),
    Transition("continue_file", "接续原档案", (S.SUBMITTED,), S.ACCEPTED, (CLERK, COUNTY), NOTICE_2022,
               starts=("survey_start", "township_opinion", "decision")),
    Transition("carry_over_delegated", "延续救助(乡镇)", (S.ACCEPTED,), S.CONFIRMED, (CLERK,),
               NOTICE_2022, ends=ALL_ENDS, notice="change"),
    Transition("carry_over", "延续救助(县级)", (S.ACCEPTED,), S.CONFIRMED, (COUNTY,),
               NOTICE_2022, ends=ALL_ENDS, notice="change"),
    Transition("suspend", "停发", (S.CONFIRMED,), None, (COUNTY,), _57("二十九"), notice="change"),
    Transition("resume", "恢复发放", (S.CONFIRMED,), None, (COUNTY,), _57("二十九"), notice="change"),
    Transition("pay_out", "发放完毕", (S.CONFIRMED,), S.ENDED, (), ONCE),
    Transition("deliver", "登记办好", (S.CONFIRMED,), S.ENDED, (CLERK, COUNTY), OTHER_HELP),
    Transition("run_out", "保单到期", (S.CONFIRMED,), S.ENDED, (), OTHER_HELP),
    Transition("hand_over", "移交", (*OPEN, S.CONFIRMED), None, (CLERK, COUNTY), _57("三十二")),
)
# fmt: on
BY_VERB = {row.verb: row for row in TABLE}
BY_ITSELF = ("take_down_publicity", "end", "hand_over", "pay_out", "run_out")


def possible(case: Case) -> tuple[Transition, ...]:
    """The verbs that the table allows from where the case stands (for any role)."""
    return tuple(row for row in TABLE if case.status in row.sources)


def check(case: Case, verb: str, *, by: Any, at: datetime) -> Transition:
    """The row for this verb, or NotPossible with what to do instead."""
    row = BY_VERB[verb]
    if case.status not in row.sources:
        raise NotPossible(_wrong_status(case, row))
    if by is None:
        if verb not in BY_ITSELF:
            raise NotPossible(f"「{row.label}」要由人来办,系统不能自动办。")
        return row
    if not holds(by, row.roles, case=case, day=localdate(at)):
        if not row.roles:
            raise NotPossible(f"「{row.label}」由系统自动办理,不用人办。")
        who = "、".join(ROLE_LABELS[role] for role in row.roles)
        raise NotPossible(f"您不能办「{row.label}」:这一步由本地的{who}办理。请转给他们。")
    return row


def _wrong_status(case: Case, row: Transition) -> str:
    now = Status(case.status).label
    if not row.sources:
        return f"「{row.label}」只能用于新申请。"
    if case.status in {S.REFUSED, S.WITHDRAWN, S.ENDED}:
        return f"这件事已经办结({now}),不能再「{row.label}」。需要时请重新申请。"
    wanted = "、".join(f"「{Status(each).label}」" for each in row.sources[:4])
    after = "、".join(f"「{each.label}」" for each in possible(case)[:6] if each.verb != "record_service")
    return f"现在是「{now}」,要到{wanted}时才能「{row.label}」。现在可以做:{after or '没有'}。"


def locked(case_id: int) -> Case:
    """The case, its row locked until the transaction ends."""
    related = Case.objects.select_for_update(of=("self",)).select_related("household", "application")
    try:
        return related.get(pk=case_id)
    except Case.DoesNotExist:
        raise NotPossible("没有找到这件申请。请核对编号。") from None


def open_case(case: Case, *, by: Any, at: datetime) -> Case:
    """Write a new case with its first move: the one way an application's case begins."""
    return _opened(case, BY_VERB["submit"], by=by, at=at)


def enrol(case: Case, *, by: Any, at: datetime) -> Case:
    """Write the case of somebody who did not apply: confirmed as it begins, by a decision in the same transaction."""
    row = BY_VERB["enrol"]
    if not holds(by, row.roles, case=case, day=localdate(at)):
        raise NotPossible(f"「{row.label}」由本地的县级民政确认。")
    return _opened(case, row, by=by, at=at)


def _opened(case: Case, row: Transition, *, by: Any, at: datetime) -> Case:
    case.status = row.to
    case.opened_at = at
    # Who may not be posted once may not be posted under the next number either.
    files = [case.household_id, case.household.predecessor_id]
    case.not_posted = Case.objects.filter(household__in=files, not_posted=True).exists()
    case.save(force_insert=True)
    Move.objects.create(case=case, verb=row.verb, went_to=row.to, by=by, at=at, clause=row.clause)
    return case


def take_over(cases: Sequence[Case], *, by: Any, at: datetime) -> None:
    """Write the cases of families whose help was decided before this system (名册导入): confirmed, no steps
    made up."""
    row = BY_VERB["take_over"]
    hidden = set(Case.objects.filter(household__in=[case.household_id for case in cases], not_posted=True)
                 .order_by("household_id").values_list("household_id", flat=True))
    for case in cases:
        case.status, case.opened_at, case.not_posted = row.to, at, case.household_id in hidden
    Case.objects.bulk_create(cases)
    Move.objects.bulk_create(
        [Move(case=case, verb=row.verb, went_to=row.to, by=by, at=at, clause=row.clause) for case in cases]
    )


def move(
    case: Case, verb: str, *, by: Any, at: datetime, reason: str = "", details: dict | None = None
) -> Transition:
    """Do one row of the table to a locked case: status, Move and journal in the caller's transaction."""
    row = check(case, verb, by=by, at=at)
    before = case.status
    if row.to is not None:
        case.status = row.to
        case.save(update_fields=["status"])
    Move.objects.create(
        case=case,
        verb=verb,
        came_from=before,
        went_to=case.status,
        by=by,
        at=at,
        reason=reason,
        clause=row.clause,
    )
    audit.record(by=by, at=at, verb=f"casework.{verb}", subject=("case", case.pk), details=details or {})
    return row


def diagram() -> str:
    """The table as a page: a Mermaid state diagram and the rows (docs/lifecycle.md)."""
    lines = [
        "# How a case goes (办理流程)",
        "",
        "Made by `doudi.casework.lifecycle.diagram()`; a test holds it.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    for row in TABLE:
        for source in row.sources or ("[*]",):
            if row.to is not None and source != row.to:
                lines.append(f"    {source} --> {row.to}: {row.label}")
    lines += [
        "```",
        "",
        "| verb | 步骤 | from | to | who | clause | clocks started | ended | letter |",
        "|" + "---|" * 9,
    ]
    for row in TABLE:
        every = row.sources == tuple(Status.values)
        sources = "any" if every else ", ".join(row.sources) or "(new)"
        lines.append(
            f"| {row.verb} | {row.label} | {sources} | {row.to or 'stays'} | {', '.join(row.roles)} "
            f"| {row.clause} "
            f"| {', '.join(row.starts)} | {', '.join(row.ends)} | {row.notice or ''} |"
        )
    return "\n".join(lines) + "\n"
