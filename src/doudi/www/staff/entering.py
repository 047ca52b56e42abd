"""From a right password to the desk (登录第二步): the second factor where one is owed, then a session of its own.

Between password and code nobody is signed in: the session remembers for ten minutes whose code is awaited, and
nothing else works. Which accounts owe a code is a setting of the installation (DOUDI_SECOND_FACTOR).
"""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.offices import reads as offices
from doudi.offices.access import acting, as_system
from doudi.www import clock, devices
from doudi.www.kept import unpacked
from doudi.www.staff.desk import show

HALF, ONWARD, DOOR, SHOWN = "half_signed_in", "onward", "door", "second_factor"
STAFF_DOOR = "staff"
HALF_FOR = timedelta(minutes=10)
REQUIRED, OFF = "required", "off"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def proceed(request: HttpRequest, user: Any, onward: str, kept: str = "", vouched: bool = False) -> HttpResponse:
    """The password was right (or the provider vouches for the person). `vouched`: it has asked for a second factor."""
    # Nothing of whoever used this browser before goes along.
    request.session.flush()
    request.session[ONWARD] = {"next": onward, "kept": kept}
    has_one = settings.SECOND_FACTOR != OFF and offices.has_factor(user)
    if vouched or not (has_one or settings.SECOND_FACTOR == REQUIRED):
        return come_in(request, user, shown=vouched)
    request.session[HALF] = {"user": user.pk, "until": (clock.now() + HALF_FOR).isoformat()}
    return redirect("staff:code" if has_one else "staff:factor")


def half(request: HttpRequest) -> Any | None:
    """Who has given the password and owes the code; None after ten minutes."""
    told = request.session.get(HALF)
    if told is None or clock.now() > datetime.fromisoformat(told["until"]):
        request.session.pop(HALF, None)
        return None
    with as_system("sign in"):
        return offices.user(told["user"])


def come_in(request: HttpRequest, user: Any, shown: bool) -> HttpResponse:
    """Signed in, under a new session key; then to the page that was wanted."""
    request.session.pop(HALF, None)
    # The request began as nobody; the account's own row notes the sign-in.
    with acting(user.pk, clock.today()):
        login(request, user, backend=BACKEND)
    request.session[DOOR], request.session[SHOWN] = STAFF_DOOR, shown
    return devices.remember(request, redirect("staff:onward"), user.pk)


def onward(request: HttpRequest) -> HttpResponse:
    """To the page that was wanted; a form that had come too late is there again, to be sent with one press."""
    wanted = request.session.pop(ONWARD, {"next": reverse("staff:workbench"), "kept": ""})
    pairs = unpacked(wanted["kept"])
    if pairs and request.user.is_authenticated:
        return show(request, "staff/resume.html", {"pairs": pairs, "next": wanted["next"]})
    return redirect(wanted["next"])


def owes(request: HttpRequest) -> str:
    """What this session still owes before it may sit at a desk: "sign_in" for one that came through the residents'
    door, "factor" where a second factor is required and none was shown; empty when nothing."""
    if request.session.get(DOOR, STAFF_DOOR) != STAFF_DOOR:
        return "sign_in"
    return "factor" if settings.SECOND_FACTOR == REQUIRED and not request.session.get(SHOWN) else ""
