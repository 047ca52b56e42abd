"""Compiles rules once and runs them over one household: the plan of a run is the rules that the
asked programmes need, in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from doudi.law import nodes, operators
from doudi.law.compiling import Careful, Plain, Traced
from doudi.law.facts import ENTITIES
from doudi.law.functions import RUNTIME
from doudi.law.reasons import Missing
from doudi.law.runtime import EntityRow, LawView, Notes, forget, note_taker
from doudi.law.types import BOOL, CEILING, CODE
from doudi.law.unknown import Interval, Maybe, Options, Unknown, UnknownMet

Key = tuple[str, str]
OPERATORS = (
    "and_", "or_", "and_later", "or_later", "not_", "among", "branch", "lesser", "greater", "compare",
    "note_rows", "noted_sum", "noted_count", "noted_any", "noted_all",
    "fold_sum", "fold_count", "fold_any", "fold_all",
)  # fmt: skip
NAMES: dict[str, Any] = {**RUNTIME, **{name: getattr(operators, name) for name in OPERATORS}}
FORMS: dict[str, type[Plain] | type[Careful]] = {"plain": Plain, "traced": Traced, "careful": Careful}


class Step:
    """One rule of a plan in the version of the day; `formula` is None when no version is in force. Its forms
    are compiled when first needed."""

    __slots__ = ("rule", "formula", "entity", "name", "forms")

    def __init__(self, rule: nodes.Rule, day: date) -> None:
        self.rule, self.entity, self.name = rule, rule.entity, rule.name
        self.formula = in_force(rule, day)
        self.forms: dict[str, Callable[..., Any]] = {}
        if self.formula is None:
            absent = _absent(rule, day)
            self.forms["plain"] = lambda _row, _law: absent
            self.forms["traced"] = lambda _row, _law: (absent, {})

    def form(self, kind: str) -> Callable[..., Any]:
        """The function of one form."""
        if kind not in self.forms:
            assert self.formula is not None
            space = dict(NAMES)
            text = FORMS[kind]().function("form", self.rule, self.formula)
            # Written from the checked tree, never from input.
            exec(compile(text, f"<law {kind} {self.entity}.{self.formula.python_name}>", "exec"), space)
            self.forms[kind] = space["form"]
        return self.forms[kind]


def in_force(rule: nodes.Rule, day: date) -> nodes.Formula | None:
    """The formula of the day."""
    for formula in rule.formulas:
        if (formula.since is None or formula.since <= day) and (
            formula.until is None or day <= formula.until
        ):
            return formula
    return None


def on_day(rule: nodes.Rule, day: date) -> nodes.Rule:
    """The rule with the label and the reasons of the day's version: an old answer keeps its old words."""
    formula = in_force(rule, day)
    return rule if formula is None or formula.decl is rule.decl else replace(
        rule, decl=formula.decl, label=formula.decl.label
    )  # fmt: skip


def _absent(rule: nodes.Rule, day: date) -> Unknown:
    missing = frozenset({Missing("rule", rule.name, rule.label, rule.entity, day.isoformat())})
    if rule.type == BOOL:
        return Maybe(missing)
    return Options(None, missing) if rule.type == CODE else Interval(-CEILING, CEILING, missing)


def needed(names: Iterable[Key], rules: Mapping[Key, nodes.Rule]) -> set[Key]:
    """The rules named and all that they read."""
    found: set[Key] = set()
    waiting = list(names)
    while waiting:
        key = waiting.pop()
        if key in rules and key not in found:
            found.add(key)
            waiting.extend(rules[key].reads)
    return found


def rows_of(household: EntityRow, entity: str) -> tuple[EntityRow, ...]:
    if entity == "household":
        return (household,)
    return household.members if entity == "member" else household.supporters


def _rows(household: EntityRow) -> dict[str, tuple[EntityRow, ...]]:
    return {entity: rows_of(household, entity) for entity in ENTITIES}


Trace = dict[tuple[str, str, str], Notes]


def run_plain(steps: Iterable[Step], household: EntityRow, law: LawView) -> None:
    """Values only: the plain form, and the careful one where an unknown decides."""
    rows = _rows(household)
    for step in steps:
        name, plain = step.name, step.forms.get("plain") or step.form("plain")
        for row in rows[step.entity]:
            try:
                row.__dict__[name] = plain(row, law)
            except UnknownMet:
                row.__dict__[name] = step.form("careful")(row, law, forget)


def run_traced(steps: Iterable[Step], household: EntityRow, law: LawView) -> Trace:
    """Values with every inner value kept."""
    trace: Trace = {}
    rows = _rows(household)
    for step in steps:
        entity, name, traced = step.entity, step.name, step.forms.get("traced") or step.form("traced")
        for row in rows[entity]:
            try:
                row.__dict__[name], trace[entity, name, row.key] = traced(row, law)
            except UnknownMet:
                note, notes = note_taker()
                row.__dict__[name] = step.form("careful")(row, law, note)
                trace[entity, name, row.key] = notes
    return trace
