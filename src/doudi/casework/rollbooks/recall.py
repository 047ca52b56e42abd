"""What the record knows about the people of a chunk (查在册): a handful of queries for any number of
families.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from doudi.casework.fields import month_number
from doudi.casework.models import Award, Case
from doudi.casework.models.cases import LIVE
from doudi.casework.rollbooks.families import Family
from doudi.casework.rollbooks.places import Places
from doudi.casework.rollbooks.record import Known, KnownPayment, KnownPerson
from doudi.kernel.days import Month
from doudi.offices.models import Area
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Membership, Person
from doudi.vault.fields import holding


def recall(families: Sequence[Family], *, day: date, first_month: Month, prefixes: Sequence[str]) -> Known:
    """Persons, their families and running payments, as far as these rows touch them, wherever they are; whose family
    it is is told only under the importer's prefixes."""
    entries = [entry for family in families for entry in family.people]
    numbers = {entry.id_number for entry in entries if entry.id_number}
    births = {entry.birth for entry in entries if entry.birth}
    alike = Q(id_number__isnull=True, name__in={entry.name for entry in entries}, birth__in=births)
    bare = {(entry.name, entry.birth, entry.area) for entry in entries if not entry.id_number}
    named = Q(name__in={name for name, _, _ in bare}, birth__in={birth for _, birth, _ in bare if birth})
    persons = list(Person.objects.filter(holding(Person, "id_number", *numbers) | alike | named).order_by("id"))
    homes = _homes(persons, day, Jurisdiction(tuple(prefixes), frozenset()))
    known = [(person, _known(person, homes)) for person in persons]
    households = {each.household for _, each in known if each.household}
    return Known(
        by_number={person.id_number: each for person, each in known if person.id_number},
        by_birth={(person.name, person.birth, person.area): each for person, each in known if person.birth},
        payments=_payments(households, first_month),
    )


def _homes(persons: Iterable[Person], day: date, here: Jurisdiction) -> dict[int, tuple[int, bool, str]]:
    """Person → household, whether its head, and the head's name if the household stands here."""
    open_now = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    mine = list(
        Membership.objects.filter(
            open_now, person__in=[each.pk for each in persons], household__closed_on__isnull=True
        ).order_by("id")
    )
    heads = dict(
        Membership.objects.filter(
            open_now,
            here.within("household__area"),
            relation="self",
            household__in={each.household_id for each in mine},
        )
        .order_by("id")
        .values_list("household_id", "person__name")
    )
    return {
        each.person_id: (each.household_id, each.relation == "self", heads.get(each.household_id, ""))
        for each in mine
    }


def _known(person: Person, homes: dict[int, tuple[int, bool, str]]) -> KnownPerson:
    household, is_head, head_name = homes.get(person.pk, (None, False, ""))
    return KnownPerson(
        pk=person.pk,
        name=person.name,
        has_number=person.id_number is not None,
        phone=person.phone,
        account=person.account_number,
        bank=person.account_bank,
        account_name=person.account_name,
        household=household,
        is_head=is_head,
        head_name=head_name,
    )


def _payments(households: set[int], month: Month) -> dict[tuple[int, str, int | None], KnownPayment]:
    cases = list(
        Case.objects.filter(household__in=households, status__in=LIVE)
        .select_related("application")
        .order_by("id")
    )
    late_enough = Q(until_month__isnull=True) | Q(until_month__gte=month_number(month))
    awards = {
        award.case_id: award
        for award in Award.objects.filter(
            late_enough, case__in=[case.pk for case in cases], voided_at__isnull=True
        )
        .select_related("decision")
        .order_by("from_month", "id")
    }
    return {
        (case.household_id, case.programme, case.person_id): _payment(case, awards.get(case.pk))
        for case in cases
    }


def _payment(case: Case, award: Any) -> KnownPayment:
    if award is None:
        return KnownPayment(case=case.pk, award=None, monthly_fen=-1, imported=False, number=case.number)
    # A roll's own decision has no determination; one that was taken here has, and no roll touches it.
    imported = case.application.channel == "import" and award.decision.determination_id is None
    return KnownPayment(
        case=case.pk, award=award.pk, monthly_fen=award.monthly_fen, imported=imported, number=case.number
    )


def places(prefixes: Iterable[str]) -> Places:
    """The villages under these prefixes, with their townships' names."""
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(code__begins=prefix)
    villages = list(Area.objects.filter(inside, level="village", valid_until__isnull=True).order_by("code"))
    parents = {area.parent_id for area in villages}
    townships = dict(Area.objects.filter(code__in=parents).order_by("code").values_list("code", "name"))
    return Places(
        [(area.code, area.name) for area in villages], townships, {area.code: area.kind for area in villages}
    )
