"""期限与程序: the days by which each step must be done, near relatives, the re-check after a death.

民发〔2021〕57号 第十一、十五至二十二条; 民发〔2021〕43号 第十三、十六至十八、二十六条; 2022年通知
一(三)、四(一). 刚性支出困难家庭认定办法 第九条. A limit of working days beyond the calendar's coverage is
never guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.kernel.days import Month, add_months
from doudi.law import UNKNOWN, Document, Missing, Sheet
from doudi.policy.process.numbers import Numbers, fact, member_fact

NEED_INFO: Final = "need_info"

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

NEAR_RELATIVES: Final = ("spouse", "parent", "child", "sibling", "grandparent", "grandchild")
"""近亲属: 配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女. A cousin is none."""

BY_57: Final = ("none", "subsistence", "single_person", "low_income")
"""Programmes whose procedure is that of 57号."""


@dataclass(frozen=True)
class Process:
    """The answers, by key of KEYS: a day, a month, yes or no, NEED_INFO, or None: does not apply."""

    values: dict[str, Any]
    missing: tuple[Missing, ...]


def process(
    document: Document, *, day: date, sheet: Sheet, calendar: WorkingCalendar | None = None
) -> Process:
    """Everything the procedure and the event of a household set in motion."""
    values: dict[str, Any] = dict.fromkeys(KEYS)
    numbers = Numbers(sheet, calendar)
    if any(name.startswith("procedure_") for name in document.household):
        values |= _survey(document, numbers) | _decision(document, numbers) | _county(document, numbers)
        values |= _publicity(document, numbers) | _after_decision(document, numbers) | _relatives(document)
    values["recheck_due"] = _recheck(document, day, numbers)
    return Process(values, tuple(dict.fromkeys(numbers.missing)))


def _limit(document: Document, start_fact: str, numbers: Numbers, key: str) -> Any:
    """A start day plus a limit of working days."""
    start = fact(document, start_fact)
    if start is None:
        return None
    if start is UNKNOWN:
        return NEED_INFO
    return numbers.working_day(start, numbers.get(key)) or NEED_INFO


def _survey(document: Document, numbers: Numbers) -> dict[str, Any]:
    """启动调查、启动核对、特困初审意见."""
    programme = fact(document, "procedure_programme")
    found = {"check_start_by": _limit(document, "procedure_check_requested", numbers, "check_start_days")}
    if programme in BY_57:
        found["survey_start_by"] = _limit(document, "procedure_accepted", numbers, "survey_start_days")
    if programme == "extreme_hardship":
        opinion = _limit(document, "procedure_accepted", numbers, "extreme_hardship_opinion_days")
        found["township_opinion_due"] = opinion
    return found


def decision_limit(programme: str, *, delegated: bool, special: bool, numbers: Numbers) -> str | None:
    """Which limit holds for the whole procedure: 30 working days, 45 for special reasons, 20 where
    delegated.
    """
    if programme == "rigid_expenditure":
        return "rigid_decision_days_special" if special else "rigid_decision_days"
    if programme not in BY_57:
        return None
    if special:
        return "decision_days_special"
    # Before 2022-10-20 delegating the decision did not shorten its limit: the row says "none".
    return (
        "decision_days_delegated" if delegated and numbers.get("decision_days_delegated") else "decision_days"
    )


def _decision(document: Document, numbers: Numbers) -> dict[str, Any]:
    """审核确认全程期限."""
    key = decision_limit(
        fact(document, "procedure_programme"),
        delegated=fact(document, "procedure_delegated") is True,
        special=fact(document, "procedure_special_reason") is True,
        numbers=numbers,
    )
    return {"decision_due": _limit(document, "procedure_accepted", numbers, key) if key else None}


def _county(document: Document, numbers: Numbers) -> dict[str, Any]:
    """县级收到材料后的期限."""
    of_43 = fact(document, "procedure_programme") == "extreme_hardship"
    key = "extreme_hardship_county_days" if of_43 else "county_decision_days"
    return {"county_decision_due": _limit(document, "procedure_county_received", numbers, key)}


def _publicity(document: Document, numbers: Numbers) -> dict[str, Any]:
    """公示期按日历日,张贴当日是否算第1天由地方口径决定."""
    posted = fact(document, "procedure_publicity_posted")
    if posted is None:
        return {}
    days, first_counts = numbers.get("publicity_days"), numbers.switch("publicity_first_day_counts")
    if days is None or first_counts is None or posted is UNKNOWN:
        return {"publicity_end": NEED_INFO}
    return {"publicity_end": posted + timedelta(days=days - 1 if first_counts else days)}


def _after_decision(document: Document, numbers: Numbers) -> dict[str, Any]:
    """确认的自决定之次月起发放,终止的自次月起停发,不予确认的书面告知."""
    decided, decision = fact(document, "procedure_decided"), fact(document, "procedure_decision")
    if decision == "refuse":
        return {"refusal_notice_by": _limit(document, "procedure_decided", numbers, "refusal_notice_days")}
    key = {"confirm": "first_month", "end": "stop_from"}.get(decision)
    if key is None or decided is None:
        return {}
    return {key: NEED_INFO if decided is UNKNOWN else Month.of(decided) + 1}


def _relatives(document: Document) -> dict[str, Any]:
    """与经办人员或村(居)委成员有近亲属关系的单独登记备案;备案的和接到举报的,县级全部入户."""
    near = any(fact(document, f"procedure_relative_{kind}") is True for kind in NEAR_RELATIVES)
    complaint = fact(document, "procedure_complaint") is True
    return {"relative_filing": near, "county_home_visit_required": near or complaint}


def _recheck(document: Document, day: date, numbers: Numbers) -> Any:
    """家庭成员去世的,三个月内核查办结."""
    deaths = [member_fact(member, "died_on") for member in document.members]
    past = [died for died in deaths if died is not None and died is not UNKNOWN and died <= day]
    if not past:
        return None
    months = numbers.get("death_recheck_months")
    return NEED_INFO if months is None else add_months(min(past), months)
