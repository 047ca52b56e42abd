"""Facts on a staff form: grouped, the known value beside its source and date, only differences typed (事实表单).

The fields come from the one declaration of facts; a blank field means "no change", never zero.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.kernel.days import Month
from doudi.kernel.money import BadAmount, read_yuan, show_yuan_grouped
from doudi.policy.facts import FACTS, UNKNOWN

SOURCES = {"declared": "申报", "verified": "核对", "visited": "入户", "imported": "导入"}
NOT_KNOWN_WORDS = {"不清楚", "不知道", "未查清", "?", "？"}
MONTHS = 12
_BY_MONTH = re.compile(r"^(.+?)(?:元)?(?:/|每|一)?(?:个)?月$|^(?:每月|月)(.+)$")
BY_YEAR = "元/年"
# Who a fact is about and what the house knows from elsewhere is never typed into this form.
NOT_TYPED = re.compile(
    r"^(id|of|relation|birth|sex|died_on|authorised|refused_jobs|area|procedure_.*|event_.*|receives_.*"
    r"|.*_monthly_paid|exempt_amount|school_fee_actual|multiple_components_severe)$")
ALWAYS = r"disability_(limb|intellectual|mental|visual|card_until)|serious_illness"
USUAL_BY_STAGE = {
    "child": re.compile(rf"^({ALWAYS}|student)$"),
    "working": re.compile(rf"^({ALWAYS}|works|income_(wage|business|land|other)|unable_to_work)$"),
    "old": re.compile(rf"^({ALWAYS}|care_items_failed|income_(pension|basic_pension|support|land|wage))$"),
    "household": re.compile(r"^(deposits|vehicles|homes|contracted_land|expense_medical_self_paid"
                            r"|expense_education_public_rate)$"),
    "supporter": re.compile(r"^(household_size|monthly_income|pays_actually|actually_pays|property_ok|age"
                            r"|registration|supports)$"),
}
# What stands on the household page even when it says zero or no.
TELLING = re.compile(r"^(income_wage|deposits|vehicles|homes|works|student|care_items_failed|monthly_income)$")
COUNTED_IN = {"vehicles": "辆", "vehicles_exempt": "辆", "homes": "套", "non_residential_property": "处"}
FIRST = re.compile(r"^(works|income_.*|student|deposits|monthly_income|household_size)$")
WORKING_AGE, OLD_AGE = 16, 60


@dataclass(frozen=True)
class Subject:
    """Whose facts: the household (h), a member (m) or a supporter (s), with the row's id."""

    entity: str
    id: int
    title: str
    note: str = ""
    age: int | None = None

    @property
    def stage(self) -> str:
        """Which questions are usual for this subject."""
        if self.entity != "member":
            return self.entity
        if self.age is not None and self.age < WORKING_AGE:
            return "child"
        return "old" if self.age is not None and self.age >= OLD_AGE else "working"

    @property
    def kind(self) -> str:
        """The table the fact hangs on."""
        return "person" if self.entity == "member" else self.entity


@dataclass
class FactField:
    """One line of the form: the declaration, what is known, what was typed."""

    subject: Subject
    fact: Any
    known: Any = None
    typed: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """The name of the input."""
        return f"f-{self.subject.entity}-{self.subject.id}-{self.fact.name}"

    @property
    def family(self) -> str:
        """money, number, bool, day, month, code or text."""
        return family(self.fact)

    @property
    def unit(self) -> str:
        """Behind the input: 元/年, 元/月, 元."""
        return unit_words(self.fact)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For bool and code; a count with named values is a choice as well."""
        if self.family == "text":
            return []
        if self.family == "bool":
            return [("true", "是"), ("false", "否")]
        return list(self.fact.values.items())

    @property
    def known_words(self) -> str:
        """The value known, in words; empty when none is on record."""
        return show_value(self.fact, self.known.value) if self.known is not None else ""

    @property
    def known_source(self) -> str:
        """On whose word, since when."""
        return source_words(self.known) if self.known is not None else ""

    @property
    def last_told(self) -> str:
        """On whose word, on which day of which year: a re-check looks back over more than one."""
        return f"{told_by(self.known)} {self.known.as_of:%Y-%m-%d}" if self.known is not None else ""

    @property
    def stale(self) -> bool:
        """Known once, but too long ago to be taken for today's."""
        return self.known is not None and not self.known.fresh

    @property
    def says_nothing(self) -> bool:
        """Zero or no: one line tells many of them. That a child has no work and no wage is nothing to ask about either."""
        return not self.known.value and (self.subject.stage == "child" or TELLING.match(self.fact.name) is None)

    @property
    def usual(self) -> bool:
        """Shown at once; the others wait folded."""
        asked = USUAL_BY_STAGE[self.subject.stage].match(self.fact.name)
        return asked is not None or self.known is not None or bool(self.typed) or bool(self.error)


@dataclass
class FactGroup:
    """All lines of one subject."""

    subject: Subject
    fields: list[FactField] = field(default_factory=list)

    @property
    def usual(self) -> list[FactField]:
        """What is asked most often, and all that is known; work and income first."""
        usual = [each for each in self.fields if each.usual]
        return sorted(usual, key=lambda each: FIRST.match(each.fact.name) is None)

    @property
    def rare(self) -> list[FactField]:
        """The rest, folded away."""
        return [each for each in self.fields if not each.usual]

    @property
    def asked_again(self) -> list[FactField]:
        """At a re-check: what went stale, with the value it had."""
        return [each for each in self.usual if each.stale and not each.says_nothing]

    @property
    def nothing_then(self) -> list[FactField]:
        """At a re-check: what there was none of, last time; asked in one breath."""
        return [each for each in self.fields if each.stale and each.says_nothing]

    @property
    def still_known(self) -> list[FactField]:
        """At a re-check: what is known and fresh; nobody asks it."""
        return [each for each in self.usual if each.known is not None and each.known.fresh]

    @property
    def still_telling(self) -> list[FactField]:
        """Of it what says something: a line for each."""
        return [each for each in self.still_known if not each.says_nothing]

    @property
    def still_nothing(self) -> list[FactField]:
        """Of it what there is none of, by who told it and when: a line for all of one day."""
        return sorted((each for each in self.still_known if each.says_nothing), key=lambda each: each.last_told)

    @property
    def never_told(self) -> list[FactField]:
        """At a re-check: what nobody ever asked."""
        return [each for each in self.fields if each.known is None]


@dataclass(frozen=True)
class Change:
    """One value that was typed: another one, or the same anew where the old one had gone stale."""

    subject: Subject
    name: str
    value: Any
    differs: bool = True


def source_words(known: Any) -> str:
    """入户 09-08, or the office that verified it."""
    return f"{told_by(known)} {known.as_of:%m-%d}"


def told_by(known: Any) -> str:
    """Who told it: the office, or the way it came."""
    return str(known.office or SOURCES.get(known.source, known.source))


def family(fact: Any) -> str:
    """The family of a fact's type; a code without a list of values is plain text."""
    return "text" if fact.type.family == "code" and not fact.values else str(fact.type.family)


def unit_words(fact: Any) -> str:
    """The unit in Chinese."""
    return fact.unit


def show_value(fact: Any, value: Any) -> str:
    """A stored value in words: money with its unit, codes by their label, 未查清 for the unknown."""
    if value is None or value is UNKNOWN or (isinstance(value, dict) and "unknown" in value):
        return "未查清"
    kind = family(fact)
    if kind == "money":
        return _money_words(fact, value)
    if kind == "bool":
        return "是" if value else "否"
    if str(value) in fact.values:
        return str(fact.values[str(value)])
    return f"{value}{fact.unit or COUNTED_IN.get(fact.name, '')}"


def _money_words(fact: Any, value: int) -> str:
    yuan = show_yuan_grouped(value).removesuffix(".00")
    words = f"{yuan} {unit_words(fact)}"
    if fact.unit == BY_YEAR and value and value % MONTHS == 0:
        words += f"(每月 {show_yuan_grouped(value // MONTHS).removesuffix('.00')})"
    return words


def read_typed(fact: Any, text: str) -> Any:
    """The value of what was typed, UNKNOWN for "nobody knows"; ValueError with the cure in Chinese."""
    if text.strip() in NOT_KNOWN_WORDS:
        return UNKNOWN
    kind = family(fact)
    readers = {"money": _read_money, "number": _read_count, "day": _read_day, "month": _read_month, "bool": _read_bool}
    value = readers[kind](fact, text.strip()) if kind in readers else _read_text(fact, text.strip())
    if hasattr(fact, "check"):
        fact.check(value)
    return value


def _read_money(fact: Any, text: str) -> int:
    times = 1
    by_month = _BY_MONTH.match(text)
    if by_month:
        text = by_month.group(1) or by_month.group(2)
        times = MONTHS if fact.unit == BY_YEAR else 1
    try:
        return read_yuan(text) * times
    except BadAmount as bad:
        raise ValueError(f"{bad}。按月的写成 2200/月。" if fact.unit == BY_YEAR else str(bad)) from None


def _read_count(fact: Any, text: str) -> int:
    if not text.isdecimal():
        raise ValueError("请填整数,例如 2。")
    number = int(text)
    if (fact.low is not None and number < fact.low) or (fact.high is not None and number > fact.high):
        raise ValueError(f"请填 {fact.low} 到 {fact.high} 之间的数。")
    return number


def _read_day(fact: Any, text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError("请填日期,例如 2026-09-01。") from None


def _read_month(fact: Any, text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise ValueError("请填月份,例如 2026-09。") from None


def _read_bool(fact: Any, text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("请选是或否。")
    return text == "true"


def _read_text(fact: Any, text: str) -> str:
    if fact.values and text not in fact.values:
        raise ValueError("请从列表里选一项。")
    return text


def typed_facts(entity: str) -> list[Any]:
    """The facts a person may type for this entity, in the order of the declaration."""
    placed = {"household": {"registration"}, "member": {"registration"}}.get(entity, set())
    return [fact for (of, name), fact in FACTS.items()
            if of == entity and name not in placed and not NOT_TYPED.match(name)]


class FactSheet:
    """The whole form: known facts in, differences out."""

    def __init__(self, subjects: Iterable[Subject], known: Mapping[tuple[str, int, str], Any],
                 data: Mapping[str, str] | None = None) -> None:
        self.groups = [FactGroup(subject) for subject in subjects]
        self.changes: list[Change] = []
        for group in self.groups:
            subject = group.subject
            for fact in typed_facts(subject.entity):
                line = FactField(subject, fact, known.get((subject.entity, subject.id, fact.name)))
                group.fields.append(line)
                if data is not None:
                    self._take(line, data)

    def _take(self, line: FactField, data: Mapping[str, str]) -> None:
        line.typed = (data.get(line.key) or "").strip()
        if not line.typed:
            return
        try:
            value = read_typed(line.fact, line.typed)
        except Exception as bad:
            if not isinstance(bad, ValueError) and type(bad).__name__ != "BadDocument":
                raise
            line.error = str(bad)
            return
        differs = line.known is None or value != line.known.value
        if differs or line.stale:
            self.changes.append(Change(line.subject, line.fact.name, value, differs))

    @property
    def problems(self) -> list[dict[str, str]]:
        """What to correct, for the summary at the top."""
        return [{"id": line.key, "text": f"{line.subject.title} · {line.fact.label}:{line.error}"}
                for group in self.groups for line in group.fields if line.error]
