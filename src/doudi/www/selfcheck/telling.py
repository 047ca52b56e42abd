"""What a family is told (幸福清单): for each programme one of the four answers, an amount or a range, the distance to the
line, the reasons, what would change it, the next step and who does it. All of it comes from the law's own verdicts.

Where a sum was said for the whole family, a verdict about one person is asked with and without it; where the two differ,
it is 还差信息. A programme that rests on a standing the family may get now is told apart: 批下来以后还能领.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.rounding import round_fen
from doudi.law import AnyOf, Between, Decision, Document, Sheet, Verdict
from doudi.policy import decide, explanation, flips
from doudi.policy.decide import programme_label
from doudi.policy.handling import Handling
from doudi.policy.lawbook import BASIC, law_book
from doudi.www.selfcheck.answers import Answers
from doudi.www.selfcheck.grounds import Standard, reasons_in, standards_in
from doudi.www.selfcheck.household import Payers, documents_for, ways
from doudi.www.selfcheck.programmes import (
    BASIC_ORDER,
    NAMES,
    ORDER,
    WHAT,
    applied_here,
    done_by,
    instead_of,
    papers,
)
from doudi.www.selfcheck.questions import PAGE, PAGE_OF
from doudi.www.selfcheck.settles import CHILD_ROLLS, question_for

BEST_FIRST = ("entitled", "discretion", "need_info", "not_entitled")
# Not refused but not needed: a better programme is there already.
BETTER_ALREADY = {"subsistence_entitled", "low_income_entitled", "in_extreme_hardship"}
CHANGEABLE = frozenset({
    "income_wage", "income_other", "deposits", "vehicles", "homes", "non_residential_property",
    "expense_medical_self_paid", "expense_education_public_rate",
})
"""What a family may think of as able to change."""

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
    whom: list[str] = field(default_factory=list)
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
    after: str = ""
    beside: str = ""

    @property
    def name(self) -> str:
        """The programme's name as people know it."""
        return str(NAMES[self.code])

    @property
    def what(self) -> str:
        """What it gives."""
        return WHAT[self.code]

    @property
    def instead(self) -> str:
        """What else there is when this is not for them."""
        return instead_of(self.code)

    @property
    def basic(self) -> bool:
        """Whether it is one of the basic programmes, told at length."""
        return self.code in BASIC_ORDER

    @property
    def done_by(self) -> Handling:
        """Who does it, and where one goes."""
        return done_by(self.code)

    @property
    def applied_here(self) -> bool:
        """Whether the one application serves it."""
        return applied_here(self.code)

    @property
    def by_itself(self) -> bool:
        """Whether this office gives it without being asked."""
        return not self.done_by.is_handed_on and not self.applied_here

    @property
    def papers(self) -> tuple[list[str], list[str]]:
        """What one brings, and what nobody is asked for."""
        return papers(self.code)

    @property
    def gap(self) -> int | None:
        """How far the family is from the line, per head and month; positive below it."""
        return None if self.line is None or self.income is None else self.line - self.income

    @property
    def over(self) -> int:
        """How far above the line, never negative."""
        return max(0, -(self.gap or 0))


@dataclass(frozen=True)
class Asked:
    """The decisions of a family: one, or one for each way in which its sums may be spread over its people."""

    answers: Answers | None
    by_spread: Mapping[Payers | None, Decision]

    @property
    def first(self) -> Decision:
        """The decision by which the family as a whole is told."""
        return next(iter(self.by_spread.values()))

    def verdicts(self, code: str, member: str | None) -> list[tuple[Decision, Verdict]]:
        """One programme's verdicts under every spread that matters for this person; empty where it does not apply."""
        spreads: Iterable[Payers | None] = self.by_spread if self.answers is None else ways(self.answers, member)
        found = ((self.by_spread[spread], self.by_spread[spread].verdict(code, member)) for spread in spreads)
        return [(decision, verdict) for decision, verdict in found if verdict is not None]

    def of_programme(self, code: str) -> list[list[tuple[Decision, Verdict]]]:
        """The same for the family, or for each person it is decided for."""
        if law_book().programmes[code].entity == "household":
            found = [self.verdicts(code, None)]
        else:
            found = [self.verdicts(code, row["id"]) for row in self.first.document.members]
        return [verdicts for verdicts in found if verdicts]


def ask(answers: Answers, day: date, sheet: Sheet) -> Asked:
    """The decisions on what was said."""
    decisions: dict[Payers | None, Decision] = {
        spread: decide(document, day=day, sheet=sheet, programmes=ORDER)
        for spread, document in documents_for(answers, day)
    }
    return Asked(answers, decisions)


def ask_document(document: Document, day: date, sheet: Sheet, codes: Sequence[str] = ORDER) -> Asked:
    """The decision on a household as it is written or on file."""
    return Asked(None, {None: decide(document, day=day, sheet=sheet, programmes=codes)})


def tell(asked: Asked, names: Mapping[str, str]) -> list[Told]:
    """Every programme that is asked at all, the basic ones first. `names` says how to call the members."""
    codes = asked.first.programmes
    now = [told(code, found, names) for code in codes if (found := asked.of_programme(code))]
    return [*now, *opened(asked, now, names)] if set(codes) - set(BASIC) else now


def opened(asked: Asked, now: Sequence[Told], names: Mapping[str, str]) -> list[Told]:
    """What the standing that the family may get now would open: asked again as if it had it."""
    first = asked.first
    standing = [v for code in (*BASIC, *CHILD_ROLLS) for v in of_programme(first, code) if sure(first, v)]
    if not standing:
        return []
    document = held(first.document, standing)
    closed = {each.code for each in now if each.outcome != "not_entitled"} | set(BASIC) | set(CHILD_ROLLS)
    codes = [code for code in ORDER if code not in closed]
    then = Asked(None, {None: decide(document, day=first.day, sheet=first.sheet, programmes=codes)})
    found = [told(code, verdicts, names) for code in codes if (verdicts := then.of_programme(code))]
    label = "、".join(dict.fromkeys(programme_label(verdict.programme) for verdict in standing))
    for each in found:
        each.after = label
    return [each for each in found if each.outcome != "not_entitled"]


def held(document: Document, standing: list[Verdict]) -> Document:
    """The same family with these standings on the roll."""
    won = Document(document.household, document.members, document.supporters)
    for verdict in standing:
        entity, subject = ("household", "") if verdict.member is None else ("member", verdict.member)
        won = won.with_value(entity, subject, f"receives_{verdict.programme}", True)
    return won


def in_full(asked: Asked, code: str, names: Mapping[str, str]) -> Told | None:
    """One programme with the whole arithmetic, as the family may get it now or once it has the standing."""
    answer = next((each for each in reversed(tell(asked, names)) if each.code == code), None)
    if answer is None or answer.lines:
        return answer
    return told(code, asked.of_programme(code), names, whole=True)


def told(code: str, found: list[list[tuple[Decision, Verdict]]], names: Mapping[str, str], whole: bool = False) -> Told:
    """One programme: for the family, or the best answer of its people with the sum over all who get it."""
    settled = [(settle(verdicts), verdicts) for verdicts in found]
    outcome = min((outcome for outcome, _ in settled), key=BEST_FIRST.index)
    ours = [verdicts for each, verdicts in settled if each == outcome]
    decision, verdict = ours[0][0]
    answer = Told(code, outcome, split=outcome == "need_info" and all(rough(d, v) for each in ours for d, v in each))
    answer.whom = [names[who] for v in ours if (who := v[0][1].member) is not None and who in names]
    if outcome == "entitled" or answer.split:
        answer.per, answer.low, answer.high = amounts(ours)
    answer.persons = len(ours) if verdict.member and outcome == "entitled" else 0
    if code in BASIC_ORDER:
        answer.income, answer.line = distance(verdict)
        answer.counted, answer.family_income = family(verdict)
    answer.missing = missing_of(ours)
    explain(answer, decision, verdict, names, whole)
    return answer


def explain(answer: Told, decision: Decision, verdict: Verdict, names: Mapping[str, str], whole: bool) -> None:
    """The reasons of every answer; the whole arithmetic where it is told at length or asked for."""
    codes = {reason.code for reason in verdict.because}
    answer.covered = answer.outcome == "not_entitled" and bool(codes & BETTER_ALREADY)
    if not answer.basic and answer.outcome == "not_entitled" and not whole:
        answer.because = list({reason.label: reason.clause for reason in verdict.because}.items())
    else:
        answer.lines = [explanation(decision, answer.code, verdict.member, names=names)]
        answer.because = reasons_in(answer.lines[0])
        answer.standards = standards_in(answer.lines[0])
    answer.reasons = [label for label, _ in answer.because]
    if answer.basic and not answer.split and not answer.covered:
        answer.changes = hopes(decision, answer.code, verdict, names)


def settle(found: list[tuple[Decision, Verdict]]) -> str:
    """The same answer under every spread, or 还差信息. Whoever is entitled whatever the sum, is entitled."""
    outcomes = {"entitled" if sure(decision, verdict) else verdict.outcome for decision, verdict in found}
    return outcomes.pop() if len(outcomes) == 1 else "need_info"


def sure(decision: Decision, verdict: Verdict) -> bool:
    """Entitled, or every condition holds and only the sum lies in a range."""
    if verdict.outcome != "need_info":
        return verdict.outcome == "entitled"
    if verdict.amount_range is None or None in verdict.amount_range or any(m.kind != "fact" for m in verdict.missing):
        return False
    programme = decision.book.programmes[verdict.programme]
    row = decision.ran.row(programme.entity, verdict.member or "").__dict__
    groups = [c.names if isinstance(c, AnyOf) else (c,) for c in programme.conditions]
    applies = programme.applies is None or row[programme.applies] is True
    plain = programme.discretion is None or row[programme.discretion] is False
    return applies and plain and all(any(row[name] is True for name in names) for names in groups)


def hopes(decision: Decision, code: str, verdict: Verdict, names: Mapping[str, str]) -> list[str]:
    """What would make the answer better: facts of the family, not numbers of the law, and nothing that
    makes it worse."""
    if verdict.outcome == "entitled":
        return []
    rank = BEST_FIRST.index(verdict.outcome)
    return [
        flip.text
        for flip in flips(decision, code, verdict.member, names=names, among=CHANGEABLE)
        if BEST_FIRST.index(flip.outcome) < rank
    ]


def of_programme(decision: Decision, code: str) -> list[Verdict]:
    """The verdicts of one programme, one or one per person."""
    found = decision.verdicts.get(code)
    if found is None:
        return []
    return list(found.values()) if isinstance(found, dict) else [found]


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """The most hopeful verdict of several persons: what the family should read first."""
    return min(verdicts, key=lambda verdict: BEST_FIRST.index(verdict.outcome))


def amounts(found: list[list[tuple[Decision, Verdict]]]) -> tuple[str, int | None, int | None]:
    """Per what, and the least and the most of the sum over persons."""
    kinds = law_book().programmes[found[0][0][1].programme].amounts
    kind = next((kind for kind in PER if kind in kinds), None)
    if kind is None:
        return "每月", None, None
    ends = [[reach(verdict, kind) for _, verdict in verdicts] for verdicts in found]
    if any(None in (low, high) for person in ends for low, high in person):
        return PER[kind], None, None
    low = sum(min(low or 0 for low, _ in person) for person in ends)
    return PER[kind], low, sum(max(high or 0 for _, high in person) for person in ends)


def reach(verdict: Verdict, kind: str) -> tuple[int | None, int | None]:
    """The least and the most of one verdict; nothing where it is not entitled."""
    if verdict.outcome == "entitled":
        return verdict.amounts.get(kind), verdict.amounts.get(kind)
    return verdict.amount_range or (0, 0)


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


def rough(decision: Decision, verdict: Verdict) -> bool:
    """Whether only sums that were said roughly keep the answer open."""
    document = decision.document
    rows = {"": document.household, **{row["id"]: row for row in document.members}}
    said = [rows.get(m.subject, {}).get(m.name) for m in verdict.missing if m.kind == "fact"]
    sums = [value for value in said if isinstance(value, Between) and isinstance(value.low, int)]
    return bool(sums) and len(sums) == len(verdict.missing)


def missing_of(found: list[list[tuple[Decision, Verdict]]]) -> list[dict[str, str]]:
    """What is missing, in words, with the page that would settle it; once each. Where the same sum gives two answers, it
    is whose it is."""
    seen: dict[str, dict[str, str]] = {}
    if any(len({verdict.outcome for _, verdict in verdicts}) > 1 for verdicts in found):
        words = "这些钱是家里谁的"
        seen[words] = {"words": words, "question": "", "who": "工作人员会问"}
    for missing in (missing for verdicts in found for _, verdict in verdicts for missing in verdict.missing):
        page = PAGE_OF.get(question_for(missing), "")
        words = PAGE[page].words if page else missing.label
        seen.setdefault(words, {"words": words, "question": page, "who": missing.who})
    return list(seen.values())
