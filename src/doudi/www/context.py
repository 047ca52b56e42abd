"""What every page knows: how large the type is (长辈版), and whether a resident is signed in."""
from __future__ import annotations

from django.http import HttpRequest

SIZE_COOKIE = "size"
SIZES = ("large", "huge")


def page(request: HttpRequest) -> dict[str, str]:
    """Context of every page; reads the cookie and the session, never the database beyond it."""
    size = request.COOKIES.get(SIZE_COOKIE, "")
    session = getattr(request, "session", None)
    name = session.get("resident_name", "") if session is not None else ""
    return {"type_size": size if size in SIZES else "", "resident_name": name}
