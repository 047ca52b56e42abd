"""Residents through an identity gateway (爱山东, OpenID Connect): it says number and name, and both must agree with the
record.

This is the signed identity that a number and a code are not. Whoever is not on record yet is put on it; whose name does
not agree with the number on record comes to the window.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from doudi.offices import actions as offices
from doudi.offices.access import as_system
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.www import clock, devices, providers
from doudi.www.limits import limited
from doudi.www.resident.enter import onward
from doudi.www.resident.guard import come_in
from doudi.www.resident.home import safe_back

KIND, WANTED, PROBLEM = "resident", "provider_next", "provider_problem"
WINDOW = "{}给出的姓名、身份证号和这里登记的对不上。请带身份证到村（居）委会或街道办看一下登记；急事打 12349。"


@limited("provider", methods=("GET",))
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """To the gateway."""
    if KIND not in settings.OIDC:
        raise Http404
    request.session[WANTED] = safe_back(request, request.GET.get("next") or reverse("resident:progress"))
    try:
        return providers.send_away(request, KIND, request.build_absolute_uri(reverse("resident:provider_back")))
    except providers.ProviderFailed as no:
        return _refused(request, str(no))


@limited("provider", methods=("GET",))
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """And back."""
    if KIND not in settings.OIDC:
        raise Http404
    provider = settings.OIDC[KIND]
    try:
        claims = providers.came_back(request, KIND)
        user = account_of(str(claims.get(provider.claims[0], "")), str(claims.get(provider.claims[1], "")))
        offices.enter_by_provider(user=user, at=clock.now(), provider=provider.kind)
    except providers.ProviderFailed as no:
        return _refused(request, str(no))
    except (people.Refused, offices.OfficeRefused):
        return _refused(request, WINDOW.format(provider.label))
    wanted = request.session.get(WANTED, reverse("resident:progress"))
    come_in(request, user)
    return devices.remember(request, redirect(onward(request, wanted)), user.pk)


@as_system("application")
def account_of(number: str, name: str) -> Any:
    """The account of the person of this number and name; Refused where the name on record is another, or where the
    gateway sends no number."""
    if not number:
        raise people.Refused("no number", "id_number")
    person = people_reads.person_numbered(number)
    if person is None or person.name != name:
        # The verb puts a new person on record, tidies the name, and refuses another name for a known number.
        person = people.register_person(name=name, id_number=number, by=None, at=clock.now())
    return offices.account_of(person_id=person.pk, name=person.name, phone=person.phone, by=None, at=clock.now())


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    request.session[PROBLEM] = words
    return redirect("resident:enter")
