"""Lists of cases, page after page by key, never by counting pages (键集分页)."""
from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest

from doudi.www.staff.places import place_names

PER_PAGE = 40
ID = re.compile(r"[0-9]{1,18}")


def after(request: HttpRequest) -> str | None:
    """The key after which this page starts; nonsense counts as the first page."""
    return request.GET.get("after") or None


def number_in(text: str) -> int | None:
    """A key or id out of the address line; None for what the database could not even look for."""
    return int(text) if ID.fullmatch(text) else None


def queries(request: HttpRequest, next_after: Any) -> dict[str, Any]:
    """The links of the pager, with the filters kept."""
    first = request.GET.copy()
    first.pop("after", None)
    following = first.copy()
    if next_after is not None:
        following["after"] = str(next_after)
    return {"paged": "after" in request.GET, "first_query": first.urlencode(),
            "next_query": following.urlencode() if next_after is not None else ""}


def listed(request: HttpRequest, page: Any, day: date) -> dict[str, Any]:
    """Rows with their villages' names, and the pager."""
    rows = list(page.rows)
    named(rows)
    return {"rows": rows, **queries(request, page.after)}


def named(rows: Iterable[Any]) -> None:
    """Put the place's name on each row, in one query."""
    names = place_names(row.area for row in rows)
    for row in rows:
        row.place = names.get(row.area, row.area)
