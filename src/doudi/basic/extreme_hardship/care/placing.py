"""Wishes and places (意愿与入住, 济办发〔2020〕21号 二(一)2: 愿进全进): said before a witness, waited for, moved into, left.

Never more people than beds: the house is held still while its beds are counted, by a count that sees everybody in it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care import agreeing
from doudi.basic.extreme_hardship.care.models import AgreementEnd, Institution, LeftBecause, Stay, Wish
from doudi.basic.extreme_hardship.care.persons import Cared, taken_up
from doudi.casework import duties
from doudi.casework.lifecycle import NotPossible

RECORDERS: Final = ("coordinator", "clerk", "county_officer")
PLACERS: Final = ("clerk", "county_officer")


@transaction.atomic
def wish(*, person_id: int, wants_institution: bool, said_on: date, witness: str, by: Any, at: datetime) -> Wish:
    """Record where somebody wishes to live; the same word of the same day counts once."""
    who = taken_up(person_id, RECORDERS, by=by, day=localdate(at))
    if said_on > localdate(at):
        raise NotPossible("表达意愿的日期还没有到,请核对。")
    if not witness.strip():
        raise NotPossible("请写明见证人。")
    last = Wish.objects.filter(person_id=who.person_id).order_by("-said_on", "-id").first()
    if last is not None and (last.said_on, last.wants_institution, last.witness) == (said_on, wants_institution, witness.strip()):
        return last
    made = Wish.objects.create(household_id=who.household_id, person_id=who.person_id, wants_institution=wants_institution, said_on=said_on,
                               witness=witness.strip(), by=by, at=at)
    audit.record(by=by, at=at, verb="care.wish", subject=("household", who.household_id),
                 details={"person": person_id, "institution": wants_institution})
    return made


@transaction.atomic
def ask_for_place(*, person_id: int, institution_id: int, on: date, by: Any, at: datetime) -> Stay:
    """Put somebody on the waiting list of a house; twice is once."""
    who = taken_up(person_id, PLACERS, by=by, day=localdate(at))
    house = _house(institution_id)
    _wishes_it(who)
    _not_future(on, at)
    if who.stay_id is not None:
        return _same_or_refuse(who, house)
    stay = Stay.objects.create(household_id=who.household_id, person_id=who.person_id, institution=house, asked_on=on, by=by, at=at)
    _note("care.ask_for_place", stay, by, at)
    return stay


@transaction.atomic
def admit(*, person_id: int, institution_id: int, on: date, by: Any, at: datetime) -> Stay:
    """Somebody moves into a house that has a bed free; he may have waited for it, or come from another one (转院)."""
    who = taken_up(person_id, PLACERS, by=by, day=localdate(at))
    house = _house(institution_id)
    _not_future(on, at)
    if who.lives_in_institution and _stay(who).institution_id == house.pk:
        return _stay(who)
    _wishes_it(who)
    taken = occupied(house.pk)
    if taken >= house.beds:
        raise NotPossible(f"{house.name}有 {house.beds} 张床,已经住了 {taken} 人,没有空床。可以先排队,或者选别的机构。")
    if who.stay_id is not None:
        stay = _stay(who)
        if on < (stay.admitted_on or stay.asked_on):
            raise NotPossible(f"入住不能早于 {stay.admitted_on or stay.asked_on}。请核对日期。")
        if stay.institution_id == house.pk:
            stay.admitted_on = on
            stay.save(update_fields=["admitted_on"])
            return _moved_in(who, stay, by, at)
        _leave(stay, on, LeftBecause.TRANSFER if stay.admitted_on else LeftBecause.WITHDRAWN)
    stay = Stay.objects.create(household_id=who.household_id, person_id=who.person_id, institution=house, asked_on=on,
                               admitted_on=on, by=by, at=at)
    return _moved_in(who, stay, by, at)


@transaction.atomic
def leave(*, person_id: int, on: date, because: str, by: Any, at: datetime) -> Stay:
    """Somebody leaves a house, or its waiting list; also who is no longer on the roll. Told twice he left once."""
    stay = Stay.objects.select_for_update(of=("self",)).filter(person=person_id).select_related("household").order_by("-id").first()
    if stay is None or not duties.serves(by, PLACERS, area=stay.household.area, day=localdate(at)):
        raise NotPossible("这个人没有住在供养机构,也没有排队;或者不归您办理。")
    if stay.left_on is not None:
        return stay
    if because not in LeftBecause.values or because == LeftBecause.TRANSFER:
        raise NotPossible("为什么离开,请从列表里选。转院请直接办入住。")
    if not (stay.admitted_on or stay.asked_on) <= on <= localdate(at):
        raise NotPossible(f"离开的日期要在 {stay.admitted_on or stay.asked_on} 到今天之间。")
    _leave(stay, on, because)
    _note("care.leave", stay, by, at)
    return stay


def taken(institution_ids: Sequence[int]) -> dict[int, int]:
    """How many people live in each of these houses, from wherever they come; a house with nobody is left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT house, people FROM care_taken(%s::bigint[])", [list(institution_ids)])
        return dict(cursor.fetchall())


def occupied(institution_id: int) -> int:
    """How many people live in a house."""
    return taken([institution_id]).get(institution_id, 0)


def _house(institution_id: int) -> Institution:
    house = Institution.objects.select_for_update(of=("self",)).filter(pk=institution_id).first()
    if house is None or house.closed_on is not None:
        raise NotPossible("没有这家供养机构,或者已经关停。请从列表里选。")
    return house


def _wishes_it(who: Cared) -> None:
    if not who.wants_institution:
        raise NotPossible("还没有登记本人愿意住机构。请先登记意愿和见证人。")


def _not_future(on: date, at: datetime) -> None:
    if on > localdate(at):
        raise NotPossible("日期还没有到,请核对。")


def _stay(who: Cared) -> Stay:
    return Stay.objects.select_for_update(of=("self",)).get(pk=who.stay_id)


def _same_or_refuse(who: Cared, house: Institution) -> Stay:
    stay = _stay(who)
    if stay.institution_id == house.pk and stay.admitted_on is None:
        return stay
    what = "住在" if stay.admitted_on else "在排队等"
    raise NotPossible(f"现在{what}{who.house}。要换一家,有空床时直接办入住;不再排队,先办“离开”。")


def _note(verb: str, stay: Stay, by: Any, at: datetime) -> None:
    audit.record(by=by, at=at, verb=verb, subject=("household", stay.household_id),
                 details={"person": stay.person_id, "stay": stay.pk, "institution": stay.institution_id})


def _moved_in(who: Cared, stay: Stay, by: Any, at: datetime) -> Stay:
    agreeing.end_running(who, stay.admitted_on, AgreementEnd.MOVED_IN, by)
    _note("care.admit", stay, by, at)
    return stay


def _leave(stay: Stay, on: date, because: str) -> None:
    stay.left_on, stay.left_because = on, because
    stay.save(update_fields=["left_on", "left_because"])
