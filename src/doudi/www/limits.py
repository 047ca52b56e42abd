"""Not too often (频次限制): a guard before what is dear, or what somebody could guess or harvest with.

`@limited("search")` stands outermost on a view; `again_at(request, "search")` asks from within one. Counted per person
who is signed in, and per address always, because many work behind one. What was typed stays on the page that says no.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.offices.allowances import Allowance, take
from doudi.www import clock
from doudi.www.kept import pairs_of
from doudi.www.origin import client_address, one_home

MINUTE = 60


@dataclass(frozen=True)
class Limit:
    """So many at once and one more every so many seconds: for a person, and for an address."""

    person: tuple[int, float]
    address: tuple[int, float]


LIMITS = {
    "sign_in": Limit(person=(60, 5), address=(60, 5)),
    "code": Limit(person=(30, 10), address=(60, 5)),
    "submit": Limit(person=(10, 600), address=(40, 60)),
    "search": Limit(person=(60, 2), address=(600, 0.2)),
    "upload": Limit(person=(60, 10), address=(300, 2)),
    "provider": Limit(person=(20, 10), address=(60, 5)),
    # Asking whether another township already helps somebody, and showing a whole number: a clerk needs a few an hour.
    "on_a_roll": Limit(person=(20, 180), address=(100, 30)),
    "reveal": Limit(person=(30, 60), address=(150, 12)),
}


def limited(what: str, methods: tuple[str, ...] = ("POST",)) -> Callable:
    """Refuse, in words and with the moment to come back, what is asked too often. Outermost: what `once` undoes, it
    must not uncount."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            again = again_at(request, what) if request.method in methods else None
            return view(request, *args, **kwargs) if again is None else slow_down(request, again)

        return guarded

    return wrap


def again_at(request: HttpRequest, what: str) -> datetime | None:
    """Count this once; None when it may be done now, else the moment from which it may."""
    limit = LIMITS[what]
    wanted = [(_allowance(f"page.{what}.address", limit.address), one_home(client_address(request)))]
    if request.user.is_authenticated:
        wanted.append((_allowance(f"page.{what}.person", limit.person), str(request.user.pk)))
    return take(wanted, clock.now())


def _allowance(name: str, numbers: tuple[int, float]) -> Allowance:
    return Allowance(name, numbers[0], timedelta(seconds=numbers[1]))


def slow_down(request: HttpRequest, again: datetime) -> HttpResponse:
    """429: when to try again, and what to do if it cannot wait; the form is there, to be sent again with one press."""
    wait = max(1, ceil((again - clock.now()).total_seconds()))
    answer = render(request, "base/slow_down.html", {
        "title": "请歇一会儿再试", "wait": f"{ceil(wait / MINUTE)} 分钟" if wait > MINUTE else f"{wait} 秒",
        "again": again.astimezone(clock.JINING), "pairs": pairs_of(request), "files": bool(request.FILES),
        "method": "post" if request.method == "POST" else "get"}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer
