"""The one entry to the assistance law: facts, a day and a sheet in; verdicts, reasons and what is missing
out.

济办发〔2020〕21号 二(一); every answer is one of four: 符合 · 还差信息 · 暂不符合 · 需人工裁量. Nothing
here knows a number of the law, and nothing reads a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.kernel.money import show_yuan
from doudi.law import Decision, Document, Sheet, Verdict, explanation_of
from doudi.law.explain import OUTCOME_WORDS, Line
from doudi.law.explain import explanation as law_explanation
from doudi.law.flips import Flip
from doudi.law.flips import flips as law_flips
from doudi.policy.lawbook import BASIC, BESIDE, law_book, law_version
from doudi.policy.procedure import gradual_exit, recovery

LABELS: Final = {"standards_check": "标准校核"}
"""What is answered and is no programme of the book."""

FOLLOWING: Final = {"temporary_urgent": ("payment_channel", "papers_due", "is_paid_late")}
"""What an answer sets in motion and is no condition of it, told with how it came about: rules of the household."""

BESIDE_WORDS: Final = {
    "gradual_exit": {"entitled": "给渐退", "not_entitled": "不给渐退"},
    "recovery": {"entitled": "应追回", "not_entitled": "没有多发"},
}


def outcome_words(verdict: Verdict) -> str:
    """The answer in words; a recovery is not something one qualifies for."""
    return BESIDE_WORDS.get(verdict.programme, {}).get(verdict.outcome) or OUTCOME_WORDS[verdict.outcome]


def completed(document: Document) -> Document:
    """The document as the rules read it: members that are listed are known."""
    if not document.members or "members_known" in document.household:
        return document
    return Document({**document.household, "members_known": True}, document.members, document.supporters)


def decide(
    document: Document,
    *,
    day: date,
    sheet: Sheet,
    calendar: WorkingCalendar | None = None,
    programmes: Iterable[str] | None = None,
    trace: bool = True,
) -> Decision:
    """The verdicts of the asked programmes; None asks the basic ones and whatever follows from a change."""
    document = completed(document)
    asked = tuple(BASIC + BESIDE if programmes is None else programmes)
    if not any(name.startswith("procedure_") for name in document.household):
        asked = tuple(code for code in asked if code not in BESIDE)  # nothing has happened that they follow from
    decision = law_book().decide(
        document, day=day, sheet=sheet, calendar=calendar, programmes=asked, trace=trace
    )
    verdicts = {
        code: _beside(found) if isinstance(found, Verdict) and code in BESIDE else found
        for code, found in decision.verdicts.items()
    }
    return replace(decision, verdicts=verdicts, law_version=law_version())


def _beside(verdict: Verdict) -> Verdict:
    """As it is told: while something is missing no figure at all; paid rightly means that nothing comes back."""
    if verdict.outcome == "need_info":
        return replace(verdict, amount_range=None, details=dict.fromkeys(verdict.details))
    if verdict.programme == "recovery" and verdict.outcome == "not_entitled":
        return replace(verdict, amounts={"once": 0})
    return verdict


def explanation(
    decision: Decision, programme: str, member: str | None = None, *, names: Mapping[str, str] | None = None
) -> Line:
    """Why one verdict is what it is, as a tree of lines in Chinese."""
    told = law_explanation(decision, programme, member, names=names)
    verdict = decision.verdict(programme, member)
    if programme in FOLLOWING and verdict is not None and decision.ran is not None:
        rules = [("household", rule) for rule in FOLLOWING[programme] if _is_set(decision, rule)]
        return replace(told, children=(*told.children, *explanation_of(law_book(), decision.ran, rules)))
    if programme not in BESIDE or verdict is None:
        return told
    return replace(told, text=_figures(verdict), children=(*told.children, *_details(verdict)))


def _is_set(decision: Decision, rule: str) -> bool:
    return decision.ran.household.__dict__[rule] is not None


def _figures(verdict: Verdict) -> str:
    paid = [show_yuan(amount) for amount in verdict.amounts.values() if amount is not None]
    return ",".join([outcome_words(verdict), *(f"{amount} 元" for amount in paid)])


def _details(verdict: Verdict) -> list[Line]:
    """The months of an exit and the reach of a fine, which are no conditions, with how they came about."""
    found = verdict.details
    if verdict.programme == "recovery":
        if found["fine"] != "discretion":
            return []
        reach = f"{show_yuan(found['fine_min'])} 至 {show_yuan(found['fine_max'])} 元"
        return [Line("human", "罚款(另账)", f"{reach},由决定机关裁量", clause=recovery.CLAUSE)]
    if found["total"] is None:
        return [Line("plain", "停发", f"自 {found['stop_from']} 起")] if found["stop_from"] else []
    reach = f"{found['from_month']} 至 {found['until_month']},合计 {show_yuan(found['total'])} 元"
    return [Line("plain", "渐退期", f"{reach},{found['stop_from']} 起停发", clause=gradual_exit.CLAUSE)]


def flips(
    decision: Decision,
    programme: str,
    member: str | None = None,
    *,
    names: Mapping[str, str] | None = None,
    among: frozenset[str] | None = None,
) -> list[Flip]:
    """The nearest single changes that would turn a verdict, `among` some facts if they are named."""
    return [] if programme in BESIDE else law_flips(decision, programme, member, names=names, among=among)


def programme_label(code: str) -> str:
    """The Chinese name of a programme."""
    return LABELS.get(code) or law_book().programmes[code].label
