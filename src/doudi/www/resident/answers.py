"""From the self-check's answers to the household that the law reads: what was not asked or not known stays
UNKNOWN.

A rough answer is a range, so that the result can be a range too: `documents` gives the household at both
ends of
every range (the rules rise or fall with each sum, so the truth lies between the ends).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from doudi.law import UNKNOWN, Document
from doudi.www.resident.questions import BY_CODE, UNSURE

CENTS, MONTHS = 100, 12
# One age stands for all of its group: the rules ask only on which side of 18 and 60 somebody is.
AGES = {"elders": 70, "adults": 40, "minors": 10}
CITY = "3708"
# The grades that stand for an answer in everyday words.
SEVERE_LIMB, SEVERE_MIND, MILD = 2, 3, 4


@dataclass(frozen=True)
class Range:
    """A sum that lies between two ends, in fen."""

    low: int
    high: int


def ranged(code: str, part: dict[str, Any] | None) -> Any:
    """The answer to a question for a sum: fen, a Range, or UNKNOWN."""
    if not part:
        return UNKNOWN
    if part.get("sum") is not None:
        return int(part["sum"])
    band = next((band for band in BY_CODE[code].bands if band.code == part.get("band")), None)
    if band is None:
        return UNKNOWN
    return band.low * CENTS if band.low == band.high else Range(band.low * CENTS, band.high * CENTS)


def scaled(value: Any, times: int) -> Any:
    """Twelve months of a monthly sum, whatever form it has."""
    if isinstance(value, Range):
        return Range(value.low * times, value.high * times)
    return value if value is UNKNOWN else value * times


def picks(answers: dict[str, Any], code: str) -> set[str] | None:
    """What was ticked; None when not asked or 不清楚."""
    chosen = set(answers.get(code, {}).get("picks", [UNSURE]))
    return None if UNSURE in chosen else chosen - {"none"}


def pick(answers: dict[str, Any], code: str) -> str | None:
    """What was chosen; None when not asked or 不清楚."""
    chosen = answers.get(code, {}).get("pick", UNSURE)
    return None if chosen == UNSURE else str(chosen)


def area_of(answers: dict[str, Any]) -> str:
    """The township if known, else the county, else the city (a management area has no code of its own)."""
    where = answers.get("where", {})
    town, county = where.get("town"), where.get("county") or ""
    return town if town and town != UNSURE else county if county.isdigit() else CITY


def household_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Facts of the household as a whole."""
    things, costs = picks(answers, "things"), answers.get("costs", {})

    def owned(code: str, least: int, when_ticked: int) -> Any:
        return UNKNOWN if things is None else when_ticked if code in things else least

    return {
        "area": area_of(answers),
        "registration": pick(answers, "registration") or UNKNOWN,
        "deposits": ranged("savings", answers.get("savings")),
        "vehicles": owned("car", 0, 1),
        "homes": owned("homes", 1, 2),
        "non_residential_property": owned("shop", 0, 1),
        "expense_medical_self_paid": ranged("costs", costs.get("medical")),
        "expense_education_public_rate": ranged("costs", costs.get("education")),
    }


def members_of(answers: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """The people: the one who asks first, then grown-ups, elders, children."""
    counts = answers.get("people") or {"adults": 1, "elders": 0, "minors": 0}
    groups = [group for group in ("adults", "elders", "minors") for _ in range(counts[group])]
    members: list[dict[str, Any]] = []
    for number, group in enumerate(groups, start=1):
        birth = date(day.year - AGES[group], 1, 1)
        members.append(
            {
                "id": f"{group}-{number}",
                "birth": birth,
                "relation": relation(number, group, groups),
                "support_duty": True,
                "co_resident": True,
                "sex": "female" if number == 2 else "male",
            }
        )
    add_health(members, answers)
    add_income(members[0], answers)
    return members


def relation(number: int, group: str, groups: list[str]) -> str:
    """What this person most likely is to the one who asks; it only has to put everybody into the count."""
    if number == 1:
        return "self"
    if group == "minors":
        return "child" if groups[0] != "minors" else "sibling"
    if group == groups[0] and number == 2:
        return "spouse"
    return "parent" if group == "elders" else "sibling"


def add_health(members: list[dict[str, Any]], answers: dict[str, Any]) -> None:
    """Disability and illness belong to one person: the one who needs care, not the one who earns if there
    is another."""
    grown = [m for m in members if m["relation"] != "child"] or members
    weak, health = grown[-1], picks(answers, "health")
    if health is None:
        weak |= {"disability_limb": UNKNOWN, "disability_mental": UNKNOWN, "serious_illness": UNKNOWN}
    else:
        weak |= {
            "disability_limb": SEVERE_LIMB if "severe" in health else MILD if "mild" in health else 0,
            "disability_mental": SEVERE_MIND if "mind3" in health else 0,
            "serious_illness": "illness" in health,
        }
    care = picks(answers, "care")
    weak["care_items_failed"] = UNKNOWN if care is None else len(care)


def add_income(member: dict[str, Any], answers: dict[str, Any]) -> None:
    """The family's income stands with the one who asks; the law adds it up over the family."""
    wage = scaled(ranged("wage", answers.get("wage")), MONTHS)
    member |= {
        "income_wage": wage,
        "income_other": scaled(ranged("income", answers.get("income")), MONTHS),
        "works": UNKNOWN if wage is UNKNOWN else wage != 0,
    }


def supporters_of(answers: dict[str, Any], members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Relatives elsewhere who owe support: one for each person who could be owed it."""
    kin = pick(answers, "kin")
    if kin == "nobody":
        return []
    rows = []
    for member in members:
        if not owed(member, members):
            continue
        row: dict[str, Any] = {"of": member["id"], "relation": "child", "registration": "urban", "age": 45}
        if kin == "unable":
            row |= {
                "monthly_income": 0,
                "own_monthly_income": 0,
                "household_size": 3,
                "property_ok": True,
                "on_roll": "subsistence",
            }
        elif kin == "able":
            row |= {"monthly_income": UNKNOWN, "own_monthly_income": UNKNOWN, "household_size": UNKNOWN}
        else:
            row |= {
                "monthly_income": UNKNOWN,
                "own_monthly_income": UNKNOWN,
                "household_size": UNKNOWN,
                "property_ok": UNKNOWN,
            }
        rows.append(row)
    return rows


def owed(member: dict[str, Any], members: list[dict[str, Any]]) -> bool:
    """Elders by their children; children without a grown-up by their parents; a disabled person who lives
    alone."""
    groups = {group_of(each) for each in members}
    disabled = member.get("disability_limb") == SEVERE_LIMB or member.get("disability_mental") == SEVERE_MIND
    group = group_of(member)
    return (
        group == "elders" or (group == "minors" and groups == {"minors"}) or (disabled and len(members) == 1)
    )


def group_of(member: dict[str, Any]) -> str:
    """Which group of the question about people a member came from."""
    return str(member["id"]).split("-")[0]


def document_of(answers: dict[str, Any], day: date) -> Document:
    """The household as far as it is known; a range counts as unknown. This is what says what to ask next."""
    return next(build(answers, day, lambda value: UNKNOWN))


def documents(answers: dict[str, Any], day: date) -> list[Document]:
    """The household at every combination of the ends of the ranges: one document when every sum is exact."""
    return list(build(answers, day, None))


def build(answers: dict[str, Any], day: date, end: Any) -> Iterator[Document]:
    """Documents with every Range replaced, by `end` or by each of its two ends in turn."""
    household, members = household_of(answers), members_of(answers, day)
    supporters = supporters_of(answers, members)
    places = [
        (row, name)
        for row in (household, *members)
        for name, value in row.items()
        if isinstance(value, Range)
    ]
    ranges = [row[name] for row, name in places]
    for ends in product(*([end(r)] if end else [r.low, r.high] for r in ranges)):
        for (row, name), value in zip(places, ends, strict=True):
            row[name] = value
        yield Document(dict(household), tuple(dict(m) for m in members), tuple(dict(s) for s in supporters))
        for (row, name), value in zip(places, ranges, strict=True):
            row[name] = value
