"""核对号码: somebody applied from home with an ID number that is on file already; the township looks at the card.

Until then nothing is accepted (casework.accept). If it is the same person, the work goes on in the file there is, and
this one is withdrawn; if the number was written wrong, the right one is put in here.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.kernel.masking import mask_id
from doudi.people import actions as people
from doudi.people import claims as claimed
from doudi.people import reads as people_reads
from doudi.www.limits import limited
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, on_duty


class CardForm(PlainForm):
    """What stands on the card."""

    id_number = forms.CharField(label="证件上的号码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    seen = forms.BooleanField(label="看过证件原件", error_messages={"required": "请看证件原件,再打勾。"})


@limited("search")
@on_duty(CLERK)
@open_file
@once
def claims(request: HttpRequest, household_id: int) -> HttpResponse:
    """Whose number waits, and the form for each."""
    page = household_file(request, household_id)
    waiting = claimed.unsettled(page.household, request.duty.day)
    tried = None
    if request.method == "POST":
        person = next((each for each in waiting if str(each.pk) == request.POST.get("person")), None)
        if person is None:
            raise Http404("没有要核对的号码。")
        tried = CardForm(request.POST, prefix=str(person.pk))
        if tried.is_valid() and _settled(request, person, tried):
            return redirect("staff:claims", household_id)
    rows = [_row(request, each, tried) for each in waiting]
    return show(request, "staff/claims.html", {"page": page, "rows": rows})


def _settled(request: HttpRequest, person: Any, form: CardForm) -> bool:
    try:
        people.settle_claim(person=person, id_number=form.cleaned_data["id_number"], by=request.duty.user, at=request.duty.at)
    except people.Refused as no:
        form.add_error("id_number", str(no))
        return False
    say(request, f"{person.name}的号码核对好了。")
    return True


def _row(request: HttpRequest, person: Any, tried: CardForm | None) -> dict[str, Any]:
    """The number as it was typed (masked), and the file where it stands, if that is within one's own area."""
    number = claimed.typed_number(person)
    other = people_reads.person_numbered(number)
    home = people_reads.household_of(other, request.duty.day) if other else None
    here = home is not None and request.duty.jurisdiction.covers(home.area)
    mine = tried if tried is not None and tried.prefix == str(person.pk) else CardForm(prefix=str(person.pk))
    return {"person": person, "typed": mask_id(number), "other": home.pk if here else None, "form": mine}
