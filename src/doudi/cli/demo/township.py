"""The people of the demo township: generated, seeded, invented; registered through the same verbs as
anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from doudi.cli.demo.accounts import TOWNSHIP, make_resident
from doudi.offices import reads as offices
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.people.actions.bulk import NewHousehold, NewMember, NewSupporter
from doudi.population.township import HouseholdRecord, township
from doudi.standards import reads as standards

HOUSEHOLDS = 320
SEED = 2020_21
# Long enough ago that some cases have run their whole course since.
KNOWN_FOR = timedelta(days=120)


@dataclass(frozen=True)
class Settled:
    """A household on the record, and what the generator made it for."""

    household: Any
    record: HouseholdRecord


def load(*, staff: Mapping[str, Any], at: datetime) -> list[Settled]:
    """Register every household of the demo township, with consent; one of them may sign in as a resident."""
    since = at - KNOWN_FOR
    day = since.date()
    records = township([area["code"] for area in offices.area_rows()], TOWNSHIP, HOUSEHOLDS, SEED, day,
                       sheet=standards.sheet(day, TOWNSHIP))
    files = people.load_households(
        households=[_new(record) for record in records],
        day=day,
        source="declared",
        by=staff["jingban"],
        at=since,
        with_consent=True,
    )
    settled = [Settled(file, record) for file, record in zip(files, records, strict=True)]
    _give_account(settled, at)
    return settled


def _new(record: HouseholdRecord) -> NewHousehold:
    place = {person.id: number for number, person in enumerate(record.persons)}
    members = [
        NewMember(
            name=person.name,
            relation=person.relation,
            id_number=person.id_number or "",
            sex=person.sex,
            birth=person.birth,
            facts={"income_asked": True, **person.facts},
            plain={
                "phone": person.phone,
                "account_number": person.account_number,
                "account_bank": person.account_bank,
                "account_name": person.name if person.account_number else "",
            },
        )
        for person in record.persons
    ]
    supporters = [NewSupporter(of=place[one.of], name=one.name, relation=one.relation, facts=one.facts)
                  for one in record.supporters]
    return NewHousehold(
        area=record.area,
        address=record.address,
        registration=record.registration,
        members=members,
        facts={"property_asked": True, **record.facts},
        supporters=supporters,
    )


def _give_account(settled: list[Settled], at: datetime) -> None:
    for each in settled:
        applicant = people_reads.members(each.household, at.date())[0].person
        if each.record.story and applicant.phone and applicant.id_number:
            make_resident(person=applicant, at=at)
            return
