"""The village's own list for today (今日, M01): whom to visit, which notice to take down, whose re-check
comes up, which 特困 person to look in on.

民发〔2021〕57号 第十五至十九、三十条. Ten rows first, the most pressing on top; it is read on a phone in the lane.
"""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doudi.basic.extreme_hardship.care import reads as care
from doudi.casework import reads as casework
from doudi.www.staff.desk import show
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import place_names

FIRST_ROWS, MOST_ROWS = 10, 60
REVIEW_AHEAD = timedelta(days=30)
STEPS = {"accepted": "入户调查", "objected": "重新入户", "opinion_given": "张贴公示"}


def today(request: HttpRequest) -> HttpResponse:
    """One list of everything the village has to do, sorted by its day; `?all=1` shows what comes after the first ten."""
    # The village's list is of the village's post, whatever else is held besides.
    duty = replace(request.duty, jurisdiction=request.duty.held.held_as("coordinator"))
    items = _visits(duty) + _notices(duty) + _reviews(duty) + _looking_in(duty)
    items.sort(key=lambda each: each["day"] or date.max)
    places = place_names(each["area"] for each in items)
    for each in items:
        each["place"] = places.get(each["area"], "")
        each["late"] = each["day"] is not None and each["day"] < duty.day
        each["now"] = each["day"] == duty.day
    shown = items if request.GET.get("all") else items[:FIRST_ROWS]
    looked_over(request, "cases", [each["case"] for each in shown])
    return show(request, "staff/today.html", {
        "items": shown, "count": len(items), "more": len(items) - len(shown),
        "late": sum(each["late"] for each in items)})


def _visits(duty: Any) -> list[dict[str, Any]]:
    made = []
    for row in casework.village_steps(duty.jurisdiction, day=duty.day, limit=MOST_ROWS):
        page = "staff:case" if row.status == "opinion_given" else "staff:visit"
        made.append({"what": STEPS[row.status], "name": row.name, "about": row.programme_label, "area": row.area,
                     "day": row.clock.due_on if row.clock else None,
                     "case": row.id, "url": reverse(page, args=[row.id])})
    return made


def _notices(duty: Any) -> list[dict[str, Any]]:
    # Due on the day after the last one: then nobody needs to read it any more, and it may not hang longer.
    return [{"what": "撤下公示", "name": each.name, "about": f"{each.programme_label} · {each.place}",
             "area": each.village, "day": each.ends_on + timedelta(days=1),
             "case": each.case_id, "url": reverse("staff:case", args=[each.case_id])}
            for each in casework.to_take_down(duty.jurisdiction, day=duty.day, limit=MOST_ROWS)]


def _reviews(duty: Any) -> list[dict[str, Any]]:
    due = casework.reviews_due(duty.jurisdiction, until=duty.day + REVIEW_AHEAD, limit=MOST_ROWS)
    return [{"what": "入户核查", "name": (each.case.person or each.case.application.applicant).name,
             "case": each.case_id, "about": each.get_review_class_display(), "area": each.area,
             "day": each.due_on, "url": reverse("staff:visit", args=[each.case_id])}
            for each in due]


def _looking_in(duty: Any) -> list[dict[str, Any]]:
    # Whoever was never visited where no rhythm is entered has no day; he stands at the end, and still on the list.
    return [{"what": "探访", "name": who.name, "case": who.case_id, "about": f"特困 · {who.grade_words or '没有评估'}",
             "area": who.area, "day": who.visit_by, "url": reverse("staff:care_visit", args=[who.person_id])}
            for who in care.visits_due(duty.jurisdiction, duty.day, MOST_ROWS)]
