"""From the values of a run to the verdict (结论) of a programme: one of four outcomes, its reasons,
and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from doudi.law import nodes
from doudi.law.document import encode_value
from doudi.law.facts import Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.programmes import AnyOf, Programme
from doudi.law.reasons import Because, LawError, Missing, Reason
from doudi.law.runtime import EntityRow
from doudi.law.unknown import Interval, Unknown, plain

BEYOND = 10**10  # an upper end this far off says nothing
Missings = frozenset[Missing]


@dataclass(frozen=True)
class Verdict:
    """The answer for one programme and one household or member. Amounts in fen, present only when
    entitled."""

    programme: str
    member: str | None
    outcome: str
    amounts: Mapping[str, int | None]
    amount_range: tuple[int | None, int | None] | None
    because: tuple[Reason, ...]
    details: Mapping[str, Any]
    missing: tuple[Missing, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; exact shares of a fen as text, days and months tagged as in a document."""
        return {
            "programme": self.programme,
            "member": self.member,
            "outcome": self.outcome,
            "amounts": dict(self.amounts),
            "amount_range": list(self.amount_range) if self.amount_range else None,
            "because": [vars(r) for r in self.because],
            "missing": [vars(m) for m in self.missing],
            "details": {
                k: {"exact": str(v)} if isinstance(v, Fraction) else encode_value(v)
                for k, v in self.details.items()
            },
        }


@dataclass(frozen=True)
class Words:
    """What the declarations say for reasons: labels, and which reason a Missing gives."""

    labels: Mapping[str, str]
    facts: Mapping[tuple[str, str], Fact]
    parameters: Mapping[str, Parameter]
    switches: Mapping[str, SwitchDecl]
    _said: dict[Because, Reason] = field(default_factory=dict, init=False, repr=False, compare=False)

    def reason(self, because: Because) -> Reason:
        said = self._said.get(because)
        if said is None:
            label = self.labels.get(because.code, because.code)
            said = self._said[because] = Reason(because.code, label, because.clause)
        return said

    def for_missing(self, missing: Missing, rule: nodes.Rule) -> tuple[Because, ...]:
        """The condition's own word for it, else the declaration's, else the condition's general one."""
        said = rule.decl.unknown_by.get(missing.name) or self._declared(missing)
        if said is not None:
            return (said,)
        return rule.decl.unknown or (Because("fact_missing", rule.decl.cite),)

    def _declared(self, missing: Missing) -> Because | None:
        if missing.kind == "fact":
            return self.facts[missing.entity, missing.name].missing
        if missing.kind == "switch":
            switch = self.switches[missing.name]
            return switch.missing or Because("switch_undecided", switch.cite)
        if missing.kind == "parameter":
            parameter = self.parameters[missing.name]
            return parameter.missing or Because("parameter_missing", parameter.cite or parameter.label)
        return None


@dataclass
class Findings:
    """What the conditions of a programme came to."""

    fails: bool = False
    failed: list[Because] = field(default_factory=list)
    held: list[Because] = field(default_factory=list)
    unknown: list[nodes.Rule] = field(default_factory=list)


class Judge:
    """Gives the verdicts of one programme from the rows of a run."""

    def __init__(
        self, programme: Programme, rules: Mapping[tuple[str, str], nodes.Rule], words: Words
    ) -> None:
        self.programme, self.words = programme, words
        self.rules = {name: rules[programme.entity, name] for name in programme.rules()}
        self._conditions = [
            (c.names, c.no) if isinstance(c, AnyOf) else ((c,), ()) for c in programme.conditions
        ]

    def verdict(self, row: EntityRow, only: Missings | None = None) -> Verdict | None:
        """The verdict for a row; None where the programme does not apply. `only`: name no other
        missing things."""
        value = row.__dict__
        if self.programme.applies is not None and value[self.programme.applies] is False:
            return None
        findings = self._findings(value)
        outcome, because, missing = self._outcome(value, findings, only)
        if outcome != "need_info":
            because = [*because, *self._remarks(value, outcome)]
        return Verdict(
            self.programme.code,
            row.key or None,
            outcome,
            self._amounts(value, outcome),
            self._range(value, outcome),
            tuple(self.words.reason(b) for b in dict.fromkeys(because)),
            {name: _known(value[rule]) for name, rule in self.programme.details.items()},
            tuple(sorted(missing)),
        )

    def _findings(self, value: Mapping[str, Any]) -> Findings:
        found = Findings()
        for names, own_no in self._conditions:
            if len(names) == 1 and value[names[0]] is True:  # the common case, for speed
                found.held.extend(self.rules[names[0]].decl.yes)
                continue
            results = [value[name] for name in names]
            if True in map(_is_true, results):
                for name, result in zip(names, results, strict=True):
                    if result is True:
                        found.held.extend(self.rules[name].decl.yes)
            elif all(map(_is_false, results)):
                found.failed.extend(own_no or self._no(names))
                found.fails = True
                if self.programme.in_order:
                    break
            else:
                found.unknown.extend(self.rules[n] for n in names if isinstance(value[n], Unknown))
        return found

    def _no(self, names: tuple[str, ...]) -> list[Because]:
        said = [b for name in names for b in self.rules[name].decl.no]
        if said or all(self.rules[name].decl.silent for name in names):
            return said
        return [Because("condition_not_met", self.rules[names[0]].decl.cite)]

    def _outcome(
        self, value: Mapping[str, Any], found: Findings, only: Missings | None
    ) -> tuple[str, list[Because], Missings]:
        if found.fails:
            return "not_entitled", found.failed, frozenset()
        unknown = [
            *found.unknown,
            *(self.rules[name] for name in self._figures() if isinstance(value[name], Unknown)),
        ]
        if unknown:
            missing = frozenset[Missing]().union(*(value[rule.name].missing for rule in unknown))
            kept = missing if only is None else missing & only
            return "need_info", self._unknown_reasons(value, unknown, kept), kept
        if self.programme.discretion and value[self.programme.discretion] is True:
            return "discretion", [*found.held, *self.rules[self.programme.discretion].decl.yes], frozenset()
        return "entitled", found.held, frozenset()

    def _figures(self) -> list[str]:
        names = [*self.programme.amounts.values(), *self.programme.needs]
        names.extend(name for name in (self.programme.discretion, self.programme.applies) if name)
        return names

    def _unknown_reasons(
        self, value: Mapping[str, Any], unknown: Iterable[nodes.Rule], kept: Missings
    ) -> list[Because]:
        reasons: list[Because] = []
        said: set[Missing] = set()  # what a condition has given the reason for, an amount does not say again
        for rule in unknown:
            found = value[rule.name].missing
            fresh = (found & kept) - said if rule.type.is_money else found & kept
            said |= fresh
            for one in sorted(fresh):
                reasons.extend(self.words.for_missing(one, rule))
            if not found:
                reasons.extend(rule.decl.unknown or (Because("undefined", rule.decl.cite),))
        return reasons

    def _remarks(self, value: Mapping[str, Any], outcome: str) -> list[Because]:
        said = [r.reason(value[r.rule]) for r in self.programme.remarks if outcome in r.on]
        return [because for because in said if because is not None]

    def _amounts(self, value: Mapping[str, Any], outcome: str) -> dict[str, int | None]:
        amounts: dict[str, int | None] = {}
        for name, rule in self.programme.amounts.items():
            amount = plain(value[rule]) if outcome == "entitled" else None
            if isinstance(amount, Fraction):
                formula = self.rules[rule].formulas[0]
                raise LawError(
                    f"{formula.file}:{formula.line}: {rule} is not whole fen; round it by a named operator"
                )
            amounts[name] = amount
        return amounts

    def _range(self, value: Mapping[str, Any], outcome: str) -> tuple[int | None, int | None] | None:
        if outcome != "need_info" or not self.programme.amounts:
            return None
        amount = value[next(iter(self.programme.amounts.values()))]
        if amount is None:  # there is none of it yet: people propose it
            return None
        if isinstance(amount, Interval):
            return max(0, int(amount.low)), int(amount.high) if amount.high < BEYOND else None
        return int(amount), int(amount)


def _is_true(value: Any) -> bool:
    return value is True


def _is_false(value: Any) -> bool:
    return value is False


def _known(value: Any) -> Any:
    return None if isinstance(value, Unknown) else plain(value)


def agree(verdicts: list[Verdict]) -> Verdict | None:
    """One verdict that all stand for, when outcome and amounts are the same: what differs in
    details is left unknown."""
    first = verdicts[0]
    if first.outcome == "need_info" or any(answer(v) != answer(first) for v in verdicts[1:]):
        return None
    common = tuple(r for r in first.because if all(r in v.because for v in verdicts))
    details = {k: v if all(o.details[k] == v for o in verdicts) else None for k, v in first.details.items()}
    return replace(first, because=common, details=details)


def answer(verdict: Verdict) -> tuple[Any, ...]:
    """What two verdicts must share to be the same answer."""
    return verdict.outcome, tuple(verdict.amounts.items()), verdict.amount_range
