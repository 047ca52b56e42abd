"""谁看过我的档案: which offices looked at the file, on which day and what for (个人信息保护法 第四十四条: a person may know).

Office and role, no names of officers: they are not the resident's to pursue; a complaint with the day finds the person.
"""
from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.audit import reads as audit
from doudi.casework import reads as casework
from doudi.offices.reads import Jurisdiction
from doudi.www.journal_words import READING
from doudi.www.resident.guard import enter_first
from doudi.www.resident.progress import visible
from doudi.www.who import looks_of

LATEST = 300
OTHER = "工作人员"


def seen(request: HttpRequest, number: str) -> HttpResponse:
    """Only for the signed-in resident himself: four digits are not enough to know who looked."""
    status, user = visible(request, number)
    if user is None:
        return redirect(enter_first(request))
    household = status.application.household
    own = Jurisdiction((household.area,), frozenset())
    wanted = audit.Wanted(subjects=casework.records_of_household(household.pk, own), verbs=READING)
    found, more = audit.page(wanted, limit=LATEST)
    return render(request, "resident/seen.html", {"number": number, "looks": _by_day(found), "more": more is not None})


def _by_day(entries: list[Any]) -> list[dict[str, Any]]:
    """One line for each day and post, the latest first: what for, and how often."""
    days: dict[tuple[date, str], list[str]] = {}
    for each in looks_of(entries):
        if each.entry.actor_id is not None:
            days.setdefault((each.day, each.post or OTHER), []).append(each.purpose or each.verb)
    return [{"day": day, "post": post, "purposes": "、".join(dict.fromkeys(told)), "times": len(told)}
            for (day, post), told in days.items()]
