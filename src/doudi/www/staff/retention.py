"""What must go and when (保存期限): the next 90 days, what went, and holds (留存).

个人信息保护法 第四十七条. Numbers of files only: nobody's name stands on this page.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework.retention import actions, reads
from doudi.people.refusals import Refused
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, CITY, COUNTY, on_duty
from doudi.www.staff.places import place_names


class HoldForm(PlainForm):
    """Which file is kept longer, and why."""

    prefix_of_ids = "hold-"
    household_id = forms.IntegerField(label="户号", min_value=1, max_value=2**62, help_text="户号在一户一档的页头。")
    reason = forms.CharField(label="为什么要留", max_length=200, help_text="例如:行政诉讼未结、审计调取。不写姓名和号码。",
                             widget=forms.TextInput(attrs={"autocomplete": "off"}))


@on_duty(COUNTY, CITY, ADMINISTRATOR)
@once
def retention(request: HttpRequest) -> HttpResponse:
    """The report, and a form to hold a file back."""
    duty = request.duty
    may_hold = duty.may(COUNTY, CITY)
    form = HoldForm(request.POST if request.method == "POST" and may_hold else None, duty=duty)
    if form.is_bound and form.is_valid():
        try:
            actions.set_hold(**form.cleaned_data, by=duty.user, at=duty.at)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            say(request, "已登记留存,到期也不删,直到解除。")
            return redirect("staff:retention")
    report = reads.report(duty.jurisdiction, day=duty.day)
    places = place_names([*(row.area for row in report.rows), *(hold.household.area for hold in report.holds)])
    for row in report.rows:
        row.place, row.over = places.get(row.area, row.area), row.due_on <= duty.day
    for hold in report.holds:
        hold.place = places.get(hold.household.area, hold.household.area)
    return show(request, "staff/retention.html", {"report": report, "form": form, "may_hold": may_hold})


@on_duty(COUNTY, CITY)
@require_POST
@once
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """The reason for holding a file back is over."""
    return _done(request, "已解除留存,到期就会删除。", lambda told: actions.lift_hold(hold_id=hold_id, **told))


@on_duty(COUNTY, CITY)
@require_POST
@once
def settled(request: HttpRequest, household_id: int) -> HttpResponse:
    """What was asked back of this family is settled."""
    return _done(request, "已登记追缴结清。", lambda told: actions.settle_recovery(household_id=household_id, **told))


def _done(request: HttpRequest, words: str, deed: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """The deed, and what came of it in words, on the page it was pressed on."""
    try:
        deed({"by": request.duty.user, "at": request.duty.at})
        say(request, words)
    except Refused as no:
        say(request, str(no), "bad")
    return redirect("staff:retention")
