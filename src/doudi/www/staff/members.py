"""Who belongs to the household, and who outside owes its members support (家庭成员, 赡养抚养扶养义务人).

民发〔2021〕57号 第七、十三条; 民发〔2021〕43号 第八条.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.people import actions as people
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, on_duty
from doudi.www.staff.person_forms import RELATIONS, MemberForm

LEFT_BECAUSE = (("married_out", "结婚离开"), ("moved_out", "搬出去单过"), ("wrongly_added", "误登"), ("other", "其他"))


class SupporterForm(PlainForm):
    """Somebody outside the household who owes a member support."""

    prefix_of_ids = "supporter-"
    name = forms.CharField(label="义务人姓名", max_length=80)
    supported = forms.TypedChoiceField(label="供养谁", coerce=int)
    relation = forms.ChoiceField(label="是他的", choices=RELATIONS, initial="child")

    def set_up(self) -> None:
        """Members of this household."""
        self.fields["supported"].choices = [(each.id, each.name) for each in self.page.members]


class LeaveForm(PlainForm):
    """A member no longer belongs (退出)."""

    prefix_of_ids = "leave-"
    person_id = forms.TypedChoiceField(label="谁", coerce=int)
    day = DayField(label="从哪天起")
    because = forms.ChoiceField(label="为什么", choices=LEFT_BECAUSE)

    def set_up(self) -> None:
        """Everybody but the applicant."""
        self.fields["person_id"].choices = [(each.id, each.name) for each in self.page.members
                                            if each.relation != "self"]
        self.fields["day"].initial = self.duty.day


FORMS = {"member": MemberForm, "supporter": SupporterForm, "leave": LeaveForm}


@on_duty(CLERK, COORDINATOR)
@open_file
@once
def members(request: HttpRequest, household_id: int) -> HttpResponse:
    """Three short forms on one page; each adds or ends one row."""
    page = household_file(request, household_id)
    done = request.POST.get("do", "") if request.method == "POST" else ""
    made = {name: form(request.POST if name == done else None, page=page, duty=request.duty)
            for name, form in FORMS.items()}
    if done in made and made[done].is_valid():
        try:
            with transaction.atomic():
                say(request, DOERS[done](request.duty, page, made[done]))
        except people.Refused as no:
            made[done].add_error(no.field if no.field in made[done].fields else None, str(no))
        else:
            return redirect("staff:members", household_id)
    return show(request, "staff/members.html", {"page": page, **{f"{name}_form": form for name, form in made.items()},
                                                "form": made.get(done)})


def _join(duty: Any, page: Any, form: MemberForm) -> str:
    home = {"area": page.household.area, "address": page.household.address}
    person = people.register_person(**form.person(), **home, by=duty.user, at=duty.at)
    people.add_member(household=page.household, person=person, relation=form.cleaned_data["relation"], day=duty.day,
                      by=duty.user, at=duty.at)
    return f"{person.name}已加入这户。"


def _owes(duty: Any, page: Any, form: SupporterForm) -> str:
    supported = next(each.person for each in page.members if each.id == form.cleaned_data["supported"])
    row = people.add_supporter(household=page.household, supported=supported, name=form.cleaned_data["name"],
                               relation=form.cleaned_data["relation"], day=duty.day, by=duty.user, at=duty.at)
    return f"义务人 {row.name} 已登记。"


def _leave(duty: Any, page: Any, form: LeaveForm) -> str:
    person = next(each.person for each in page.members if each.id == form.cleaned_data["person_id"])
    people.end_membership(household=page.household, person=person, day=form.cleaned_data["day"],
                          because=form.cleaned_data["because"], by=duty.user, at=duty.at)
    return f"{person.name}已退出这户。"


DOERS = {"member": _join, "supporter": _owes, "leave": _leave}
