"""What does not go together (对不上): facts that contradict each other are shown to a person as a question, never taken.

Each doubt says what is odd in plain words, which page puts it right, and which facts are open until then. It reads a
household as it was said or as it is on file, so the clerk's page uses the same list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Between, Document
from doudi.policy.facts import FACTS
from doudi.www.selfcheck.answers import Answers, group_of, pick, row_of
from doudi.www.selfcheck.questions import INFANTS, MINORS

Facts = Mapping[str, Any]
PUPIL_UNTIL, MARRIED_FROM, COLLEGE_FROM, WORKS_FROM = 60, 20, 15, 16
"""Ages beyond which a fact is odd enough to ask: a question to a person, no rule of the law."""

SMALL_STAGES = ("preschool", "primary", "junior")
SMALL_UNTIL = 22


@dataclass(frozen=True)
class Doubt:
    """One contradiction: the words, the page that puts it right, and the facts (entity, subject, name) left open."""

    words: str
    page: str
    facts: tuple[tuple[str, str, str], ...]


def ages(birth: Any, day: date) -> tuple[int, int] | None:
    """The youngest and the oldest age; nothing where the birth is not known."""
    if isinstance(birth, Between):
        return age_on(birth.high, day), age_on(birth.low, day)
    return None if not isinstance(birth, date) else (age_on(birth, day), age_on(birth, day))


def doubts(document: Document, day: date, names: Mapping[str, str]) -> list[Doubt]:
    """Everything in a household that cannot be so together."""
    found = [doubt for row in document.members for doubt in _of_member(row, day, names.get(row["id"], "这个人"))]
    return [*found, *_of_household(document.household)]


def _of_member(row: Facts, day: date, name: str) -> Iterator[Doubt]:
    span, who = ages(row.get("birth"), day), row["id"]
    if span is None:
        return
    youngest, oldest = span
    student = row.get("student", "none")
    pupil = student not in ("none", UNKNOWN)
    if pupil and youngest >= PUPIL_UNTIL:
        yield Doubt(f"{name}有 {youngest} 岁以上，还在上学吗？", "doing", (("member", who, "student"),))
    elif student in SMALL_STAGES and youngest >= SMALL_UNTIL:
        words = FACTS["member", "student"].values[student]
        yield Doubt(f"{name}有 {youngest} 岁以上，还在上{words}吗？", "doing", (("member", who, "student"),))
    elif student == "college" and oldest < COLLEGE_FROM:
        yield Doubt(f"{name}不到 {COLLEGE_FROM} 岁，已经上大学了吗？", "doing", (("member", who, "student"),))
    if row.get("relation") == "spouse" and oldest < MARRIED_FROM:
        yield Doubt(f"{name}不到 {MARRIED_FROM} 岁，是配偶吗？", "people", (("member", who, "relation"),))
    if row.get("works") is True and oldest < WORKS_FROM:
        yield Doubt(f"{name}不到 {WORKS_FROM} 岁，已经干活挣钱了吗？", "doing", (("member", who, "works"),))
    if row.get("works") is True and row.get("unable_to_work") is True:
        facts = (("member", who, "works"), ("member", who, "unable_to_work"))
        yield Doubt(f"{name}又在干活，又干不了活，是哪一样？", "doing", facts)


def _of_household(row: Facts) -> Iterator[Doubt]:
    homes = row.get("homes")
    least = homes.low if isinstance(homes, Between) else homes
    if row.get("house_grade") == "none" and least is not UNKNOWN and (least or 0) > 1:
        facts = (("household", "", "house_grade"), ("household", "", "homes"))
        yield Doubt("一处说没有自己的房，一处说有两套房，是哪一样？", "home", facts)
    if row.get("receives_subsistence") is True and row.get("receives_low_income") is True:
        facts = (("household", "", "receives_subsistence"), ("household", "", "receives_low_income"))
        yield Doubt("低保和低保边缘家庭只能是一样，现在是哪一样？", "receiving", facts)


def doubts_of(answers: Answers, document: Document, day: date, names: Mapping[str, str]) -> list[Doubt]:
    """The same, and what only the words of an answer show: a lapsed card, a family whose ages do not fit its ties."""
    found = doubts(document, day, names)
    for row in document.members:
        if row_of(answers, "health", row["id"])[0] == "lapsed":
            name = names.get(row["id"], "这个人")
            found.append(Doubt(f"{name}的残疾证过期了，先去残联换证，或者请工作人员看按几级算。", "health", ()))
    tied = pick(answers, "ties")
    grown = any(group_of(row["id"]) not in (MINORS, INFANTS) for row in document.members)
    if tied == "grand" and not grown:
        found.append(Doubt("说是爷爷奶奶带孙辈，家里却没有大人，人数对吗？", "people", ()))
    return found


def without(document: Document, found: list[Doubt]) -> Document:
    """The household with everything that is in doubt left open."""
    for doubt in found:
        for entity, subject, name in doubt.facts:
            document = document.with_value(entity, subject, name, UNKNOWN)
    return document
