"""Given without an application (免申即享): the batches of the months, who is in one, and the county's confirmation; what a
publication said is entered here by another officer than the one who confirms.

济办发〔2020〕21号 三20, 二(三)9·6. A family that will not have it says so itself or at the window (`automatic`).
"""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework.actions import NotPossible
from doudi.casework.duties import runs_roll
from doudi.casework.enrolling import actions, handing_on, reads
from doudi.kernel.days import Month
from doudi.offices import reads as offices
from doudi.policy.facts import FACTS
from doudi.www.staff.batch_kind import Kind
from doudi.www.staff.case_file import household_file
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.roll import payer_choices, payer_names
from doudi.www.staff.rows import number_in

KIND = Kind(actions, "staff:enrolment", "carry_on_enrolment", "enrolment", "已确认,正在一户一户地办。")
HUNDREDTHS = 100


class PublishedForm(PlainForm):
    """Which month, whose roll, and what was published about it."""

    prefix_of_ids = "enrol-"
    programme_code = forms.ChoiceField(label="项目")
    area = forms.ChoiceField(label="发放地")
    month = forms.CharField(label="哪个月的指数", max_length=7, widget=forms.TextInput(attrs={"type": "month"}))
    source = forms.CharField(label="在哪里公布的", max_length=120, help_text="公报标题和日期,例如:某市统计局 2026-11-10 发布")

    def set_up(self) -> None:
        """Last month, the rolls of this desk, and a field for each published number."""
        self.fields["programme_code"].choices = [(each.code, each.label) for each in reads.published()]
        self.fields["area"].choices = payer_choices(self.duty)
        self.fields["month"].initial = str(Month.of(self.duty.day) + -1)
        for name in dict.fromkeys(name for each in reads.published() for name in each.enrolment.published):
            self.fields[name] = forms.DecimalField(
                label=f"{FACTS['household', name].label}(%)", decimal_places=2, max_digits=5,
                help_text="同比,例如 3.5;下降的写负数")

    def clean_month(self) -> Month:
        """A month as YYYY-MM."""
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError:
            raise forms.ValidationError("请填月份,例如 2026-10。") from None

    def given(self) -> dict[str, Any]:
        """What the action gets: numbers as the facts count them, in hundredths of a point."""
        told = dict(self.cleaned_data)
        names = [name for name in told if name.startswith("event_")]
        return {**{name: told[name] for name in ("programme_code", "area", "month", "source")},
                "facts": {name: int(told[name] * HUNDREDTHS) for name in names}}


@on_duty(COUNTY)
@once
def enrolments(request: HttpRequest) -> HttpResponse:
    """Every batch within reach, and the form for what was published."""
    form = PublishedForm(request.POST if request.method == "POST" else None, duty=request.duty)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                batch = actions.begin_published(**form.given(), by=request.duty.user, at=request.duty.at)
                KIND.carry_on(batch.pk)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            say(request, "已录入,正在按名册一户一户地找。找完由县里另一位工作人员确认。")
            return redirect("staff:enrolment", batch.pk)
    rows = list(reads.batches()[:60])
    names = payer_names(request.duty)
    return show(request, "staff/enrolments.html", {
        "form": form, "batches": [{"row": row, "place": names.get(row.area, row.area)} for row in rows]})


@on_duty(COUNTY)
def enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One batch: what it stands on, family by family, and the confirmation."""
    row = _found(enrolment_id)
    outcome = request.GET.get("outcome", "")
    shown = list(reads.entries(row, outcome))
    heads = reads.heads(shown)
    names = offices.area_names({part for each in shown for part in (each.area, each.area[:9])})
    looked_over(request, "households", [each.household_id for each in shown])
    counted = reads.counts(row)
    return show(request, "staff/enrolment.html", {
        "row": row, "place": payer_names(request.duty).get(row.area, row.area), "counts": counted,
        "outcome": outcome, "facts": _published(row), "shown": reads.SHOWN, "full": len(shown) == reads.SHOWN,
        "entries": [{"entry": each, "head": each.person.name if each.person else heads.get(each.household_id, ""),
                     "place": f"{names.get(each.area[:9], '')} {names.get(each.area, each.area)}".strip()} for each in shown],
        "may": runs_roll(request.duty.user, payer=row.area, day=request.duty.day),
        "own": row.made_by_id == request.duty.user.pk, "lacking": handing_on.missing_term(row, request.duty.day)})


def _published(row: Any) -> list[dict[str, str]]:
    """What was published, in words."""
    return [{"label": FACTS["household", name].label, "words": f"{Decimal(value) / HUNDREDTHS:.2f}%"}
            for name, value in row.facts.items() if isinstance(value, int)]


def _found(batch_id: int) -> Any:
    row = reads.batch(batch_id)
    if row is None:
        raise Http404("没有这一批,或者不归您这里管。")
    return row


@on_duty(COUNTY)
@require_POST
@once
def deed(request: HttpRequest, enrolment_id: int, verb: str) -> HttpResponse:
    """Confirm, stop, or let go on."""
    return KIND.pressed(request, _found(enrolment_id), verb)


@on_duty(CLERK, COORDINATOR, COUNTY)
@once
def automatic(request: HttpRequest, household_id: int) -> HttpResponse:
    """What this family is given without having asked; the window says for it that it will not have it, or will again."""
    page = household_file(request, household_id)
    if request.method == "POST":
        try:
            _say(request, household_id)
        except NotPossible as no:
            say(request, str(no), "bad")
        return redirect("staff:automatic", household_id)
    return show(request, "staff/automatic.html", {
        "page": page, "given": reads.given_to(household_id), "back": reverse("staff:household", args=[household_id])})


def _say(request: HttpRequest, household_id: int) -> None:
    told = {"household_id": household_id, "programme_code": request.POST.get("programme", ""),
            "person_id": number_in(request.POST.get("person") or ""), "by": request.duty.user, "at": request.duty.at}
    if request.POST.get("want") == "yes":
        actions.want_again(**told)
        say(request, "已记下又要了。以后符合的会再给。")
    else:
        actions.decline(**told, way="window")
        say(request, "已记下不要。开通了的已经停,转给部门还没办好的已经撤回,以后也不再自动给。")
