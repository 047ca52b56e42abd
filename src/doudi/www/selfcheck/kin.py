"""Relatives elsewhere who owe support (赡养、抚养、扶养义务人), out of one answer: one row for whoever could be owed it.

民发〔2021〕57号 第十三条, 民发〔2021〕43号 第八条. What they earn, nobody knows here: 有，他们能养 says only that they are there.
"""

from __future__ import annotations

from typing import Any

from doudi.law import UNKNOWN
from doudi.policy.facts import FACTS
from doudi.www.selfcheck.answers import Answers, group_of, pick, row_of
from doudi.www.selfcheck.questions import ELDERS, INFANTS, MINORS, NONE, OLDEST

OPEN_ROW: dict[str, Any] = {name: UNKNOWN for entity, name in FACTS if entity == "supporter"}


POOR_ROW: dict[str, Any] = OPEN_ROW | {
    "monthly_income": 0,
    "own_monthly_income": 0,
    "property_ok": True,
    "actually_pays": None,
    "court_ordered": None,
}
"""有，但他们自己也困难: they can give nothing. Whether the law calls them unable (43号 第八条) stays open."""


def supporters_of(answers: Answers, people: list[str]) -> tuple[dict[str, Any], ...]:
    """None where there is no such relative; else one for each who may be owed support."""
    said = pick(answers, "kin")
    if said == "nobody":
        return ()
    row = POOR_ROW if said == "unable" else OPEN_ROW
    return tuple({"of": person, **row} for person in people if owed(answers, person, people))


def owed(answers: Answers, person: str, people: list[str]) -> bool:
    """Elders by their children, children without a grown-up by their parents, whoever lives alone, is ill, disabled or
    unable to work by anybody."""
    young = (MINORS, INFANTS)
    orphaned = group_of(person) in young and all(group_of(each) in young for each in people)
    card, ill = row_of(answers, "health", person)
    weak = ill or ("health" in answers and card != NONE) or row_of(answers, "work", person)[0] == "unable"
    return group_of(person) in (ELDERS, OLDEST) or orphaned or weak or len(people) == 1
