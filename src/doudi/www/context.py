"""What every page knows: how large the type is (长辈版), whether a resident is signed in, and whom a helper acts for."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest

SIZE_COOKIE = "size"
SIZES = ("large", "huge")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; reads the cookie and the session, never the database beyond it."""
    size = request.COOKIES.get(SIZE_COOKIE, "")
    session = getattr(request, "session", None)
    told = session if session is not None else {}
    return {"type_size": size if size in SIZES else "", "resident_name": told.get("resident_name", ""),
            "helps": told.get("helps", False), "turned_to_name": told.get("turned_to_name", "")}
