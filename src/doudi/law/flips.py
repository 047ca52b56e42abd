"""What would change the result (什么会改变结果): for one verdict the nearest single fact or number of the
law that turns its outcome.

Amounts and counts by bisection between the present value and the ends of the declared range (a rule steps
once in one direction; where it does not, the turn found is one of several), conditions and codes by trying
the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from doudi.law.book import Decision
from doudi.law.document import Document, supporter_key
from doudi.law.explain import OUTCOME_WORDS
from doudi.law.facts import OPEN, UNKNOWN, Fact
from doudi.law.reasons import LawError
from doudi.law.run import needed
from doudi.law.sheet import Row, Sheet
from doudi.law.words import Labels, show

MOST_CODES = 12
MOST_FLIPS = 8


@dataclass(frozen=True)
class Flip:
    """One change that alone turns the outcome. `fact` is a fact's name or a parameter's key (then
    `subject` is its area)."""

    text: str
    fact: str
    subject: str
    from_value: Any
    to_value: Any
    outcome: str


def flips(
    decision: Decision,
    programme: str,
    member: str | None = None,
    *,
    names: Mapping[str, str] | None = None,
    among: frozenset[str] | None = None,
) -> list[Flip]:
    """The nearest changes first: what is missing, then amounts by distance, then conditions and
    codes, then the law's numbers. `among` names the only facts to try, and then no number of the law is."""
    verdict = decision.verdict(programme, member)
    if verdict is None:
        raise LawError(f"there is no verdict of {programme} for {member or 'the household'}")
    trying = _Trying(decision, programme, member, verdict.outcome, Labels(decision.ran, decision.book, names))
    if among is not None:
        trying.reads = {read for read in trying.reads if read[1] in among}
    # While something is missing, the question is what it would have to be; all else comes after.
    numbers = verdict.outcome != "need_info" and among is None
    found = [*trying.facts(), *(trying.parameters() if numbers else ())]
    return [flip for _, flip in sorted(found, key=lambda pair: pair[0])][:MOST_FLIPS]


Found = tuple[tuple[int, int], Flip]


class _Trying:
    """Tries changes of one decision for one programme."""

    def __init__(
        self, decision: Decision, programme: str, member: str | None, outcome: str, labels: Labels
    ) -> None:
        self.decision, self.programme, self.member, self.outcome, self.labels = (
            decision,
            programme,
            member,
            outcome,
            labels,
        )
        self.book = decision.book
        declared = self.book.programmes[programme]
        rules = needed([(declared.entity, name) for name in declared.rules()], self.book.rules)
        self.reads = {read for key in rules for read in self.book.rules[key].reads}

    def _with(self, document: Document, sheet: Sheet) -> str | None:
        tried = self.book.decide(
            document,
            day=self.decision.day,
            sheet=sheet,
            calendar=self.decision.calendar,
            programmes=[self.programme],
            trace=False,
        )
        verdict = tried.verdict(self.programme, self.member)
        return verdict.outcome if verdict else None

    # --- facts

    def facts(self) -> Iterator[Found]:
        """Turns by one fact of the household, a member or a supporter."""
        missing = {(m.entity, m.subject, m.name) for m in self._missing()}
        for fact, subject, value in self._candidates():
            asked = (fact.entity, subject, fact.name) in missing
            if asked != (self.outcome == "need_info"):
                continue
            for (new, outcome), word in zip(
                self._turns(fact, subject, value), ("不超过 ", "达到 "), strict=False
            ):
                if outcome != "need_info":
                    yield self._rank(fact, value, new), self._flip(fact, subject, value, new, outcome, word)

    def _missing(self) -> tuple[Any, ...]:
        verdict = self.decision.verdict(self.programme, self.member)
        return verdict.missing if verdict else ()

    def _candidates(self) -> Iterator[tuple[Fact, str, Any]]:
        for (entity, name), fact in self.book.facts.items():
            if (entity, name) not in self.reads or fact.type.family in {"day", "moment", "month"}:
                continue
            for subject, row in self._rows(entity):
                said = row.get(name, fact.default)
                value = UNKNOWN if isinstance(said, OPEN) else said
                # What nobody can change is still asked for where it is not known.
                if not fact.changes and value is not UNKNOWN:
                    continue
                # An income or an asset that nobody has is not a change somebody thinks of: it would
                # fill the list.
                if value is not None and not (fact.type.is_money and value is not UNKNOWN and value == 0):
                    yield fact, subject, value

    def _rows(self, entity: str) -> list[tuple[str, Mapping[str, Any]]]:
        document = self.decision.document
        if entity == "household":
            return [("", document.household)]
        if entity == "member":
            return [(m["id"], m) for m in document.members]
        return [(supporter_key(i, s), s) for i, s in enumerate(document.supporters)]

    def _turns(self, fact: Fact, subject: str, value: Any) -> list[tuple[Any, str]]:
        def outcome(new: Any) -> str | None:
            changed = self.decision.document.with_value(fact.entity, subject, fact.name, new)
            return self._with(changed, self.decision.sheet)

        if fact.type.family in {"bool", "code"}:
            others = [v for v in _alternatives(fact) if v != value or value is UNKNOWN]
            tried = [(new, outcome(new)) for new in others]
            return [(new, got) for new, got in tried if got is not None and got != self.outcome][:2]
        if value is UNKNOWN:  # up to, and from
            return _edges(fact.low, fact.high, outcome)
        return [
            t
            for end in (fact.low, fact.high)
            if end != value
            for t in _turn(value, end, self.outcome, outcome)
        ]

    def _rank(self, fact: Fact, value: Any, new: Any) -> tuple[int, int]:
        if value is UNKNOWN:
            return (0, 0)
        return (1, abs(new - value)) if fact.type.is_money else (2, 0)

    def _flip(self, fact: Fact, subject: str, value: Any, new: Any, outcome: str, word: str = "为") -> Flip:
        who = self._who(fact, subject)
        codes, unit = dict(fact.values), f" {fact.unit}" if fact.unit else ""
        to = f"{show(new, fact.type, codes)}{unit}"
        if value is not UNKNOWN:
            change = f"由 {show(value, fact.type, codes)} 变为 {to}"
        else:
            change = f"{word}{to}" if fact.type.is_numeric else f"为 {to}"
        text = f"如果{who}{fact.label}{change},结果为“{OUTCOME_WORDS[outcome]}”"
        return Flip(text, fact.name, subject, value, new, outcome)

    def _who(self, fact: Fact, subject: str) -> str:
        if fact.entity == "household":
            return ""
        return f"{self.labels.person(self.decision.ran.row(fact.entity, subject))}的"

    # --- the law's numbers

    def parameters(self) -> Iterator[Found]:
        """Turns by one published number, as used in this decision."""
        seen: set[int] = set()
        for (key, _, _, part), row in self.decision.ran.law.used.items():
            declared = self.book.parameters[key]
            if (
                row is None
                or part is not None
                or id(row) in seen
                or not isinstance(row.value, (int, Fraction))
            ):
                continue
            seen.add(id(row))
            if isinstance(row.value, bool) or not declared.type.is_numeric:
                continue
            step = 1 if isinstance(row.value, int) and declared.type.name != "Number" else Fraction(1, 100)
            for new, outcome in self._number_turns(row, declared.bounds(declared.type), step):
                unit = f" {declared.type.unit}" if declared.type.unit else ""
                change = f"由 {show(row.value, declared.type)} 变为 {show(new, declared.type)}{unit}"
                text = f"如果{declared.label}{change},结果为“{OUTCOME_WORDS[outcome]}”"
                distance = int(abs(new - row.value) * 100)
                yield (3, distance), Flip(text, key, row.area, row.value, new, outcome)

    def _number_turns(self, row: Row, ends: tuple[Any, Any], step: Any) -> list[tuple[Any, str]]:
        def outcome(steps: int) -> str | None:
            changed = self.decision.sheet.with_row(replace(row, value=row.value + steps * step))
            return self._with(self.decision.document, changed)

        low, high = (int((end - row.value) / step) for end in ends)
        turns = [t for end in (low, high) if end != 0 for t in _turn(0, end, self.outcome, outcome)]
        return [(row.value + steps * step, got) for steps, got in turns]


def _alternatives(fact: Fact) -> list[Any]:
    return [True, False] if fact.type.family == "bool" else list(fact.values)[:MOST_CODES]


def _turn(start: int, end: int, before: str, outcome: Any) -> list[tuple[int, str]]:
    """The value nearest to `start`, on the way to `end`, at which the outcome is another."""
    if outcome(end) in {None, before}:
        return []
    same, other = start, end
    while abs(other - same) > 1:
        middle = (same + other) // 2
        if outcome(middle) == before:
            same = middle
        else:
            other = middle
    return [(other, outcome(other))]


def _edges(low: int, high: int, outcome: Any) -> list[tuple[int, str]]:
    """For an unknown value: up to where the answer of its lower end holds, and from where it is another."""
    first = outcome(low)
    turned = _turn(low, high, first, outcome) if first not in {None, "need_info"} else []
    if not turned:
        return [(low, first)] if first not in {None, "need_info"} else []
    return [(turned[0][0] - 1, first), turned[0]]
