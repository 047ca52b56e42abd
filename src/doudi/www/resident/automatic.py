"""不用申请就给的: what one's family is given without having asked, with the right to say no and to change one's mind.

济办发〔2020〕21号 三20. A form without scripts; a helper says it for the person he has turned to.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.casework.enrolling import actions, reads
from doudi.casework.lifecycle import NotPossible
from doudi.www import clock
from doudi.www.resident.guard import enter_first, resident
from doudi.www.resident.whose import person_of


def automatic(request: HttpRequest) -> HttpResponse:
    """The list; each line has one button."""
    user = resident(request)
    if user is None:
        return redirect(enter_first(request))
    homes = reads.households_of(person_of(request, user))
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            said = _say(request, homes, user)
            return redirect(f"{reverse('resident:automatic')}?{said}")
        except NotPossible as no:
            problems = [{"id": "given", "text": str(no)}]
    return render(request, "resident/automatic.html", {
        "title": "不用申请就给的", "back": reverse("resident:progress"), "problems": problems,
        "given": [each for home in homes for each in reads.given_to(home)],
        "declined": "declined" in request.GET, "wanted": "wanted" in request.GET})


def _say(request: HttpRequest, homes: list[int], user: object) -> str:
    home, person = (request.POST.get(name, "") for name in ("household", "person"))
    if home not in {str(each) for each in homes} or (person and not person.isdecimal()):
        raise NotPossible("这一项不是您家的。请刷新页面再看。")
    told = {"household_id": int(home), "programme_code": request.POST.get("programme", ""),
            "person_id": int(person) if person else None, "by": user, "at": clock.now()}
    if request.POST.get("want") == "yes":
        actions.want_again(**told)
        return "wanted"
    actions.decline(**told, way="online")
    return "declined"
