"""Institutions (供养服务机构): beds, nursing beds, who lives there and who waits; kept by the county one by one or by a table.

济办发〔2020〕21号 二(一)2.
"""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.basic.extreme_hardship.care import institutions, reads
from doudi.casework.lifecycle import NotPossible
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.offices import reads as offices
from doudi.www.limits import limited
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CITY, CLERK, COUNTY, on_duty
from doudi.www.staff.inbox import LARGEST, XLSX
from doudi.www.staff.looking import looked

COUNTED = (("taken", "收下"), ("known", "没有变化"), ("bad", "退回"))
COUNTY_DIGITS = 6


class HouseForm(PlainForm):
    """What is told of an institution; the licence says which one it is."""

    prefix_of_ids = "house-"
    name = forms.CharField(label="机构名称", max_length=80)
    licence = forms.CharField(label="登记证号", max_length=40, help_text="同一个证号就是同一家,再登记一次是更正。")
    area = forms.ChoiceField(label="所在乡镇(街道)")
    beds = forms.IntegerField(label="床位数", min_value=1, max_value=institutions.MOST_BEDS)
    nursing_beds = forms.IntegerField(label="护理型床位数", min_value=0, required=False, help_text="不清楚就空着,不要填 0。")
    counted_on = DayField(label="数到哪一天")

    def set_up(self) -> None:
        """The townships of this county; today."""
        here = self.duty.held.held_as(COUNTY)
        self.fields["area"].choices = [("", "请选择"), *(
            (each.code, each.name) for each in offices.current(self.duty.day).filter(here.within("code"), level="township"))]
        self.fields["counted_on"].initial = self.duty.day


class TableForm(PlainForm):
    """A table of institutions."""

    prefix_of_ids = "table-"
    file = forms.FileField(label="机构表", help_text="XLSX 或 CSV。", error_messages={"required": "请选文件。"})

    def clean_file(self) -> Any:
        """No larger than such a table can be."""
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB,请核对是不是传错了。")
        return self.cleaned_data["file"]


@on_duty(CLERK, COUNTY, CITY)
@once
def houses(request: HttpRequest) -> HttpResponse:
    """Every house of the area; the county enters one."""
    duty = request.duty
    form = HouseForm(request.POST if request.method == "POST" else None, duty=duty)
    if request.method == "POST" and duty.may(COUNTY) and form.is_valid():
        try:
            house, _ = institutions.keep(told=institutions.House(**form.cleaned_data), by=duty.user, at=duty.at)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{house.name}登记好了。")
            return redirect("staff:care_houses")
    return _shown(request, form, TableForm(None, duty=duty))


def _shown(request: HttpRequest, form: HouseForm, table: TableForm) -> HttpResponse:
    duty = request.duty
    found = reads.houses(duty.jurisdiction)
    places = offices.area_names(each.area for each in found)
    for each in found:
        each.place, each.free = places.get(each.area, each.area), each.beds - each.taken
    files = reads.files(duty.held.held_as(COUNTY)) if duty.may(COUNTY) else []
    for each in files:
        each.words = "、".join(f"{label} {each.counts[name]} 行" for name, label in COUNTED if each.counts[name]) or "没有行"
    return show(request, "staff/care/houses.html", {
        "houses": found, "form": form, "table": table, "files": files, "may_keep": duty.may(COUNTY), "sees_figures": duty.may(COUNTY, CITY),
        "beds": sum(each.beds for each in found), "taken": sum(each.taken for each in found)})


@limited("upload")
@on_duty(COUNTY)
@require_POST
@once
def table(request: HttpRequest) -> HttpResponse:
    """Take a table in; the rows that could not be taken can be fetched from the page."""
    duty = request.duty
    form = TableForm(request.POST, files=request.FILES or None, duty=duty)
    if form.is_valid():
        file, here = form.cleaned_data["file"], duty.held.held_as(COUNTY)
        try:
            kept = institutions.take_in(content=file.read(), file_name=file.name, county=min(here.prefixes)[:COUNTY_DIGITS], here=here,
                                        by=duty.user, at=duty.at)
        except RollbookRefused as no:
            form.add_error("file", str(no))
        else:
            told = "、".join(f"{label} {kept.counts[name]} 行" for name, label in COUNTED if kept.counts[name])
            say(request, f"{told or '表里没有行'}。", "warn" if kept.counts["bad"] else "")
            return redirect("staff:care_houses")
    return _shown(request, HouseForm(None, duty=duty), form)


@on_duty(COUNTY)
def empty_table(request: HttpRequest) -> HttpResponse:
    """An empty table with the right columns."""
    return _file("供养服务机构.xlsx", institutions.template())


@on_duty(COUNTY)
def returned(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The rows that could not be taken, with the reasons."""
    kept = reads.file(sheet_id)
    if kept is None or not kept.returned or not request.duty.held.held_as(COUNTY).covers(kept.county):
        raise Http404("没有退回的行,或者不归您这里管。")
    return _file(f"{kept.file_name.rsplit('.', 1)[0]}-没有收下.xlsx", bytes(kept.returned))


def _file(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@on_duty(CLERK, COUNTY, CITY)
def house(request: HttpRequest, institution_id: int) -> HttpResponse:
    """One house: its beds, and of those who live there or wait whoever this desk may see."""
    duty = request.duty
    found = reads.house(institution_id)
    if found is None or not duty.jurisdiction.covers(found.area):
        raise Http404("没有这家机构,或者不归您这里管。")
    stays = reads.residents(institution_id)
    known = reads.still_on_roll((stay.person_id for stay in stays), duty.day)
    looked(request, ("institution", found.pk), households=sorted({stay.household_id for stay in stays}))
    living = [stay for stay in stays if stay.admitted_on]
    return show(request, "staff/care/house.html", {
        "house": found, "place": offices.area_name(found.area), "free": found.beds - found.taken,
        "living": living, "waiting": [stay for stay in stays if not stay.admitted_on], "known": known,
        "elsewhere": found.taken - len(living), "may_close": duty.may_in(found.area, COUNTY) and not stays and not found.closed_on})


@on_duty(COUNTY)
@require_POST
@once
def close(request: HttpRequest, institution_id: int) -> HttpResponse:
    """The house closes today."""
    try:
        institutions.close(institution_id=institution_id, on=request.duty.day, by=request.duty.user, at=request.duty.at)
    except NotPossible as no:
        say(request, str(no), "bad")
    else:
        say(request, "机构已登记关停。")
    return redirect("staff:care_houses")


