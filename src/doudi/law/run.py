"""Compiles rules once and runs them over one household: the plan of a run is the rules that the
asked programmes need, in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.law import nodes, operators
from doudi.law.compiling import Careful, Plain
from doudi.law.functions import RUNTIME
from doudi.law.reasons import Missing
from doudi.law.runtime import EntityRow, LawView, Notes, forget, note_taker
from doudi.law.types import BOOL, CEILING, CODE
from doudi.law.unknown import Interval, Maybe, Options, Unknown, UnknownMet

Key = tuple[str, str]
NAMES: dict[str, Any] = {
    **RUNTIME,
    **{
        name: getattr(operators, name)
        for name in (
            "and_",
            "or_",
            "and_later",
            "or_later",
            "not_",
            "among",
            "branch",
            "lesser",
            "greater",
            "compare",
            "fold_sum",
            "fold_count",
            "fold_any",
            "fold_all",
        )
    },
}


@dataclass(frozen=True)
class Step:
    """One rule of a plan in the version of the day, in both forms; `formula` None when no version
    is in force."""

    rule: nodes.Rule
    formula: nodes.Formula | None
    plain: Callable[..., Any]
    careful: Callable[..., Any]


class Compiler:
    """Turns formulas into functions, each once."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {}

    def step(self, rule: nodes.Rule, day: date) -> Step:
        formula = in_force(rule, day)
        if formula is None:
            absent = _absent(rule, day)
            return Step(rule, None, lambda _row, _law: absent, lambda _row, _law, _t: absent)
        plain, careful = self._functions(rule, formula)
        return Step(rule, formula, plain, careful)

    def _functions(
        self, rule: nodes.Rule, formula: nodes.Formula
    ) -> tuple[Callable[..., Any], Callable[..., Any]]:
        name = f"{rule.entity}_{formula.python_name}"
        if name not in self._done:
            space = dict(NAMES)
            text = (
                Plain().function("plain", rule, formula)
                + "\n\n"
                + Careful().function("careful", rule, formula)
                + "\n"
            )
            exec(
                compile(text, f"<law {name}>", "exec"), space
            )  # generated from the checked tree, never from input
            self._done[name] = (space["plain"], space["careful"])
        return self._done[name]


def in_force(rule: nodes.Rule, day: date) -> nodes.Formula | None:
    """The formula of the day."""
    for formula in rule.formulas:
        if (formula.since is None or formula.since <= day) and (
            formula.until is None or day <= formula.until
        ):
            return formula
    return None


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


Trace = dict[tuple[str, str, str], Notes]


def run_plain(steps: Iterable[Step], household: EntityRow, law: LawView) -> None:
    """Values only: the plain form, and the careful one where an unknown decides."""
    for step in steps:
        name, plain = step.rule.name, step.plain
        for row in rows_of(household, step.rule.entity):
            try:
                row.__dict__[name] = plain(row, law)
            except UnknownMet:
                row.__dict__[name] = step.careful(row, law, forget)


def run_traced(steps: Iterable[Step], household: EntityRow, law: LawView) -> Trace:
    """Values with every inner value noted."""
    trace: Trace = {}
    for step in steps:
        entity, name, careful = step.rule.entity, step.rule.name, step.careful
        for row in rows_of(household, entity):
            note, notes = note_taker()
            row.__dict__[name] = careful(row, law, note)
            trace[entity, name, row.key] = notes
    return trace
