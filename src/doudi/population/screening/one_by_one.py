"""A few households by the scalar run: those that the kernel cannot hold, and those whose explanation is asked for.

The answer has the same shape as a row of the kernel's, so that the two can be compared or put in each other's place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.law import AnyOf, Decision, Document, LawBook, Programme, Sheet, Verdict
from doudi.law.unknown import Interval, Unknown
from doudi.law.verdict import BEYOND
from doudi.population.schema import document_of
from doudi.population.screening.engine import NEED_INFO, NO_END, OUTCOMES, TOP_BIT

Span = tuple[int, int]


@dataclass(frozen=True)
class One:
    """One answer: outcome, conditions as bits, each amount from where to where."""

    outcome: int
    false: int = 0
    unknown: int = 0
    amounts: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class OneByOne:
    """The scalar run for some programmes on a day."""

    book: LawBook
    programmes: tuple[str, ...]
    day: date
    calendar: Any = None

    def decide(self, row: Mapping[str, Any], sheet: Sheet, *, trace: bool = False) -> Decision:
        """The decision of one stored row, with its own area looked up in the sheet."""
        document = document_of(row)
        return self.decide_document(document, sheet, trace=trace)

    def decide_document(self, document: Document, sheet: Sheet, *, trace: bool = False) -> Decision:
        """The same for a household as the law takes it."""
        own = sheet.at(document.household["area"])
        return self.book.decide(
            document, day=self.day, sheet=own, calendar=self.calendar, programmes=self.programmes, trace=trace
        )

    def answers(self, decision: Decision, code: str) -> list[One]:
        """One for the household, or one for each member in order."""
        programme = self.book.programmes[code]
        if programme.entity == "household":
            return [_one(programme, decision.ran.household.__dict__, decision.verdict(code))]
        return [
            _one(programme, member.__dict__, decision.verdict(code, member.key))
            for member in decision.ran.household.members
        ]


def _one(programme: Programme, value: Mapping[str, Any], verdict: Verdict | None) -> One:
    if verdict is None:
        return One(0, amounts=dict.fromkeys(programme.amounts, (0, 0)))
    outcome = OUTCOMES.index(verdict.outcome)
    false, unknown = bits(programme, value)
    return One(outcome, false, unknown, _amounts(programme, value, verdict, outcome))


def bits(programme: Programme, value: Mapping[str, Any]) -> Span:
    """Which conditions are False and which unknown; the top bit: an amount, what is needed besides, or discretion is,
    where that still matters."""
    false = unknown = 0
    for place, condition in enumerate(programme.conditions):
        names = condition.names if isinstance(condition, AnyOf) else (condition,)
        results = [value[name] for name in names]
        if any(result is True for result in results):
            continue
        if all(result is False for result in results):
            false |= 1 << place
            if programme.in_order:
                break
        else:
            unknown |= 1 << place
    besides = (*programme.amounts.values(), *programme.needs, programme.discretion, programme.applies)
    if not false and any(isinstance(value[name], Unknown) for name in besides if name):
        unknown |= 1 << TOP_BIT
    return false, unknown


def _amounts(programme: Programme, value: Mapping[str, Any], verdict: Verdict, outcome: int) -> dict[str, Span]:
    if verdict.outcome == "entitled":
        return {name: (amount or 0, amount or 0) for name, amount in verdict.amounts.items()}
    if outcome != NEED_INFO:
        return dict.fromkeys(programme.amounts, (0, 0))
    return {name: _span(value[rule]) for name, rule in programme.amounts.items()}


def _span(amount: Any) -> Span:
    if isinstance(amount, Interval):
        return max(0, int(amount.low)), int(amount.high) if amount.high < BEYOND else NO_END
    return int(amount), int(amount)
