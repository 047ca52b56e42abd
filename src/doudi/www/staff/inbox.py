"""The inbox of another department (部门收件箱, D01): what was referred to it, and the same as a spreadsheet, out and back.

济办发〔2020〕21号 三20. Only the referrals of one's own office, and of them only what their purpose needs; every look is journalled.
"""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework.referrals import reads, sheets
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.www.limits import limited
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import DEPARTMENT, on_duty
from doudi.www.staff.looking import looked, looked_over

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 5 * 1024 * 1024
BUCKETS = (("", "没办结的"), ("new", "等签收"), ("working", "办理中"), ("done", "已答复"))
COUNTED = (("taken", "收下"), ("known", "以前收过"), ("asked", "待核实"), ("bad", "退回"), ("empty", "没填"))


class AnswersForm(PlainForm):
    """A filled-in spreadsheet, and for whom where one works for several offices."""

    prefix_of_ids = "answers-"
    office = forms.TypedChoiceField(label="单位", coerce=int)
    file = forms.FileField(label="填好的转办表", help_text="下载的那张表,XLSX 或 CSV。", error_messages={"required": "请选文件。"})

    def set_up(self) -> None:
        """The offices in which one is a department's officer today."""
        self.fields["office"].choices = [(each.pk, each.name) for each in self.duty.jurisdiction.offices]
        if len(self.duty.jurisdiction.offices) == 1:
            self.fields["office"].initial = self.duty.jurisdiction.offices[0].pk
            self.fields["office"].widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        """No larger than a table of answers can be."""
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB,请核对是不是传错了。")
        return self.cleaned_data["file"]


@on_duty(DEPARTMENT)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this office, by the day it is due."""
    return _shown(request, AnswersForm(None, duty=request.duty))


def _shown(request: HttpRequest, form: AnswersForm) -> HttpResponse:
    duty, bucket = request.duty, request.GET.get("bucket", "")
    bucket = bucket if bucket in dict(BUCKETS) else ""
    offices = [each.pk for each in duty.jurisdiction.offices]
    counts = reads.counted(offices)
    counts[""] = counts["new"] + counts["working"]
    found = reads.inbox(offices, duty.day, bucket)
    looked_over(request, "households", [each.referral.household_id for each in found])
    tiles = [{"code": code, "label": label, "count": counts[code], "here": code == bucket} for code, label in BUCKETS]
    files = reads.answer_files(offices)
    for each in files:
        each.words = "、".join(f"{label} {each.counts[name]} 行" for name, label in COUNTED if each.counts.get(name))
    return show(request, "staff/inbox.html", {"entries": found, "tiles": tiles, "bucket_label": dict(BUCKETS)[bucket],
                                              "form": form, "files": files, "offices": duty.jurisdiction.offices})


@limited("upload")
@on_duty(DEPARTMENT)
@require_POST
@once
def answers(request: HttpRequest) -> HttpResponse:
    """Take a filled-in spreadsheet in; what could not be taken can be fetched from the inbox."""
    duty = request.duty
    form = AnswersForm(request.POST, files=request.FILES or None, duty=duty)
    if form.is_valid():
        office = next(each for each in duty.jurisdiction.offices if each.pk == form.cleaned_data["office"])
        file = form.cleaned_data["file"]
        try:
            taken = sheets.take_in(content=file.read(), file_name=file.name, office=office, by=duty.user, at=duty.at)
        except RollbookRefused as no:
            form.add_error("file", str(no))
        else:
            counts = taken.file.counts
            told = "、".join(f"{label} {counts[name]} 行" for name, label in COUNTED if counts[name])
            say(request, f"{told or '表里没有填答复'}。", "warn" if counts["bad"] or counts["asked"] else "")
            return redirect("staff:inbox")
    return _shown(request, form)


@on_duty(DEPARTMENT)
def open_ones(request: HttpRequest, office_id: int) -> HttpResponse:
    """The open referrals of one's office as a spreadsheet to fill in."""
    office = next((each for each in request.duty.jurisdiction.offices if each.pk == office_id), None)
    if office is None:
        raise Http404("没有这个单位,或者不是您的单位。")
    name, content = sheets.open_ones(office, by=request.duty.user, at=request.duty.at)
    return _file(name, content)


@on_duty(DEPARTMENT)
def returned(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows that could not be taken, with the reasons."""
    kept = reads.answer_file(file_id)
    if kept is None or not kept.returned or kept.office_id not in {each.pk for each in request.duty.jurisdiction.offices}:
        raise Http404("没有退回的行,或者已经删除。")
    looked(request, ("office", kept.office_id), "export_bad_rows", file=kept.pk)
    return _file(f"{kept.file_name.rsplit('.', 1)[0]}-没有收下.xlsx", bytes(kept.returned))


def _file(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
