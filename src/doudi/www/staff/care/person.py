"""One person's care on one page (照料服务): grade, carer, visits, wish, place, what happened, and what can be done now.

济办发〔2020〕21号 二(一)2; 民发〔2021〕43号 第二十一至二十三条.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.basic.extreme_hardship.care import agreeing, assessing, placing, printing, reads
from doudi.casework.lifecycle import NotPossible
from doudi.www.staff.care import forms
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ANY_CASE, CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.files import PDF, inline
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names


@dataclass(frozen=True)
class Deed:
    """One thing to do for a person: its words, its form, who may, and when it makes sense."""

    label: str
    form: type[PlainForm]
    roles: tuple[str, ...]
    do: Callable[[int, Any, dict[str, Any]], str]
    fits: Callable[[Any], bool]


def _assess(person_id: int, form: Any, who: dict[str, Any]) -> str:
    made = assessing.assess(person_id=person_id, **form.cleaned_data, **who)
    return f"评估记下了:{made.get_grade_display()}。和现在发的不一样的,请到案件页重新认定。"


def _change(person_id: int, form: Any, who: dict[str, Any]) -> str:
    review = assessing.report_change(person_id=person_id, **form.cleaned_data, **who)
    return f"已登记,{review.due_on} 前要评估完。" if review.due_on else "已登记。工作日历还没有录到那时候,请尽快评估。"


def _agree(person_id: int, form: Any, who: dict[str, Any]) -> str:
    made = agreeing.agree(person_id=person_id, terms=form.terms(), **who)
    return f"照料协议 {made.paper_number} 登记好了。"


def _end(person_id: int, form: Any, who: dict[str, Any]) -> str:
    made = agreeing.end_agreement(person_id=person_id, **form.cleaned_data, **who)
    return f"照料协议 {made.paper_number} 从 {made.ended_on} 起终止。"


def _wish(person_id: int, form: Any, who: dict[str, Any]) -> str:
    told = form.cleaned_data
    made = placing.wish(person_id=person_id, wants_institution=told["wants"] == "institution", said_on=told["said_on"],
                        witness=told["witness"], **who)
    return "意愿记下了:愿意住供养机构。请安排入住或者排队。" if made.wants_institution else "意愿记下了:愿意在家。"


def _wait(person_id: int, form: Any, who: dict[str, Any]) -> str:
    told = form.cleaned_data
    made = placing.ask_for_place(person_id=person_id, institution_id=told["institution"], on=told["on"], **who)
    return f"已在{made.institution.name}排队。"


def _admit(person_id: int, form: Any, who: dict[str, Any]) -> str:
    told = form.cleaned_data
    made = placing.admit(person_id=person_id, institution_id=told["institution"], on=told["on"], **who)
    return f"{made.admitted_on} 住进{made.institution.name}。"


def _leave(person_id: int, form: Any, who: dict[str, Any]) -> str:
    made = placing.leave(person_id=person_id, **form.cleaned_data, **who)
    return f"{made.left_on} 离开登记好了。"


DESK = (CLERK, COUNTY)
DEEDS: dict[str, Deed] = {
    "wish": Deed("登记意愿", forms.WishForm, (COORDINATOR, *DESK), _wish, lambda who: True),
    "admit": Deed("办入住", forms.AdmitForm, DESK, _admit, lambda who: who.is_owed_a_place),
    "move": Deed("转到别的机构", forms.AdmitForm, DESK, _admit, lambda who: who.lives_in_institution),
    "wait": Deed("排队等床", forms.WaitForm, DESK, _wait, lambda who: who.is_owed_a_place and who.stay_id is None),
    "leave": Deed("离开机构或不再排队", forms.LeaveForm, DESK, _leave, lambda who: who.stay_id is not None),
    "agree": Deed("登记照料协议", forms.AgreeForm, DESK, _agree, lambda who: not who.lives_in_institution),
    "end": Deed("终止照料协议", forms.EndForm, DESK, _end, lambda who: who.agreement_id is not None),
    "assess": Deed("登记评估", forms.AssessForm, DESK, _assess, lambda who: True),
    "change": Deed("报告自理能力变化", forms.ChangeForm, (COORDINATOR, *DESK), _change, lambda who: not who.changed)}


@on_duty(*ANY_CASE)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything about one person's care."""
    return _shown(request, _who(request, person_id), "", None)


@on_duty(COORDINATOR, *DESK)
@require_POST
@once
def person_do(request: HttpRequest, person_id: int, verb: str) -> HttpResponse:
    """Do one thing; what cannot be done stands on the same page with what was typed."""
    who, deed = _who(request, person_id), DEEDS.get(verb)
    if deed is None:
        raise Http404("没有这个动作。")
    form = deed.form(request.POST, duty=request.duty)
    if form.is_valid():
        try:
            say(request, deed.do(person_id, form, {"by": request.duty.user, "at": request.duty.at}))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:care_person", person_id)
    return _shown(request, who, verb, form)


@on_duty(CLERK, COUNTY)
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The agreement as a sheet to sign."""
    found = reads.agreement(agreement_id)
    if found is None or not request.duty.jurisdiction.covers(found.household.area):
        raise Http404("没有这份照料协议,或者不归您这里管。")
    try:
        content = printing.print_agreement(agreement_id=agreement_id, by=request.duty.user, at=request.duty.at)
    except NotPossible as no:
        raise Http404(str(no)) from None
    return inline(content, PDF, "委托照料服务协议")


def _who(request: HttpRequest, person_id: int) -> Any:
    who = reads.within(person_id, request.duty.jurisdiction, request.duty.day)
    if who is None:
        raise Http404("在册特困人员里没有这个人,或者不归您这里管。")
    return who


def _shown(request: HttpRequest, who: Any, tried: str, form: Any) -> HttpResponse:
    duty = request.duty
    looked(request, ("household", who.household_id), person=who.person_id)
    offered = [(verb, deed) for verb, deed in DEEDS.items()
               if duty.may_in(who.area, *deed.roles) and (deed.fits(who) or verb == tried)]
    deeds = [{"verb": verb, "label": deed.label, "open": verb == tried,
              "form": form if verb == tried else deed.form(None, duty=duty, auto_id=f"{verb}-%s")} for verb, deed in offered]
    [place] = place_names([who.area]).values()
    course = reads.course(who.person_id)
    running = next((each for each in course.agreements if each.ended_on is None), None)
    return show(request, "staff/care/person.html", {
        "who": who, "place": place, "deeds": deeds, "form": form, "history": reads.told(course),
        "agreement": running, "services": reads.words(reads.CHOICES["services"], running.services) if running else "",
        "expired": running is not None and running.until_on <= duty.day, "visit_late": who.visit_by and who.visit_by <= duty.day,
        "assess_late": who.assess_by and who.assess_by <= duty.day, "missing": reads.missing_numbers([who], duty.day),
        "may_print": duty.may_in(who.area, *DESK),
        "may_visit": duty.may_in(who.area, COORDINATOR, *DESK) and not who.lives_in_institution})
