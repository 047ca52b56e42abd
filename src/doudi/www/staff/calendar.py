"""The working calendar by year (工作日历): paste the notice or upload a list; deadlines past its cover are never guessed.

国务院办公厅 publishes the days off once a year; every statutory limit in working days hangs on it (57号 第二十二条).
"""
from __future__ import annotations

import calendar as months
import csv
import io
import re
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from python_calamine import CalamineError, CalamineWorkbook

from doudi.casework import actions as casework_actions
from doudi.casework import reads as casework
from doudi.standards import actions, reads
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import CITY_PREFIX, once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, CITY, on_duty

FULL_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
SHORT_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
LARGEST_LIST = 2 * 1024 * 1024
OFF_WORDS, ON_WORDS = ("休", "放假", "rest", "节"), ("班", "上班", "work", "补")
EARLIEST, LATEST = 2004, 2100
SATURDAY = 5


class CalendarForm(PlainForm):
    """One year: the weekdays off, the weekend days worked, and the notice they stand in."""

    prefix_of_ids = "calendar-"
    year = forms.IntegerField(label="年份", min_value=EARLIEST, max_value=LATEST)
    source = forms.CharField(label="依据", max_length=200, help_text="例如:国务院办公厅关于2027年部分节假日安排的通知(文号)。")
    rest_days = forms.CharField(label="放假的日子", required=False, widget=forms.Textarea(attrs={"rows": 5}),
                                help_text="只列周一到周五里放假的。2027-01-01 或 1月1日 都行,空格、逗号、换行隔开。")
    work_days = forms.CharField(label="要上班的周末", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="或上传表格", required=False,
                           help_text="XLSX 或 CSV:第一列日期,第二列写「休」或「班」。")

    def clean(self) -> dict[str, Any]:
        """Days of that year; weekends off and working weekdays need not be listed."""
        cleaned = super().clean()
        year = cleaned.get("year")
        if year is None:
            return cleaned
        rest, work = self._days("rest_days", year), self._days("work_days", year)
        if cleaned.get("file") is not None:
            from_file = self._listed(cleaned["file"], year)
            rest, work = rest | from_file[0], work | from_file[1]
        if not rest:
            self.add_error("rest_days", "还没有列出放假的日子。")
        cleaned["rest"] = {day for day in rest if day.weekday() < SATURDAY}
        cleaned["work"] = work
        wrong = sorted(day for day in work if day.weekday() < SATURDAY)
        if wrong:
            self.add_error("work_days", f"{wrong[0]:%m-%d} 本来就是工作日,请核对。")
        return cleaned

    def _days(self, name: str, year: int) -> set[date]:
        try:
            return days_in(self.cleaned_data.get(name) or "", year)
        except ValueError as wrong:
            self.add_error(name, str(wrong))
            return set()

    def _listed(self, file: Any, year: int) -> tuple[set[date], set[date]]:
        try:
            return days_of_list(file, year)
        except ValueError as wrong:
            self.add_error("file", str(wrong))
            return set(), set()


def days_in(text: str, year: int) -> set[date]:
    """Every day written in a text: 2027-01-01, 2027年1月1日, 1月1日."""
    found = set()
    for written in FULL_DAY.findall(text):
        found.add(_day(int(written[0]), written[1], written[2]))
    for month, day in SHORT_DAY.findall(FULL_DAY.sub(" ", text)):
        found.add(_day(year, month, day))
    left = SHORT_DAY.sub("", FULL_DAY.sub("", text)).strip(" \t\r\n,，、;；日号周一二三四五六()（）")
    if re.search(r"[^\s,，、;；日号周一二三四五六日()（）]", left):
        raise ValueError(f"看不懂「{left[:20]}」。请写成 {year}-01-01 或 1月1日。")
    other = [day for day in found if day.year != year]
    if other:
        raise ValueError(f"{min(other)} 不是 {year} 年的,请核对年份。")
    return found


def _day(year: int, month: str, day: str) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise ValueError(f"没有 {month} 月 {day} 日这一天。") from None


def days_of_list(file: Any, year: int) -> tuple[set[date], set[date]]:
    """Days off and days worked from a spreadsheet of two columns."""
    if file.size > LARGEST_LIST:
        raise ValueError("文件太大。一年的日历只有几十行,请核对是不是传错了。")
    content = file.read()
    rest: set[date] = set()
    work: set[date] = set()
    for row in _rows(content):
        cells = [str(cell).strip() for cell in row if str(cell).strip()]
        day = next(iter(days_in(cells[0].split(" ")[0], year)), None) if cells and re.search(r"\d", cells[0]) else None
        if day is not None and len(cells) > 1:
            kind = cells[1].lower()
            (work if any(word in kind for word in ON_WORDS) else rest).add(day)
    if not rest and not work:
        raise ValueError("表格里没有找到日期。第一列写日期,第二列写「休」或「班」。")
    return rest, work


def _rows(content: bytes) -> list[list[Any]]:
    if content[:2] == b"PK":
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        except CalamineError:
            raise ValueError("这个 XLSX 打不开,请另存一份再传。") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding))))
        except UnicodeDecodeError:
            continue
    raise ValueError("看不懂这个文件的编码。请另存为 XLSX,或 UTF-8 的 CSV。")


@on_duty(CITY, ADMINISTRATOR)
@once
def calendar(request: HttpRequest) -> HttpResponse:
    """The years that are entered, each as twelve small months, and the form for the next."""
    duty = request.duty
    if not duty.jurisdiction.covers(CITY_PREFIX):
        return show(request, "staff/not_allowed.html", {"needed": "市级"}, status=403)
    years = list(reads.calendar_years())
    form = CalendarForm(request.POST if request.method == "POST" else None, duty=duty, files=request.FILES or None,
                        initial={"year": (years[-1].year + 1) if years else duty.day.year})
    if request.method == "POST" and form.is_valid() and _entered(request, form):
        return redirect("staff:calendar")
    wanted = request.GET.get("year", "")
    shown = next((each for each in years if str(each.year) == wanted), years[-1] if years else None)
    return show(request, "staff/calendar.html", {
        "years": years, "shown": shown, "months": _months(shown) if shown else [], "form": form,
        "uncovered": casework.uncovered(duty.jurisdiction)})


def _entered(request: HttpRequest, form: CalendarForm) -> bool:
    duty, given = request.duty, form.cleaned_data
    year = given["year"]
    try:
        made = actions.calendar_from(covers_from=date(year, 1, 1), covers_until=date(year, 12, 31),
                                     rest_days=given["rest"], work_days=given["work"], source=given["source"])
        actions.enter_calendar(calendar=made, by=duty.user, at=duty.at)
    except actions.StandardRefused as no:
        form.add_error(None, str(no))
        return False
    changed = casework_actions.recompute_clocks(by=duty.user, at=duty.at)
    say(request, f"{year} 年的工作日历已公布。" + (f"{changed} 个期限重新算出来了。" if changed else ""))
    return True


def _months(year: Any) -> list[dict[str, Any]]:
    off, on = set(year.rest_days), set(year.work_days)
    made = []
    for number in range(1, 13):
        weeks = months.Calendar().monthdatescalendar(year.year, number)
        made.append({"name": f"{number} 月", "weeks": [[_cell(day, number, off, on) for day in week]
                                                       for week in weeks]})
    return made


def _cell(day: date, month: int, off: set[date], on: set[date]) -> dict[str, Any]:
    if day.month != month:
        return {"day": "", "kind": "", "words": ""}
    if day in off:
        return {"day": day.day, "kind": "off", "words": "休"}
    if day in on:
        return {"day": day.day, "kind": "duty", "words": "班"}
    return {"day": day.day, "kind": "rest" if day.weekday() >= SATURDAY else "", "words": ""}
