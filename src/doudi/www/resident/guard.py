"""Who is asking: the signed-in resident, for half an hour after the last page; a draft outlives that.

A page that needs a person sends a visitor to sign in; a form that arrives too late is shown again with what
was typed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from doudi.offices.access import as_system
from doudi.www import clock
from doudi.www.resident import draft as drafts

IDLE = timedelta(minutes=30)
SEEN, NAME = "resident_seen", "resident_name"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@as_system("sign in")
def come_in(request: HttpRequest, user: Any) -> None:
    """Sign a resident in. Another person's draft and session do not survive it; one's own does."""
    draft = drafts.of(request)
    begun = drafts.begun(request) and draft["owner"] in (None, user.pk)
    if not begun:
        request.session.flush()
    auth.login(request, user, backend=BACKEND)
    if begun:
        drafts.keep(request, draft | {"owner": user.pk})
    request.session[NAME], request.session[SEEN] = user.name, clock.now().isoformat()


def resident(request: HttpRequest) -> Any | None:
    """The signed-in resident, or None; too long a rest signs out and keeps the draft."""
    user = request.user
    if not user.is_authenticated or user.person_id is None:
        return None
    now, seen = clock.now(), request.session.get(SEEN)
    if seen is None or now - datetime.fromisoformat(seen) > IDLE:
        draft = drafts.of(request) if drafts.begun(request) else None
        auth.logout(request)
        if draft is not None:
            drafts.keep(request, draft | {"owner": user.pk})
        return None
    request.session[SEEN] = now.isoformat()
    return user


def may_see_draft(request: HttpRequest) -> bool:
    """A draft that a signed-in person began is shown to nobody else."""
    owner = drafts.of(request)["owner"]
    user = resident(request)
    return owner is None or (user is not None and user.pk == owner)


def own_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a page of the draft to its owner only. What somebody sends who rested too long is still kept; whatever
    page comes next asks him to sign in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" and not may_see_draft(request):
            return redirect(enter_first(request))
        return view(request, *args, **kwargs)

    return guarded


def enter_first(request: HttpRequest) -> str:
    """The address of the sign-in that leads back to this page."""
    return reverse("resident:enter") + "?" + urlencode({"next": request.get_full_path()})
