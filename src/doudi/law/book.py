"""The book of the law: rules, declarations and programmes read and checked together, and decided
for one household at a time."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from types import ModuleType
from typing import Any

from doudi.kernel.calendar import WorkingCalendar
from doudi.law import nodes
from doudi.law.document import Document, check_document
from doudi.law.facts import Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.programmes import AnyOf, Programme
from doudi.law.reading import ordered, read_rules
from doudi.law.reasons import LawError, Missing
from doudi.law.run import Key, Step, Trace, needed, on_day, run_plain, run_traced
from doudi.law.runtime import EntityRow, LawView, RowMaker, make_rows
from doudi.law.sheet import Sheet
from doudi.law.types import BOOL
from doudi.law.unknown import Unknown, plain
from doudi.law.verdict import Judge, Verdict, Words, agree, answer

MOST_COMBINATIONS = 256
VersionKey = tuple[frozenset[Any] | None, int]
Answers = Mapping[str, "Verdict | dict[str, Verdict]"]


@dataclass(frozen=True)
class Ran:
    """One run: rows with their values, the law as seen, the notes (empty without a trace)."""

    household: EntityRow
    law: LawView
    trace: Trace
    steps: tuple[Step, ...]

    def row(self, entity: str, key: str) -> EntityRow:
        if entity == "household":
            return self.household
        rows = self.household.members if entity == "member" else self.household.supporters
        return next(row for row in rows if row.key == key)


@dataclass(frozen=True)
class Decision:
    """The verdicts for one household on one day, with everything they were computed from."""

    verdicts: Answers
    law_version: str
    document: Document
    day: date
    sheet: Sheet
    calendar: WorkingCalendar | None
    programmes: tuple[str, ...]
    ran: Ran
    book: "LawBook"

    def verdict(self, programme: str, member: str | None = None) -> Verdict | None:
        """One verdict; a member's for a programme that is decided per person."""
        found = self.verdicts.get(programme)
        if isinstance(found, dict):
            return found.get(member or "")
        return found if member is None else None

    def to_json(self) -> dict[str, Any]:
        verdicts = {
            code: {m: one.to_json() for m, one in v.items()} if isinstance(v, dict) else v.to_json()
            for code, v in self.verdicts.items()
        }
        return {
            "day": self.day.isoformat(),
            "law_version": self.law_version,
            "programmes": list(self.programmes),
            "verdicts": verdicts,
        }


@dataclass(frozen=True)
class Values:
    """The bare values of the rules, unknown ones as they are."""

    ran: Ran

    @property
    def household(self) -> Mapping[str, Any]:
        return self.ran.household.__dict__

    def member(self, key: str) -> Mapping[str, Any]:
        return self.ran.row("member", key).__dict__

    def supporter(self, position: int) -> Mapping[str, Any]:
        return self.ran.household.supporters[position].__dict__


class LawBook:
    """Reads modules of rules with their declarations; refuses what is not in the language (LawError)."""

    def __init__(
        self,
        *,
        modules: Iterable[ModuleType],
        facts: Iterable[Fact],
        parameters: Iterable[Parameter],
        switches: Iterable[SwitchDecl],
        programmes: Iterable[Programme] = (),
        reason_labels: Mapping[str, str] | None = None,
    ) -> None:
        self.facts = _unique(((f.entity, f.name), f) for f in facts)
        self.parameters = _unique((p.key, p) for p in parameters)
        self.switches = _unique((s.name, s) for s in switches)
        self.programmes = _unique((p.code, p) for p in programmes)
        self.rules = {
            (r.entity, r.name): r
            for r in ordered(read_rules(modules, self.facts, self.parameters, self.switches))
        }
        self._check_shown()
        words = Words(dict(reason_labels or {}), self.facts, self.parameters, self.switches)
        self.words = words
        for programme in self.programmes.values():
            self._check_programme(programme)
        self._judges: dict[tuple[str, int], Judge] = {}
        self._rules_by_change: dict[int, Mapping[Key, nodes.Rule]] = {}
        self._makers = {
            entity: RowMaker(entity, self.facts) for entity in ("household", "member", "supporter")
        }
        self._changes = _changes(self.rules.values())
        self._plans: dict[VersionKey, tuple[Step, ...]] = {}
        self.version = self._digest()

    def _check_shown(self) -> None:
        for (entity, name), rule in self.rules.items():
            for shown in rule.decl.show or ():
                if (entity, shown) not in self.rules:
                    raise LawError(f"{name}: show names {shown}, and {entity} has no rule of that name; write it or leave show out")

    def _check_programme(self, programme: Programme) -> None:
        where = f"programme {programme.code}"
        boolean = {programme.discretion, programme.applies, *(r.rule for r in programme.remarks if r.of_bool)}
        for condition in programme.conditions:
            boolean.update(condition.names if isinstance(condition, AnyOf) else (condition,))
        for name in programme.rules():
            rule = self.rules.get((programme.entity, name))
            if rule is None:
                raise LawError(
                    f"{where}: {programme.entity} has no rule {name}; write it or correct the name"
                )
            if name in boolean and rule.type != BOOL:
                raise LawError(
                    f"{where}: {name} gives {rule.type}; conditions, remarks and discretion are Bool"
                )
        for name in programme.amounts.values():
            if not self.rules[programme.entity, name].type.is_money:
                raise LawError(f"{where}: the amount {name} is not money; return Fen, FenMonth or FenYear")

    def _digest(self) -> str:
        text = [f.source for rule in self.rules.values() for f in rule.formulas]
        text += [repr(x) for group in (self.facts, self.parameters, self.switches) for x in group.values()]
        text += [repr((p.code, p.rules(), sorted(p.amounts.items()))) for p in self.programmes.values()]
        return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]

    def plan(self, programmes: frozenset[str] | None, day: date) -> tuple[Step, ...]:
        """The rules to run, in order, in the versions of the day; None: every rule."""
        key = (programmes, bisect_right(self._changes, day))
        if key not in self._plans:
            named = self.rules if programmes is None else self._named(programmes)
            self._plans[key] = self._steps(named, day)
        return self._plans[key]

    def _named(self, programmes: frozenset[str]) -> list[Key]:
        return [
            (p.entity, name) for code in programmes for p in (self.programmes[code],) for name in p.rules()
        ]

    def _steps(self, named: Iterable[Key], day: date) -> tuple[Step, ...]:
        """The rules named, what they show and what they rest on, in order."""
        entries, rules = list(named), self.rules_on(day)
        shown = [
            (entity, side) for entity, name in entries for side in rules[entity, name].decl.show or ()
        ]
        chosen = needed([*entries, *shown], self.rules)
        return tuple(Step(rule, day) for key, rule in self.rules.items() if key in chosen)

    def run(
        self,
        document: Document,
        day: date,
        sheet: Sheet,
        calendar: WorkingCalendar | None,
        programmes: frozenset[str] | None = None,
        trace: bool = False,
    ) -> Ran:
        """One run over a checked document."""
        return self._run(document, day, sheet, calendar, self.plan(programmes, day), trace)

    def _run(
        self,
        document: Document,
        day: date,
        sheet: Sheet,
        calendar: WorkingCalendar | None,
        steps: tuple[Step, ...],
        trace: bool,
    ) -> Ran:
        household = make_rows(document, self._makers)
        law = LawView(sheet, day, calendar, self.parameters, self.switches, self.facts)
        if trace:
            return Ran(household, law, run_traced(steps, household, law), steps)
        run_plain(steps, household, law)
        return Ran(household, law, {}, steps)

    def work_out(
        self,
        rules: Iterable[Key],
        document: Document,
        *,
        day: date,
        sheet: Sheet,
        calendar: WorkingCalendar | None = None,
    ) -> Ran:
        """Some rules, (entity, name), with their trace: a deadline is no verdict."""
        check_document(document, self.facts)
        key = (frozenset(rules), bisect_right(self._changes, day))
        if key not in self._plans:
            self._plans[key] = self._steps(key[0], day)
        return self._run(document, day, sheet, calendar, self._plans[key], trace=True)

    def values(
        self, document: Document, *, day: date, sheet: Sheet, calendar: WorkingCalendar | None = None
    ) -> Values:
        """Every rule's value."""
        check_document(document, self.facts)
        return Values(self.run(document, day, sheet, calendar))

    def decide(
        self,
        document: Document,
        *,
        day: date,
        sheet: Sheet,
        calendar: WorkingCalendar | None = None,
        programmes: Iterable[str] | None = None,
        trace: bool = True,
    ) -> Decision:
        """The verdicts of the asked programmes (all when None)."""
        check_document(document, self.facts)
        asked = tuple(self.programmes if programmes is None else programmes)
        for code in asked:
            if code not in self.programmes:
                raise LawError(f"no programme {code}; there are {', '.join(self.programmes)}")
        return _Deciding(self, document, day, sheet, calendar, asked).decide(trace)

    def judge(self, code: str, day: date) -> Judge:
        """Who gives the verdicts of a programme, by the reasons of the day."""
        key = (code, bisect_right(self._changes, day))
        if key not in self._judges:
            self._judges[key] = Judge(self.programmes[code], self.rules_on(day), self.words)
        return self._judges[key]

    def rules_on(self, day: date) -> Mapping[Key, nodes.Rule]:
        """Every rule with the label and the reasons of the version in force on a day."""
        change = bisect_right(self._changes, day)
        if change not in self._rules_by_change:
            self._rules_by_change[change] = {key: on_day(rule, day) for key, rule in self.rules.items()}
        return self._rules_by_change[change]


def _changes(rules: Iterable[nodes.Rule]) -> list[date]:
    """The days on which some rule changes its formula."""
    formulas = [f for rule in rules for f in rule.formulas]
    return sorted(
        {f.since for f in formulas if f.since} | {f.until + timedelta(days=1) for f in formulas if f.until}
    )


def _unique(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise LawError(f"{type(value).__name__} {key} is declared twice; remove one")
        found[key] = value
    return found


class _Deciding:
    """One decision on its way: the first run, and the further ones when undecided switches may not matter."""

    def __init__(
        self,
        book: LawBook,
        document: Document,
        day: date,
        sheet: Sheet,
        calendar: WorkingCalendar | None,
        asked: tuple[str, ...],
    ) -> None:
        self.book, self.document, self.day, self.sheet, self.calendar = book, document, day, sheet, calendar
        self.asked = asked
        self._runs: dict[frozenset[tuple[str, Any]], Ran] = {}

    def decide(self, trace: bool) -> Decision:
        ran = self.book.run(self.document, self.day, self.sheet, self.calendar, frozenset(self.asked), trace)
        verdicts: dict[str, Verdict | dict[str, Verdict]] = {}
        for code in self.asked:
            judge = self.book.judge(code, self.day)
            if judge.programme.entity == "household":
                found = self._verdict(judge, ran, "household", "")
                if found is not None:
                    verdicts[code] = found
            else:
                each = {m.key: self._verdict(judge, ran, "member", m.key) for m in ran.household.members}
                verdicts[code] = {key: v for key, v in each.items() if v is not None}
        return Decision(
            verdicts,
            self.book.version,
            self.document,
            self.day,
            self.sheet,
            self.calendar,
            self.asked,
            ran,
            self.book,
        )

    def _verdict(self, judge: Judge, ran: Ran, entity: str, key: str) -> Verdict | None:
        row = ran.row(entity, key)
        first = judge.verdict(row)
        if first is None or first.outcome != "need_info":
            return first
        switches = sorted({m.name for m in first.missing if m.kind == "switch"})
        if not switches:
            return first
        ways = self._ways(switches)
        if len(ways) > MOST_COMBINATIONS:
            return first
        cases = [(way, judge.verdict(self._run(way).row(entity, key))) for way in ways]
        found = [(way, v) for way, v in cases if v is not None]
        if not found or len(found) < len(cases):
            return first
        agreed = agree([v for _, v in found])
        return agreed or judge.verdict(row, only=self._that_matter(switches, found, first))

    def _ways(self, switches: list[str]) -> list[dict[str, Any]]:
        values = [list(self.book.switches[name].values) for name in switches]
        return [dict(zip(switches, way, strict=True)) for way in product(*values)]

    def _run(self, way: Mapping[str, Any]) -> Ran:
        key = frozenset(way.items())
        if key not in self._runs:
            sheet = self.sheet.with_switches(**way)
            self._runs[key] = self.book.run(
                self.document, self.day, sheet, self.calendar, frozenset(self.asked)
            )
        return self._runs[key]

    def _that_matter(
        self, switches: list[str], found: list[tuple[dict[str, Any], Verdict]], first: Verdict
    ) -> frozenset[Missing]:
        """Switches that change the answer with the others held, and what else some way still lacks."""
        kept = {m for _, verdict in found for m in verdict.missing}
        answers = {frozenset(way.items()): answer(v) for way, v in found}
        for name in switches:
            by_rest: dict[frozenset[Any], set[Any]] = {}
            for way, given in answers.items():
                by_rest.setdefault(frozenset(p for p in way if p[0] != name), set()).add(given)
            if any(len(group) > 1 for group in by_rest.values()):
                kept |= {m for m in first.missing if m.kind == "switch" and m.name == name}
        return frozenset(kept)


def known(value: Any) -> Any:
    """A value for display: None when unknown."""
    return None if isinstance(value, Unknown) else plain(value)
