"""The journal for those who audit (日志查询), and who looked at one family (谁看过) for those who work with it.

个人信息保护法 第五十四条 (regular audits); 济办发〔2020〕21号 三23. Codes are shown in words; what stands in the journal
names nobody, so a record is shown by its number.
"""
from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from doudi.audit import reads as audit
from doudi.casework import reads as casework
from doudi.offices import reads as offices
from doudi.people import reads as people
from doudi.www.clock import JINING
from doudi.www.journal_words import READING, VERBS
from doudi.www.staff import rows
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ANY_CASE, AUDITOR, on_duty
from doudi.www.staff.looking import looked
from doudi.www.who import deeds_of, looks_of

PER_PAGE, LONGEST_NUMBER = 50, 20
WHOLE_CITY = "3708"
FIRST_DAYS = timedelta(days=7)
FIND = {"household": casework.records_of_household, "person": casework.records_of_person}


class JournalForm(forms.Form):
    """Which entries; everything may stay empty where the whole city is audited."""

    kind = forms.ChoiceField(label="对象", required=False,
                             choices=(("", "不限"), ("household", "户号"), ("case", "案件编号"), ("person", "人员编号")))
    number = forms.RegexField(r"^[0-9]{1,18}(-[0-9]{1,4})?$", label="编号", required=False, max_length=LONGEST_NUMBER,
                              error_messages={"invalid": "编号是一串数字。"})
    user = forms.CharField(label="谁(账号)", required=False, max_length=40)
    verb = forms.ChoiceField(label="做了什么", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, duty: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty
        labels: dict[str, list[str]] = {}
        for code, words in VERBS.items():
            labels.setdefault(words, []).append(code)
        self.codes = {codes[0]: codes for codes in labels.values()}
        self.fields["verb"].choices = [("", "不限"), ("reading", "看(所有看的)"),
                                       *sorted(((codes[0], words) for words, codes in labels.items()), key=lambda each: each[1])]

    def clean(self) -> dict[str, Any]:
        """Find the records and the user here; outside this area there are none."""
        given = super().clean()
        if self.errors:
            return given
        narrowed = given["kind"] or given["user"] or self.duty.jurisdiction.covers(WHOLE_CITY)
        if bool(given["kind"]) != bool(given["number"]):
            self.add_error("number" if given["kind"] else "kind", "对象和编号要一起填。")
        elif given["kind"]:
            given["records"] = self._records(given["kind"], given["number"])
            if given["records"] is None:
                self.add_error("number", "您管的地方没有这个编号。")
        if given["user"]:
            given["actor"] = self._actor(given["user"].strip())
        if not narrowed:
            self.add_error(None, "请填一个编号或者一个账号。只有管全市的才能不填就看全部。")
        return given

    def _records(self, kind: str, number: str) -> Any:
        if kind == "case":
            return casework.records_of_case(number, self.duty.jurisdiction)
        return None if "-" in number else FIND[kind](int(number), self.duty.jurisdiction)

    def _actor(self, username: str) -> int | None:
        user = offices.user_named(username)
        if user is None or not offices.worked_under(user, self.duty.jurisdiction):
            self.add_error("user", "您管的单位里没有这个账号。")
            return None
        return user.pk

    def wanted(self) -> audit.Wanted:
        """The entries to look for."""
        given = self.cleaned_data
        verbs = READING if given["verb"] == "reading" else self.codes.get(given["verb"], ())
        return audit.Wanted(
            subjects=given.get("records"), actor_id=given.get("actor"), verbs=verbs,
            since=_start(given["since"]) if given["since"] else None,
            until=_start(given["until"] + timedelta(days=1)) if given["until"] else None)


def _start(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=JINING)


@on_duty(AUDITOR)
def journal(request: HttpRequest) -> HttpResponse:
    """Search by record, user, days and deed; the last week where nothing was said."""
    duty = request.duty
    first = {"since": (duty.day - FIRST_DAYS).isoformat(), "until": duty.day.isoformat()}
    asked = bool(request.GET) or duty.jurisdiction.covers(WHOLE_CITY)
    # Where nothing was asked yet there is nothing to correct either.
    form = JournalForm((request.GET or first) if asked else None, initial=first, duty=duty, auto_id="journal-%s")
    found, following = [], None
    if asked and form.is_valid():
        looked(request, ("journal", 0), "search_journal",
               records=form.cleaned_data.get("records"), actor=form.cleaned_data.get("actor"))
        found, following = audit.page(form.wanted(), after=rows.number_in(request.GET.get("after", "")), limit=PER_PAGE)
    return show(request, "staff/journal.html", {"form": form, "deeds": deeds_of(found), "asked": asked,
                                                **rows.queries(request, following)})


@on_duty(*ANY_CASE, AUDITOR)
def readers(request: HttpRequest, household_id: int) -> HttpResponse:
    """Who looked at this family's file, its cases and papers: name, post on that day, when, what for."""
    duty = request.duty
    household = people.household(household_id, duty.jurisdiction)
    if household is None:
        raise Http404("没有这一户,或者不归您这里管。")
    looked(request, ("household", household.pk), "read_journal")
    wanted = audit.Wanted(subjects=casework.records_of_household(household.pk, duty.jurisdiction), verbs=READING)
    found, following = audit.page(wanted, after=rows.number_in(request.GET.get("after", "")), limit=PER_PAGE)
    return show(request, "staff/readers.html", {
        "household": household, "deeds": looks_of(found), "may_open": duty.may(*ANY_CASE), **rows.queries(request, following)})
