"""The list of what a family may get (幸福清单): four answers over every programme, printable on one sheet, and always the
way to apply anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.offices import reads as offices
from doudi.policy.stacking import PERIODS, plan
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import WantedForm, wanted_of
from doudi.www.selfcheck.answers import area_of, names_of, people_of
from doudi.www.selfcheck.doubts import doubts_of
from doudi.www.selfcheck.household import document_of
from doudi.www.selfcheck.law_today import sheet_of
from doudi.www.selfcheck.programmes import NAMES, ORDER
from doudi.www.selfcheck.questions import ALWAYS
from doudi.www.selfcheck.telling import GROUPS, PER, Asked, Told, ask, in_full, tell


@dataclass(frozen=True)
class Listed:
    """The answers as the page shows them."""

    groups: list[tuple[str, list[Told]]]
    after: list[Told]
    covered: list[Told]
    not_now: list[tuple[str, str, str]]
    count: Mapping[str, int]
    together: list[tuple[str, int]]
    apart: list[str]


def result(request: HttpRequest) -> HttpResponse:
    """The answers, grouped. Whoever comes before the first questions are answered is led to them."""
    draft, day = drafts.of(request), clock.today()
    answers = draft["answers"]
    if any(code not in answers for code in ALWAYS):
        return redirect("resident:check")
    names = names_of(people_of(answers))
    asked = ask(answers, day, sheet_of(answers, day))
    listed = listed_of(asked, tell(asked, names))
    return render(
        request,
        "resident/result.html",
        {
            "listed": listed,
            "wanted": WantedForm(draft, initial={"wanted": ticked(listed) or wanted_of(draft)}),
            "doubts": doubts_of(answers, document_of(answers, day, in_doubt=True), day, names),
            "day": day,
            "asked": len(draft["asked"]),
            "heading": heading(listed),
            "offices": offices.windows_for(area_of(answers)),
        },
    )


def ticked(listed: Listed) -> list[str]:
    """Everything that the family may get, now or once its standing is there."""
    now = [each.code for _, found in listed.groups for each in found if each.outcome != "not_entitled"]
    return [*now, *(each.code for each in listed.after)]


def listed_of(asked: Asked, told: Sequence[Told]) -> Listed:
    """The answers by group; what is plainly not for them is said in a line, by its reason."""
    now = [each for each in told if not each.after]
    after = [each for each in told if each.after]
    opened = {each.code for each in after}
    shown = [each for each in now if not each.covered and each.code not in opened]
    long = [each for each in shown if each.basic or each.outcome != "not_entitled"]
    groups = [(words, [each for each in long if each.outcome == outcome]) for outcome, words in GROUPS]
    count = {outcome: sum(each.outcome == outcome for each in long) for outcome, _ in GROUPS}
    together, apart = combined(asked, now)
    return Listed(
        [(words, found) for words, found in groups if found],
        after,
        [each for each in now if each.covered],
        by_reason([each for each in shown if each not in long]),
        count,
        together,
        apart,
    )


def by_reason(told: Sequence[Told]) -> list[tuple[str, str, str]]:
    """(the names, the reason, its article): programmes that one reason keeps away stand together."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in told:
        found.setdefault(each.because[0] if each.because else ("", ""), []).append(each.name)
    return [("、".join(names), reason, article) for (reason, article), names in found.items()]


def combined(asked: Asked, now: Sequence[Told]) -> tuple[list[tuple[str, int]], list[str]]:
    """The sums over everything that may be had together, and what may not, by the stacking table (叠加表)."""
    exact = [each for each in now if each.outcome == "entitled"]
    if len(exact) < 2 or any(each.low != each.high for each in exact):
        return [], []
    found = plan(asked.first)
    apart = [
        f"{NAMES.get(left.beside.programme, left.beside.programme)}和"
        f"{NAMES.get(left.offer.programme, left.offer.programme)}：{left.pair.why}"
        for left in (*found.left_out, *found.reduced, *found.open)
    ]
    return [(PER[period], found.total(period)) for period in PERIODS if found.total(period)], apart


def why(request: HttpRequest, code: str) -> HttpResponse:
    """One programme with the whole arithmetic, as the law's own trace tells it (P04)."""
    draft, day = drafts.of(request), clock.today()
    answers = draft["answers"]
    if any(question not in answers for question in ALWAYS):
        return redirect("resident:check")
    found = in_full(ask(answers, day, sheet_of(answers, day)), code, names_of(people_of(answers))) if code in ORDER else None
    if found is None:
        raise Http404
    return render(request, "resident/why.html", {"told": found, "day": day, "offices": offices.windows_for(area_of(answers))})


def heading(listed: Listed) -> str:
    """您家可能领 2 项，批下来以后还有 3 项."""
    count, after = listed.count, len(listed.after)
    if count["entitled"]:
        then = f"，批下来还有 {after} 项" if after else ""
        rest = f"，另有 {count['need_info']} 项差信息" if count["need_info"] else ""
        return f"您家可能领 {count['entitled']} 项{then}{rest}"
    if count["need_info"]:
        return f"还差一点信息，有 {count['need_info']} 项说不准"
    if count["discretion"]:
        return f"有 {count['discretion']} 项要工作人员当面看"
    return "按您说的，眼下还不符合"
