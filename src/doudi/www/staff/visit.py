"""Record a home visit (入户调查, V3): facts true or not, only differences typed, two investigators, both sides sign.

民发〔2021〕57号 第十五、十六、二十、三十一条; 民发〔2021〕43号 第十三条. Works on a phone held in one hand.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import actions
from doudi.casework.lifecycle import NotPossible
from doudi.policy.facts import UNKNOWN
from doudi.www.staff.case_file import case_file, known_facts, subjects
from doudi.www.staff.deeds.deed import DayField, PlainForm, not_future
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.fact_fields import FactSheet

SIGNED_HOW = (("paper", "纸上签字"), ("screen", "屏幕签字"), ("thumb", "按手印"), ("remote", "远程确认"))
NEEDED_INVESTIGATORS = 2


class VisitForm(PlainForm):
    """Who went, when, who signed for the family."""

    prefix_of_ids = "visit-"
    day = DayField(label="哪天去的")
    investigators = forms.CharField(label="调查人(至少 2 人)", max_length=120, help_text="用空格或顿号隔开。")
    signed_by_family = forms.CharField(label="家里谁签的字", max_length=40)
    signed_how = forms.ChoiceField(label="怎么签的", choices=SIGNED_HOW, widget=forms.RadioSelect, initial="paper")
    remark = forms.CharField(label="看到的情况", required=False, max_length=1000,
                             widget=forms.Textarea(attrs={"rows": 3}))

    def set_up(self) -> None:
        """Today; the officer at the desk is one of the two."""
        self.fields["day"].initial = self.duty.day
        self.fields["investigators"].initial = self.duty.user.name
        self.fields["signed_by_family"].initial = self.page.head_name

    def clean_day(self) -> Any:
        """Not in the future."""
        not_future(self.cleaned_data["day"], self.duty.day)
        return self.cleaned_data["day"]

    def clean_investigators(self) -> list[str]:
        """Two different names."""
        text = self.cleaned_data["investigators"]
        for sign in "、,，;；/":
            text = text.replace(sign, " ")
        names = list(dict.fromkeys(text.split()))
        if len(names) < NEEDED_INVESTIGATORS:
            raise forms.ValidationError("入户要两个人一起去,请把两个人的名字都填上。")
        return names


def findings_of(sheet: FactSheet, data: Any, day: Any, *, review: bool) -> list[dict[str, Any]]:
    """What was typed, and for groups ticked as seen the known values as well; at a re-check those that were asked again."""
    typed = {(each.subject, each.name): each.value for each in sheet.changes}
    found = []
    for group in sheet.groups:
        seen = bool(data.get(f"seen-{group.subject.entity}-{group.subject.id}"))
        for line in group.fields:
            key = (group.subject, line.fact.name)
            if key in typed or (seen and (line.stale if review else line.known is not None)):
                value = typed[key] if key in typed else line.known.value
                found.append({"subject": group.subject.kind, "id": group.subject.id, "name": line.fact.name,
                              "value": None if value is UNKNOWN else value, "as_of": day})
    return found


@on_duty(COORDINATOR, CLERK, COUNTY)
@once
def visit(request: HttpRequest, case_id: int) -> HttpResponse:
    """The visit form; the county's own visit is the same form in the hands of a county officer. For who is on the roll it
    is the re-check: what is known and fresh is told, what went stale is asked with its old value."""
    page = case_file(request, case_id)
    review = page.case.status == "confirmed"
    data = request.POST if request.method == "POST" else None
    form = VisitForm(data, page=page, duty=request.duty)
    sheet = FactSheet(subjects(page), known_facts(page), data)
    if data is not None:
        for group in sheet.groups:
            group.seen = bool(data.get(f"seen-{group.subject.entity}-{group.subject.id}"))
        if form.is_valid() and not sheet.problems and _recorded(request, form, sheet, case_id):
            say(request, _said(sheet, review))
            return redirect("staff:case", case_id)
    return show(request, "staff/visit.html", {"page": page, "form": form, "sheet": sheet, "visit": True,
                                              "review": review, "problems": sheet.problems})


def _said(sheet: FactSheet, review: bool) -> str:
    different = sum(each.differs for each in sheet.changes)
    words = f"有 {different} 处与原来不同。" if different else ""
    return f"入户核查已记下。{words}接着由经办「重新认定」,再到「复核」里办结。" if review else f"入户调查已记下。{words}"


def _recorded(request: HttpRequest, form: VisitForm, sheet: FactSheet, case_id: int) -> bool:
    given = form.cleaned_data
    found = findings_of(sheet, request.POST, given["day"], review=form.page.case.status == "confirmed")
    if not found:
        form.add_error(None, "还没有勾选看过哪一组,也没有填不同的地方。请至少看一组。")
        return False
    try:
        actions.record_visit(
            case_id=case_id, day=given["day"], investigators=given["investigators"],
            signed_by_family=given["signed_by_family"], signed_how=given["signed_how"], findings=found,
            remark=given["remark"], by=request.duty.user, at=request.duty.at)
    except NotPossible as no:
        form.add_error(None, str(no))
        return False
    return True
