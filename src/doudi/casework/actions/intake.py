"""At the window: submit, ask once for what is missing, accept, register relatives and complaints, withdraw.

民发〔2021〕57号 第四至六、九至十一条; 民发〔2021〕43号 第十条; 济办发〔2020〕21号 三20 (one window,
several programmes).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from doudi.casework import clocks, duties, lifecycle, steps
from doudi.casework.elsewhere import doubled
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import calendar, flag, sheet_of
from doudi.casework.models import Application, Case, SupplementRequest
from doudi.casework.models.cases import OCCUPYING
from doudi.casework.programme import Programme, is_registered, programme
from doudi.people import claims
from doudi.people.models import Household, Membership
from doudi.policy.referring import referables

# Said alike of a family that may not be looked at and of one that may.
NOT_YOURS = "您不能替这一家申请:申请人不是您的家人,也不在您服务的地方。"
SPECIAL_REASONS = dict(Case._meta.get_field("special_reason").choices)


def submit_application(
    *,
    key: str,
    household_id: int,
    applicant_id: int,
    programmes: Sequence[str],
    persons: Mapping[str, Sequence[int]] | None = None,
    channel: str,
    by: Any,
    at: datetime,
) -> Application:
    """Hand in one application for one or several programmes; the same key again gives the same application.

    `persons` names, for a programme that is decided per person, whom it is for (the applicant if nobody is
    named). A programme that another department decides opens no case.
    """
    known = _known(key, household_id)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _submit(
                key,
                household_id,
                applicant_id,
                tuple(dict.fromkeys(programmes)),
                persons or {},
                channel,
                by,
                at,
            )
    except IntegrityError as error:
        known = _known(key, household_id)
        if known is not None:
            return known
        if "case_once" in str(error):
            raise NotPossible(
                "这一家的同一项救助正在办理或已经享受,不用再交一次。可以查进度或报告变化。"
            ) from None
        raise


def _known(key: str, household_id: int) -> Application | None:
    found = Application.objects.filter(idempotency_key=key).first()
    if found is not None and found.household_id != household_id:
        raise NotPossible("这次提交的编号已经用过了。请回到首页重新申请。")
    return found


def _of_this_office(codes: tuple[str, ...]) -> list[Programme]:
    """The manifests of what is asked for; what another department decides has none. NotPossible: nothing is asked for, or
    something that nobody applies for here."""
    if not codes:
        raise NotPossible("还没有选要申请的救助。请至少选一项。")
    own = [programme(code) for code in codes if is_registered(code)]
    if by_itself := "、".join(each.label for each in own if not each.applied_for):
        raise NotPossible(f"{by_itself}不用申请:在册的都会发。请去掉这一项。")
    if not all(is_registered(code) or code in referables() for code in codes):
        raise NotPossible("选的救助里有一项不用在这里申请。请去掉它,到窗口问。")
    return own


def _submit(
    key: str,
    household_id: int,
    applicant_id: int,
    codes: tuple[str, ...],
    persons: Mapping[str, Sequence[int]],
    channel: str,
    by: Any,
    at: datetime,
) -> Application:
    day, own = localdate(at), _of_this_office(codes)
    household = Household.objects.select_for_update().filter(pk=household_id).first()
    if household is None:
        raise NotPossible(NOT_YOURS)
    members = set(
        Membership.objects.filter(household=household, valid_from__lte=day)
        .exclude(valid_until__lte=day)
        .values_list("person_id", flat=True)
    )
    _may_submit(household, applicant_id, members, channel, by, day)
    (number,) = numbers(day, 1)
    application = Application.objects.create(
        number=number, household=household, applicant_id=applicant_id, channel=channel, programmes=list(codes),
        submitted_at=at, submitted_by=by, idempotency_key=key,
    )
    # What another department decides has no case here: the application keeps it until it is handed on (referrals.wishes).
    wanted = [(each.code, person) for each in own for person in _for_whom(each.code, persons, applicant_id, members)]
    for order, (code, person) in enumerate(wanted, start=1):
        _refuse_double(household, code, person)
        case = Case(number=f"{number}-{order}", application=application, programme=code, household=household,
                    person_id=person, area=household.area, pays_once=programme(code).pays_once)
        lifecycle.open_case(case, by=by, at=at)
    steps.note("submit", ("application", application.pk), by=by, at=at, programmes=list(codes), channel=channel)
    return application


def _may_submit(
    household: Household, applicant_id: int, members: set[int], channel: str, by: Any, day: date
) -> None:
    if household.closed_on is not None:
        raise NotPossible("这户的档案已经关闭。请先建立新的家庭档案。")
    if applicant_id not in members:
        raise NotPossible("申请人不在这个家庭里。请先核对家庭成员。")
    if by is None:
        raise NotPossible("申请要由人来交,系统不能替家庭申请。")
    if channel == "online" and duties.belongs(by, household_id=household.pk, day=day):
        return
    if not duties.serves(by, ("coordinator", "clerk", "county_officer"), area=household.area, day=day):
        raise NotPossible(NOT_YOURS)


def _for_whom(
    code: str, persons: Mapping[str, Sequence[int]], applicant: int, members: set[int]
) -> list[int | None]:
    if not programme(code).per_person:
        return [None]
    chosen = list(dict.fromkeys(persons.get(code) or [applicant]))
    if not set(chosen) <= members:
        raise NotPossible("要申请的人不在这个家庭里。请先核对家庭成员。")
    return list(chosen)


def _refuse_double(household: Household, code: str, person: int | None) -> None:
    running = Case.objects.filter(
        OCCUPYING, household=household, programme=code, person_id=person
    ).first()
    if running is not None:
        raise NotPossible(
            f"这一家的{programme(code).label}已经有一件(编号 {running.number},"
            f"{running.get_status_display()}),不用再交一次。可以查进度或报告变化。"
        )


def numbers(day: date, count: int) -> list[str]:
    """Numbers that can be read out on the phone: year, running number, Luhn check digit."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('casework_application_number') from generate_series(1, %s)", [count])
        return [_checked(f"{day.year}{running:07d}") for (running,) in cursor.fetchall()]


def _checked(body: str) -> str:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(each // 10 + each % 10 for each in doubled) % 10)


@transaction.atomic
def request_supplement(
    *, case_id: int, items: Sequence[Mapping[str, str]], by: Any, at: datetime, due_on: date | None = None
) -> SupplementRequest:
    """Tell the family once, in one list, everything that is missing (一次性告知).

    A second list may only repeat items of the first: nothing new may be asked.
    """
    case = steps.begin(case_id, "request_supplement", by=by, at=at)
    wanted = [{"kind": each["kind"], "label": each["label"], "why": each.get("why", "")} for each in items]
    if not wanted:
        raise NotPossible("清单是空的。没有缺的材料就直接受理。")
    first = case.supplement_requests.first()
    if first is not None:
        new = [
            each["label"] for each in wanted if each["kind"] not in {known["kind"] for known in first.items}
        ]
        if new:
            raise NotPossible(
                f"一次性告知已经发过,不能再要新的材料:{'、'.join(new)}。请先受理,再由工作人员核查。"
            )
    request = SupplementRequest.objects.create(case=case, items=wanted, issued_at=at, due_on=due_on, by=by)
    steps.finish(
        case, "request_supplement", by=by, at=at, details={"items": [each["kind"] for each in wanted]}
    )
    return request


@transaction.atomic
def supplement_received(*, case_id: int, by: Any, at: datetime) -> Case:
    """The family has handed in what was asked; the case goes back to the clerk."""
    case = steps.begin(case_id, "supplement_received", by=by, at=at)
    case.supplement_requests.filter(received_at__isnull=True).update(received_at=at)
    steps.finish(case, "supplement_received", by=by, at=at)
    return case


@transaction.atomic
def accept(*, case_id: int, by: Any, at: datetime, relative_note: str = "") -> Case:
    """Accept the application: the clocks of the procedure start (受理).

    `relative_note` names a near relative among the staff or the village committee, registered here.
    """
    case = steps.begin(case_id, "accept", by=by, at=at)
    day = localdate(at)
    _refuse_unsettled(case.household, day)
    case.accepted_on = day
    case.delegated = delegated_on(case.area, day)
    if not case.special_reason and _lives_elsewhere(case):
        case.special_reason = "registration_and_residence_differ"
    if relative_note:
        case.registered_relative, case.relative_note = True, relative_note
    case.save(
        update_fields=["accepted_on", "delegated", "special_reason", "registered_relative", "relative_note"]
    )
    steps.finish(case, "accept", by=by, at=at, details={"helped_elsewhere": bool(doubled(case, day=day))})
    return case


def _refuse_unsettled(household: Household, day: date) -> None:
    # Nobody is helped twice because a number was typed into a second file.
    waiting = claims.unsettled(household, day)
    if waiting:
        names = "、".join(person.name for person in waiting)
        raise NotPossible(f"{names}的身份证号还没有核对:它已经登记在别的档案里。请先看证件原件,再受理。")


def _lives_elsewhere(case: Case) -> bool:
    residence = case.application.applicant.residence_area
    return bool(residence) and not residence.startswith(case.area[: duties.TOWNSHIP])


def delegated_on(area: str, day: date) -> bool:
    """Whether the power to confirm is the township's on that day (审批权下放)."""
    return flag(sheet_of(day, area), "delegated_confirmation")


@transaction.atomic
def register_relative(*, case_id: int, note: str, by: Any, at: datetime) -> Case:
    """Put on file that a near relative works on this or sits in the village committee (近亲属备案)."""
    case = steps.begin(case_id, "register_relative", by=by, at=at)
    case.registered_relative, case.relative_note = True, _said(note, "请写明是谁、什么关系、在哪里任职。")
    case.save(update_fields=["registered_relative", "relative_note"])
    steps.finish(case, "register_relative", by=by, at=at)
    return case


@transaction.atomic
def register_complaint(*, case_id: int, note: str, by: Any, at: datetime) -> Case:
    """A complaint came in: the county must see the home itself before anything is confirmed (举报)."""
    case = steps.begin(case_id, "register_complaint", by=by, at=at)
    case.complaint, case.complaint_note = True, _said(note, "请写明反映了什么。")
    case.save(update_fields=["complaint", "complaint_note"])
    steps.finish(case, "register_complaint", by=by, at=at)
    return case


@transaction.atomic
def lengthen(*, case_id: int, special_reason: str, reason: str, by: Any, at: datetime) -> Case:
    """Lengthen the whole procedure for one of the four reasons the law knows; it is counted from the same
    start."""
    case = steps.begin(case_id, "lengthen", by=by, at=at)
    if special_reason not in SPECIAL_REASONS:
        raise NotPossible(f"只有这几种情况可以延长:{'、'.join(SPECIAL_REASONS.values())}。")
    case.special_reason = special_reason
    case.save(update_fields=["special_reason"])
    clocks.lengthen(case, sheet=sheet_of(case.accepted_on, case.area), calendar=calendar())
    steps.finish(
        case,
        "lengthen",
        by=by,
        at=at,
        reason=_said(reason, "请写明为什么要延长。"),
        details={"special_reason": special_reason},
    )
    return case


@transaction.atomic
def withdraw(*, case_id: int, by: Any, at: datetime, reason: str = "") -> Case:
    """The family takes its application back; it may apply again at any time."""
    return steps.take(case_id, "withdraw", by=by, at=at, reason=reason)


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise NotPossible(otherwise)
    return text.strip()
