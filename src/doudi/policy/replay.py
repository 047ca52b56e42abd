"""An old answer given again (复算): the stored question decided by today's text of the law as of its own day, and where
the answer is another one, the first value that differs and the rule it comes from.

社会救助暂行办法 第六十五条. Compared exactly: outcome, amounts, their range, reasons by code and clause, what is missing,
details. Words (labels of reasons, who enters a number) may have been bettered since, and a programme may tell more
details than it did: both are `reworded`, no other answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.kernel.money import show_yuan
from doudi.law import BadDocument, Because, Decision, Document, Sheet
from doudi.law.explain import OUTCOME_WORDS
from doudi.law.nodes import Rule
from doudi.policy.decide import decide

DIFFERS, REWORDED, UNREADABLE = "differs", "reworded", "unreadable"
ABSENT: Final = "没有这一项"
KEY_WORDS: Final = {
    "verdict": "结论",
    "outcome": "结论",
    "amount_range": "金额范围",
    "because": "理由",
    "missing": "还缺",
}
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """The first value of a stored answer that comes out otherwise; `kind` differs, reworded or unreadable."""

    kind: str
    programme: str = ""
    member: str = ""
    key: str = ""
    stored: Any = None
    replayed: Any = None
    rule: str = ""
    clause: str = ""
    text: str = ""


@dataclass(frozen=True)
class Question:
    """What was asked: the document as it is stored, the day, the sheet and the calendar of that day."""

    document: Json
    day: date
    sheet: Sheet
    calendar: WorkingCalendar | None


def replay(question: Question, stored: Json) -> Difference | None:
    """Decide again and compare with the stored decision; None where nothing differs."""
    try:
        decision = _again(question, stored, trace=False)
        if decision.to_json()["verdicts"] == stored["verdicts"]:
            return None
        # Seldom, and then as it was made the first time: with the whole trace.
        decision = _again(question, stored, trace=True)
        return _compare(stored["verdicts"], decision)
    except BadDocument as error:
        return Difference(UNREADABLE, key=error.name, text=str(error))
    except Exception as error:
        # Whatever an old row holds, the others are still to be looked at.
        return Difference(UNREADABLE, key=type(error).__name__, text=f"存下的内容读不出来({type(error).__name__}:{error})")


def _again(question: Question, stored: Json, *, trace: bool) -> Decision:
    # A programme that has joined the law since was not asked then.
    asked = stored.get("programmes") or list(stored["verdicts"])
    return decide(
        Document.from_json(question.document),
        day=question.day,
        sheet=question.sheet,
        calendar=question.calendar,
        programmes=asked,
        trace=trace,
    )


def _compare(stored: Json, decision: Decision) -> Difference | None:
    """The first difference of two answers; `reworded` where only words or further details differ."""
    fresh = decision.to_json()["verdicts"]
    if fresh == stored:
        return None
    told = {place: verdict for place, verdict in _verdicts(stored)}
    now = {place: verdict for place, verdict in _verdicts(fresh)}
    # In the order of the law: the database keeps the keys of an object in an order of its own.
    for place in [*now, *(place for place in told if place not in now)]:
        found = _Verdicts(decision, place, told.get(place), now.get(place)).difference()
        if found is not None:
            return found
    return Difference(REWORDED, text="只是措辞不同,或者多说了明细")


Place = tuple[str, str]


def _verdicts(answers: Json) -> Iterator[tuple[Place, Json]]:
    for code, answer in answers.items():
        if "outcome" in answer:
            yield (code, ""), answer
        else:
            yield from (((code, member), verdict) for member, verdict in answer.items())


class _Verdicts:
    """Two verdicts of one programme and member: the stored one and the one of now."""

    def __init__(self, decision: Decision, place: Place, stored: Json | None, now: Json | None) -> None:
        self.book, self.day = decision.book, decision.day
        self.place, self.stored, self.now = place, stored, now
        self.programme = self.book.programmes[place[0]]

    def difference(self) -> Difference | None:
        if self.stored is None or self.now is None:
            stored, now = ((v or {}).get("outcome") for v in (self.stored, self.now))
            return self._told("verdict", stored, now, None)
        for look in (self._outcome, self._amounts, self._range, self._because, self._missing, self._details):
            found = look(self.stored, self.now)
            if found is not None:
                return found
        return None

    def _outcome(self, stored: Json, now: Json) -> Difference | None:
        if stored["outcome"] == now["outcome"]:
            return None
        return self._told("outcome", stored["outcome"], now["outcome"], self._behind(stored, now))

    def _amounts(self, stored: Json, now: Json) -> Difference | None:
        was, is_ = stored["amounts"], now["amounts"]
        # An amount that the programme has come to know since is nothing as long as it is none.
        names = [name for name, amount in is_.items() if name in was or amount]
        return self._first("amounts", was, is_, names, self.programme.amounts)

    def _details(self, stored: Json, now: Json) -> Difference | None:
        was, is_ = stored["details"], now["details"]
        return self._first("details", was, is_, [name for name in is_ if name in was], self.programme.details)

    def _first(
        self, part: str, was: Json, is_: Json, names: list[str], rules: Mapping[str, str]
    ) -> Difference | None:
        for name in [*names, *(name for name in was if name not in is_)]:
            if name not in was or name not in is_ or was[name] != is_[name]:
                rule = self._rule(rules[name]) if name in rules else None
                return self._told(f"{part}.{name}", was.get(name), is_.get(name, ABSENT), rule)
        return None

    def _range(self, stored: Json, now: Json) -> Difference | None:
        if stored["amount_range"] == now["amount_range"]:
            return None
        first = next(iter(self.programme.amounts.values()))
        return self._told("amount_range", stored["amount_range"], now["amount_range"], self._rule(first))

    def _because(self, stored: Json, now: Json) -> Difference | None:
        was, is_ = (_reasons(verdict) for verdict in (stored, now))
        return None if was == is_ else self._told("because", was, is_, self._behind(stored, now))

    def _missing(self, stored: Json, now: Json) -> Difference | None:
        was, is_ = (
            sorted(" ".join(filter(None, (m["kind"], m["name"], m["entity"], m["subject"]))) for m in v["missing"])
            for v in (stored, now)
        )
        return None if was == is_ else self._told("missing", was, is_, self._behind(stored, now))

    def _behind(self, stored: Json, now: Json) -> Rule:
        """The rule whose reason one answer gives and the other does not, a refusing one before the rest: what
        holds or is not known comes and goes with it. Else the first condition."""
        changed = {*_reasons(stored)} ^ {*_reasons(now)}
        rules = [self._rule(name) for name in self.programme.rules()]
        turned = [rule for rule in rules if changed & _said(rule.decl.no)]
        decls = ((rule, rule.decl) for rule in rules)
        spoke = [r for r, d in decls if changed & _said((*d.yes, *d.unknown, *d.unknown_by.values()))]
        return next(iter([*turned, *spoke, *rules]))

    def _rule(self, name: str) -> Rule:
        return self.book.rules_on(self.day)[self.programme.entity, name]

    def _told(self, key: str, stored: Any, replayed: Any, rule: Rule | None) -> Difference:
        code, member = self.place
        name = f"{rule.entity}.{rule.name}" if rule else ""
        clause = rule.decl.cite if rule else ""
        about = KEY_WORDS.get(key) or (rule.label if rule else key)
        say = _speaker(rule)
        text = f"{self.programme.label}:{about}存的是 {say(stored)},复算是 {say(replayed)}"
        return Difference(DIFFERS, code, member, key, stored, replayed, name, clause, text)


def _reasons(verdict: Json) -> list[str]:
    return [f"{reason['code']} {reason['clause']}" for reason in verdict["because"]]


def _said(reasons: Iterable[Because]) -> set[str]:
    return {f"{because.code} {because.clause}" for because in reasons}


def _speaker(rule: Rule | None) -> Callable[[Any], str]:
    money = rule is not None and rule.type.is_money

    def say(value: Any) -> str:
        if isinstance(value, list):
            return "、".join(map(say, value)) or "没有"
        if isinstance(value, Mapping):
            return "、".join(map(str, value.values()))
        if value is None or isinstance(value, bool):
            return {None: "没有", True: "是", False: "否"}[value]
        if money and isinstance(value, int):
            return f"{show_yuan(value)} 元"
        return OUTCOME_WORDS.get(str(value), str(value))

    return say
