"""代办: the list of people a helper lands on (H2), turning to one of them (H5), and for everybody who may act for him.

A mandate ends the moment the person, the helper or the township says so; what was done for the person stands beside it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.audit import reads as journal
from doudi.casework import reads as casework
from doudi.casework.lifecycle import TABLE
from doudi.offices import actions as offices
from doudi.offices import reads as office_reads
from doudi.people import actions as people
from doudi.people import helping as mandates
from doudi.people import reads as people_reads
from doudi.www import clock
from doudi.www.resident.guard import enter_first, lay_down, must_choose, resident, take_up
from doudi.www.resident.whose import HELPS, OWN, TURNED, person_of

WORDS = {f"casework.{row.verb}": row.label for row in TABLE} | {row.verb: row.label for row in TABLE} | {
    "casework.submit": "交了申请", "submit": "交了申请", "record_fact": "改了信息", "record_facts": "填了情况",
    "attach_paper": "交了材料", "give_consent": "代为同意核对", "withdraw_consent": "撤回同意核对",
    "correct_person": "改了个人信息", "complete_person": "补了个人信息", "register_person": "登记了人",
    "open_household": "建了家庭档案", "add_member": "加了家里人"}


def helping(request: HttpRequest) -> HttpResponse:
    """The people this account acts for; choosing one begins anew with nothing of the last."""
    if not request.user.is_authenticated:
        return redirect(enter_first(request))
    held = mandates.helped_by(request.user, clock.today())
    if request.method == "POST":
        return _turned(request, held)
    if TURNED in request.session and must_choose(request):
        lay_down(request)
    if not held and not request.session.get(HELPS):
        return redirect("resident:progress")
    places = office_reads.area_names({each.person.area for each in held})
    return render(request, "resident/helping.html", {
        "title": "替谁办理", "own": request.user.person_id is not None,
        "held": [{"mandate": each, "person": each.person, "place": places.get(each.person.area, "")} for each in held]})


def _turned(request: HttpRequest, held: list[Any]) -> HttpResponse:
    wanted = request.POST.get("person", "")
    if wanted == OWN and request.user.person_id is not None:
        take_up(request, None)
        return redirect("resident:progress")
    person = next((each.person for each in held if str(each.person_id) == wanted), None)
    if person is None:
        raise Http404
    take_up(request, person)
    return redirect("resident:progress")


def helpers(request: HttpRequest) -> HttpResponse:
    """Who may act for me, what he did, and taking it back."""
    user = resident(request)
    if user is None or person_of(request, user) != user.person_id:
        return redirect(enter_first(request))
    me = people_reads.person(user.person_id)
    held = mandates.helpers_of([me], clock.today())
    subjects = _subjects(me) if held else []
    return render(request, "resident/helpers.html", {
        "title": "谁能替我办", "back": reverse("resident:progress"), "ended": "ended" in request.GET,
        "held": [{"mandate": each, "deeds": _deeds(each, subjects)} for each in held]})


def _subjects(person: Any) -> list[tuple[str, int]]:
    """The records that are about this person: himself, his family's file, its applications and cases."""
    found = [("person", person.pk)]
    household = people_reads.household_of(person, clock.today())
    if household is not None:
        found.append(("household", household.pk))
    for each in casework.applications_of(person.pk, day=clock.today()):
        found.append(("application", each.application.pk))
        found += [("case", row.case.pk) for row in each.cases]
    return found


def _deeds(mandate: Any, subjects: list[tuple[str, int]]) -> list[dict[str, Any]]:
    done = journal.deeds_of(mandate.helper_id, subjects)
    return [{"on": each.at.astimezone(clock.JINING).date(), "words": WORDS[each.verb]} for each in done if each.verb in WORDS]


@require_POST
def end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """The person takes it back, or the helper lays it down."""
    mandate = mandates.mandate(mandate_id)
    user = request.user
    if mandate is None or not user.is_authenticated:
        raise Http404
    own = resident(request) is not None and person_of(request, user) == user.person_id == mandate.person_id
    if not own and mandate.helper_id != user.pk:
        raise Http404
    people.end_mandate(mandate=mandate, by=user, at=clock.now())
    return redirect(reverse("resident:helpers") + "?ended" if own else reverse("resident:helping"))


def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every telephone and computer, after asking."""
    if not request.user.is_authenticated:
        return redirect("resident:enter")
    if request.method != "POST":
        return render(request, "resident/everywhere.html", {"title": "退出所有设备?", "back": reverse("resident:progress")})
    offices.sign_out_everywhere(user=request.user, by=request.user, at=clock.now())
    auth.logout(request)
    return redirect("resident:enter")
