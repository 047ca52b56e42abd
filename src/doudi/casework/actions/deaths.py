"""A death in a family that has an award: a head's death closes the file and opens the survivors' (死亡核查).

民发〔2021〕57号 第三十条; 民政部等四部门2022年10月20日通知 一(三) (after a death: looked at again within its
limit). A dead head's file closes and a new one opens, linked; what was paid after the month of death comes
back as lines of the next roll, never silently.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import awarding, determining, inheriting, lifecycle, steps
from doudi.casework.actions.deciding import level_of, verb_for, write
from doudi.casework.actions.families import close_file, household_of, lifecycle_cases, present, take_along
from doudi.casework.actions.intake import delegated_on, numbers
from doudi.casework.actions.reviewing import open_limited_review
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Application, Case, Decision
from doudi.casework.models.cases import OPEN
from doudi.kernel.days import Month
from doudi.people import actions as people
from doudi.people.models import Household, Membership, Person

STAFF = ("clerk", "county_officer")
LIVE = (*OPEN, "confirmed")
ONE_DAY = timedelta(days=1)


@transaction.atomic
def record_death(
    *,
    household_id: int,
    person_id: int,
    died_on: date,
    by: Any,
    at: datetime,
    head_id: int | None = None,
    relations: Mapping[int, str] | None = None,
) -> Household:
    """Somebody of the family died. For the head: the old file closes and the survivors' new one is returned.

    `head_id` is the new applicant and `relations` what the others are to him or her (kept where they are not
    named); needed only where the head died and somebody survives.
    """
    household = household_of(household_id, by, at)
    membership = _membership(household, person_id)
    person = membership.person
    if died_on > localdate(at):
        raise NotPossible("去世日期不能在今天以后。")
    people.record_death(person=person, day=died_on, by=by, at=at)
    _end_personal(household, person, died_on, by=by, at=at)
    event = {"event_kind": "death", "event_date": died_on, "event_member": str(person.pk)}
    survivors = [row for row in present(household) if row.person_id != person.pk]
    if membership.relation == "self":
        found = _succeed(household, survivors, head_id, relations or {}, died_on, event, by=by, at=at)
    else:
        found = household
        _leave(membership, died_on, event, by=by, at=at)
    steps.note("record_death", ("household", household.pk), by=by, at=at, person=person.pk, new_household=found.pk)
    return found


def _membership(household: Household, person_id: int) -> Membership:
    found = Membership.objects.filter(household=household, person_id=person_id, valid_until__isnull=True)
    membership = found.select_related("person", "household").first()
    if membership is None:
        raise NotPossible("这个人现在不是这一家的成员。请核对。")
    return membership


def _leave(membership: Membership, died_on: date, event: dict[str, Any], *, by: Any, at: datetime) -> None:
    """A member who was not the head: the membership ends, every award is determined anew and its re-check is due."""
    household = membership.household
    first_without = died_on + ONE_DAY if died_on < localdate(at) else died_on
    people.end_membership(household=household, person=membership.person, because="death", by=by, at=at,
                          day=max(first_without, membership.valid_from))
    for case in household.cases.select_for_update(of=("self",)).filter(status="confirmed", pays_once=False):
        determining.make(household, case=case, kind="death", by=by, at=at, extra=event)
        open_limited_review(case, "death", "death_recheck", day=died_on)


def _end_personal(household: Household, person: Person, died_on: date, *, by: Any, at: datetime) -> None:
    """Awards of the dead person himself end with the month of death; his open applications close."""
    for case in lifecycle_cases(household, person_id=person.pk):
        close_file(case, last=Month.of(died_on), cause="death", by=by, at=at)


def _succeed(
    household: Household,
    survivors: Sequence[Membership],
    head_id: int | None,
    relations: Mapping[int, str],
    died_on: date,
    event: dict[str, Any],
    *,
    by: Any,
    at: datetime,
) -> Household:
    awarded = [
        case for case in lifecycle_cases(household) if case.status == "confirmed" and case.person_id is None
    ]
    standing = [case for case in household.cases.filter(status="confirmed", person__isnull=False)]
    for case in lifecycle_cases(household):
        if case.person_id is None:
            close_file(case, last=Month.of(died_on), cause="death", by=by, at=at)
    day = localdate(at)
    people.close_household(
        household=household, day=day, because="head_died" if survivors else "no_members", by=by, at=at
    )
    if not survivors:
        return household
    head = head_id or survivors[0].person_id
    opened = _open_anew(household, survivors, head, relations, by=by, at=at)
    for case in awarded:
        _carry(case, opened, head, died_on, event, by=by, at=at)
    take_along(standing, opened)
    return opened


def _open_anew(
    household: Household, survivors: Sequence[Membership], head: int, relations: Mapping[int, str], *, by: Any, at: datetime
) -> Household:
    """The survivors' own file, with what is known of them."""
    members = [
        (row.person, "self" if row.person_id == head else relations.get(row.person_id, row.relation))
        for row in survivors
    ]
    if "self" not in {relation for _, relation in members}:
        raise NotPossible("新的申请人不在这一家里。请重新选。")
    day = localdate(at)
    opened = people.open_household(area=household.area, registration=household.registration, members=members, day=day,
                                   by=by, at=at, address=household.address, predecessor=household)
    ids = [row.person_id for row in survivors]
    inheriting.household_facts(household, opened, day=day, by=by, at=at)
    inheriting.supporters(household, opened, ids, day=day, by=by, at=at)
    inheriting.consents([household], opened, ids, by=by, at=at)
    return opened


def _carry(
    old: Case, household: Household, head: int, died_on: date, event: dict[str, Any], *, by: Any, at: datetime
) -> Case:
    """The survivors' case: opened, accepted, determined on the new facts; the re-check after the death is
    due."""
    application, _ = Application.objects.get_or_create(
        idempotency_key=f"after-death-{household.pk}",
        defaults={
            "number": numbers(localdate(at), 1)[0],
            "household": household,
            "applicant_id": head,
            "channel": "counter",
            "programmes": [old.programme],
            "submitted_at": at,
            "submitted_by": by,
        },
    )
    day = localdate(at)
    new = lifecycle.open_case(
        Case(
            number=f"{application.number}-{application.cases.count() + 1}"[:24],
            application=application,
            programme=old.programme,
            household=household,
            area=household.area,
            predecessor=old,
            accepted_on=day,
            delegated=delegated_on(household.area, day),
            registered_relative=old.registered_relative,
            relative_note=old.relative_note,
        ),
        by=by,
        at=at,
    )
    steps.finish(new, "continue_file", by=by, at=at, reason="户主去世,原档案关闭")
    determining.make(household, case=new, kind="death", by=by, at=at, extra=event)
    open_limited_review(new, "death", "death_recheck", day=died_on)
    return new


@transaction.atomic
def carry_over(*, case_id: int, by: Any, at: datetime) -> Decision:
    """Go on helping the survivors of a dead head, by the amount of the new facts, without a gap (延续救助).

    From the month after the death; where the law's answer is not a plain yes the case goes the usual way
    instead.
    """
    case = lifecycle.locked(case_id)
    level = level_of(case, "carry_over", by=by, at=at)
    made = case.determinations.filter(kind="death").order_by("-id").first()
    if case.predecessor_id is None or made is None:
        raise NotPossible("只有户主去世后接续的档案可以延续。请按一般程序办理。")
    verdict = determining.verdict_for(made, case)
    if verdict["outcome"] != determining.ENTITLED:
        raise NotPossible("按新的情况不能直接延续。请按一般程序入户调查、提出意见。")
    ended = case.predecessor.decisions.filter(result="end").order_by("-id").first()
    amount = verdict["amounts"].get("monthly") or 0
    decision = write(case, made, "confirm", level, by=by, at=at, amount_fen=amount, from_month=ended.from_month,
                     reason_text="户主去世,家庭其他成员延续救助")
    award = awarding.grant(case, decision, amount_fen=amount, from_month=ended.from_month, made=made)
    award.previous = case.predecessor.awards.filter(closed_by=ended).order_by("-from_month").first()
    award.save(update_fields=["previous"])
    awarding.schedule_review(case, award, made, localdate(at))
    steps.finish(
        case,
        verb_for("carry_over", level),
        by=by,
        at=at,
        decision=decision,
        details={"decision": decision.pk, "amount_fen": amount},
    )
    return decision
