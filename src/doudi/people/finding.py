"""Finding people (查人): by ID number, its last four, name, pinyin, telephone or village, within one's own area.

Every way goes through an index, so that it stays quick with a hundred thousand persons.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.offices.reads import Jurisdiction, villages_named
from doudi.people.models import Household, Membership, Person
from doudi.people.numbers import numbered
from doudi.vault.fields import holding

MOST = 30
LIVING = 10_000
SHORTEST_VILLAGE = 2  # one character is a surname
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
    """The persons that fit, at most `limit`; of a village its applicants, one for a family. Nothing outside the
    jurisdiction is found or counted."""
    condition = _condition("".join(text.split()))
    people: list[Person] = []
    if condition is not None:
        # Registered here first: an index says who is. Whoever only lives here is asked for where that leaves room.
        fitting, here = Person.objects.filter(condition).order_by("name", "id"), jurisdiction.within("area")
        people = list(fitting.filter(here)[:limit])
        if len(people) < limit:
            people += _living_here(fitting.exclude(here), jurisdiction)[: limit - len(people)]
    if len(people) < limit:
        known = {person.pk for person in people}
        people += [each for each in _in_village(text, jurisdiction, limit) if each.pk not in known]
        people = people[:limit]
    open_rows = Membership.objects.filter(person__in=people)
    open_rows = open_rows.filter(
        Q(valid_until__isnull=True)
        if day is None
        else Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    )
    where = {row.person_id: row for row in open_rows.select_related("household").order_by("id")}
    return [Found(person, where[person.pk].household if person.pk in where else None,
                  where[person.pk].relation if person.pk in where else "") for person in people]


def _living_here(fitting: QuerySet[Person], jurisdiction: Jurisdiction) -> QuerySet[Person]:
    """Those of them who belong to a household here now."""
    living = Membership.objects.filter(jurisdiction.within("household__area"), valid_until__isnull=True)
    # Row-level security asks of everybody with this name whether he is known here, and that takes long; of those who
    # live in a township it takes no time.
    known = list(living.order_by().values_list("person_id", flat=True)[: LIVING + 1])
    if len(known) > LIVING:
        return fitting.filter(Exists(living.filter(person=OuterRef("pk"))))
    return fitting.filter(pk__in=known)


def _in_village(text: str, jurisdiction: Jurisdiction, limit: int) -> list[Person]:
    """The applicants of the open files of a village told by name, with a name or pinyin behind it: 柳行新村 王."""
    village, *more = text.split(maxsplit=1) or [""]
    if len(village) < SHORTEST_VILLAGE or LETTERS.match(village) or village.isdigit():
        return []
    codes = villages_named(village, jurisdiction.prefixes)
    if not codes:
        return []
    homes = Household.objects.filter(jurisdiction.within("area"), area__in=codes, closed_on__isnull=True)
    heads = Membership.objects.filter(household__in=homes, relation="self", valid_until__isnull=True)
    if more:
        wanted = _condition("".join(more[0].split()))
        if wanted is None:
            return []
        heads = heads.filter(person__in=Person.objects.filter(wanted))
    rows = heads.select_related("person").order_by("person__name", "person_id")
    return [row.person for row in rows[:limit]]


def _condition(text: str) -> Q | None:
    if not text:
        return None
    if len(text) in ID_LENGTHS:
        try:
            return numbered(parse_id_number(text).number18)
        except BadIdentifier:
            pass
    if LAST_FOUR.match(text):
        return holding(Person, "id_last4", text.upper())
    if PHONE.match(text):
        return holding(Person, "phone", text)
    if LETTERS.match(text):
        letters = re.sub("[^a-z]", "", text.lower().replace("ü", "v"))
        return Q(pinyin__begins=letters) | Q(initials=letters)
    return None if text.isdigit() else Q(name__begins=text)
