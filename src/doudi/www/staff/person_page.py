"""One person of a family (个人): numbers and address masked, each to be seen or corrected by a deed of its own.

个人信息保护法 第四十六、五十一条. The page never carries a whole number; the answer to a press with a reason does, once.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.kernel.masking import mask_account, mask_address, mask_id, mask_phone
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.people.actions import revealing
from doudi.www.staff.case_file import household_file
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ANY_CASE, CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.person_forms import IdField

MASKS = {"id_number": mask_id, "phone": mask_phone, "account_number": mask_account, "address": mask_address,
         "home": mask_address}
KEEP = "不改就空着"
OFF = {"autocomplete": "off"}


class RevealForm(PlainForm):
    """Which field, and why."""

    prefix_of_ids = "reveal-"
    field = forms.ChoiceField(label="看哪一项")
    reason = forms.ChoiceField(label="为什么看", choices=tuple(revealing.REASONS.items()))
    note = forms.CharField(label="说明", required=False, max_length=revealing.LONGEST_NOTE,
                           widget=forms.TextInput(attrs=OFF), help_text="选「其他」要写。不写姓名和号码。")

    def set_up(self) -> None:
        """Only what there is to see."""
        self.fields["field"].choices = [(row["field"], row["label"]) for row in self.page.extra["lines"] if row["masked"]]


class CorrectForm(PlainForm):
    """New values; what is left blank stays. What is known is not in the form, not even masked in a box."""

    prefix_of_ids = "correct-"
    phone = forms.RegexField(r"^[0-9+\- ]{7,20}$", label="电话", required=False, max_length=20,
                             widget=forms.TextInput(attrs=OFF), error_messages={"invalid": "请填手机号或带区号的座机。"})
    id_number = IdField(label="身份证号", required=False)
    account_number = forms.CharField(label="银行账号", required=False, max_length=40,
                                     widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}))
    account_bank = forms.CharField(label="开户银行", required=False, max_length=80, widget=forms.TextInput(attrs=OFF))
    account_name = forms.CharField(label="账号户名", required=False, max_length=80, widget=forms.TextInput(attrs=OFF))
    address = forms.CharField(label="户籍地址", required=False, max_length=120, widget=forms.TextInput(attrs=OFF))

    def set_up(self) -> None:
        """Say beside each field what is there now."""
        masked = {row["field"]: row["masked"] for row in self.page.extra["lines"]}
        for name, field in self.fields.items():
            now = masked.get(name)
            field.help_text = f"现在:{now},{KEEP}" if now else KEEP

    def changes(self) -> dict[str, Any]:
        """What the action wants: the fields that were filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "id_number" in given:
            given["id_number"] = given["id_number"].number18
        return given


def _page(request: HttpRequest, household_id: int, person_id: int) -> tuple[Any, Any]:
    page = household_file(request, household_id)
    person = people_reads.person_on_file(page.household, person_id)
    if person is None:
        raise Http404("这一户没有这个人。")
    home = {"home": page.household.address}
    page.extra["lines"] = [
        {"field": field, "label": label, "masked": mask(home.get(field, getattr(person, field, "")) or "")}
        for (field, label), mask in zip(revealing.FIELDS.items(), MASKS.values(), strict=True)]
    return page, person


def _show(request: HttpRequest, page: Any, person: Any, **forms_made: Any) -> HttpResponse:
    duty = request.duty
    may_see = revealing.may_reveal(duty.jurisdiction, page.household.area)
    may_correct = duty.may(CLERK, COORDINATOR) and page.household.closed_on is None
    return show(request, "staff/person.html", {
        "page": page, "person": person, "lines": page.extra["lines"], "may_see": may_see, "may_correct": may_correct,
        "reveal_form": RevealForm(page=page, duty=duty), "correct_form": CorrectForm(page=page, duty=duty),
        "revealed": None, **forms_made})


@on_duty(*ANY_CASE)
@once
def person(request: HttpRequest, household_id: int, person_id: int) -> HttpResponse:
    """What is on file of one person; a press corrects it."""
    page, found = _page(request, household_id, person_id)
    if request.method != "POST":
        return _show(request, page, found)
    if not request.duty.may(CLERK, COORDINATOR) or page.household.closed_on is not None:
        raise Http404("这里不能改。")
    form = CorrectForm(request.POST, page=page, duty=request.duty)
    if form.is_valid():
        try:
            people.correct_person(person=found, by=request.duty.user, at=request.duty.at, **form.changes())
        except people.Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            say(request, "已改好。" if form.changes() else "没有填新的内容,什么都没改。")
            return redirect("staff:person", household_id, person_id)
    return _show(request, page, found, correct_form=form, form=form)


@on_duty(COORDINATOR, CLERK, COUNTY)
@require_POST
@once
def reveal(request: HttpRequest, household_id: int, person_id: int) -> HttpResponse:
    """The value of one field, on this answer and nowhere else: asking again is another deed."""
    page, found = _page(request, household_id, person_id)
    form = RevealForm(request.POST, page=page, duty=request.duty)
    if form.is_valid():
        given = form.cleaned_data
        try:
            value = people.reveal(person=found, household=page.household, by=request.duty.user, at=request.duty.at,
                                  **given)
        except people.Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            answer = _show(request, page, found, revealed={
                "label": revealing.FIELDS[given["field"]], "value": value, "call": given["field"] == "phone"})
            answer.leads_to = reverse("staff:person", args=[household_id, person_id])
            return answer
    return _show(request, page, found, reveal_form=form, form=form)
