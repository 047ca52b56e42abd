"""Find a person (搜人, C02): name, pinyin, ID number or its last four, phone, village, within the jurisdiction."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.www.staff.counter import FOUND_LIMIT, known_people
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ANY_CASE, on_duty
from doudi.www.staff.looking import looked

SHORTEST = 1


@on_duty(*ANY_CASE)
def search(request: HttpRequest) -> HttpResponse:
    """One hit leads straight to the household."""
    text = request.GET.get("q", "").strip()
    found = known_people(request, text) if len(text) >= SHORTEST else []
    if text:
        # Not what was typed: that may be somebody's number.
        looked(request, ("list", "search"), "search", persons=[each["person"].pk for each in found])
    homes = {each["household_id"] for each in found}
    if len(homes) == 1 and None not in homes:
        return redirect("staff:household", homes.pop())
    return show(request, "staff/search.html", {"q": text, "found": found, "full": len(found) >= FOUND_LIMIT})
