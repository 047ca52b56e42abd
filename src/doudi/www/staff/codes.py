"""查询码: the window or the village hands a resident the code with which he follows his own case (21号 三21).

Shown once, on the page after the press; giving a new one makes the old one worthless, and the journal keeps who gave it.
"""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.offices import actions as offices
from doudi.people import claims
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.desk import once, show
from doudi.www.staff.duty import CLERK, COORDINATOR, on_duty

FRESH = "fresh_code"


@on_duty(CLERK, COORDINATOR)
@open_file
@once
def codes(request: HttpRequest, household_id: int) -> HttpResponse:
    """Members of the family, a button each; the new code is shown once and never again."""
    page = household_file(request, household_id)
    if request.method == "POST":
        person = next((each.person for each in page.members if str(each.id) == request.POST.get("member")), None)
        if person is None:
            raise Http404
        _, code = offices.give_code(
            person_id=person.pk, name=person.name, phone=person.phone, typed=claims.typed_number(person),
            by=request.duty.user, at=request.duty.at)
        request.session[FRESH] = {"household": household_id, "name": person.name, "code": code}
        return redirect("staff:codes", household_id)
    fresh = request.session.pop(FRESH, None)
    return show(request, "staff/codes.html", {
        "page": page, "fresh": fresh if fresh and fresh["household"] == household_id else None})
