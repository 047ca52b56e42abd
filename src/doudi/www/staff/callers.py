"""The hotline's desk (12349, H01): who is calling, where the application stands, where the money is.

济办发〔2020〕21号 三21. It reads neither income nor papers nor the law's arithmetic: nobody needs them to say when the
money comes. Each look at a family is journalled.
"""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from doudi.casework import reads as casework
from doudi.offices import reads as offices
from doudi.people import reads as people
from doudi.www.staff.desk import show
from doudi.www.staff.duty import HOTLINE, on_duty
from doudi.www.staff.law_view import LABELS
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names

PAYMENTS = 12
FAMILY = "您自己"


@on_duty(HOTLINE)
def callers(request: HttpRequest) -> HttpResponse:
    """One large box: the search is the desk."""
    return show(request, "staff/callers.html")


@on_duty(HOTLINE)
def caller(request: HttpRequest, household_id: int) -> HttpResponse:
    """One family: members by name, applications, what is paid and when."""
    duty = request.duty
    household = people.household(household_id, duty.jurisdiction)
    if household is None:
        raise Http404("没有这一户,或者不归您这里管。")
    looked(request, ("household", household.pk))
    known = people.members(household, duty.day)
    applications = casework.applications_in(household.pk, day=duty.day)
    awards = casework.standing_awards(household.pk, day=duty.day)
    lines = casework.paid_to(household.pk)[:PAYMENTS]
    return show(request, "staff/caller.html", {
        "household": household, "members": [{"name": row.person.name, "relation": row.get_relation_display()} for row in known],
        "place": place_names([household.area]).get(household.area, ""), "awards": awards, "payments": [_payment(line) for line in lines],
        "cases": [_case(each) for application in applications for each in application.cases],
        "windows": [office for office in offices.offices_for(household.area) if office.level in {"township", "county"}]})


def _case(status: Any) -> dict[str, Any]:
    last = status.done[-1] if status.done else None
    with_whom = "申请人家里" if status.with_whom == FAMILY else status.with_whom
    return {"status": status, "number": status.case.application.number, "with_whom": with_whom, "last": last}


def _payment(line: Any) -> dict[str, Any]:
    """One line as it is told on the telephone: a roll that is not frozen is not on its way yet."""
    if line.held_because:
        state = "暂时发不出去,请联系乡镇(街道)窗口"
    else:
        state = f"{line.run.frozen_at:%m-%d} 已定册,交银行代发" if line.run.frozen else "名册还在编制"
    return {"line": line, "label": LABELS.get(line.programme, line.programme), "state": state}
