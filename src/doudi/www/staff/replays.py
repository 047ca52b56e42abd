"""Making a case's determinations again on the spot (复算), and the list of those that did not come out the same.

济办发〔2020〕21号 三23: who audits an answer sees whether the stored materials, the numbers and the law of its day still
give it.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.www.staff.case_file import case_file
from doudi.www.staff.desk import once, say
from doudi.www.staff.duty import AUDITOR, CITY, Duty, on_duty

MAY_REPLAY = (CITY, AUDITOR)
MOST_SHOWN = 20


@on_duty(*MAY_REPLAY)
@require_POST
@once
def replay(request: HttpRequest, case_id: int) -> HttpResponse:
    """Make every determination of the case again now, and say whether it comes out the same."""
    page = case_file(request, case_id)
    tally = actions.replay_case(case_id=page.case.pk, by=request.duty.user, at=request.duty.at)
    say(request, _words(tally), "" if tally.in_order else "bad")
    return redirect("staff:case", case_id)


def _words(tally: Any) -> str:
    if tally.in_order:
        return f"复算:{tally.counted} 次认定,结果都一致。"
    troubled = tally.differing + tally.unreadable
    return f"复算:{tally.counted} 次认定中有 {troubled} 次不一致。" + ";".join(_one(each) for each in tally.found)


def _one(found: Any) -> str:
    said = found.difference
    return f"认定 {found.determination}:{said.text}" + (f"({said.clause})" if said.clause else "")


def replay_url(duty: Duty, page: Any) -> str:
    """Where the button leads; empty where there is nothing to make again or it is not this post's."""
    if page.determination is None or not duty.may(*MAY_REPLAY):
        return ""
    return reverse("staff:replay", args=[page.case.pk])


def trouble(duty: Duty) -> dict[str, Any]:
    """The small block of the workbench: what the last replays found."""
    found = casework.replay_trouble(duty.jurisdiction) if duty.may(*MAY_REPLAY) else []
    return {"replay_trouble": found[:MOST_SHOWN], "replay_troubles": len(found)}
