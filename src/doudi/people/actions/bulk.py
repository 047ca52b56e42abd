"""Many households at once: a demo township, the roll of yesterday's system. The same rows, not a query for
each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.people.actions.consents import VERIFICATION
from doudi.people.actions.facts import made_fact
from doudi.people.actions.persons import checked_identity, checked_plain, village
from doudi.people.models import Consent, Fact, Household, Membership, Person, Supporter
from doudi.people.refusals import Refused
from doudi.vault.fields import holding
from doudi.vault.numbering import keys_stay

BATCH = 1000


@dataclass(frozen=True)
class NewMember:
    """One person of a new household: identity, relation to the applicant, facts by name."""

    name: str
    relation: str
    id_number: str = ""
    sex: str = ""
    birth: date | None = None
    plain: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewSupporter:
    """Somebody outside who owes support to the member at that place in the list."""

    of: int
    name: str
    relation: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewHousehold:
    """A family as it comes from a file or a generator."""

    area: str
    registration: str
    members: Sequence[NewMember]
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    supporters: Sequence[NewSupporter] = ()


@transaction.atomic
def load_households(*, households: Iterable[NewHousehold], day: date, source: str, by: Any, at: datetime,
                    office: str = "", with_consent: bool = False) -> list[Household]:
    """Open a file for every household on `day`, with facts as of that day. All or nothing, one journal
    line."""
    new = list(households)
    files = Household.objects.bulk_create(
        [
            Household(
                area=village(each.area),
                address=each.address,
                registration=each.registration,
                opened_on=day,
                created_at=at,
            )
            for each in new
        ],
        batch_size=BATCH,
    )
    persons = _persons(new, at)
    supporters = _supporters(new, files, persons, day, at)
    Membership.objects.bulk_create([
        Membership(household=file, person=person, relation=member.relation, valid_from=day, recorded_at=at)
        for file, each, people in zip(files, new, persons, strict=True)
        for member, person in zip(each.members, people, strict=True)], batch_size=BATCH)
    told = {"as_of": day, "source": source, "office": office, "by": by, "at": at}
    Fact.objects.bulk_create(
        [made_fact(subject=subject, name=name, value=value, **told)
         for subject, facts in _told(new, files, persons, supporters) for name, value in facts.items()],
        batch_size=BATCH)
    if with_consent:
        _consents(files, persons, day, at, by)
    audit.record(
        by=by, at=at, verb="load_households", subject=("households", len(files)), details={"source": source}
    )
    return files


def _persons(new: Sequence[NewHousehold], at: datetime) -> list[list[Person]]:
    today = localdate(at)
    _refuse_known([member.id_number for each in new for member in each.members if member.id_number])
    made = [[Person(created_at=at, **checked_identity(
        name=member.name, id_number=member.id_number, sex=member.sex, birth=member.birth, day=today),
        **checked_plain({"area": each.area, "registration": each.registration, "address": each.address,
                         **member.plain})) for member in each.members] for each in new]
    Person.objects.bulk_create([person for people in made for person in people], batch_size=BATCH)
    return made


def _refuse_known(numbers: Sequence[str]) -> None:
    # The index is unique for one key only; while the keys are changing, whoever is on record is looked for under all.
    keys_stay()
    for start in range(0, len(numbers), BATCH):
        if Person.objects.filter(holding(Person, "id_number", *numbers[start : start + BATCH])).exists():
            raise Refused("名单里有人已经登记过,请核对身份证号码。", "id_number")


def _supporters(new: Sequence[NewHousehold], files: Sequence[Household], persons: Sequence[Sequence[Person]],
                day: date, at: datetime) -> list[list[Supporter]]:
    made = [
        [
            Supporter(
                household=file,
                supported=people[outside.of],
                name=outside.name,
                relation=outside.relation,
                valid_from=day,
                recorded_at=at,
            )
            for outside in each.supporters
        ]
        for each, file, people in zip(new, files, persons, strict=True)
    ]
    Supporter.objects.bulk_create([one for group in made for one in group], batch_size=BATCH)
    return made


def _told(new: Sequence[NewHousehold], files: Sequence[Household], persons: Sequence[Sequence[Person]],
          supporters: Sequence[Sequence[Supporter]]) -> Iterable[tuple[Any, Mapping[str, Any]]]:
    for each, file, people, outside in zip(new, files, persons, supporters, strict=True):
        yield file, {"area": file.area, "registration": file.registration, **each.facts}
        yield from zip(people, (member.facts for member in each.members), strict=True)
        yield from zip(outside, (one.facts for one in each.supporters), strict=True)


def _consents(files: Sequence[Household], persons: Sequence[Sequence[Person]], day: date, at: datetime,
              by: Any) -> None:
    Consent.objects.bulk_create([
        Consent(person=person, household=file, scope=VERIFICATION, signed_by=person.name, signed_how="paper",
                valid_from=day, given_at=at, recorded_by=by)
        for file, people in zip(files, persons, strict=True) for person in people], batch_size=BATCH)
