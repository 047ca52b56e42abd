"""Reading one answer as it was kept: a sum, a band, a choice, a row for each person.

What was not asked and what somebody does not know stay UNKNOWN; a band is a value between two ends, both possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.law import UNKNOWN, Between
from doudi.www.selfcheck.questions import ADULTS, AGES, BY_CODE, NONE, UNSURE

CENTS, MONTHS = 100, 12
CITY = "3708"
Answers = Mapping[str, Any]


def ranged(code: str, part: Mapping[str, Any] | None) -> Any:
    """The answer to a question for a sum: fen, Between two sums of fen, or UNKNOWN."""
    if not part:
        return UNKNOWN
    if part.get("sum") is not None:
        return int(part["sum"])
    band = next((band for band in BY_CODE[code].bands if band.code == part.get("band")), None)
    if band is None:
        return UNKNOWN
    return band.low * CENTS if band.low == band.high else Between(band.low * CENTS, band.high * CENTS)


def yearly(value: Any) -> Any:
    """Twelve months of a monthly sum, whatever form it has."""
    if isinstance(value, Between):
        return Between(value.low * MONTHS, value.high * MONTHS)
    return value if value is UNKNOWN else value * MONTHS


def is_nought(value: Any) -> bool:
    """Whether a sum is surely nothing."""
    return value is not UNKNOWN and not isinstance(value, Between) and value == 0


def picks(answers: Answers, code: str) -> set[str] | None:
    """What was ticked; None when not asked or 不清楚."""
    chosen = set(answers.get(code, {}).get("picks", [UNSURE]))
    return None if UNSURE in chosen else chosen - {NONE}


def pick(answers: Answers, code: str) -> str | None:
    """What was chosen; None when not asked or 不清楚."""
    chosen = answers.get(code, {}).get("pick", UNSURE)
    return None if chosen == UNSURE else str(chosen)


def row_of(answers: Answers, code: str, person: str) -> tuple[str | None, bool]:
    """What was said of one person, and whether his box was ticked; None when not asked or 不清楚."""
    rows = answers.get(code, {}).get("rows", {})
    chosen = rows.get(person, UNSURE)
    return (None if chosen == UNSURE else chosen), person in answers.get(code, {}).get("ticks", ())


def counts_of(answers: Answers) -> dict[str, int]:
    """How many of each group; one grown-up before anything is said."""
    said = answers.get("people")
    return {ADULTS: 1} if said is None else {group: int(said.get(group, 0)) for group in AGES}


def people_of(answers: Answers) -> list[str]:
    """The people by their marks, who asks first: adults-1, elders-2, …"""
    groups = [group for group, count in ((g, counts_of(answers).get(g, 0)) for g in AGES) for _ in range(count)]
    return [f"{group}-{number}" for number, group in enumerate(groups, start=1)]


def group_of(person: str) -> str:
    """Which group of the question about people somebody came from."""
    return person.split("-")[0]


CALLED = {"adults": "大人", "elders": "老人", "oldest": "80 岁以上的老人", "minors": "孩子", "infants": "6 岁以下的孩子"}


def names_of(people: list[str]) -> dict[str, str]:
    """您, 第 2 个大人, 老人, …: nobody has given a name."""
    names: dict[str, str] = {}
    for person in people:
        group = group_of(person)
        alike = [other for other in people if group_of(other) == group]
        place = alike.index(person) + 1
        names[person] = f"第 {place} 个{CALLED[group]}" if len(alike) > 1 else CALLED[group]
    return names | ({people[0]: "您"} if people else {})


def area_of(answers: Answers) -> str:
    """The township if known, else the county, else the city (a management area has no code of its own)."""
    where = answers.get("where", {})
    town, county = where.get("town"), where.get("county") or ""
    return town if town and town != UNSURE else county if county.isdigit() else CITY
