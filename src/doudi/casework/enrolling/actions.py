"""The verbs of what is given without an application: a batch is begun, looked for, confirmed, carried out; declined, wanted again.

济办发〔2020〕21号 三(二)20, 二(三)9·6. Looking and carrying out are jobs: killed anywhere they go on where they stopped, and
neither lose nor double anything, because each family is one transaction that checks its own entry under lock. Who entered
what a batch stands on does not confirm it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties, occurrences
from doudi.casework.actions import NotPossible
from doudi.casework.enrolling import declining, finding
from doudi.casework.enrolling.carrying import carry_out
from doudi.casework.enrolling.declining import Claim
from doudi.casework.enrolling.kinds import kinds
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted, State
from doudi.casework.fields import as_month
from doudi.casework.models import Case
from doudi.casework.programme import programme
from doudi.kernel.days import Month
from doudi.law import BadDocument
from doudi.offices import reads as offices
from doudi.people.models import Household, Membership
from doudi.policy.facts import FACTS

CHUNK = 50
IN_OFFICE = ("coordinator", "clerk", "county_officer")


def begin_month(*, at: datetime) -> list[Enrolment]:
    """For the timed job: this month's batch of every programme that needs no publication, for every roll whose place gives
    it without an application. Beginning twice begins once."""
    day = localdate(at)
    month = Month.of(day)
    rolls = {duties.payer_of(county.code): county.code for county in offices.counties(day)}
    rolls |= {duties.payer_of(code): code for code in offices.run_apart()}
    made = []
    for each in kinds():
        if each.published:
            continue
        for payer, place in sorted(rolls.items()):
            if finding.given_here(each, place, day):
                made.append(_begun(each.code, payer, month, {}, "", None, at))
    return [batch for batch in made if batch is not None]


@transaction.atomic
def begin_published(
    *, programme_code: str, area: str, month: Month | str, facts: Mapping[str, Any], source: str, by: Any, at: datetime
) -> Enrolment:
    """A batch after a publication (物价指数): what was published, and where it can be read. Twice begins once."""
    manifest = programme(programme_code)
    wanted = as_month(month)
    if manifest.enrolment is None or not manifest.enrolment.published:
        raise NotPossible("这一项不是按公布的数字成批发的。")
    if not duties.runs_roll(by, payer=area, day=localdate(at)):
        raise NotPossible("只有这个县(市、区)的县级民政可以录入。")
    if wanted > Month.of(localdate(at)):
        raise NotPossible("还没有到的月份不能录入。")
    if not source.strip():
        raise NotPossible("请写明在哪里公布的,例如统计局公报的标题和日期。")
    told = {"event_kind": manifest.enrolment.event} | {name: facts.get(name) for name in manifest.enrolment.published}
    for name, value in told.items():
        _checked(name, value)
    batch = _begun(programme_code, area, wanted, occurrences.as_kept(told), source.strip(), by, at)
    if batch is None:
        raise NotPossible(f"{wanted} 的这一批已经有了。录错了的,请先停下再联系市里。")
    return batch


def _checked(name: str, value: Any) -> None:
    fact = FACTS["household", name]
    if value is None:
        raise NotPossible(f"请填{fact.label}。")
    try:
        fact.check(value)
    except BadDocument as bad:
        raise NotPossible(f"{fact.label}:{bad}") from None


def _begun(
    code: str, payer: str, month: Month, facts: dict[str, Any], source: str, by: Any, at: datetime
) -> Enrolment | None:
    with transaction.atomic():
        made = Enrolment(programme=code, area=payer, month=month, facts=facts, source=source, made_by=by, made_at=at)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            return None
        _journal("begin", made, by, at)
    return made


def find_next(*, batch_id: int, at: datetime) -> bool:
    """Look at the next families of a batch; whether there are more."""
    with transaction.atomic():
        batch = Enrolment.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != State.PREPARING or batch.stopped_at is not None:
            return False
        homes = finding.next_households(batch, CHUNK)
        for household in homes:
            _look_at(batch, household, at)
        batch.last_household = homes[-1].pk if homes else batch.last_household
        if len(homes) < CHUNK:
            batch.state = State.READY
            _journal("find", batch, None, at, entries=batch.entries.count(), passed_over=batch.passed_over)
        batch.save(update_fields=["last_household", "passed_over", "declined", "state"])
    return len(homes) == CHUNK


def _look_at(batch: Enrolment, household: Household, at: datetime) -> None:
    day = finding.day_of(batch, localdate(at))
    for found in finding.entitled(household, batch.programme, finding.facts_of(batch), day):
        why = finding.in_the_way(household, batch.programme, found.person_id, batch.month)
        if why == finding.NOT_WANTED:
            batch.declined += 1
        elif why:
            batch.passed_over += 1
        else:
            finding.entry(batch, household, found, at).save(force_insert=True)


@transaction.atomic
def confirm_batch(*, batch_id: int, by: Any, at: datetime) -> Enrolment:
    """The county has seen who gets what and lets it happen (确认一批). Pressed twice counts once."""
    batch = _locked(batch_id, by, at)
    if batch.state in {State.CONFIRMED, State.DONE}:
        return batch
    if batch.state == State.PREPARING:
        raise NotPossible("还没有找完。请等名单出全以后再确认。")
    if batch.made_by_id is not None and batch.made_by_id == by.pk:
        raise NotPossible("录入公布数字的人不能自己确认。请县里另一位工作人员确认。")
    batch.state, batch.confirmed_by, batch.confirmed_at, batch.stopped_at = State.CONFIRMED, by, at, None
    batch.save(update_fields=["state", "confirmed_by", "confirmed_at", "stopped_at"])
    _journal("confirm", batch, by, at, entries=batch.entries.filter(outcome="waiting").count())
    return batch


@transaction.atomic
def stop(*, batch_id: int, by: Any, at: datetime) -> Enrolment:
    """Nothing more of the batch is done until somebody lets it go on (停下)."""
    batch = _locked(batch_id, by, at)
    if batch.stopped_at is None and batch.state != State.DONE:
        batch.stopped_at = at
        batch.save(update_fields=["stopped_at"])
        _journal("stop", batch, by, at)
    return batch


@transaction.atomic
def go_on(*, batch_id: int, by: Any, at: datetime) -> Enrolment:
    """Let a stopped batch go on where it stopped (继续)."""
    batch = _locked(batch_id, by, at)
    if batch.stopped_at is not None:
        batch.stopped_at = None
        batch.save(update_fields=["stopped_at"])
        _journal("go_on", batch, by, at)
    return batch


def carry_out_next(*, batch_id: int, by: Any, at: datetime) -> bool:
    """Open the benefit for the next family; whether there may be more. `by` is who confirmed, and acts."""
    with transaction.atomic():
        batch = Enrolment.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != State.CONFIRMED or batch.stopped_at is not None:
            return False
        entry = batch.entries.select_for_update(of=("self",)).filter(outcome="waiting").order_by("id").first()
        if entry is None:
            batch.state, batch.done_at = State.DONE, at
            batch.save(update_fields=["state", "done_at"])
            _journal("finish", batch, by, at, enrolled=batch.entries.filter(outcome="enrolled").count())
            return False
        carry_out(batch, entry, by, at)
    return True


@transaction.atomic
def decline(
    *, household_id: int, programme_code: str, person_id: int | None, way: str, by: Any, at: datetime
) -> NotWanted:
    """The family, or the window for it, says that it will not have this (不要). Kept; nobody is enrolled again, what runs already
    ends at once, and a department gets it back. Said twice counts once."""
    _may_say(household_id, programme_code, person_id, by, at)
    claim = Claim(household_id, person_id, programme_code)
    declining.hold(claim)
    told = {"household_id": household_id, "person_id": person_id, "programme": programme_code}
    known = NotWanted.objects.filter(**told, withdrawn_at__isnull=True).first()
    if known is not None:
        return known
    made = NotWanted.objects.create(**told, way=way, by=by, at=at)
    audit.record(by=by, at=at, verb="enrolling.decline", subject=("household", household_id),
                 details={"programme": programme_code, "person": person_id, "way": way})
    declining.take_effect(claim, by=by, at=at)
    return made


@transaction.atomic
def want_again(*, household_id: int, programme_code: str, person_id: int | None, by: Any, at: datetime) -> None:
    """He has changed his mind: the next batch may find him again (又要了)."""
    _may_say(household_id, programme_code, person_id, by, at)
    rows = NotWanted.objects.filter(household_id=household_id, person_id=person_id, programme=programme_code,
                                    withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=at):
        audit.record(by=by, at=at, verb="enrolling.want_again", subject=("household", household_id),
                     details={"programme": programme_code, "person": person_id})


def _may_say(household_id: int, code: str, person_id: int | None, by: Any, at: datetime) -> None:
    day = localdate(at)
    household = Household.objects.filter(pk=household_id).first()
    if household is None or not (
            duties.belongs(by, household_id=household_id, day=day)
            or duties.serves(by, IN_OFFICE, area=household.area, day=day)):
        raise NotPossible("您不能替这一家说:不是您的家人,也不在您服务的地方。")
    what = next((each for each in kinds() if each.code == code), None)
    member = Membership.objects.filter(household=household, person_id=person_id)
    if what is None or (person_id is not None) != what.per_person or (person_id and not member.exists()):
        raise NotPossible("没有这样一项免申即享。请刷新页面。")
    mine = {"household_id": household_id, "person_id": person_id, "programme": code}
    if not Entry.objects.filter(**mine).exists() and not Case.objects.filter(
            **mine, application__channel="automatic").exists() and not NotWanted.objects.filter(**mine).exists():
        raise NotPossible("这一项没有在给这一家办,不用说不要。")


def _locked(batch_id: int, by: Any, at: datetime) -> Enrolment:
    batch = Enrolment.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or not duties.runs_roll(by, payer=batch.area, day=localdate(at)):
        raise NotPossible("没有这一批,或者不归您这里办。")
    return batch


def _journal(verb: str, batch: Enrolment, by: Any, at: datetime, **details: Any) -> None:
    audit.record(by=by, at=at, verb=f"enrolling.{verb}", subject=("enrolment", batch.pk),
                 details={"area": batch.area, "programme": batch.programme, "month": str(batch.month), **details})
