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
    if programme == "gradual_exit":
        children.append(law_explanation(decision, "subsistence", names=names))
    return Line(
        OUTCOME_MARKS[verdict.outcome],
        LABELS[programme],
        OUTCOME_WORDS[verdict.outcome],
        children=tuple(children),
    )


def flips(
    decision: Decision, programme: str, member: str | None = None, *, names: Mapping[str, str] | None = None
) -> list[Flip]:
    """The nearest single changes that would turn a verdict."""
    return [] if programme in BESIDE else law_flips(decision, programme, member, names=names)


def programme_label(code: str) -> str:
    """The Chinese name of a programme."""
    return LABELS.get(code) or law_book().programmes[code].label
