"""The payment roll (发放名册, Y06): build a month, look at totals and adjustments, freeze, export.

民发〔2021〕57号 第二十一、二十五条. A frozen roll never changes; what turns out different afterwards stands on the next one.
"""
from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.duties import payers_of, runs_roll, takes_roll
from doudi.casework.lifecycle import NotPossible
from doudi.casework.rollbooks.actions import export_roll
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.kernel.days import Month
from doudi.kernel.masking import mask_account
from doudi.offices import reads as offices
from doudi.www.staff import rows
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ANY_CASE, AUDITOR, CITY, CLERK, COUNTY, FINANCE, on_duty
from doudi.www.staff.law_view import LABELS
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names

LINES_PER_PAGE = 60
SEES_ROLLS = (CLERK, COUNTY, CITY, FINANCE, AUDITOR)
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "csv-gb18030": "text/csv; charset=gb18030",
}


class BuildForm(PlainForm):
    """Which month, and whose money."""

    prefix_of_ids = "build-"
    area = forms.ChoiceField(label="发放地")
    month = forms.CharField(label="月份", max_length=7, widget=forms.TextInput(attrs={"type": "month"}))

    def set_up(self) -> None:
        """This month; counties and management areas of this desk."""
        self.fields["area"].choices = payer_choices(self.duty)
        self.fields["month"].initial = str(Month.of(self.duty.day))

    def clean_month(self) -> Month:
        """A month as YYYY-MM."""
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError:
            raise forms.ValidationError("请填月份,例如 2026-12。") from None


def payer_choices(duty: Any) -> list[tuple[str, str]]:
    """Who pays: the county or the management area of each office held today. A county part of which a management
    area runs holds its townships one by one, and still pays as the county."""
    payers = {payer for office in duty.held.held_as(COUNTY).offices for payer in payers_of(office)}
    return [(code, name) for code, name in payer_names(duty).items() if code in payers]


def payer_names(duty: Any) -> dict[str, str]:
    """Counties and management areas by code."""
    names = {each.code: each.name for each in offices.counties(duty.day)}
    return names | {each.id: each.name for each in offices.management_areas()}


@on_duty(*SEES_ROLLS)
@once
def rolls(request: HttpRequest) -> HttpResponse:
    """All months; the county builds one."""
    duty = request.duty
    form = BuildForm(request.POST if request.method == "POST" else None, duty=duty)
    if request.method == "POST" and duty.may(COUNTY) and form.is_valid():
        try:
            run = actions.build_roll(area=form.cleaned_data["area"], month=form.cleaned_data["month"], by=duty.user,
                                     at=duty.at)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:roll_run", run.pk)
    names = payer_names(duty)
    runs = list(casework.rolls(duty.jurisdiction))
    for run in runs:
        run.place = names.get(run.area, run.area)
    return show(request, "staff/rolls.html", {"runs": runs, "form": form, "may_build": duty.may(COUNTY)})


def _run(request: HttpRequest, run_id: int) -> Any:
    run = casework.roll(run_id, request.duty.jurisdiction)
    if run is None:
        raise Http404("没有这份名册,或者不归您这里管。")
    return run


@on_duty(*SEES_ROLLS)
def roll(request: HttpRequest, run_id: int) -> HttpResponse:
    """One month: totals beside the lines; adjustments can be looked at alone."""
    duty, run = request.duty, _run(request, run_id)
    only_changes = request.GET.get("changes") == "1"
    after = request.GET.get("after", "")
    lines, following = casework.roll_page(run.pk, after=rows.number_in(after),
                                          only_changes=only_changes, limit=LINES_PER_PAGE)
    places = place_names(line.area for line in lines)
    for line in lines:
        line.place, line.programme_label = places.get(line.area, line.area), LABELS.get(line.programme, "")
        line.account, line.url = mask_account(line.account_number), _file_of(duty, line)
    totals = casework.roll_totals(run.pk)
    looked(request, ("roll", run.pk), "read_roll", lines=[line.pk for line in lines])
    return show(request, "staff/roll.html", {
        "run": run, "place": payer_names(duty).get(run.area, run.area), "lines": lines, "totals": totals,
        "total_count": sum(each.count for each in totals), "total_fen": sum(each.amount_fen for each in totals),
        "changes": sum(each.count for each in totals if each.kind != "regular"), "only_changes": only_changes,
        "lines_label": "补发和扣回" if only_changes else "明细", "may_freeze": runs_roll(duty.user, payer=run.area, day=duty.day),
        "may_export": run.frozen and takes_roll(duty.user, payer=run.area, day=duty.day),
        "shows_accounts": duty.may(COUNTY, FINANCE), **rows.queries(request, following)})


def _file_of(duty: Any, line: Any) -> str:
    """Where a line leads: the family's file, the auditor's list of all its lines, or nowhere for the finance bureau."""
    if duty.may_in(line.area, *ANY_CASE):
        return reverse("staff:household", args=[line.household_id])
    return reverse("staff:audited", args=[line.household_id]) if duty.may_in(line.area, AUDITOR) else ""


@on_duty(COUNTY)
@require_POST
@once
def freeze(request: HttpRequest, run_id: int) -> HttpResponse:
    """Freeze the roll: from now on it never changes."""
    run = _run(request, run_id)
    try:
        actions.freeze_roll(area=run.area, month=run.month, by=request.duty.user, at=request.duty.at)
        say(request, "名册已冻结。以后的变化记到下个月。")
    except NotPossible as no:
        say(request, str(no), "bad")
    return redirect("staff:roll_run", run_id)


@on_duty(COUNTY, FINANCE)
def roll_file(request: HttpRequest, run_id: int, kind: str) -> HttpResponse:
    """A frozen roll as a spreadsheet for the bank and for the finance bureau."""
    run = _run(request, run_id)
    if kind not in CONTENT_TYPES:
        raise Http404("没有这种格式。")
    out = io.BytesIO()
    try:
        name = export_roll(run_id=run.pk, form=kind, out=out, by=request.duty.user, at=request.duty.at)
    except RollbookRefused as no:
        say(request, str(no), "bad")
        return redirect("staff:roll_run", run_id)
    answer = HttpResponse(out.getvalue(), content_type=CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
