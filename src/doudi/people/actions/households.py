"""Households: opened, joined, left, moved, split, merged, closed (57号 第七、三十条; 2022年通知).

Each is a new row beside the old ones. A file that closes and the one that follows it are linked by
`predecessor`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.people.actions.facts import record_facts
from doudi.people.actions.persons import village
from doudi.people.models import Household, Membership, Person, Supporter
from doudi.people.models.households import CLOSED_BECAUSE, RELATIONS
from doudi.people.names import tidy_name
from doudi.people.refusals import Refused

SELF = "self"


@transaction.atomic
def open_household(*, area: str, registration: str, members: Sequence[tuple[Person, str]], day: date, by: Any,
                   at: datetime, address: str = "", predecessor: Household | None = None) -> Household:
    """A family on a new file. `members` are (person, relation to the applicant); exactly one is "self"."""
    if [relation for _, relation in members].count(SELF) != 1:
        raise Refused("一户要有而且只有一位申请人(本人)。", "relation")
    _refuse_future(day, at)
    household = Household.objects.create(
        area=village(area),
        address=address.strip(),
        registration=registration,
        opened_on=day,
        predecessor=predecessor,
        created_at=at,
    )
    for person, relation in members:
        _join(household, person, relation, day, at)
    _place(household, day, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        verb="open_household",
        subject=("household", household.pk),
        details={
            "members": [person.pk for person, _ in members],
            "predecessor": predecessor.pk if predecessor else None,
        },
    )
    return household


@transaction.atomic
def add_member(
    *, household: Household, person: Person, relation: str, day: date, by: Any, at: datetime
) -> Membership:
    """Somebody joins: a birth, a marriage, a return. Joining twice is joining once."""
    _refuse_future(day, at)
    known = Membership.objects.filter(household=household, person=person, valid_until__isnull=True).first()
    if known:
        return known
    membership = _join(household, person, relation, day, at)
    audit.record(by=by, at=at, verb="add_member", subject=("household", household.pk),
                 details={"person": person.pk, "relation": relation, "from": day.isoformat()})
    return membership


def _join(household: Household, person: Person, relation: str, day: date, at: datetime) -> Membership:
    if relation not in dict(RELATIONS):
        raise Refused("请选择与申请人的关系。", "relation")
    try:
        with transaction.atomic():
            return Membership.objects.create(
                household=household, person=person, relation=relation, valid_from=day, recorded_at=at
            )
    except IntegrityError as error:
        if "one_applicant" in str(error):
            raise Refused("这一户已经有申请人(本人)了。", "relation") from error
        if "one_household" in str(error):
            raise Refused(
                f"{person.name}已经登记在另一户里。请先在那一户办理退出或分户。", "person"
            ) from error
        raise


@transaction.atomic
def end_membership(
    *, household: Household, person: Person, day: date, because: str, by: Any, at: datetime
) -> None:
    """Somebody no longer belongs: `day` is the first day without him or her."""
    _end(household, [person.pk], day, because, at)
    audit.record(by=by, at=at, verb="end_membership", subject=("household", household.pk),
                 details={"person": person.pk, "until": day.isoformat(), "because": because})


def _end(household: Household, persons: Iterable[int], day: date, because: str, at: datetime) -> None:
    _refuse_future(day, at)
    rows = Membership.objects.filter(household=household, person__in=list(persons), valid_until__isnull=True)
    if rows.filter(valid_from__gt=day).exists():
        raise Refused("退出日期早于加入日期,请核对。", "day")
    rows.update(valid_until=day, ended_because=because, ended_at=at)


@transaction.atomic
def add_supporter(*, household: Household, supported: Person, name: str, relation: str, day: date, by: Any,
                  at: datetime) -> Supporter:
    """Somebody outside who owes a member support; the same one twice is one."""
    if relation not in dict(RELATIONS) or relation == SELF:
        raise Refused("请选择义务人与被赡养(扶养、抚养)人的关系。", "relation")
    supporter, made = Supporter.objects.get_or_create(
        household=household, supported=supported, name=tidy_name(name), relation=relation, valid_until=None,
        defaults={"valid_from": day, "recorded_at": at})
    if made:
        audit.record(by=by, at=at, verb="add_supporter", subject=("household", household.pk),
                     details={"supporter": supporter.pk, "of": supported.pk})
    return supporter


@transaction.atomic
def end_supporter(*, supporter: Supporter, day: date, by: Any, at: datetime) -> Supporter:
    """The duty has ended (death, adulthood, a court)."""
    supporter.valid_until, supporter.ended_at = day, at
    supporter.save(update_fields=["valid_until", "ended_at"])
    audit.record(by=by, at=at, verb="end_supporter", subject=("household", supporter.household_id),
                 details={"supporter": supporter.pk})
    return supporter


@transaction.atomic
def move_household(*, household: Household, area: str, day: date, by: Any, at: datetime, address: str = "",
                   registration: str = "") -> Household:
    """The family moves; where it stood before stays on the record as a dated fact."""
    _refuse_future(day, at)
    household.area, household.address = village(area), address.strip()
    household.registration = registration or household.registration
    household.save(update_fields=["area", "address", "registration"])
    _place(household, day, by=by, at=at)
    audit.record(by=by, at=at, verb="move_household", subject=("household", household.pk),
                 details={"area": area, "from": day.isoformat()})
    return household


def _place(household: Household, day: date, *, by: Any, at: datetime) -> None:
    record_facts(subject=household, values={"area": household.area, "registration": household.registration},
                 as_of=day, source="declared", by=by, at=at)


@transaction.atomic
def close_household(*, household: Household, day: date, because: str, by: Any, at: datetime,
                    merged_into: Household | None = None) -> Household:
    """The file closes: its memberships end, nothing is deleted. Closing twice is closing once."""
    if because not in dict(CLOSED_BECAUSE):
        raise TypeError(f"no reason to close {because!r}")
    household = Household.objects.select_for_update().get(pk=household.pk)
    if household.closed_on is not None:
        return household
    _end(household, _present(household), day, because, at)
    household.closed_on, household.closed_because, household.merged_into = day, because, merged_into
    household.save(update_fields=["closed_on", "closed_because", "merged_into"])
    audit.record(by=by, at=at, verb="close_household", subject=("household", household.pk),
                 details={"because": because, "on": day.isoformat()})
    return household


def _present(household: Household) -> list[int]:
    return list(Membership.objects.filter(household=household, valid_until__isnull=True)
                .values_list("person_id", flat=True))


@transaction.atomic
def split_household(
    *,
    household: Household,
    members: Sequence[tuple[Person, str]],
    day: date,
    by: Any,
    at: datetime,
    area: str = "",
    address: str = "",
    registration: str = "",
) -> Household:
    """Some members leave for a file of their own, which names the old one as predecessor (分户)."""
    leaving = {person.pk for person, _ in members}
    staying = set(_present(household)) - leaving
    if not leaving or not staying:
        raise Refused("分户要有人留下、有人分出去。全家都走请办理迁移。", "members")
    if Membership.objects.filter(household=household, person__in=leaving, relation=SELF,
                                 valid_until__isnull=True).exists():
        raise Refused("申请人(本人)不能分出去。请先换申请人,或关闭旧户另开新户。", "members")
    _end(household, leaving, day, "split", at)
    return open_household(area=area or household.area, registration=registration or household.registration,
                          members=members, day=day, by=by, at=at, address=address, predecessor=household)


@transaction.atomic
def merge_households(
    *,
    households: Sequence[Household],
    members: Sequence[tuple[Person, str]],
    day: date,
    by: Any,
    at: datetime,
) -> Household:
    """Several files become one new file; the first is its predecessor, all point to it (并户)."""
    if len(households) < 2:
        raise Refused("并户至少要有两户。", "households")
    for household in households:
        close_household(household=household, day=day, because="merged", by=by, at=at)
    first = households[0]
    merged = open_household(
        area=first.area,
        registration=first.registration,
        members=members,
        day=day,
        by=by,
        at=at,
        address=first.address,
        predecessor=first,
    )
    Household.objects.filter(Q(pk__in=[household.pk for household in households])).update(merged_into=merged)
    return merged


def _refuse_future(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise Refused("日期在将来,请核对。", "day")
