"""Reading claimed numbers (待核对的号码): who claims one, what was typed, and whether a household still has one open."""

from datetime import date

from django.db.models import Q

from doudi.offices.access import as_system
from doudi.people.models import ClaimedNumber, Household, Membership, Person
from doudi.vault.fields import holding


@as_system("known number")
def claimants(id_number: str) -> list[Person]:
    """The persons who claim this number, the first first."""
    found = ClaimedNumber.objects.filter(holding(ClaimedNumber, "number", id_number))
    return [claim.person for claim in found.select_related("person").order_by("claimed_at", "person_id")]


def typed_number(person: Person) -> str:
    """The number on record, else the one that was typed; empty when there is neither."""
    if person.id_number:
        return person.id_number
    claim = ClaimedNumber.objects.filter(person=person).first()
    return claim.number if claim else ""


def unsettled(household: Household, day: date) -> list[Person]:
    """The members whose number waits for somebody to see the card."""
    now = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    rows = Membership.objects.filter(now, household=household, person__claimed_number__isnull=False)
    return [row.person for row in rows.select_related("person").order_by("id")]
