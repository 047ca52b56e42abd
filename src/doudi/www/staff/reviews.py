"""What must be looked at again (复核, 动态管理): re-checks by due day, reported changes, families that disagree.

民发〔2021〕57号 第二十九至三十三条; 社会救助暂行办法 第六十五条.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.lifecycle import NotPossible
from doudi.www.staff import rows
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import place_names

PER_PAGE = 50
OUTCOMES = (("unchanged", "核查过,没有变化"), ("changed", "有变化,已办变更"), ("ended", "已终止"))


class OutcomeForm(PlainForm):
    """What the re-check found."""

    outcome = forms.ChoiceField(label="核查结果", choices=OUTCOMES)


@on_duty(CLERK, COUNTY, COORDINATOR)
def reviews(request: HttpRequest) -> HttpResponse:
    """Three lists on one page, the nearest day first."""
    duty = request.duty
    offset = rows.number_in(request.GET.get("after", "")) or 0
    found = casework.reviews_due(duty.jurisdiction, after=offset, limit=PER_PAGE + 1)
    due = [_review(each, duty) for each in found[:PER_PAGE]]
    changes = casework.change_reports_open(duty.jurisdiction)
    places = place_names([each["area"] for each in due] + [each.household.area for each in changes])
    for each in due:
        each["place"] = places.get(each["area"], "")
    appeals = casework.appeals_open(duty.held.held_as(COUNTY, CLERK))
    looked_over(request, "households", [each["case"].household_id for each in due] + [
        each.household_id for each in changes] + [each.case.household_id for each in appeals])
    following = offset + PER_PAGE if len(found) > PER_PAGE else None
    return show(request, "staff/reviews.html", {
        "due": due, "changes": [{"report": each, "place": places.get(each.household.area, "")} for each in changes],
        "appeals": appeals, "outcomes": OUTCOMES, **rows.queries(request, following)})


def _review(row: Any, duty: Any) -> dict[str, Any]:
    day = duty.day
    person = row.case.person or row.case.application.applicant
    urgency = "" if row.due_on is None else "late" if row.due_on < day else "today" if row.due_on == day else ""
    return {"row": row, "name": person.name, "area": row.area, "case": row.case, "urgency": urgency,
            "days": (row.due_on - day).days if row.due_on else None, "may_finish": duty.may_in(row.area, CLERK, COUNTY)}


@on_duty(CLERK, COUNTY)
@require_POST
@once
def finish(request: HttpRequest, review_id: int) -> HttpResponse:
    """Close one re-check with its outcome."""
    form = OutcomeForm(request.POST, duty=request.duty)
    if not form.is_valid():
        raise Http404("请选核查结果。")
    try:
        actions.finish_review(review_id=review_id, outcome=form.cleaned_data["outcome"], by=request.duty.user,
                              at=request.duty.at)
        say(request, "核查已办结,下一次的日子已经排好。")
    except NotPossible as no:
        say(request, str(no), "bad")
    return redirect("staff:reviews")
