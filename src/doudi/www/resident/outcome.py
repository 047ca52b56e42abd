"""What a household is told (幸福清单): for each programme one of the four answers, an amount or a range,
the distance to
the line, the reasons, what would change it, the next step. All of it comes from the law's own trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.rounding import round_fen
from doudi.law import Decision, Document, Verdict
from doudi.policy import decide, explanation, flips
from doudi.www.resident.grounds import Standard, reasons_in, standards_in
from doudi.www.resident.law_today import sheet_for, verdicts_of
from doudi.www.resident.next_question import FACTS_OF
from doudi.www.resident.questions import BY_CODE

ORDER = ("subsistence", "single_person", "extreme_hardship", "low_income", "rigid_expenditure")
NAMES = {
    "subsistence": "最低生活保障（低保）",
    "single_person": "单人户低保",
    "extreme_hardship": "特困人员救助供养",
    "low_income": "低保边缘家庭",
    "rigid_expenditure": "刚性支出困难家庭",
}
WHAT = {
    "subsistence": "每个月发钱，把全家的收入补到当地的线上。",
    "single_person": "家里的重残、重病人单独算一户，领低保。",
    "extreme_hardship": "没人养、没收入、干不动活的，国家管吃管住管看病。",
    "low_income": "不发月钱，但看病、上学、取暖能少花钱。",
    "rigid_expenditure": "看病上学花得太多的家庭，认定以后能申请医疗、教育、临时救助。",
}
INSTEAD = {
    "subsistence": "不够低保线，还可以看看低保边缘、单人户和刚性支出困难家庭。",
    "single_person": "本人不单独算的，跟全家一起申请低保。",
    "extreme_hardship": "有亲人能养、或者还能干活的，可以看低保。",
    "low_income": "看病上学花得多的，可以看刚性支出困难家庭。",
    "rigid_expenditure": "遇到突然的难处，可以打 12349 申请临时救助。",
}
BEST_FIRST = ("entitled", "discretion", "need_info", "not_entitled")
# Not refused but not needed: a better programme is there already.
BETTER_ALREADY = {"subsistence_entitled", "low_income_entitled", "in_extreme_hardship"}
PER = {"monthly": "每月", "yearly": "每年", "once": "一次"}
GROUPS = (
    ("entitled", "可能能领"),
    ("need_info", "还差信息"),
    ("discretion", "要工作人员看"),
    ("not_entitled", "眼下还不符合"),
)


@dataclass
class Told:
    """One programme as the family reads it."""

    code: str
    outcome: str
    per: str = "每月"
    low: int | None = None
    high: int | None = None
    persons: int = 0
    income: int | None = None
    counted: int | None = None
    family_income: int | None = None
    line: int | None = None
    reasons: list[str] = field(default_factory=list)
    because: list[tuple[str, str]] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    missing: list[dict[str, str]] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    split: bool = False
    covered: bool = False

    @property
    def name(self) -> str:
        """The programme's name as people know it."""
        return NAMES[self.code]

    @property
    def what(self) -> str:
        """What it gives."""
        return WHAT[self.code]

    @property
    def instead(self) -> str:
        """What else there is when this is not for them."""
        return INSTEAD[self.code]

    @property
    def gap(self) -> int | None:
        """How far the family is from the line, per head and month; positive below it."""
        return None if self.line is None or self.income is None else self.line - self.income

    @property
    def over(self) -> int:
        """How far above the line, never negative."""
        return max(0, -(self.gap or 0))


def tell(documents: Sequence[Document], day: date, names: Mapping[str, str] | None = None) -> list[Told]:
    """All programmes for a household given at every end of its ranges. `names` says how to call the
    members."""
    names = names or names_of(documents[0])
    decisions = [
        decide(document, day=day, sheet=sheet_for(document, day), programmes=ORDER) for document in documents
    ]
    return [told(code, decisions, names) for code in ORDER if decisions[0].verdicts.get(code)]


def names_of(document: Document) -> dict[str, str]:
    """您, 家里第 2 个人, …: nobody has given a name yet."""
    return {m["id"]: f"家里第 {n} 个人" if n > 1 else "您" for n, m in enumerate(document.members, start=1)}


def told(code: str, decisions: Sequence[Decision], names: Mapping[str, str]) -> Told:
    """One programme over all ends: the same answer everywhere, or 还差信息 because the range is too wide."""
    chosen = [(decision, best(of_programme(decision, code))) for decision in decisions]
    outcomes = {verdict.outcome for _, verdict in chosen}
    decision, verdict = chosen[0]
    answer = Told(code, verdict.outcome if len(outcomes) == 1 else "need_info", split=len(outcomes) > 1)
    answer.per, answer.low, answer.high = amounts([of_programme(each, code) for each in decisions])
    answer.persons = (
        sum(each.outcome == "entitled" for each in of_programme(decision, code)) if verdict.member else 0
    )
    if len(decisions) == 1:
        answer.income, answer.line = distance(verdict)
        answer.counted, answer.family_income = family(verdict)
    answer.covered = answer.outcome == "not_entitled" and any(
        r.code in BETTER_ALREADY for r in verdict.because
    )
    answer.missing = missing_of(verdict)
    ends = chosen if len(chosen) == 1 else [chosen[0], chosen[-1]]
    answer.lines = [explanation(each, code, found.member, names=names) for each, found in ends]
    answer.because = reasons_in(answer.lines[0])
    answer.reasons = [label for label, _ in answer.because]
    answer.standards = standards_in(answer.lines[0])
    answer.changes = [] if answer.split else hopes(decision, code, verdict, names)
    return answer


def hopes(decision: Decision, code: str, verdict: Verdict, names: Mapping[str, str]) -> list[str]:
    """What would make the answer better: facts of the family, not numbers of the law, and nothing that
    makes it worse."""
    if verdict.outcome == "entitled":
        return []
    own = {name for facts in FACTS_OF.values() for _, name in facts}
    rank = BEST_FIRST.index(verdict.outcome)
    return [
        flip.text
        for flip in flips(decision, code, verdict.member, names=names)
        if flip.fact in own and BEST_FIRST.index(flip.outcome) < rank
    ]


def of_programme(decision: Decision, code: str) -> list[Verdict]:
    """The verdicts of one programme, one or one per person."""
    return [verdict for verdict in verdicts_of(decision) if verdict.programme == code]


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """The most hopeful verdict of several persons: what the family should read first."""
    return min(verdicts, key=lambda verdict: BEST_FIRST.index(verdict.outcome))


def amounts(found: Sequence[Sequence[Verdict]]) -> tuple[str, int | None, int | None]:
    """Per what, and the least and the most of the sums over the ends (sums over persons)."""
    per, sums = "每月", []
    for verdicts in found:
        paid = [verdict for verdict in verdicts if verdict.outcome == "entitled"]
        for kind in ("monthly", "yearly", "once"):
            values = [verdict.amounts.get(kind) for verdict in paid]
            if values and None not in values:
                per = PER[kind]
                sums.append(sum(value for value in values if value is not None))
                break
    return (per, min(sums), max(sums)) if sums else (per, None, None)


def distance(verdict: Verdict) -> tuple[int | None, int | None]:
    """Income per head and the line it is held against, in fen a month, when the verdict compares them."""
    income, gap = verdict.details.get("per_capita"), verdict.details.get("gap")
    if income is None or gap is None:
        return None, None
    return round_fen("half_up_fen", Fraction(income)), round_fen(
        "half_up_fen", Fraction(income) + Fraction(gap)
    )


def family(verdict: Verdict) -> tuple[int | None, int | None]:
    """How many are counted, and the family's counted income a month in fen."""
    income, counted = verdict.details.get("counted_income"), verdict.details.get("members_counted")
    return counted, None if income is None else round_fen("half_up_fen", Fraction(income))


def missing_of(verdict: Verdict) -> list[dict[str, str]]:
    """What is missing, in words, with the question that would settle it; once each."""
    seen: dict[str, dict[str, str]] = {}
    for missing in verdict.missing:
        code = next((code for code, facts in FACTS_OF.items() if (missing.entity, missing.name) in facts), "")
        words = BY_CODE[code].words if code else missing.label
        seen.setdefault(words, {"words": words, "question": code, "who": missing.who})
    return list(seen.values())
