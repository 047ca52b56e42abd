"""The verbs of the sending side (转办): hand over, revoke, settle what waits for a person. Keyword-only, `by=`, `at=`.

济办发〔2020〕21号 三20. Due dates are working days by parameters of the day's sheet; a limit that nobody entered gives none.
"""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from doudi.casework import duties
from doudi.casework.actions.intake import numbers
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import calendar, due_day, limit_of, sheet_of
from doudi.casework.models import Case
from doudi.casework.referrals import course
from doudi.casework.referrals.along import along
from doudi.casework.referrals.course import SENDERS, Voice
from doudi.casework.referrals.models import OPEN, Question, Referral, State
from doudi.casework.referrals.said import Answer, put
from doudi.offices import reads as offices
from doudi.offices.models import Office
from doudi.people import reads as people
from doudi.people.models import Household, Person
from doudi.policy.referring import Referable, referables

ACCEPT_WITHIN, RESULT_WITHIN = "referral_accept_days", "referral_result_days"


@transaction.atomic
def refer(*, household_id: int, programme: str, by: Any, at: datetime, person_id: int | None = None,
          case_id: int | None = None, wanted: str = "") -> Referral:
    """Hand a family, or one member of it, to the department of a programme, with what the purpose needs."""
    day = localdate(at)
    household = Household.objects.select_for_update(of=("self",)).filter(pk=household_id).first()
    if household is None or not duties.serves(by, SENDERS, area=household.area, day=day):
        raise NotPossible("没有这一户,或者不归您转办。转办由乡镇(街道)经办或者县级民政办理。")
    if household.closed_on is not None:
        raise NotPossible("这份档案已经关闭。请到接续的档案里转办。")
    what = _referable(programme)
    person = _whom(what, household, person_id, day)
    office = receivers(household.area).get(what.code)
    if office is None:
        raise NotPossible(f"这里还没有接「{what.label}」的部门(名称里有“{what.office[0]}”的机构)。请管理员先设立它。")
    case = Case.objects.filter(pk=case_id, household=household).first() if case_id else None
    _refuse_double(household, person, what)
    due = due_days(household.area, day)
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                number=f"ZB{numbers(day, 1)[0]}", household=household, person=person, case=case, programme=what.code,
                area=household.area, office=office, along=along(what, household, person, day), wanted=wanted.strip(),
                sent_by=by, sent_at=at, accept_due_on=due[0], due_on=due[1])
    except IntegrityError as twice:
        raise NotPossible(f"「{what.label}」刚刚已经转过,不用再转一次。") from twice
    course.note(made, "send", Voice(by, at), came_from="")
    return made


def _referable(code: str) -> Referable:
    found = referables().get(code)
    if found is None:
        raise NotPossible("这个项目不转给别的部门,由民政自己办。请从列表里选。")
    return found


def _whom(what: Referable, household: Household, person_id: int | None, day: date) -> Person | None:
    members = {row.person_id: row.person for row in people.members(household, day)}
    if not members:
        raise NotPossible("这一户没有成员,不能转办。")
    if not what.per_person:
        return None
    if person_id not in members:
        raise NotPossible(f"「{what.label}」是一个人的事。请选是家里哪一位。")
    return members[person_id]


def receivers(area: str) -> dict[str, Office]:
    """Which office takes which programme for a village: of those that serve it the nearest with the first word in its
    name. A programme that no office takes is missing."""
    serving = [office for office in offices.offices_for(area) if office.level == "department"]
    found = ((code, next((office for word in what.office for office in serving if word in office.name), None))
             for code, what in referables().items())
    return {code: office for code, office in found if office is not None}


def _refuse_double(household: Household, person: Person | None, what: Referable) -> None:
    same = Referral.objects.filter(programme=what.code, state__in=OPEN)
    mine = same.filter(person=person) if person else same.filter(household=household, person__isnull=True)
    running = mine.select_related("office").first()
    if running is not None:
        raise NotPossible(f"「{what.label}」已经转给{running.office.name}(编号 {running.number},{State(running.state).label}),"
                          "还没有办结,不用再转一次。要催办,看转办清单。")


def due_days(area: str, day: date) -> tuple[date | None, date | None]:
    """By when the department accepts, and by when it says what came of it; None where no limit is entered."""
    sheet, working = sheet_of(day, area), calendar()
    first, last = (due_day(day, limit_of(sheet, key), working) for key in (ACCEPT_WITHIN, RESULT_WITHIN))
    return first, last


@transaction.atomic
def revoke(*, referral_id: int, reason: str, by: Any, at: datetime) -> Referral:
    """The sender takes it back; a second press finds it done."""
    referral = _mine(referral_id)
    if referral.state == State.REVOKED:
        return referral
    voice = Voice(by, at)
    course.check(referral, "revoke", voice)
    if not reason.strip():
        raise NotPossible("请写明为什么撤回,部门会看到。")
    referral.reason = reason.strip()
    course.move(referral, "revoke", voice)
    return referral


@transaction.atomic
def settle(*, question_id: int, take: bool, note: str, by: Any, at: datetime) -> Question:
    """A person has looked into an answer that nobody took unseen: it counts, or it does not. A second press finds it done."""
    known = Question.objects.filter(pk=question_id).first()
    if known is None:
        raise NotPossible("没有这条待核实的答复,或者不归您管。")
    referral = _mine(known.referral_id)
    question = Question.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if question.settled_at is not None:
        return question
    voice = Voice(by, at)
    if not course.speaks_for(referral, "sender", voice):
        raise NotPossible("您不能核实这条答复:由转出的乡镇(街道)经办或者县级民政核实。")
    if not note.strip():
        raise NotPossible("请写明怎么核实的。")
    question.settled_at, question.settled_by, question.taken, question.note = at, by, take, note.strip()
    question.save(update_fields=["settled_at", "settled_by", "taken", "note"])
    if not take:
        course.note(referral, "dismiss", voice, came_from=referral.state, question=question)
        return question
    answer = Answer.of(question.said)
    verb = {"finish": "take_late", "refuse": "take_back", "accept": "take_on"}[answer.verb]
    course.check(referral, verb, voice)
    put(referral, answer)
    course.move(referral, verb, voice, question=question)
    return question


def _mine(referral_id: int) -> Referral:
    found = course.locked(pk=referral_id)
    if found is None:
        raise NotPossible("没有这件转办,或者不归您管。")
    return found
