"""Care agreements (委托照料服务协议, 济办发〔2020〕21号 二(一)2): made, replaced, ended; one at a time for one person.

How many people one carer may care for is the county's number; where none is entered nothing limits it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care.models import Agreement, AgreementEnd, CarerKind, Service
from doudi.basic.extreme_hardship.care.persons import Cared, taken_up
from doudi.basic.extreme_hardship.care.rhythm import CARER_MOST, number
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import sheet_of
from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.people.models import Person

MAKERS: Final = ("clerk", "county_officer")


@dataclass(frozen=True)
class Terms:
    """What the signed paper says."""

    paper_number: str
    carer_kind: str
    carer_name: str
    carer_id_number: str
    carer_phone: str
    services: tuple[str, ...]
    from_on: date
    until_on: date


@transaction.atomic
def agree(*, person_id: int, terms: Terms, by: Any, at: datetime) -> Agreement:
    """Record a signed agreement; one that runs is replaced from the day the new one begins. The same paper counts once."""
    day = localdate(at)
    who = taken_up(person_id, MAKERS, by=by, day=day)
    terms = _checked(terms)
    known = Agreement.objects.filter(person_id=who.person_id, paper_number=terms.paper_number).first()
    if known is not None:
        return known
    if who.lives_in_institution:
        raise NotPossible(f"住在{who.house},由机构照料,不用签委托照料协议。")
    _not_too_many(terms, who, day)
    for running in Agreement.objects.select_for_update(of=("self",)).filter(person_id=who.person_id, ended_on__isnull=True).order_by("id"):
        if terms.from_on < running.from_on:
            raise NotPossible(f"现在的协议 {running.from_on} 起,新协议不能比它早。请核对日期。")
        _end(running, terms.from_on, AgreementEnd.REPLACED, by)
    made = Agreement.objects.create(
        household_id=who.household_id, person_id=who.person_id, by=by, at=at, paper_number=terms.paper_number, carer_kind=terms.carer_kind,
        carer_name=terms.carer_name, carer_id_number=terms.carer_id_number, carer_phone=terms.carer_phone,
        services=list(terms.services), from_on=terms.from_on, until_on=terms.until_on)
    audit.record(by=by, at=at, verb="care.agree", subject=("household", who.household_id),
                 details={"person": person_id, "agreement": made.pk})
    return made


@transaction.atomic
def end_agreement(*, person_id: int, on: date, because: str, by: Any, at: datetime) -> Agreement:
    """The running agreement no longer holds from that day; told twice it ended once."""
    who = taken_up(person_id, MAKERS, by=by, day=localdate(at))
    if because not in AgreementEnd.values or because == AgreementEnd.REPLACED:
        raise NotPossible("为什么终止,请从列表里选。换照料人请直接登记新的协议。")
    agreement = Agreement.objects.select_for_update(of=("self",)).filter(person_id=who.person_id).order_by("-id").first()
    if agreement is None:
        raise NotPossible("没有可以终止的照料协议。")
    if agreement.ended_on is not None:
        return agreement
    if not agreement.from_on <= on <= localdate(at):
        raise NotPossible(f"终止的日期要在 {agreement.from_on} 到今天之间。")
    _end(agreement, on, because, by)
    audit.record(by=by, at=at, verb="care.end_agreement", subject=("household", who.household_id),
                 details={"person": person_id, "agreement": agreement.pk, "because": because})
    return agreement


def end_running(who: Cared, on: date, because: str, by: Any) -> None:
    """Whoever moves into an institution is cared for there: what was agreed for home ends."""
    for running in Agreement.objects.select_for_update(of=("self",)).filter(person_id=who.person_id, ended_on__isnull=True).order_by("id"):
        _end(running, max(on, running.from_on), because, by)


def _end(agreement: Agreement, on: date, because: str, by: Any) -> None:
    agreement.ended_on, agreement.ended_because, agreement.ended_by = on, because, by
    agreement.save(update_fields=["ended_on", "ended_because", "ended_by"])


def _checked(terms: Terms) -> Terms:
    if terms.carer_kind not in CarerKind.values or not terms.services or not set(terms.services) <= set(Service.values):
        raise NotPossible("请选照料人是谁、照料哪些事。")
    if not terms.paper_number.strip() or not terms.carer_name.strip():
        raise NotPossible("请填协议编号和照料人。")
    if terms.until_on <= terms.from_on:
        raise NotPossible("协议的到期日要在开始日之后。")
    id_number = ""
    if terms.carer_kind != CarerKind.ORGANISATION:
        try:
            id_number = parse_id_number(terms.carer_id_number).number18
        except BadIdentifier as no:
            raise NotPossible(f"照料人的身份证号:{no.reason}。") from no
    return Terms(terms.paper_number.strip(), terms.carer_kind, terms.carer_name.strip(), id_number, terms.carer_phone.strip(),
                 tuple(sorted(set(terms.services), key=Service.values.index)), terms.from_on, terms.until_on)


def _not_too_many(terms: Terms, who: Cared, day: date) -> None:
    if terms.carer_id_number and terms.carer_id_number == Person.objects.get(pk=who.person_id).id_number:
        raise NotPossible("照料人不能是本人。请核对身份证号。")
    most = number(sheet_of(day, who.area), CARER_MOST)
    if most is None or not terms.carer_id_number:
        return
    needles = Agreement._meta.get_field("carer_id_number_index").needles([terms.carer_id_number])
    with connection.cursor() as cursor:
        # Two agreements of one carer in two villages wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))", [needles[0]])
        cursor.execute("SELECT care_cared_for(%s, %s, %s)", [needles, who.person_id, day])
        [already] = cursor.fetchone()
    if already >= most:
        raise NotPossible(f"这位照料人已经照料 {already} 名特困人员,当地规定最多 {most} 名。请另找照料人。")
