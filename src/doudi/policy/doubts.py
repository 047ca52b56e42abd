"""What does not go together (对不上): facts that contradict each other are shown to a person as a question, never taken.

Each doubt says what is odd in plain words, which page of the self-check puts it right, and which facts are open until then. It
reads a household as it was said or as it is on file. 济办发〔2020〕21号 三23 asks for answers that can be answered for; no article
says what is odd, so that nothing is decided here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Between, Document
from doudi.policy.facts import DISABILITY_KINDS, FACTS

Facts = Mapping[str, Any]
PUPIL_UNTIL, MARRIED_FROM, COLLEGE_FROM, WORKS_FROM = 60, 20, 15, 16
"""Ages beyond which a fact is odd enough to ask: a question to a person, no rule of the law."""

SMALL_STAGES = ("preschool", "primary", "junior")
SMALL_UNTIL = 22


@dataclass(frozen=True)
class Doubt:
    """One contradiction: the words, what it is about (a page of the self-check), and the facts (entity, subject, name) left open;
    `whoever_told` where they stay open though an office told them, because what it told has run out."""

    words: str
    page: str
    facts: tuple[tuple[str, str, str], ...]
    whoever_told: bool = False


def ages(birth: Any, day: date) -> tuple[int, int] | None:
    """The youngest and the oldest age; nothing where the birth is not known."""
    if isinstance(birth, Between):
        return age_on(birth.high, day), age_on(birth.low, day)
    return None if not isinstance(birth, date) else (age_on(birth, day), age_on(birth, day))


def doubts(document: Document, day: date, names: Mapping[str, str]) -> list[Doubt]:
    """Everything in a household that cannot be so together."""
    found: list[Doubt] = []
    for row in document.members:
        name = names.get(row["id"], "这个人")
        found += [*_of_member(row, day, name), *_of_card(row, day, name)]
    return [*found, *_of_household(document.household)]


def _of_card(row: Facts, day: date, name: str) -> Iterator[Doubt]:
    """A card ends on a day (残疾人证管理办法: ten years, 待确认); what it said of the grade then waits for the new one."""
    until = row.get("disability_card_until")
    held = [f"disability_{kind}" for kind in DISABILITY_KINDS if row.get(f"disability_{kind}") not in (None, 0, UNKNOWN)]
    if isinstance(until, date) and until < day and held:
        facts = tuple(("member", row["id"], grade) for grade in held)
        yield Doubt(f"{name}的残疾人证 {until} 到期了，换新证了吗，还是几级？", "health", facts, whoever_told=True)


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


def still_open(found: Iterable[Doubt], declared: frozenset[tuple[str, str, str]]) -> list[Doubt]:
    """The doubts of a household on file that nobody has looked into: a fact that an office or a visit tells is settled by
    it. `declared` are the facts that stand on the family's word alone; what the record itself says stays a question, and so does a
    card that has run out until the day of the new one is on file."""
    def waits(doubt: Doubt) -> bool:
        return doubt.whoever_told or any(fact in declared or fact[2] == "relation" for fact in doubt.facts)

    return [doubt for doubt in found if waits(doubt)]


def without(document: Document, found: Iterable[Doubt], only: frozenset[tuple[str, str, str]] | None = None) -> Document:
    """The household with everything that is in doubt left open, or what is among `only` of it."""
    for doubt in found:
        for entity, subject, name in doubt.facts:
            if only is None or doubt.whoever_told or (entity, subject, name) in only:
                document = document.with_value(entity, subject, name, UNKNOWN)
    return document
