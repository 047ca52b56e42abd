"""A decision as its family reads it: the reasons with their articles, the numbers, how far from the line, what would
change it and what else there is; all from the determination that the decision stands on.

民发〔2021〕57号 第二十一条 (in writing, with reasons); 济办发〔2020〕21号 三20 (what else is there).
"""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from doudi.www.selfcheck.grounds import line_of, reasons_in, standards_in
from doudi.www.selfcheck.programmes import instead_of
from doudi.www.selfcheck.telling import Told, distance, family

SAME_ANSWER, LAW_CHANGES = "“暂不符合”", "标准由"


def decided(case_status: Any) -> Told | None:
    """What the law said when this case was decided; None when the decision rests on no determination."""
    decision, case = case_status.decision, case_status.case
    made = decision.determination if decision is not None else None
    if made is None:
        return None
    verdict = of_case(made.outcomes, case)
    page = of_case(made.explanation, case)
    if not verdict or not page:
        return None
    told = Told(case.programme, verdict["outcome"])
    details = SimpleNamespace(details={name: native(value) for name, value in verdict["details"].items()})
    told.income, told.line = distance(details)
    told.counted, told.family_income = family(details)
    tree = line_of(page["tree"])
    told.lines = [tree]
    told.because, told.standards = reasons_in(tree), standards_in(tree)
    told.reasons = [label for label, _ in told.because]
    told.changes = [flip["text"] for flip in page["flips"] if family_can(flip["text"])]
    return told


def of_case(stored: dict[str, Any], case: Any) -> dict[str, Any]:
    """The part of a determination that speaks of this case: of its programme, and of its person if it has one."""
    part: dict[str, Any] = stored.get(case.programme, {})
    if "members" in part:
        part = part["members"].get(str(case.person_id), {})
    return part


def native(value: Any) -> Any:
    """A number as it is; an exact share is stored as text, and what was not known is None."""
    if not isinstance(value, dict):
        return value
    return Fraction(value["exact"]) if "exact" in value else None


def family_can(change: str) -> bool:
    """Whether a change is one of the family's own life and makes the answer another one."""
    return SAME_ANSWER not in change and LAW_CHANGES not in change


def shown(case_status: Any) -> dict[str, Any]:
    """A case with its decision as the pages show it: `told` the law's reasons (or None), `own_words` what the office
    added, `elsewhere` what the same determination would give, `otherwise` where to turn when that is nothing."""
    decision, case = case_status.decision, case_status.case
    told = decided(case_status)
    said = decision.reason_text if decision is not None else ""
    seen = vars(case_status) | {
        "told": told,
        # What stands there as the law's reason is not said twice.
        "own_words": "" if told and told.reasons and all(reason in said for reason in told.reasons) else said,
        "elsewhere": list(decision.could_get) if decision is not None else [],
        "otherwise": instead_of(case.programme),
    }
    if case.status == "confirmed" and decision is not None and not decision.amount_fen:
        # 边缘家庭 and the like are not paid every month.
        seen["next"] = "情况有变化请及时报告"
    return seen
