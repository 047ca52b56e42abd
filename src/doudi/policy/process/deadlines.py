"""期限与程序: which deadlines and duties a procedure and an event have set in motion, by key.

The rules are in `procedure.limits`; here it is said which of them are asked, and how an answer that is not known is
called.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.law import Document, Line, Missing, Ran, Sheet, explanation_of
from doudi.law.unknown import Unknown, missing_of
from doudi.policy.lawbook import law_book

NEED_INFO: Final = "need_info"
RECHECK: Final = ("member", "death_recheck_due")

OF_PROCEDURE: Final = (
    "survey_start_by",
    "check_start_by",
    "township_opinion_due",
    "decision_due",
    "county_decision_due",
    "publicity_end",
    "refusal_notice_by",
    "first_month",
    "stop_from",
    "relative_filing",
    "county_home_visit_required",
)
"""Answers that a procedure gives: a rule of the household each."""

KEYS: Final = {
    "survey_start_by": ("启动调查的最后一日", "民发〔2021〕57号 第十五条"),
    "check_start_by": ("启动核对的最后一日", "民发〔2021〕57号 第十七条"),
    "township_opinion_due": ("乡镇提出初审意见的最后一日", "民发〔2021〕43号 第十三条"),
    "decision_due": ("作出审核确认决定的最后一日", "民发〔2021〕57号 第二十二条"),
    "county_decision_due": ("县级作出决定的最后一日", "民发〔2021〕57号 第二十条"),
    "publicity_end": ("公示最后一日", "民发〔2021〕57号 第十九条"),
    "refusal_notice_by": ("书面告知不予确认的最后一日", "民发〔2021〕57号 第二十一条"),
    "first_month": ("首次发放月份", "民发〔2021〕57号 第二十一条"),
    "stop_from": ("停发月份", "民发〔2021〕43号 第二十六条"),
    "recheck_due": ("成员去世后核查办结的最后一日", "民政部等四部门2022年10月20日通知 一(三)"),
    "relative_filing": ("近亲属登记备案", "民发〔2021〕57号 第十一条"),
    "county_home_visit_required": ("县级必须入户调查", "民发〔2021〕57号 第二十条"),
}
"""What the procedure answers: words and clause."""


@dataclass(frozen=True)
class Process:
    """The answers, by key of KEYS: a day, a month, yes or no, NEED_INFO, or None: does not apply."""

    values: dict[str, Any]
    missing: tuple[Missing, ...]


def process(
    document: Document, *, day: date, sheet: Sheet, calendar: WorkingCalendar | None = None
) -> Process:
    """Everything the procedure and the event of a household set in motion."""
    ran = _worked_out(document, day, sheet, calendar)
    asked = OF_PROCEDURE if _has_procedure(document) else ()
    found = {key: ran.household.__dict__[key] for key in asked}
    rechecks = [member.__dict__[RECHECK[1]] for member in ran.household.members]
    values = dict.fromkeys(KEYS) | {key: _said(value) for key, value in found.items()}
    values["recheck_due"] = _first(rechecks)
    missing = {_bare(one) for value in (*found.values(), *rechecks) for one in missing_of(value)}
    return Process(values, tuple(sorted(missing)))


def explained(
    document: Document, *, day: date, sheet: Sheet, calendar: WorkingCalendar | None = None
) -> tuple[Line, ...]:
    """How each deadline or duty that was set in motion came about."""
    ran = _worked_out(document, day, sheet, calendar)
    asked = OF_PROCEDURE if _has_procedure(document) else ()
    moved = [("household", key) for key in asked if ran.household.__dict__[key] is not None]
    if any(member.__dict__[RECHECK[1]] is not None for member in ran.household.members):
        moved.append(RECHECK)
    return explanation_of(law_book(), ran, moved)


def _has_procedure(document: Document) -> bool:
    return any(name.startswith("procedure_") for name in document.household)


def _worked_out(document: Document, day: date, sheet: Sheet, calendar: WorkingCalendar | None) -> Ran:
    asked = [("household", key) for key in OF_PROCEDURE] if _has_procedure(document) else []
    return law_book().work_out([*asked, RECHECK], document, day=day, sheet=sheet, calendar=calendar)


def _said(value: Any) -> Any:
    return NEED_INFO if isinstance(value, Unknown) else value


def _first(rechecks: Iterable[Any]) -> Any:
    """Of several deaths the first; while one of their days is not known, neither is the first."""
    due = [value for value in rechecks if value is not None]
    if any(isinstance(value, Unknown) for value in due):
        return NEED_INFO
    return min(due, default=None)


def _bare(missing: Missing) -> Missing:
    """A calendar, a number of the law or a choice is missing once, whichever deadline asked for it."""
    if missing.kind == "calendar":
        return replace(missing, label="工作日历", subject="")
    return missing if missing.kind == "fact" else replace(missing, subject="")
