"""What a resident has typed so far (草稿), kept on the server in the session: from the first question to
the number.

Nobody has to sign in for it, nothing of it is asked twice, and it outlives a sign-in that ran out. A draft
that was
begun by a signed-in person is only ever shown to that person again.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest

from doudi.www.resident.whose import TURNED

KEY = "draft"
Draft = dict[str, Any]


def fresh() -> Draft:
    """An empty draft. `key` is the idempotency key: one draft becomes one application."""
    return {
        "answers": {},
        "asked": [],
        "members": [],
        "kin": [],
        "papers": [],
        "consents": {},
        "home": {},
        "property": {},
        "contact": {},
        "key": secrets.token_hex(16),
        "owner": None,
        "whose": None,
    }


def of(request: HttpRequest) -> Draft:
    """The draft of this session; a new one, not yet stored, when there is none."""
    draft: Draft | None = request.session.get(KEY)
    return draft if draft is not None else fresh()


def begun(request: HttpRequest) -> bool:
    """Whether anything has been typed in this session."""
    draft = request.session.get(KEY)
    return bool(draft and (draft["answers"] or draft["members"]))


def keep(request: HttpRequest, draft: Draft) -> None:
    """Store the draft; a helper's belongs to the person he has turned to, too."""
    if TURNED in request.session:
        draft["whose"] = request.session[TURNED]
    request.session[KEY] = draft


def drop(request: HttpRequest) -> None:
    """Forget the draft (it was sent, or somebody else signed in)."""
    request.session.pop(KEY, None)


def member(draft: Draft, key: str) -> dict[str, Any] | None:
    """The member of the draft with this key."""
    return next((each for each in draft["members"] if each["key"] == key), None)
