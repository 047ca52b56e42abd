"""Finding people (查人): by ID number, its last four, name, pinyin or telephone, within one's own area.

Every way goes through an index, so that it stays quick with a hundred thousand persons.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Household, Membership, Person

MOST = 30
LAST_FOUR = re.compile(r"^[0-9]{3}[0-9Xx]$")
PHONE = re.compile(r"^1[0-9]{10}$")
LETTERS = re.compile(r"^[A-Za-zü' ]+$")
ID_LENGTHS = (15, 18)


@dataclass(frozen=True)
class Found:
    """A person and the household he or she belongs to now, if any."""

    person: Person
    household: Household | None
    relation: str


def find(text: str, jurisdiction: Jurisdiction, limit: int = MOST, day: date | None = None) -> list[Found]:
    """The persons that fit, at most `limit`. Two queries. Nothing outside the jurisdiction is found or
    counted."""
    condition = _condition("".join(text.split()))
    if condition is None:
        return []
    within = Membership.objects.filter(jurisdiction.within("household__area"), person=OuterRef("pk"),
                                       valid_until__isnull=True)
    rows = Person.objects.filter(condition).filter(jurisdiction.within("area") | Q(Exists(within)))
    people = list(rows.order_by("name", "id")[:limit])
    open_rows = Membership.objects.filter(person__in=people)
    open_rows = open_rows.filter(
        Q(valid_until__isnull=True)
        if day is None
        else Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    )
    where = {row.person_id: row for row in open_rows.select_related("household").order_by("id")}
    return [Found(person, where[person.pk].household if person.pk in where else None,
                  where[person.pk].relation if person.pk in where else "") for person in people]


def _condition(text: str) -> Q | None:
    if not text:
        return None
    if len(text) in ID_LENGTHS:
        try:
            return Q(id_number=parse_id_number(text).number18)
        except BadIdentifier:
            pass
    if LAST_FOUR.match(text):
        return Q(id_last4=text.upper())
    if PHONE.match(text):
        return Q(phone=text)
    if LETTERS.match(text):
        letters = re.sub("[^a-z]", "", text.lower().replace("ü", "v"))
        return Q(pinyin__startswith=letters) | Q(initials=letters)
    return None if text.isdigit() else Q(name__startswith=text)
