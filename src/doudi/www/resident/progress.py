"""查进度: what is done, with whom it is now, what comes next and by which day (57号 第二十二条: the
applicant may ask).

Number and the last four of the applicant's ID number open the page, and only the page; wrong tries rest the number
for whoever makes them, and a number that was tried all day rests for everybody. Acting needs a sign-in.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.audit import actions as audit
from doudi.audit.pseudonyms import pseudonym
from doudi.casework import reads as casework
from doudi.casework.referrals.followed import followed
from doudi.offices import reads as offices
from doudi.offices.access import as_system
from doudi.offices.allowances import Allowance, give_back, take
from doudi.people import claims
from doudi.www import clock
from doudi.www.fields import plain
from doudi.www.limits import limited
from doudi.www.origin import client_address, one_home
from doudi.www.resident.applying import text_input
from doudi.www.resident.decided import shown
from doudi.www.resident.guard import resident
from doudi.www.resident.send import RECEIPTS
from doudi.www.resident.whose import person_of

OPENED, LONGEST_NUMBER = "opened", 14
WRONG_TRY = "progress_refused"
TRIES = Allowance("progress.here", 5, timedelta(minutes=3))
ALL_DAY = Allowance("progress.number", 30, timedelta(minutes=48))


class FindForm(forms.Form):
    """Number and four digits."""

    number = forms.CharField(
        label="受理编号",
        max_length=30,
        widget=text_input(inputmode="numeric"),
        help_text="交申请时给您的一串数字",
        error_messages={"required": "请写受理编号。找不到编号就打 12349。"},
    )
    last4 = forms.CharField(
        label="申请人身份证后四位",
        max_length=10,
        widget=text_input(),
        help_text="末尾是 X 就写 X",
        error_messages={"required": "请写申请人身份证的后四位。"},
    )

    def clean_number(self) -> str:
        """Digits only, as printed on the receipt."""
        number = plain(self.cleaned_data["number"])
        if not number.isdigit() or len(number) > LONGEST_NUMBER:
            raise forms.ValidationError("受理编号是一串数字，请照着回执再看一遍。")
        return number

    def clean_last4(self) -> str:
        """Four characters, X in capitals."""
        return plain(self.cleaned_data["last4"]).upper()


@limited("code")
def progress(request: HttpRequest) -> HttpResponse:
    """Find an application by number; a signed-in resident sees his own at once."""
    user, form = resident(request), FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (number := tried(request, form)):
        request.session[OPENED] = [*request.session.get(OPENED, []), number]
        return redirect("resident:case", number=number)
    mine = casework.applications_of(person_of(request, user), day=clock.today()) if user else []
    sent = followed(person_of(request, user), day=clock.today()) if user else []
    return render(request, "resident/progress.html", {"form": form, "mine": mine, "sent": sent, "title": "查进度"})


def tried(request: HttpRequest, form: FindForm) -> str:
    """The number that these four digits open; else what is wrong stands at the form."""
    number, last4, now = form.cleaned_data["number"], form.cleaned_data["last4"], clock.now()
    counted = [(TRIES, f"{number} {one_home(client_address(request))}"), (ALL_DAY, number)]
    again = take(counted, now)
    if again is not None:
        minutes = max(1, -int(-(again - now).total_seconds() // 60))
        form.add_error("number", f"试错的次数太多，请 {minutes} 分钟后再查，或打 12349。")
    elif opens(number, last4):
        give_back(counted, now)
        return number
    else:
        note_wrong_try(number)
        form.add_error("last4", "编号和后四位对不上。请照着回执和身份证再看一遍，或打 12349。")
    return ""


def opens(number: str, last4: str) -> bool:
    """Whether these four belong to the applicant of this number."""
    with as_system("progress", about=number):
        status = casework.application_status(number, day=clock.today())
        return status is not None and bool(last4) and claims.typed_number(status.application.applicant)[-4:] == last4


def by_number(number: str) -> Any | None:
    """The application of that number with its cases, and nothing else of anybody."""
    with as_system("progress", about=number):
        return casework.application_status(number, day=clock.today())


def note_wrong_try(number: str) -> None:
    """Count a wrong try."""
    with transaction.atomic():
        audit.record(by=None, at=clock.now(), verb=WRONG_TRY, subject=("number", _typed(number)))


def _typed(number: str) -> str:
    # Some type their telephone number here: the journal knows only that it is the same one again.
    return pseudonym(number, "number")


def visible(request: HttpRequest, number: str) -> tuple[Any, Any | None]:
    """The status of an application that this visitor may see, and the resident who may act on it (or None).
    Else 404."""
    status = by_number(number)
    if status is None:
        raise Http404
    user = resident(request)
    own = user is not None and any(
        each.number == number for each in casework.applications_of(person_of(request, user), day=clock.today())
    )
    if own:
        return status, user
    if number in request.session.get(OPENED, []) or number in request.session.get(RECEIPTS, {}):
        return status, None
    raise Http404


def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where an application stands."""
    try:
        status, user = visible(request, number)
    except Http404:
        if by_number(number) is None:
            raise
        return redirect("resident:progress")
    enter = reverse("resident:enter") + f"?next={reverse('resident:case', args=[number])}"
    return render(
        request,
        "resident/case.html",
        {
            "status": status,
            "cases": [shown(each) for each in status.cases],
            "may_act": user is not None,
            "enter": enter,
            "number": number,
            "offices": offices.offices_for(status.application.household.area)[:2],
        },
    )
