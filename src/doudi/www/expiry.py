"""How long a sign-in lasts (登录时效): half an hour after the last page, and twelve hours whatever happens.

It stands in the middleware, so that no page can forget it. A resident's draft outlives the sign-in: it stays in the
session, for him alone. What a form brings that comes too late is kept by the page that asks to sign in again.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from doudi.www import clock
from doudi.www.resident import draft as drafts

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
# A page a second does not write the session every second.
NOTED_EVERY = timedelta(minutes=1)
SINCE, SEEN = "signed_in_at", "seen_at"


def expiring(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End a sign-in that has rested too long or lasted too long, before any page sees it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if auth.SESSION_KEY in request.session:
            _look(request, clock.now())
        response = get_response(request)
        if auth.SESSION_KEY in request.session and SINCE not in request.session:
            # Somebody has just signed in: the half hour begins now, not with his next page.
            request.session[SINCE] = request.session[SEEN] = clock.now().isoformat()
        return response

    return answer


def _look(request: HttpRequest, now: datetime) -> None:
    session = request.session
    if SINCE not in session:
        session[SINCE] = session[SEEN] = now.isoformat()
        return
    since, seen = (datetime.fromisoformat(session[name]) for name in (SINCE, SEEN))
    if now - seen > IDLE or now - since > LONGEST:
        end(request)
    elif now - seen > NOTED_EVERY:
        session[SEEN] = now.isoformat()


def end(request: HttpRequest) -> None:
    """Sign out; the draft of the one who was signed in waits for him."""
    owner = int(request.session[auth.SESSION_KEY])
    draft = drafts.of(request) if drafts.begun(request) else None
    auth.logout(request)
    if draft is not None:
        drafts.keep(request, draft | {"owner": owner})
