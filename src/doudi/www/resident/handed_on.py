"""转给别的部门的: what became of everything that was handed on for one's family, without scripts.

济办发〔2020〕21号 三20. Only for who has signed in; a helper sees those of the person he has turned to. Four digits of a number are
not enough: a referral tells more than where an application stands.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.casework.referrals.followed import followed
from doudi.www import clock
from doudi.www.resident.guard import enter_first, resident
from doudi.www.resident.whose import person_of
from doudi.www.selfcheck.programmes import WHAT, instead_of


def handed_on(request: HttpRequest) -> HttpResponse:
    """The list, a sheet for each."""
    user = resident(request)
    person = person_of(request, user) if user is not None else None
    if person is None:
        return redirect(enter_first(request))
    return render(request, "resident/handed_on.html", {
        "title": "转给别的部门的", "back": reverse("resident:progress"),
        "referrals": [{"one": each, "what": WHAT.get(each.programme, ""), "instead": instead_of(each.programme)}
                      for each in followed(person, day=clock.today())]})
