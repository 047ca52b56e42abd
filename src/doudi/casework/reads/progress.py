"""Where an application stands, as the family sees it: what is done, with whom it is now, what comes next and
by when.

民发〔2021〕57号 第二十一、二十二条. The dates are those of the statutory clocks; none is made up where the
calendar ends.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from doudi.casework.lifecycle import TABLE
from doudi.casework.limits import calendar
from doudi.casework.models import Application, Case, Decision, Notice, Status
from doudi.casework.models.cases import OPEN
from doudi.casework.programme import programme
from doudi.casework.reads.gathering import children
from doudi.casework.reads.worklists import clock_view

S = Status
TOWNSHIP, COUNTY, FAMILY, NOBODY = "乡镇(街道)经办", "县级民政", "您自己", ""
# What the family is told of each standing: with whom it is, and what comes next.
NOW = {
    S.SUBMITTED: (TOWNSHIP, "看材料齐不齐,齐了就受理"),
    S.SUPPLEMENTING: (FAMILY, "按清单补齐材料"),
    S.ACCEPTED: (TOWNSHIP, "两名工作人员上门了解情况"),
    S.SURVEYED: (TOWNSHIP, "提出初审意见"),
    S.OPINION_GIVEN: (TOWNSHIP, "在村(居)张贴公示,或报县级决定"),
    S.PUBLICISED: (TOWNSHIP, "公示满期没有异议,就作决定"),
    S.OBJECTED: (TOWNSHIP, "有人提出异议,再上门核实一次"),
    S.COUNTY_REVIEW: (COUNTY, "作出决定"),
    S.CONFIRMED: (NOBODY, "按月发放;情况有变化请及时报告"),
    S.REFUSED: (NOBODY, "书面告知理由;不同意可以申请复核"),
    S.WITHDRAWN: (NOBODY, "已撤回,以后可以再申请"),
    S.SET_ASIDE: (TOWNSHIP, "原决定已撤销,重新办理"),
    S.ENDED: (NOBODY, "已终止;情况有变化可以再申请"),
}
ONCE = {
    S.OPINION_GIVEN: (TOWNSHIP, "作出决定,或报县级决定"),
    S.CONFIRMED: (NOBODY, "随下一册名册发放,打到您的账户"),
    S.ENDED: (NOBODY, "已发放完毕;再遇到困难可以再申请"),
}
SERVICE = ONCE | {
    S.CONFIRMED: (TOWNSHIP, "已经同意,办好以后登记"),
    S.ENDED: (NOBODY, "已经办结;再需要可以再申请"),
}
INSURED = ONCE | {
    S.CONFIRMED: (NOBODY, "已经投保;出了意外,拿身份证找承保公司或者乡镇(街道)"),
    S.ENDED: (NOBODY, "保单已经到期;新的保单不用申请"),
}
TOLD = {
    "deliver",
    "run_out",
    "help_first",
    "enrol",
    "pay_out",
    "submit",
    "request_supplement",
    "supplement_received",
    "accept",
    "record_visit",
    "county_visit",
    "review_visit",
    "give_opinion",
    "open_publicity",
    "record_objection",
    "send_to_county",
    "return_to_township",
    "confirm",
    "confirm_delegated",
    "refuse",
    "refuse_delegated",
    "withdraw",
    "request_review",
    "answer_review",
    "set_aside",
    "reopen",
    "end",
    "end_delegated",
    "change_award",
    "change_award_delegated",
    "lengthen",
    "hand_over",
    "carry_over",
    "carry_over_delegated",
    "close_file",
    "continue_file",
    "suspend",
    "resume",
}


@dataclass(frozen=True)
class Done:
    """One step that was taken."""

    verb: str
    label: str
    on: date


@dataclass(frozen=True)
class CaseStatus:
    """One case as the family sees it."""

    case: Case
    label: str
    status_label: str
    done: list[Done]
    with_whom: str
    next: str
    by: date | None
    days_left: int | None
    by_uncovered: bool
    supplement: list[dict]
    decision: Decision | None
    notices: list[Notice]
    may: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether something is still to be done before a decision."""
        return self.case.status in OPEN


@dataclass(frozen=True)
class ApplicationStatus:
    """An application with its cases."""

    application: Application
    number: str
    submitted_on: date
    cases: list[CaseStatus]


def application_status(number: str, *, day: date) -> ApplicationStatus | None:
    """Progress of one application by its number; None if there is none, or none any more."""
    application = Application.objects.filter(number=number).select_related("applicant", "household").first()
    gone = application is None or application.household.forgotten
    return None if gone else _status(application, day)


def applications_of(person_id: int, *, day: date) -> list[ApplicationStatus]:
    """The applications of a person's households, the newest first."""
    found = Application.objects.filter(household__memberships__person_id=person_id).distinct().order_by("-id")
    return [_status(each, day) for each in found.select_related("applicant", "household")[:20]]


def applications_in(household_id: int, *, day: date) -> list[ApplicationStatus]:
    """The applications of a household, the newest first: for whoever answers the telephone."""
    found = Application.objects.filter(household=household_id).order_by("-id")
    return [_status(each, day) for each in found.select_related("applicant", "household")[:20]]


def _status(application: Application, day: date) -> ApplicationStatus:
    cases = list(application.cases.select_related("person").order_by("id"))
    rows = (
        children(
            [case.pk for case in cases], ("moves", "clocks", "supplements", "decisions", "notices", "appeals")
        )
        if cases
        else {}
    )
    return ApplicationStatus(
        application,
        application.number,
        localdate(application.submitted_at),
        [
            _case(
                case,
                {name: [row for row in group if row.case_id == case.pk] for name, group in rows.items()},
                day,
            )
            for case in cases
        ],
    )


def _case(case: Case, rows: dict[str, list], day: date) -> CaseStatus:
    with_whom, following = (NOW | _own_words(case))[Status(case.status)]
    running = [each for each in rows["clocks"] if each.ended_on is None and each.kind != "publicity"]
    whole = next((each for each in running if each.kind in {"decision", "county_decision"}), None)
    clock = whole or next(iter(running), None)
    view = clock_view(clock, day, calendar()) if clock else None
    decision = next((each for each in reversed(rows["decisions"]) if each.set_aside_at is None), None)
    asked = rows["supplements"][-1] if rows["supplements"] else None
    return CaseStatus(
        case=case,
        label=case.programme_label,
        status_label=case.status_label,
        done=_done(rows["moves"]),
        with_whom=with_whom,
        next=following,
        by=view.due_on if view else None,
        days_left=view.left if view else None,
        by_uncovered=bool(view and view.uncovered),
        decision=decision,
        notices=rows["notices"],
        supplement=asked.items if asked and asked.received_at is None else [],
        may=_may(case, decision, rows["appeals"]),
    )


def _own_words(case: Case) -> dict[Status, tuple[str, str]]:
    """What the standings mean where nothing is paid by the month."""
    manifest = programme(case.programme)
    if not case.pays_once or manifest.pays:
        return ONCE if case.pays_once else {}
    return SERVICE if manifest.service is not None else INSURED


def _done(moves: list) -> list[Done]:
    labels = {row.verb: row.label for row in TABLE}
    return [Done(move.verb, labels[move.verb], localdate(move.at)) for move in moves if move.verb in TOLD]


def _may(case: Case, decision: Decision | None, appeals: list) -> tuple[str, ...]:
    may = []
    if case.status in OPEN:
        may.append("withdraw")
    if case.status == S.SUPPLEMENTING:
        may.append("supplement_received")
    if decision is not None and not any(each.answered_at is None for each in appeals):
        may.append("request_review")
    return tuple(may)
