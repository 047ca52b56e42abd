"""Already on a roll somewhere else? (别处救助查询): asked by number and name, answered with yes or no, since when and
whom to ask.

济办发〔2020〕21号 三20、23. Asked by a form that is sent, never by an address, so that no number stands in a log; every
asking is journalled.
"""
from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from doudi.casework import actions
from doudi.casework.lifecycle import NotPossible
from doudi.people.refusals import Refused
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ASKING, on_duty
from doudi.www.staff.person_forms import IdField


class AskForm(PlainForm):
    """About whom."""

    prefix_of_ids = "ask-"
    name = forms.CharField(label="姓名", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    id_number = IdField(label="身份证号", error_messages={"required": "请填身份证号。"})


@on_duty(*ASKING)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """The form, and under it the answer."""
    form = AskForm(request.POST if request.method == "POST" else None, duty=request.duty)
    answer = None
    if request.method == "POST" and form.is_valid():
        try:
            answer = actions.ask_elsewhere(id_number=form.cleaned_data["id_number"].number18,
                                           name=form.cleaned_data["name"], by=request.duty.user, at=request.duty.at)
        except (NotPossible, Refused) as no:
            form.add_error(None, str(no))
    return show(request, "staff/elsewhere.html", {"form": form, "answer": answer})
