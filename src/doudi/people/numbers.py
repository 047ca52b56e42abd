"""The person of an ID number (公民身份号码), wherever he is on record: the one place that says how a number is looked up.

Whoever registers somebody must find him if another township knows him already (一人一档), or one human being would have
two files. What is found so is a name to compare and whether he has a household; nothing of it is shown.
"""

from django.db.models import Q

from doudi.offices.access import as_system
from doudi.people.models import Membership, Person
from doudi.vault.fields import holding


def numbered(id_number: str) -> Q:
    """The condition for a person of this 18-digit number."""
    return holding(Person, "id_number", id_number)


@as_system("known number")
def person_of(id_number: str, *, lock: bool = False) -> Person | None:
    """The person, also where the asker may not look."""
    rows = Person.objects.select_for_update() if lock else Person.objects.all()
    return rows.filter(numbered(id_number)).first()


def is_in_reach(person: Person) -> bool:
    """Whether the asker may look at this person himself."""
    return Person.objects.filter(pk=person.pk).exists()


@as_system("known number")
def has_household(person: Person) -> bool:
    """Whether a household has this person as a member now."""
    return Membership.objects.filter(person=person, valid_until__isnull=True).exists()


@as_system("known number")
def complete(person: Person, gaps: list[str]) -> None:
    """Write fields that were empty."""
    person.save(update_fields=gaps)
