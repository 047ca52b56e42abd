"""From the answers to the household that the law reads: known, between two ends, one of a few, or UNKNOWN.

Whoever was named by an age has a day of birth between two days; a sum for the whole family stands with one person at a
time (`Payers`), so that its total is right and a verdict about one person can be asked both with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from doudi.law import UNKNOWN, Between, Document, OneOf
from doudi.policy.doubts import without
from doudi.www.selfcheck.answers import (
    Answers,
    area_of,
    group_of,
    is_nought,
    names_of,
    people_of,
    pick,
    picks,
    ranged,
    row_of,
    yearly,
)
from doudi.www.selfcheck.doubts import doubts_of
from doudi.www.selfcheck.kin import supporters_of
from doudi.www.selfcheck.person import Facts, happened, member_of, unknown_row
from doudi.www.selfcheck.questions import ADULTS, ELDERS, INFANTS, MINORS, OLDEST
from doudi.www.selfcheck.settles import (
    FAMILY_ROLLS,
    OTHER_ROLLS,
    ROLLS,
)

LUMPS: Final = {
    "wage": ("income_wage", (ADULTS, ELDERS)),
    "pension": ("income_basic_pension", (ELDERS, OLDEST)),
    "allowance": ("income_old_age_allowance", (OLDEST, ELDERS)),
    "other": ("income_other", (ADULTS, ELDERS, OLDEST)),
}
"""Sums said for the whole family: the fact they are, and who may have them."""


@dataclass(frozen=True)
class Payers:
    """Who has which of the sums that were said for the whole family. A wage may also be shared evenly: the cost of work is
    deducted from each one's own wage, up to a cap, so that the total that counts lies between one earner and equal ones."""

    having: tuple[tuple[str, tuple[str, ...]], ...]

    def part(self, lump: str, value: Any, person: str) -> Any:
        """What one person has of a sum."""
        sharing = dict(self.having)[lump]
        if person not in sharing:
            return 0
        first = person == sharing[0]
        if isinstance(value, Between):
            return Between(_share(value.low, len(sharing), first), _share(value.high, len(sharing), first))
        return value if value is UNKNOWN else _share(value, len(sharing), first)


def _share(fen: int, among: int, first: bool) -> int:
    """An even share in whole fen; what is left over is the first one's."""
    return fen // among + (fen % among if first else 0)


_OPEN_HOUSEHOLD = unknown_row("household")


def sums_of(answers: Answers) -> dict[str, Any]:
    """The four sums of the family a year: fen, Between, or UNKNOWN."""
    said = answers.get("income", {})
    parts = {lump: yearly(ranged("income", said.get(lump))) for lump in LUMPS if lump != "wage"}
    if not any(group_of(person) in (ELDERS, OLDEST) for person in people_of(answers)):
        parts |= {"pension": 0, "allowance": 0}  # nobody is of the age for either, and nobody was asked
    return {"wage": wage_of(answers), **parts}


def wage_of(answers: Answers) -> Any:
    """Nothing where nobody works, else what was said."""
    people = people_of(answers)
    if people and all(surely_no_work(answers, person) for person in people):
        return 0
    return yearly(ranged("wage", answers.get("wage")))


def surely_no_work(answers: Answers, person: str) -> bool:
    """A child, or somebody who does no work now."""
    if group_of(person) in (MINORS, INFANTS, OLDEST):
        return True
    said, _ = row_of(answers, "work", person)
    return said in ("home", "seeking", "unable", "study")


def candidates(answers: Answers, lump: str) -> list[str]:
    """Who may have a sum; anybody where there is nobody of that age."""
    people = people_of(answers)
    _, groups = LUMPS[lump]
    fit = [person for person in people if group_of(person) in groups]
    if lump == "wage":
        fit = [person for person in fit if not surely_no_work(answers, person)]
    return fit or people


def payers(answers: Answers, person: str | None = None, having: bool = True) -> Payers:
    """One way in which the sums may be spread: all with `person` where that can be, or as little as can be."""
    chosen = []
    for lump in LUMPS:
        fit = candidates(answers, lump)
        others = [each for each in fit if each != person]
        chosen.append((lump, (str(person if person in fit and (having or not others) else (others or fit)[0]),)))
    return Payers(tuple(chosen))


def shared(answers: Answers) -> Payers:
    """The wage shared evenly among whoever may earn it."""
    one = payers(answers)
    return Payers(tuple((lump, tuple(candidates(answers, lump)) if lump == "wage" else who) for lump, who in one.having))


def ways(answers: Answers, person: str | None) -> list[Payers]:
    """The spreads that a verdict must be asked under: one earner or equal ones for the family, and for one person with
    and without all the sums."""
    if all(is_nought(value) for value in sums_of(answers).values()):
        return [payers(answers)]
    if person is None:
        return list(dict.fromkeys((payers(answers), shared(answers))))
    return list(dict.fromkeys((payers(answers, person), payers(answers, person, having=False))))


def document_of(answers: Answers, day: date, spread: Payers | None = None, in_doubt: bool = False) -> Document:
    """The household as far as it is known. What contradicts itself is open, but where the doubts themselves are looked
    for (`in_doubt`)."""
    people = people_of(answers)
    members = tuple(member_of(answers, person, place, day) for place, person in enumerate(people))
    spread, sums = spread or payers(answers), sums_of(answers)
    for member in members:
        for lump, (fact, _) in LUMPS.items():
            member[fact] = spread.part(lump, sums[lump], member["id"])
    document = Document(household_of(answers), members, supporters_of(answers, people))
    if in_doubt:
        return document
    return without(document, doubts_of(answers, document, day, names_of(people)))


def household_of(answers: Answers) -> Facts:
    """Facts of the family as a whole."""
    facts = _OPEN_HOUSEHOLD | {
        "area": area_of(answers),
        "members_known": True,
        "registration": pick(answers, "registration") or UNKNOWN,
        "deposits": ranged("savings", answers.get("savings")),
        "securities": 0,
        "insurance_cash_value": 0,
    }
    return facts | things(answers) | costs(answers) | home(answers) | rolls(answers) | happened(answers, "household")


def things(answers: Answers) -> Facts:
    """What the family owns. Several homes are two or more, one at most otherwise."""
    owned = picks(answers, "things")
    if owned is None:
        return {}
    return {
        "vehicles": Between(1, 9) if "car" in owned else 0,
        "homes": Between(2, 9) if "homes" in owned else Between(0, 1),
        "non_residential_property": Between(1, 9) if "shop" in owned else 0,
        "contracted_land": "land" in owned,
    }


def costs(answers: Answers) -> Facts:
    """What it paid itself in twelve months, and whether that is an event for 临时救助."""
    said = answers.get("costs")
    if said is None:
        return {}
    paid = {name: ranged("costs", said.get(name)) for name in ("medical", "education", "rehabilitation")}
    facts = {
        "expense_medical_self_paid": paid["medical"],
        "expense_education_public_rate": paid["education"],
        "expense_rehabilitation": paid["rehabilitation"],
        "event_self_paid_12m": paid["medical"],
        "event_education_self_paid": paid["education"],
    }
    kinds = [kind for kind, name in (("disease", "medical"), ("education", "education")) if not is_nought(paid[name])]
    if any(paid[name] is UNKNOWN for name in ("medical", "education")):
        return facts | {"event_kind": OneOf(frozenset({*kinds, "none"}))}
    return facts | {"event_kind": OneOf(frozenset(kinds)) if len(kinds) > 1 else (kinds or ["none"])[0]}


def home(answers: Answers) -> Facts:
    """The grade of a house is that of its appraisal: a family's word says at most which it cannot be."""
    said = pick(answers, "home")
    if said is None:
        return {}
    if said == "rental":
        return {"has_public_rental": True}
    grade = {"safe": OneOf(frozenset("AB")), "danger": OneOf(frozenset("CD")), "without": "none"}[said]
    return {"has_public_rental": False, "house_grade": grade}


def rolls(answers: Answers) -> Facts:
    """On which rolls the family stands. A person's benefit is his own: with one person it is known whose."""
    held = picks(answers, "receiving")
    if held is None:
        return {}
    facts: Facts = {f"receives_{code}": False for code in ROLLS}
    facts |= {f"receives_{code}": True for code in FAMILY_ROLLS if code in held}
    if "others" in held:
        facts |= {f"receives_{code}": UNKNOWN for code in OTHER_ROLLS}
    facts["poverty_watch"] = OneOf(frozenset({"monitored", "returned"})) if "watched" in held else "none"
    return facts | {"event_earlier_cause": UNKNOWN if "earlier" in held else "none"}


def documents_for(answers: Answers, day: date) -> Iterator[tuple[Payers, Document]]:
    """The household under every spread that some verdict has to be asked under, each once."""
    seen: dict[Payers, None] = {}
    for person in (None, *people_of(answers)):
        seen |= dict.fromkeys(ways(answers, person))
    for spread in seen:
        yield spread, document_of(answers, day, spread)
