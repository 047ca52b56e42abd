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
from doudi.law import Decision, Document, LawError, Sheet, Verdict
from doudi.law.explain import OUTCOME_MARKS, OUTCOME_WORDS, Line
from doudi.law.explain import explanation as law_explanation
from doudi.law.flips import Flip
from doudi.law.flips import flips as law_flips
from doudi.policy.lawbook import BASIC, law_book, law_version, reason_labels
from doudi.policy.process import gradual_exit, recovery

BESIDE: Final = ("gradual_exit", "recovery")
"""Verdicts on what follows from a change: they read the verdicts of the programmes."""

LABELS: Final = {"gradual_exit": "渐退", "recovery": "追缴", "standards_check": "标准校核"}


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
    unknown = [code for code in asked if code not in law_book().programmes and code not in BESIDE]
    if unknown:
        raise LawError(f"no programme {unknown[0]}; there are {', '.join((*law_book().programmes, *BESIDE))}")
    wanted = tuple(
        dict.fromkeys((*(code for code in asked if code not in BESIDE), *_needed(document, asked)))
    )
    decision = law_book().decide(
        document, day=day, sheet=sheet, calendar=calendar, programmes=wanted, trace=trace
    )
    kept = {code: found for code, found in decision.verdicts.items() if code in asked}
    beside = _beside(document, decision, asked)
    return replace(decision, verdicts={**kept, **beside}, law_version=law_version())


def _needed(document: Document, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Programmes whose verdicts a verdict beside them reads."""
    needed: list[str] = []
    if "gradual_exit" in asked and gradual_exit.applies(document):
        needed += ["subsistence", "low_income"]
    if "recovery" in asked and recovery.applies(document):
        about = str(document.household.get("procedure_programme", "subsistence"))
        needed.append(about if about in law_book().programmes else "subsistence")
    return tuple(needed)


def _beside(document: Document, decision: Decision, asked: tuple[str, ...]) -> Mapping[str, Verdict]:
    found: dict[str, Verdict] = {}
    if "gradual_exit" in asked and gradual_exit.applies(document):
        found["gradual_exit"] = gradual_exit.gradual_exit(document, decision, reason_labels())
    if "recovery" in asked and recovery.applies(document):
        found["recovery"] = recovery.recovery(document, decision, reason_labels())
    return found


def explanation(
    decision: Decision, programme: str, member: str | None = None, *, names: Mapping[str, str] | None = None
) -> Line:
    """Why one verdict is what it is, as a tree of lines in Chinese."""
    if programme not in BESIDE:
        return law_explanation(decision, programme, member, names=names)
    verdict = decision.verdict(programme)
    if verdict is None:
        raise LawError(f"there is no verdict of {programme}")
    children = [Line("plain", reason.label, clause=reason.clause) for reason in verdict.because]
    children += [
        Line("info", "还缺", f"{m.label}{f'({m.who}录入)' if m.who else ''}") for m in verdict.missing
    ]
    children += _arithmetic(decision.document, verdict)
    if programme == "gradual_exit" and "subsistence" in decision.verdicts:
        children.append(law_explanation(decision, "subsistence", names=names))
    return Line(
        OUTCOME_MARKS[verdict.outcome],
        LABELS[programme],
        OUTCOME_WORDS[verdict.outcome],
        children=tuple(children),
    )


def _arithmetic(document: Document, verdict: Verdict) -> list[Line]:
    """How the amounts of a gradual exit or a recovery come about."""
    if verdict.outcome == "need_info":
        return []
    found = verdict.details
    if verdict.programme == "recovery":
        paid, months = (document.household[f"procedure_paid_{name}"] for name in ("monthly", "months"))
        once, due = show_yuan(verdict.amounts["once"] or 0), show_yuan(found["due_monthly"])
        sums = [Line("plain", "多发", f"(已发 {show_yuan(paid)} − 应发 {due}) × {months} 个月 = {once} 元")]
        if found["fine"] == "discretion":
            reach = f"{show_yuan(found['fine_min'])} 至 {show_yuan(found['fine_max'])} 元"
            sums.append(Line("human", "罚款(另账)", f"{reach},由决定机关裁量", clause=recovery.CLAUSE))
        return sums
    if verdict.outcome != "entitled":
        return [Line("plain", "停发", f"自 {found['stop_from']} 起")] if found["stop_from"] else []
    monthly, total = show_yuan(verdict.amounts["monthly"] or 0), show_yuan(found["total"])
    reach = f"{found['from_month']} 至 {found['until_month']},每月 {monthly} 元,合计 {total} 元"
    return [Line("plain", "渐退期", f"{reach},{found['stop_from']} 起停发", clause=gradual_exit.CLAUSE)]


def flips(
    decision: Decision, programme: str, member: str | None = None, *, names: Mapping[str, str] | None = None
) -> list[Flip]:
    """The nearest single changes that would turn a verdict."""
    return [] if programme in BESIDE else law_flips(decision, programme, member, names=names)


def programme_label(code: str) -> str:
    """The Chinese name of a programme."""
    return LABELS.get(code) or law_book().programmes[code].label
