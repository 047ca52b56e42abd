"""Correct or add facts between the steps (改事实): known values beside the fields, only differences typed."""
from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.people import actions as people
from doudi.www.staff.case_file import household_file, known_facts, open_file, subjects
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.fact_fields import FactSheet
from doudi.www.staff.intake import keep_changes
from doudi.www.staff.rows import number_in

TOLD_BY = (("declared", "本人申报"), ("verified", "部门核对"), ("visited", "入户看到"))


class SourceForm(PlainForm):
    """On whose word (来源)."""

    prefix_of_ids = "source-"
    source = forms.ChoiceField(label="来源", choices=TOLD_BY, widget=forms.RadioSelect, initial="declared")
    office = forms.CharField(label="哪个部门", required=False, max_length=80)

    def clean(self) -> dict[str, object]:
        """Verified by whom?"""
        cleaned = super().clean()
        if cleaned.get("source") == "verified" and not cleaned.get("office", "").strip():
            self.add_error("office", "部门核对的,请填是哪个部门。")
        return cleaned


@on_duty(CLERK, COORDINATOR, COUNTY)
@open_file
@once
def facts(request: HttpRequest, household_id: int) -> HttpResponse:
    """The fact form of one household; back to where the officer came from."""
    page = household_file(request, household_id)
    data = request.POST if request.method == "POST" else None
    sheet = FactSheet(subjects(page), known_facts(page), data)
    form = SourceForm(data, page=page, duty=request.duty)
    back = _back(request, household_id)
    if data is not None and not sheet.problems and form.is_valid():
        try:
            with transaction.atomic():
                keep_changes(request.duty, page, sheet, source=form.cleaned_data["source"],
                             office=form.cleaned_data["office"])
        except people.Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, f"改了 {len(sheet.changes)} 处。" if sheet.changes else "没有改动。")
            return redirect(back)
    return show(request, "staff/facts.html", {"page": page, "sheet": sheet, "form": form, "back": back,
                                              "problems": sheet.problems})


def _back(request: HttpRequest, household_id: int) -> str:
    case = number_in(request.GET.get("case") or request.POST.get("case") or "")
    return reverse("staff:case", args=[case]) if case is not None else reverse("staff:household", args=[household_id])
