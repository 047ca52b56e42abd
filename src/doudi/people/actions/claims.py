"""A number that somebody typed and that is on file already (待核对的号码): taken down without a word, settled at the card.

Whoever types a number is told the same whether it is on file or not (个人信息保护法 第五十一条): the person is put on
record beside the other one, without the number, and the township compares the card before anything is accepted.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.audit import actions as audit
from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.people.actions.persons import correct_person, register_person
from doudi.people.models import ClaimedNumber, Person
from doudi.people.refusals import Refused


@transaction.atomic
def register_claimant(*, name: str, id_number: str, by: Any, at: datetime, **plain: Any) -> Person:
    """A person with a number that is only claimed: birth and sex are read from it, it itself is not his yet."""
    try:
        number = parse_id_number(id_number)
    except BadIdentifier as error:
        raise Refused(error.reason, "id_number") from error
    told = plain | {"birth": number.birth, "sex": number.sex}
    person = register_person(name=name, by=by, at=at, **told)
    ClaimedNumber(person=person, number=number.number18, claimed_at=at).save(force_insert=True)
    audit.record(by=by, at=at, verb="claim_number", subject=("person", person.pk))
    return person


@transaction.atomic
def settle_claim(*, person: Person, id_number: str, by: Any, at: datetime) -> Person:
    """The township has seen the card and writes what stands on it. A number of somebody on file is refused: then it is
    the same person, and the work goes on in the file there is."""
    claim = ClaimedNumber.objects.select_for_update().filter(person=person).first()
    if claim is None:
        raise Refused("这个人的号码没有待核对的。")
    person = correct_person(person=person, id_number=id_number, by=by, at=at)
    claim.delete()
    audit.record(by=by, at=at, verb="settle_claim", subject=("person", person.pk))
    return person
