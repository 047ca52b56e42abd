"""What the answers settle wholly, as facts to keep: of the family, and of each person by his mark (一问一次, ux.md §1).

Exact answers only. A rough one, a sum that may be anybody's, and what contradicts itself stay open: those are asked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from doudi.law import UNKNOWN
from doudi.law.facts import OPEN
from doudi.policy.facts import FACTS
from doudi.www.selfcheck.answers import Answers, is_nought, people_of, pick, picks
from doudi.www.selfcheck.household import LUMPS, candidates, document_of, sums_of
from doudi.www.selfcheck.settles import IN_OTHER_INCOME, SETTLES

Facts = dict[str, Any]
ELSEWHERE: Final = ("receives_", "event_", "registration", "birth", "relation", "support_duty", "co_resident", "members_known", "area")
"""What the rolls, the record or a page of its own tell."""

ASKED_AGAIN: Final = ("insurance_cash_value",)
"""Taken for the ordinary case by the self-check, and asked by a page of the application."""


def of_household(answers: Answers, day: date, parts: Collection[str] = tuple(SETTLES)) -> Facts:
    """The facts of the family that these parts of the answers settle."""
    known = exact(answers, "household", document_of(answers, day).household, parts)
    if known.get("vehicles") == 0:
        known["vehicles_exempt"] = 0
    things, lives = picks(answers, "things"), pick(answers, "home")
    if "things" in parts and things is not None and "homes" not in things and lives in ("safe", "danger", "without"):
        known["homes"] = 0 if lives == "without" else 1
    return known


def of_person(answers: Answers, mark: str, day: date, parts: Collection[str] = tuple(SETTLES)) -> Facts:
    """The facts of one person that they settle; an income only where it can be nobody else's."""
    if mark not in people_of(answers):
        return {}
    row = next(row for row in document_of(answers, day).members if row["id"] == mark)
    sums = sums_of(answers)
    for lump, (fact, _) in LUMPS.items():
        sharing = candidates(answers, lump)
        if not is_nought(sums[lump]) and len(sharing) > 1 and mark in sharing:
            also = {f"income_{kind}": UNKNOWN for kind in IN_OTHER_INCOME} if lump == "other" else {}
            row = {**row, fact: UNKNOWN, **also}
    known = exact(answers, "member", row, parts)
    # Where nobody works the wage is not asked: the answer about work settles it.
    return known | ({"income_wage": 0} if "work" in parts and is_nought(sums["wage"]) else {})


def exact(answers: Answers, entity: str, row: Facts, parts: Collection[str]) -> Facts:
    """What was asked and is wholly known; that nothing has happened says no more than the declared default."""
    asked = {key for part in parts if part in answers for key in SETTLES.get(part, ())}
    silent = SETTLES["happened"]
    return {
        name: value
        for name, value in row.items()
        if (entity, name) in asked and not name.startswith(ELSEWHERE) and name not in ASKED_AGAIN
        and not isinstance(value, OPEN) and not ((entity, name) in silent and value == FACTS[entity, name].default)
    }
