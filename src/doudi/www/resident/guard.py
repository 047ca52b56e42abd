"""Who is asking: the signed-in resident or his helper; a draft outlives the sign-in (www.expiry ends it).

A page that needs a person sends a visitor to sign in, and a helper to his list of people; a form that arrives too late
is shown again with what was typed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from doudi.offices.access import acting, as_system
from doudi.people import helping
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.whose import HELPS, TURNED, person_of, turn_to
from doudi.www.staff.entering import DOOR

NAME = "resident_name"
BACKEND = "django.contrib.auth.backends.ModelBackend"
RESIDENT_DOOR = "resident"


@as_system("sign in")
def come_in(request: HttpRequest, user: Any) -> None:
    """Sign a resident in. Another person's draft and session do not survive it; one's own does. Of a helper only what he
    himself began for somebody stays: whose an unnamed draft is, nobody can tell."""
    with acting(user.pk, clock.today()):
        helps = bool(helping.helped_by(user, clock.today()))
    draft = drafts.of(request)
    owners = (user.pk,) if helps else (None, user.pk)
    begun = drafts.begun(request) and draft["owner"] in owners
    if not begun:
        request.session.flush()
    auth.login(request, user, backend=BACKEND)
    if begun:
        drafts.keep(request, draft | {"owner": user.pk})
    request.session[NAME], request.session[DOOR] = user.name, RESIDENT_DOOR
    request.session[HELPS] = helps


def take_up(request: HttpRequest, person: Any | None) -> None:
    """A helper turns to one person, or with None to his own matters: the session begins anew, with nothing of the last
    one in it; only a draft that was begun for this very person comes along."""
    draft, begun = drafts.of(request), drafts.begun(request)
    _begin_anew(request)
    turn_to(request, person)
    if begun and (draft["owner"], draft.get("whose")) == (request.user.pk, request.session[TURNED]):
        drafts.keep(request, draft)


def lay_down(request: HttpRequest) -> None:
    """The mandate is over: nothing of the person stays, and the helper chooses anew."""
    _begin_anew(request)
    request.session[HELPS] = True


def _begin_anew(request: HttpRequest) -> None:
    user = request.user
    request.session.flush()
    auth.login(request, user, backend=BACKEND)
    request.session[NAME], request.session[DOOR] = user.name, RESIDENT_DOOR


def must_choose(request: HttpRequest) -> bool:
    """A helper who has turned to nobody, or whose mandate is over: no page is about anybody."""
    return request.user.is_authenticated and bool(request.session.get(HELPS)) and resident(request) is None


def resident(request: HttpRequest) -> Any | None:
    """The signed-in resident, or the helper who has turned to somebody; else None."""
    user = request.user
    if not user.is_authenticated or person_of(request, user) is None:
        return None
    return user


def may_see_draft(request: HttpRequest) -> bool:
    """A draft that a signed-in person began is shown to nobody else, and for one person to no other."""
    draft = drafts.of(request)
    if must_choose(request):
        return False
    if draft["owner"] is None:
        return True
    user = resident(request)
    if user is None or user.pk != draft["owner"]:
        return False
    return draft.get("whose") == request.session.get(TURNED)


def own_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a page of the draft to its owner only. What somebody sends who rested too long is still kept; whatever
    page comes next asks him to sign in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if must_choose(request) or (request.method != "POST" and not may_see_draft(request)):
            return redirect(enter_first(request))
        return view(request, *args, **kwargs)

    return guarded


def enter_first(request: HttpRequest) -> str:
    """The address of the sign-in that leads back to this page; a helper is led to his list of people."""
    if must_choose(request):
        return reverse("resident:helping")
    return reverse("resident:enter") + "?" + urlencode({"next": request.get_full_path()})
