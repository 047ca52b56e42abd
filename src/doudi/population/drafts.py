"""A household before its people have names: facts as the law takes them, taken from a generated row or
written for a purpose.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from doudi.kernel.days import add_months
from doudi.law.document import Document
from doudi.law.facts import UNKNOWN
from doudi.policy.facts import FACTS

Facts = dict[str, Any]

OF_CASES: Final = re.compile(r"receives_|event_|.*_monthly_paid$")


@dataclass
class Draft:
    """Facts of the household, its members (with id) and supporters (with of). `story` says what it was made
    for, in Chinese, or is empty for an everyday household.
    """

    registration: str
    facts: Facts = field(default_factory=dict)
    members: list[Facts] = field(default_factory=list)
    supporters: list[Facts] = field(default_factory=list)
    story: str = ""

    @classmethod
    def of(cls, document: Document) -> "Draft":
        """A generated household, without the facts that are as declared by default."""
        facts = _telling("household", document.household)
        registration = facts.pop("registration", UNKNOWN)
        # Where the household lives is said by the record, and who belongs to it by the list itself.
        for said in ("area", "members_known"):
            facts.pop(said, None)
        numbers = {member["id"]: f"m{place + 1}" for place, member in enumerate(document.members)}
        members = [{**_telling("member", member), "id": numbers[member["id"]]} for member in document.members]
        supporters = [{**_telling("supporter", row), "of": numbers[row["of"]]} for row in document.supporters]
        return cls("rural" if registration is UNKNOWN else registration, facts, members, supporters)

    def add(self, relation: str, sex: str, birth: date, **facts: Any) -> str:
        """One more member; gives the id."""
        number = f"m{len(self.members) + 1}"
        self.members.append({"id": number, "relation": relation, "sex": sex, "birth": birth, **facts})
        return number


def _telling(entity: str, facts: Any) -> Facts:
    # Who is on which roll is said by the roll itself (casework), never by a fact somebody has stated.
    told = {
        name: value
        for name, value in facts.items()
        if (entity, name) in FACTS and not name.startswith("receives_")
    }
    if not told.get("disability_multiple"):
        told.pop("multiple_components_severe", None)
    # What has been awarded and what has happened is known to the cases of the record, not to its facts.
    told = {name: value for name, value in told.items() if not OF_CASES.match(name)}
    return {name: value for name, value in told.items() if not _same(value, FACTS[(entity, name)].default)}


def _same(value: Any, default: Any) -> bool:
    return value is default or (value is not UNKNOWN and default is not UNKNOWN and value == default)


def years_before(day: date, years: int, days: int = 0) -> date:
    """The birth of somebody who is `years` old on `day`, and that many days more."""
    born = add_months(day, -12 * years)
    return date.fromordinal(born.toordinal() - days)
