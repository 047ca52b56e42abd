"""Whoever sees people's data at a desk leaves a line in the journal (谁看了谁, 暂行办法 第六十一条): who, when, what for.

What for is the page that was opened. A form that comes back to be corrected shows the file too, and what a view wrote
is undone then: such looks are kept until the undoing is over.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from doudi.audit import actions as audit


def looked(request: HttpRequest, subject: tuple[str, Any], verb: str = "read", **details: Any) -> None:
    """The officer at this desk sees this record now."""
    look = {"subject": subject, "verb": verb, "details": details}
    if getattr(request, "pressed", False):
        request.looks = [*getattr(request, "looks", ()), look]
    else:
        _write(request, [look])


def looked_over(request: HttpRequest, kind: str, ids: Iterable[Any]) -> None:
    """The officer sees a list: which people, cases or households stood on it."""
    shown = sorted({each for each in ids if each is not None})
    if shown:
        looked(request, ("list", request.resolver_match.url_name), "read_list", **{kind: shown})


def keep_looks(request: HttpRequest) -> None:
    """Write what a form that came back has shown."""
    _write(request, getattr(request, "looks", ()))
    request.looks = []


@transaction.atomic
def _write(request: HttpRequest, looks: Iterable[dict[str, Any]]) -> None:
    for look in looks:
        audit.record(by=request.duty.user, at=request.duty.at, purpose=request.resolver_match.url_name, **look)
