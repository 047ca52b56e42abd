"""The list of what a family may get (幸福清单): four answers, printable on one sheet, and always the way to apply anyway."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.answers import area_of, documents
from doudi.www.resident.next_question import next_question
from doudi.www.resident.outcome import GROUPS, tell
from doudi.www.resident.questions import ALWAYS


def result(request: HttpRequest) -> HttpResponse:
    """The answers, grouped. Whoever comes before the first questions are answered is led to them."""
    draft, day = drafts.of(request), clock.today()
    if any(code not in draft["answers"] for code in ALWAYS):
        return redirect("resident:check")
    told = tell(documents(draft["answers"], day), day)
    groups = [(words, [each for each in told if each.outcome == outcome]) for outcome, words in GROUPS]
    count = {outcome: sum(each.outcome == outcome for each in told) for outcome, _ in GROUPS}
    return render(request, "resident/result.html", {
        "groups": [(words, found) for words, found in groups if found], "count": count, "day": day,
        "asked": len(draft["asked"]), "more": next_question(draft, day), "heading": heading(count),
        "offices": offices.offices_for(area_of(draft["answers"]))})


def heading(count: dict[str, int]) -> str:
    """您家可能领 2 项，还有 1 项差信息."""
    if count["entitled"]:
        rest = f",还有 {count['need_info']} 项差信息" if count["need_info"] else ""
        return f"您家可能领 {count['entitled']} 项{rest}"
    if count["need_info"]:
        return f"还差一点信息，有 {count['need_info']} 项说不准"
    if count["discretion"]:
        return f"有 {count['discretion']} 项要工作人员当面看"
    return "按您说的，眼下还不符合"
