"""From the answers to the household that the law reads: known, between two ends, one of a few, or UNKNOWN.

Whoever was named by an age has a day of birth between two days; a sum for the whole family stands with one person at a
time (`Payers`), so that its total is right and a verdict about one person can be asked both with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from doudi.law import UNKNOWN, Between, Document, OneOf
from doudi.policy.facts import DISABILITY_KINDS, FACTS
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
from doudi.www.selfcheck.doubts import doubts_of, without
from doudi.www.selfcheck.kin import supporters_of
from doudi.www.selfcheck.questions import ADULTS, AGES, ELDERS, INFANTS, MINORS, NONE, OLDEST
from doudi.www.selfcheck.settles import (
    CHILD_ROLLS,
    FAMILY_ROLLS,
    NEVER_ASKED,
    OTHER_ROLLS,
    PERSON_ROLLS,
    ROLLS,
    SETTLES,
)

Facts = dict[str, Any]
LUMPS: Final = {
    "wage": ("income_wage", (ADULTS, ELDERS)),
    "pension": ("income_basic_pension", (ELDERS, OLDEST)),
    "allowance": ("income_old_age_allowance", (OLDEST, ELDERS)),
    "other": ("income_other", (ADULTS, ELDERS, OLDEST)),
}
"""Sums said for the whole family: the fact they are, and who may have them."""

HAPPENED: Final = {
    "disaster": ("disaster_",),
    "hospital": ("needs_hospital", "emergency_patient", "epidemic_patient", "cannot_pay_hospital", "first_seen", "hospital_in"),
    "orphan": ("orphan", "parents_cannot_care", "child_harmed", "father_", "mother_", "raised_in_institution"),
    "away": ("left_by",),
    "law": ("legal_matter", "judicial_case", "compensated_by_trial", "barred_from_relief"),
    "cancer": ("two_cancer",),
    "injury": ("injury_nursing",),
    "refused": ("refused_jobs",),
}
"""What a tick leaves open; not ticked it is as declared by default."""


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


def unknown_row(entity: str) -> Facts:
    """A row in which everything that is asked, or that nobody asks, is open."""
    asked = frozenset[tuple[str, str]]().union(*SETTLES.values()) | NEVER_ASKED
    return {name: UNKNOWN for of, name in asked if of == entity}


_OPEN_HOUSEHOLD, _OPEN_MEMBER = unknown_row("household"), unknown_row("member")


def sums_of(answers: Answers) -> dict[str, Any]:
    """The four sums of the family a year: fen, Between, or UNKNOWN."""
    said = answers.get("income", {})
    parts = {lump: yearly(ranged("income", said.get(lump))) for lump in LUMPS if lump != "wage"}
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


def own_rolls(answers: Answers) -> Facts:
    """The same for each person: ticked, it may be any of them."""
    held = picks(answers, "receiving")
    if held is None:
        return {}
    alone = len(people_of(answers)) == 1
    facts: Facts = {f"receives_{code}": False for code in ROLLS}
    for code in PERSON_ROLLS:
        if code in held:
            facts[f"receives_{code}"] = True if alone else UNKNOWN
    if "children" in held:
        facts |= {f"receives_{code}": UNKNOWN for code in CHILD_ROLLS}
    return facts


def happened(answers: Answers, entity: str) -> Facts:
    """What has happened: not ticked it is as declared by default, ticked it is for a person to look at."""
    ticked = picks(answers, "happened")
    if ticked is None:
        return {}
    return {
        name: UNKNOWN if any(name.startswith(HAPPENED[tick]) for tick in ticked) else FACTS[entity, name].default
        for of, name in SETTLES["happened"]
        if of == entity
    }


def member_of(answers: Answers, person: str, place: int, day: date) -> Facts:
    """One person, by what is said of him."""
    facts = _OPEN_MEMBER | {
        "id": person,
        "birth": birth_of(group_of(person), day),
        "relation": relation_of(answers, person, place),
        "support_duty": True,
        "co_resident": True,
        "registration": "household" if pick(answers, "registration") else UNKNOWN,
        "insurance": pick(answers, "insured") or UNKNOWN,
        **{f"income_{kind}": 0 for kind in ("pension", "business", "land", "rent", "interest", "support", "unemployment")},
    }
    medical = ranged("costs", answers.get("costs", {}).get("medical"))
    facts["policy_range_self_pay"] = 0 if is_nought(medical) else UNKNOWN
    for part in (health(answers, person), work(answers, person), care(answers, person), school(answers, person)):
        facts |= part
    return facts | own_rolls(answers) | happened(answers, "member") | child_only(answers, person)


def child_only(answers: Answers, person: str) -> Facts:
    """Nobody grown up is a child without parents."""
    if group_of(person) in (MINORS, INFANTS) or picks(answers, "happened") is None:
        return {}
    # A grown pupil may still be paid as an orphan: that he is on no such roll settles it.
    on_roll = own_rolls(answers).get("receives_orphan", UNKNOWN)
    return {"parents_cannot_care": False, "child_harmed": False} | ({"orphan": False} if on_roll is False else {})


def birth_of(group: str, day: date) -> Between:
    """The first and the last day of birth of somebody of that age today."""
    youngest, oldest = AGES[group]
    earliest = _years_before(day, oldest + 1) + timedelta(days=1)
    return Between(earliest, _years_before(day, youngest))


def _years_before(day: date, years: int) -> date:
    """The same day some years before; 29 February becomes the 28th."""
    leap = day.month == 2 and day.day == 29  # noqa: PLR2004 the calendar's own numbers
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def relation_of(answers: Answers, person: str, place: int) -> Any:
    """What he is to the one who asks, as far as the answer about ties says."""
    if place == 0:
        return "self"
    ties, group, asker = pick(answers, "ties"), group_of(person), group_of(people_of(answers)[0])
    young = group in (MINORS, INFANTS)
    if ties == "grand":
        return "grandchild" if young else OneOf(frozenset({"spouse", "child"}))
    if ties == "kin":
        return OneOf(frozenset({"sibling", "grandparent", "grandchild", "other"}))
    if ties != "family":
        return UNKNOWN
    if young:
        return "child"
    if group == asker:
        return OneOf(frozenset({"spouse", "child", "parent"}))
    return OneOf(frozenset({"parent", "spouse"}))


def health(answers: Answers, person: str) -> Facts:
    """A card is one kind and one grade; of a lapsed one nothing is taken."""
    if "health" not in answers:
        return {}
    said, ill = row_of(answers, "health", person)
    facts: Facts = {"serious_illness": ill}
    if said is None or said == "lapsed":
        return facts | ({} if said else {"serious_illness": True if ill else UNKNOWN})
    facts |= {f"disability_{kind}": 0 for kind in DISABILITY_KINDS} | {"autism": said == "autism"}
    if said not in (NONE, "autism"):
        facts[f"disability_{said[:-1]}"] = int(said[-1])
    if said == NONE or not said.startswith("multiple"):
        facts["multiple_components_severe"] = False
    return facts


def work(answers: Answers, person: str) -> Facts:
    """What a grown-up does; children and the very old do no work, which nobody has to say."""
    group = group_of(person)
    if group in (MINORS, INFANTS, OLDEST):
        idle: Facts = {"works": False, "wants_work": False, "wants_training": False, "wants_business": False}
        return idle | ({"student": "none", "boarding": False, "cannot_attend_school": False} if group == OLDEST else {})
    said, _ = row_of(answers, "work", person)
    if said is None:
        return {}
    return {
        "works": said in ("works", "more"),
        "unable_to_work": said == "unable",
        "wants_work": said in ("seeking", "works", "more"),
        "wants_training": UNKNOWN if said == "more" else False,
        "wants_business": UNKNOWN if said == "more" else False,
        "student": OneOf(frozenset({"senior", "vocational", "college"})) if said == "study" else "none",
        "boarding": UNKNOWN if said == "study" else False,
        "cannot_attend_school": False,
    }


def care(answers: Answers, person: str) -> Facts:
    """How many of the six things somebody has to help with."""
    said, alone = row_of(answers, "care", person)
    if said is None:
        return {}
    return {"care_items_failed": int(said), "lives_without_carer": alone}


def school(answers: Answers, person: str) -> Facts:
    """How far a child is at school; one who should go and cannot is taught at home."""
    if group_of(person) not in (MINORS, INFANTS):
        return {}
    said, _ = row_of(answers, "school", person)
    if said is None:
        return {}
    stage, _, boarding = said.partition("_")
    kept = said == "kept"
    return {"student": NONE if kept else stage, "boarding": bool(boarding), "cannot_attend_school": kept}


def documents_for(answers: Answers, day: date) -> Iterator[tuple[Payers, Document]]:
    """The household under every spread that some verdict has to be asked under, each once."""
    seen: dict[Payers, None] = {}
    for person in (None, *people_of(answers)):
        seen |= dict.fromkeys(ways(answers, person))
    for spread in seen:
        yield spread, document_of(answers, day, spread)
