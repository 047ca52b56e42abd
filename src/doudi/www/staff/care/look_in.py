"""Recording a visit on a phone (巡访打卡, V6): a name was tapped, all is well is one more tap; what is not is ticked.

济办发〔2020〕21号 二(一)2. No script is needed; the second press counts as the first.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.basic.extreme_hardship.care import reads, visiting
from doudi.casework.lifecycle import NotPossible
from doudi.www.staff.deeds.deed import DayField, PlainForm, not_future
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names


class VisitForm(PlainForm):
    """When, how, what was found."""

    prefix_of_ids = "look-"
    findings = forms.MultipleChoiceField(label="发现什么", required=False, widget=forms.CheckboxSelectMultiple,
                                         choices=reads.CHOICES["findings"])
    remark = forms.CharField(label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.ChoiceField(label="怎么探访", choices=(("home", "上门"), ("phone", "电话")), widget=forms.RadioSelect, initial="home")
    day = DayField(label="哪天")

    def set_up(self) -> None:
        """Today."""
        self.fields["day"].initial = self.duty.day

    def clean_day(self) -> Any:
        """Not in the future."""
        not_future(self.cleaned_data["day"], self.duty.day)
        return self.cleaned_data["day"]


@on_duty(COORDINATOR, CLERK, COUNTY)
@once
def visit(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: whom one looks in on, who cares for him, and the one button."""
    duty = request.duty
    who = reads.within(person_id, duty.jurisdiction, duty.day)
    if who is None:
        raise Http404("在册特困人员里没有这个人,或者不归您这里管。")
    looked(request, ("household", who.household_id), person=person_id)
    well = request.POST.get("do") == "well"
    form = VisitForm(request.POST if request.method == "POST" and not well else None, duty=duty)
    if request.method == "POST" and (well or form.is_valid()):
        told = {"day": duty.day, "how": "home", "findings": [], "remark": ""} if well else form.cleaned_data
        try:
            made = visiting.visit(person_id=person_id, **told, by=duty.user, at=duty.at)
        except NotPossible as no:
            say(request, str(no), "bad")
            return redirect("staff:care_visit", person_id)
        say(request, f"{who.name}:{made.day:%m-%d} 探访记下了,{reads.found_words(made)}。", "warn" if made.findings else "")
        return redirect("staff:care")
    [place] = place_names([who.area]).values()
    course = reads.course(person_id)
    running = next((each for each in course.agreements if each.holds_on(duty.day)), None)
    last = course.visits[0] if course.visits else None
    return show(request, "staff/care/visit.html", {
        "who": who, "form": form, "place": place, "agreement": running, "last": last,
        "last_words": reads.found_words(last) if last else ""})
