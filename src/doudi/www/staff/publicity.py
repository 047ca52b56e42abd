"""What hangs on the village boards (公示, C06, C09): the desk's list, and the public one that needs no sign-in (P15).

民发〔2021〕57号 第十九、二十四条: name, number of members, amount, and nothing else; it expires by itself.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.casework import reads as casework
from doudi.offices import reads as offices
from doudi.offices.access import as_system
from doudi.www import clock
from doudi.www.staff.desk import show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import TOWNSHIP_DIGITS, place_names

CITY_CODE = "3708"


@on_duty(CLERK, COORDINATOR, COUNTY)
def publicities(request: HttpRequest) -> HttpResponse:
    """All notices hanging in this area: until when, poster, and which can come down."""
    duty = request.duty
    rows = [each for prefix in duty.jurisdiction.prefixes for each in casework.publicity_list(prefix, day=duty.day)]
    over = casework.to_take_down(duty.jurisdiction, day=duty.day)
    looked_over(request, "cases", (each.case_id for each in (*rows, *over)))
    return show(request, "staff/publicities.html", {"rows": _placed(rows), "over": _placed(over)})


def _placed(rows: list[Any]) -> list[dict[str, Any]]:
    names = place_names(each.village for each in rows)
    return [{"row": each, "place": names.get(each.village, each.village)} for each in rows]


def public_list(request: HttpRequest) -> HttpResponse:
    """Choose a township, see what is posted there today. No sign-in, no number, no address below the village."""
    day = clock.today()
    county, township = _code(request, "county", 6), _code(request, "township", TOWNSHIP_DIGITS)
    with as_system("publicity list"):
        rows = _placed(casework.publicity_list(township, day=day)) if township else []
    return render(request, "staff/public_list.html", {
        "counties": offices.counties(day), "county": county, "township": township, "rows": rows, "day": day,
        "townships": offices.townships(county, day) if county else [],
        "township_name": offices.area_name(township) if township else ""})


def _code(request: HttpRequest, name: str, digits: int) -> str:
    text = request.GET.get(name, "")
    return text if text.isdecimal() and len(text) == digits and text.startswith(CITY_CODE) else ""
