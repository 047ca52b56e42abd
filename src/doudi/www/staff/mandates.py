"""代办: at the window a person lets another act for him; the township writes it down and can end it (民发〔2021〕57号 第四条).

H1: whom, how it was said, until when. Somebody who is not on file gets an account of his own, with a code shown once.
"""
from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.offices import actions as offices
from doudi.offices import reads as office_reads
from doudi.people import actions as people
from doudi.people import helping
from doudi.people import reads as people_reads
from doudi.people.helping import GIVEN_HOW, HELPERS
from doudi.www.limits import limited
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, on_duty

FRESH = "fresh_helper"
HALF_A_YEAR = timedelta(days=183)


class MandateForm(PlainForm):
    """Who lets whom act for him."""

    prefix_of_ids = "mandate-"
    person = forms.TypedChoiceField(label="替谁办", coerce=int)
    helper = forms.CharField(label="谁来办", max_length=40, help_text="已有账号的填身份证号或账号;没有的填姓名,会新开一个代办账号。")
    kind = forms.ChoiceField(label="是什么人", choices=HELPERS)
    given_how = forms.ChoiceField(label="怎么授权的", choices=GIVEN_HOW)
    valid_until = DayField(label="到哪天为止", help_text="最长一年。")
    photo = forms.FileField(label="授权书照片", required=False, help_text="选“授权书照片”的要传。")

    def set_up(self) -> None:
        """The members of this family; half a year unless said otherwise."""
        self.fields["person"].choices = [(each.id, each.name) for each in self.page.members]
        self.fields["valid_until"].initial = self.duty.day + HALF_A_YEAR


@limited("upload")
@on_duty(CLERK)
@open_file
@once
def mandates(request: HttpRequest, household_id: int) -> HttpResponse:
    """Who may act for this family, and one more."""
    page = household_file(request, household_id)
    form = MandateForm(request.POST or None, page=page, duty=request.duty)
    form.files = request.FILES
    if request.method == "POST" and form.is_valid():
        try:
            code = _given(request, page, form.cleaned_data, request.FILES.get("photo"))
        except (people.Refused, offices.OfficeRefused) as no:
            field = getattr(no, "field", "") or None
            form.add_error(field if field in form.fields else None, str(no))
        else:
            request.session[FRESH] = code and {"household": household_id, **code}
            say(request, "授权已登记。")
            return redirect("staff:helpers", household_id)
    fresh = request.session.pop(FRESH, None)
    held = helping.helpers_of([each.person for each in page.members], request.duty.day)
    return show(request, "staff/mandates.html", {
        "page": page, "form": form, "held": held,
        "fresh": fresh if fresh and fresh["household"] == household_id else None})


@transaction.atomic
def _given(request: HttpRequest, page: Any, given: dict[str, Any], photo: Any) -> dict[str, str] | None:
    told = {"by": request.duty.user, "at": request.duty.at}
    person = next(each.person for each in page.members if each.id == given["person"])
    paper = None
    if photo is not None:
        paper = people.attach_paper(household=page.household, person=person, kind="mandate", file=photo, name=photo.name, **told)
    helper, code = _helper(given["helper"].strip(), told)
    people.give_mandate(person=person, helper=helper, kind=given["kind"], given_how=given["given_how"],
                        valid_until=given["valid_until"], paper=paper, **told)
    return {"name": helper.name, "username": helper.username, "code": code} if code else None


def _helper(typed: str, told: dict[str, Any]) -> tuple[Any, str]:
    """The account that was meant, or a new one with its code."""
    try:
        known = people_reads.person_numbered(parse_id_number(typed).number18)
    except BadIdentifier:
        account = office_reads.user_named(typed)
        if account is None and typed.isascii():
            raise people.Refused("没有这个账号。没有账号的请填帮办人的姓名,会新开一个。", "helper") from None
        return (account, "") if account else offices.make_helper(name=typed, **told)
    account = office_reads.user_of_person(known.pk) if known else None
    if account is None:
        raise people.Refused("这个身份证号还没有账号。请填帮办人的姓名,会新开一个代办账号。", "helper")
    return account, ""


@on_duty(CLERK)
@require_POST
@once
def end(request: HttpRequest, household_id: int, mandate_id: int) -> HttpResponse:
    """On the person's word, or because it is misused: it no longer holds."""
    page = household_file(request, household_id)
    mandate = helping.mandate(mandate_id)
    if mandate is None or mandate.person_id not in {each.id for each in page.members}:
        raise Http404("没有这份授权。")
    people.end_mandate(mandate=mandate, by=request.duty.user, at=request.duty.at)
    say(request, f"{mandate.helper.name}不能再替{mandate.person.name}办了。")
    return redirect("staff:helpers", household_id)


@on_duty(CLERK)
@require_POST
@once
def new_code(request: HttpRequest, household_id: int, mandate_id: int) -> HttpResponse:
    """A new code for a helper who lost his."""
    page = household_file(request, household_id)
    mandate = helping.mandate(mandate_id)
    held = {each.pk for each in helping.helpers_of([each.person for each in page.members], request.duty.day)}
    if mandate is None or mandate.pk not in held or mandate.helper.person_id is not None:
        raise Http404("没有这份授权。")
    code = offices.new_helper_code(user=mandate.helper, by=request.duty.user, at=request.duty.at)
    request.session[FRESH] = {"household": household_id, "name": mandate.helper.name, "code": code,
                              "username": mandate.helper.username}
    return redirect("staff:helpers", household_id)
