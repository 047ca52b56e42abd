"""What goes along with a referral (随件信息): who it is about, and the facts that its purpose needs, as they stand on the day.

个人信息保护法 第六条. Which facts, says `policy/referring.yaml`; they are kept in words, because whoever reads them knows no
register of ours, and because a fact that changes later changes nothing of what was handed over.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.casework.determining import with_casework
from doudi.kernel.money import show_yuan
from doudi.law import UNKNOWN
from doudi.law.facts import Fact
from doudi.offices.reads import area_path
from doudi.people import reads as people
from doudi.people.models import Household, Membership, Person
from doudi.policy.facts import FACTS
from doudi.policy.referring import Referable

UNCLEAR = "未查清"
TOWNSHIP = 9


def along(referable: Referable, household: Household, person: Person | None, day: date) -> dict[str, Any]:
    """{name, id_number, phone, place, facts: [{label, words}]} about the person, or about the applicant for a family."""
    known = people.bundle(household, day)
    about = person or known.members[0].person
    document = with_casework(people.document_of(known), household, None, day, {})
    own = next((row for row in document.members if row["id"] == str(about.pk)), {})
    return {
        "name": about.name, "id_number": about.id_number or "", "phone": _telephone(known.members, about),
        "place": area_path(household.area[:TOWNSHIP]),
        "facts": [{"label": FACTS[key].label, "words": _words(FACTS[key], (own if key[0] == "member" else document.household))}
                  for key in referable.facts]}


def _telephone(members: list[Membership], about: Person) -> str:
    """The person's own number, else the applicant's: somebody must be reachable."""
    return str(about.phone or members[0].person.phone)


def _words(fact: Fact, told: Mapping[str, Any]) -> str:
    value = told.get(fact.name, None if fact.default is UNKNOWN else fact.default)
    if value is None or value is UNKNOWN:
        return UNCLEAR
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.type.family == "money":
        return f"{show_yuan(value)} {fact.unit or '元'}".replace("fen", "元")
    return fact.values.get(str(value), str(value))
