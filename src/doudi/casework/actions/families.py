"""What happens in a family that has an award: birth, death, moving, splitting, merging.

民发〔2021〕57号 第三十条; 民政部等四部门2022年10月20日通知 一(三) (after a death: looked at again within its
limit). A dead head's file closes and a new one opens, linked; what was paid after the month of death comes
back as lines of the next roll, never silently.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import awarding, determining, duties, inheriting, lifecycle, steps
from doudi.casework.actions.awards import stop
from doudi.casework.actions.reviewing import open_review
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Decision
from doudi.casework.models.cases import OPEN
from doudi.kernel.days import Month
from doudi.offices.access import as_system
from doudi.people import actions as people
from doudi.people.models import Household, Membership, Person

STAFF = ("clerk", "county_officer")
LIVE = (*OPEN, "confirmed")
ONE_DAY = timedelta(days=1)


def household_of(household_id: int, by: Any, at: datetime) -> Household:
    household = Household.objects.select_for_update().filter(pk=household_id).first()
    if household is None:
        raise NotPossible("没有这个户号。请核对。")
    if not duties.serves(by, STAFF, area=household.area, day=localdate(at)):
        raise NotPossible("这一家不在您服务的地方。请转给当地乡镇(街道)。")
    if household.closed_on is not None:
        raise NotPossible("这户的档案已经关闭。请到新的档案里办理。")
    return household


@transaction.atomic
def record_birth(
    *,
    household_id: int,
    name: str,
    sex: str,
    birth: date,
    by: Any,
    at: datetime,
    relation: str = "child",
    id_number: str = "",
) -> Person:
    """A child is born into the family: a member, a new determination for each award, a change to be
    decided."""
    household = household_of(household_id, by, at)
    child = people.register_person(
        name=name, sex=sex, birth=birth, id_number=id_number, area=household.area, by=by, at=at
    )
    people.add_member(household=household, person=child, relation=relation, day=birth, by=by, at=at)
    look_again(household, "change", by=by, at=at)
    steps.note("record_birth", ("household", household.pk), by=by, at=at, person=child.pk)
    return child


def look_again(
    household: Household, kind: str, *, by: Any, at: datetime, extra: dict[str, Any] | None = None
) -> None:
    """A new determination for each award of the household, and a re-check to act on it."""
    for case in household.cases.select_for_update(of=("self",)).filter(status="confirmed", pays_once=False):
        determining.make(household, case=case, kind=kind, by=by, at=at, extra=extra)
        open_review(case, "change", due_on=None, day=localdate(at))


def present(household: Household) -> list[Membership]:
    return list(
        Membership.objects.filter(household=household, valid_until__isnull=True)
        .select_related("person")
        .order_by("id")
    )


def lifecycle_cases(household: Household, **only: Any) -> list[Case]:
    """The open and confirmed cases of a household, locked."""
    found = household.cases.filter(status__in=[str(each) for each in LIVE], **only).order_by("id")
    # What is granted once stays owed whatever becomes of the family; the roll pays it, then the case is over.
    found = found.exclude(status="confirmed", pays_once=True)
    return [lifecycle.locked(pk) for pk in found.values_list("pk", flat=True)]


def close_file(case: Case, *, last: Month, cause: str, by: Any, at: datetime) -> None:
    """Close a case because its file closes; an award ends with a last month, by a decision of its own."""
    decision = None
    if case.status == "confirmed":
        decision = Decision.objects.create(
            case=case,
            result="end",
            level=duties.acting_role(by, area=case.area, day=localdate(at)) == "clerk"
            and "township"
            or "county",
            reason_text={"death": "成员去世", "merged": "并户", "moved_away": "迁出"}[cause],
            from_month=last + 1,
            by=by,
            at=at,
        )
        stop(case, decision, last=last, cause=cause, at=at)
    steps.finish(case, "close_file", by=by, at=at, decision=decision, reason=cause)


@as_system("family moves")
@transaction.atomic
def move_household(
    *, household_id: int, area: str, by: Any, at: datetime, address: str = "", registration: str = ""
) -> Household:
    """The family moves: its cases go over to the new township with their clocks, its awards to the new
    payer."""
    household = household_of(household_id, by, at)
    if area == household.area:
        raise NotPossible("新旧地址在同一个村(居),不用移交。")
    day = localdate(at)
    cases = lifecycle_cases(household)
    for case in cases:
        steps.finish(case, "hand_over", by=by, at=at, details={"from": case.area, "to": area})
    household = people.move_household(
        household=household, area=area, day=day, by=by, at=at, address=address, registration=registration
    )
    for case in cases:
        _hand_over(case, area, by=by, at=at)
    look_again(household, "change", by=by, at=at)
    steps.note("move_household", ("household", household.pk), by=by, at=at, to=area)
    return household


def _hand_over(case: Case, area: str, *, by: Any, at: datetime) -> None:
    payer_before, payer = duties.payer_of(case.area), duties.payer_of(area)
    case.area = area
    case.save(update_fields=["area"])
    case.reviews.filter(done_at__isnull=True).update(area=area)
    start = awarding.month_after(localdate(at))
    for award in awarding.running(case, start):
        if payer == payer_before:
            award.area = area
            award.save(update_fields=["area"])
            continue
        until = award.until_month
        decision = Decision.objects.create(
            case=case,
            result="change",
            level="county",
            amount_fen=award.monthly_fen,
            reason_text="迁移,由新的地方发放",
            from_month=start,
            by=by,
            at=at,
        )
        following = awarding.grant(
            case,
            decision,
            amount_fen=award.monthly_fen,
            from_month=start,
            made=None,
            until_month=until,
            gradual_exit=award.gradual_exit,
        )
        following.parts, following.members = award.parts, award.members
        following.save(update_fields=["parts", "members"])


@as_system("family moves")
@transaction.atomic
def split_household(
    *,
    household_id: int,
    member_ids: Sequence[int],
    head_id: int,
    by: Any,
    at: datetime,
    area: str = "",
    address: str = "",
    registration: str = "",
    relations: Mapping[int, str] | None = None,
) -> Household:
    """Some leave for a file of their own (分户), `head_id` as its applicant; returns the new household.

    The awards of those who stay are looked at again; those who leave apply for themselves, with their facts.
    """
    household = household_of(household_id, by, at)
    members = _leaving(member_ids, head_id, relations or {})
    new = people.split_household(
        household=household,
        members=members,
        day=localdate(at),
        by=by,
        at=at,
        area=area,
        address=address,
        registration=registration,
    )
    inheriting.supporters(household, new, member_ids, day=localdate(at), by=by, at=at)
    inheriting.consents([household], new, member_ids, by=by, at=at)
    take_along(lifecycle_cases(household, person_id__in=list(member_ids)), new)
    look_again(household, "change", by=by, at=at)
    determining.make(new, case=None, kind="change", by=by, at=at)
    steps.note("split_household", ("household", household.pk), by=by, at=at, new_household=new.pk)
    return new


def _leaving(member_ids: Sequence[int], head: int, told: Mapping[int, str]) -> list[tuple[Person, str]]:
    if head not in member_ids:
        raise NotPossible("分出去的人里要有一位是新的申请人。")
    return [
        (person, "self" if person.pk == head else told.get(person.pk, "other"))
        for person in Person.objects.filter(pk__in=member_ids).order_by("pk")
    ]


def take_along(cases: Sequence[Case], household: Household) -> None:
    # A case and what is still to be paid of it go with the people; what was paid stays where it was.
    for case in cases:
        Case.objects.filter(pk=case.pk).update(household=household)
        case.awards.filter(voided_at__isnull=True).update(household=household)


@transaction.atomic
def merge_households(
    *, household_id: int, into_id: int, by: Any, at: datetime, relations: Mapping[int, str] | None = None
) -> Household:
    """Two files become a new one (并户), with the applicant of `into_id`; its cases go on in the new file.

    What both families have of the same programme ends for the other one this month. `relations` say what the
    joining members are to the applicant.
    """
    joining, staying = household_of(household_id, by, at), household_of(into_id, by, at)
    if joining.pk == staying.pk:
        raise NotPossible("两户是同一户,不用并。")
    told = relations or {}
    members = [(row.person, row.relation) for row in present(staying)]
    members += [(row.person, told.get(row.person_id, "other")) for row in present(joining)]
    kept = {(case.programme, case.person_id): case for case in lifecycle_cases(staying)}
    for case in lifecycle_cases(joining):
        if kept.setdefault((case.programme, case.person_id), case) is not case:
            close_file(case, last=Month.of(localdate(at)), cause="merged", by=by, at=at)
    day, both = localdate(at), [staying, joining]
    ids = [person.pk for person, _ in members]
    merged = people.merge_households(households=both, members=members, day=day, by=by, at=at)
    inheriting.added_facts(both, merged, day=day, by=by, at=at)
    for old in both:
        inheriting.supporters(old, merged, ids, day=day, by=by, at=at)
    inheriting.consents(both, merged, ids, by=by, at=at)
    take_along(list(kept.values()), merged)
    look_again(merged, "change", by=by, at=at)
    steps.note("merge_households", ("household", merged.pk), by=by, at=at, files=[staying.pk, joining.pk])
    return merged
