"""Find a person (搜人, C02, H01): name, pinyin, ID number or its last four, phone, village, within the jurisdiction.

Whoever handles cases is led to the family's file; the hotline to where application and money stand, and no further.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.www.limits import limited
from doudi.www.staff.asking import asked
from doudi.www.staff.counter import FOUND_LIMIT, known_people
from doudi.www.staff.desk import SEARCH_ROLES, show
from doudi.www.staff.duty import ANY_CASE, HOTLINE, on_duty
from doudi.www.staff.looking import looked

SHORTEST = 1


@limited("search")
@on_duty(*SEARCH_ROLES)
def search(request: HttpRequest) -> HttpResponse:
    """One hit leads straight to the household."""
    question = asked(request)
    found = known_people(request, question.text) if len(question.text) >= SHORTEST else []
    if question.text:
        # Not what was typed: that may be somebody's number.
        looked(request, ("list", "search"), "search", persons=[each["person"].pk for each in found])
    for each in found:
        each["url"] = _page_of(request.duty, each)
    homes = {each["url"] for each in found}
    if len(homes) == 1 and "" not in homes:
        return redirect(homes.pop())
    return show(request, "staff/search.html", {
        "q": question.typed, "shown": question.shown, "in_address": question.in_address, "found": found,
        "full": len(found) >= FOUND_LIMIT})


def _page_of(duty: Any, each: dict[str, Any]) -> str:
    if each["household_id"] is None:
        return ""
    if duty.may_in(each["area"], *ANY_CASE):
        return reverse("staff:household", args=[each["household_id"]])
    return reverse("staff:caller", args=[each["household_id"]]) if duty.may_in(each["area"], HOTLINE) else ""
