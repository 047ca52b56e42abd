"""The verbs of what is given without an application: a batch is begun, looked for, confirmed, carried out; declined, wanted again.

济办发〔2020〕21号 三20, 二(三)9·6. A batch goes the way of all of them (`casework.batches.course`), with one more condition: who
entered what it stands on does not confirm it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties, occurrences
from doudi.casework.actions import NotPossible
from doudi.casework.batches.course import Course
from doudi.casework.enrolling import declining, finding, handing_on
from doudi.casework.enrolling.carrying import carry_out
from doudi.casework.enrolling.declining import Claim
from doudi.casework.enrolling.kinds import kinds
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted
from doudi.casework.fields import as_month
from doudi.casework.models import Case
from doudi.casework.programme import programme
from doudi.kernel.days import Month
from doudi.law import BadDocument
from doudi.offices import reads as offices
from doudi.people.models import Household, Membership
from doudi.policy.facts import FACTS

IN_OFFICE = ("coordinator", "clerk", "county_officer")


class _Enrolling(Course[Enrolment]):
    model, room, subject, listed, done = Enrolment, "enrolling", "enrolment", "find", ("enrolled", "referred")

    def lines(self, batch: Enrolment) -> QuerySet[Entry]:
        return batch.entries.all()

    def runs(self, batch: Enrolment, by: Any, day: date) -> bool:
        return duties.runs_roll(by, payer=batch.area, day=day)

    def about(self, batch: Enrolment) -> dict[str, Any]:
        return {"area": batch.area, "programme": batch.programme, "month": str(batch.month)}

    def check(self, batch: Enrolment, by: Any, at: datetime) -> None:
        if batch.made_by_id is not None and batch.made_by_id == by.pk:
            raise NotPossible("录入公布数字的人不能自己确认。请县里另一位工作人员确认。")

    def next_rows(self, batch: Enrolment, count: int) -> Sequence[Household]:
        return finding.next_households(batch, count)

    def look_at(self, batch: Enrolment, rows: Sequence[Household], at: datetime) -> None:
        for household in rows:
            finding.look_at(batch, household, at)

    def counts(self, batch: Enrolment) -> dict[str, int]:
        return {"passed_over": batch.passed_over}

    def carry_out(self, batch: Enrolment, line: Entry, by: Any, at: datetime) -> None:
        (handing_on.carry_out if batch.handed_on else carry_out)(batch, line, by, at)

    def next_line(self, batch: Enrolment, waiting: QuerySet[Entry], at: datetime) -> Entry | None:
        return handing_on.next_entry(waiting, localdate(at)) if batch.handed_on else waiting.first()


COURSE = _Enrolling()
find_next, carry_out_next = COURSE.list_next, COURSE.carry_out_next
confirm_batch, stop, go_on = COURSE.confirm, COURSE.stop, COURSE.go_on


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
        COURSE.journal("begin", made, by, at)
    return made


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
