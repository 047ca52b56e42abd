"""The list of what a family may get (幸福清单): four answers, printable on one sheet, and always the way to
apply anyway."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.answers import Range, area_of, documents, ranged
from doudi.www.resident.outcome import GROUPS, tell
from doudi.www.resident.questions import ALWAYS, BY_CODE


def result(request: HttpRequest) -> HttpResponse:
    """The answers, grouped. Whoever comes before the first questions are answered is led to them."""
    draft, day = drafts.of(request), clock.today()
    if any(code not in draft["answers"] for code in ALWAYS):
        return redirect("resident:check")
    told = tell(documents(draft["answers"], day), day)
    for each in told:
        each.missing = rough(draft["answers"]) if each.split else each.missing
    shown = [each for each in told if not each.covered]
    groups = [(words, [each for each in shown if each.outcome == outcome]) for outcome, words in GROUPS]
    count = {outcome: sum(each.outcome == outcome for each in shown) for outcome, _ in GROUPS}
    return render(
        request,
        "resident/result.html",
        {
            "groups": [(words, found) for words, found in groups if found],
            "covered": [each for each in told if each.covered],
            "count": count,
            "day": day,
            "asked": len(draft["asked"]),
            "heading": heading(count),
            "offices": offices.offices_for(area_of(draft["answers"])),
        },
    )


def rough(answers: dict[str, Any]) -> list[dict[str, str]]:
    """The questions that were answered with a range: an exact sum there settles what the range leaves
    open."""
    wide = [
        code for code in ("wage", "income", "savings") if isinstance(ranged(code, answers.get(code)), Range)
    ]
    if any(isinstance(ranged("costs", part), Range) for part in answers.get("costs", {}).values()):
        wide.append("costs")
    return [{"words": BY_CODE[code].words, "question": code, "who": ""} for code in wide]


def why(request: HttpRequest, code: str) -> HttpResponse:
    """One programme with the whole arithmetic, as the law's own trace tells it (P04)."""
    draft, day = drafts.of(request), clock.today()
    if any(question not in draft["answers"] for question in ALWAYS):
        return redirect("resident:check")
    told = next((each for each in tell(documents(draft["answers"], day), day) if each.code == code), None)
    if told is None:
        raise Http404
    return render(request, "resident/why.html", {"told": told, "day": day})


def heading(count: dict[str, int]) -> str:
    """您家可能领 2 项，还有 1 项差信息."""
    if count["entitled"]:
        rest = f"，还有 {count['need_info']} 项差信息" if count["need_info"] else ""
        return f"您家可能领 {count['entitled']} 项{rest}"
    if count["need_info"]:
        return f"还差一点信息，有 {count['need_info']} 项说不准"
    if count["discretion"]:
        return f"有 {count['discretion']} 项要工作人员当面看"
    return "按您说的，眼下还不符合"
