"""A form that came after the session ran out (登录过期) is kept through the sign-in and sent on with one press.

Nothing of it is done before the officer has looked: signing in shows a button, and the desk's rules apply to
the form as if it had come in time. Files cannot be kept; the page says so.
"""
from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password", "code", "next", "kept"})
LONGEST = 200_000
Pairs = list[tuple[str, str]]


def packed(request: HttpRequest) -> str:
    """The form at hand as one hidden value."""
    pairs = pairs_of(request)
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def pairs_of(request: HttpRequest) -> Pairs:
    """What was typed into the form at hand (or asked for in its address), without passwords and codes."""
    told = request.POST if request.method == "POST" else request.GET
    return [(name, text) for name, texts in told.lists() if name not in NOT_KEPT for text in texts]


def unpacked(text: str) -> Pairs:
    """The pairs of a hidden value; nothing where it is not one of ours."""
    if not text or len(text) > LONGEST:
        return []
    try:
        pairs: Any = json.loads(text)
        return [(str(name), str(value)) for name, value in pairs if name not in NOT_KEPT]
    except (ValueError, TypeError):
        return []
