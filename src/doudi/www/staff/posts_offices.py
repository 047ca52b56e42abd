"""Offices (机构): those of the administrator's own area, page after page, and opening one under another."""
from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.offices import actions, rosters
from doudi.offices.administering import LEVEL_NAMES, reach_of
from doudi.offices.reads import area_names
from doudi.www.staff import rows
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty
from doudi.www.staff.posts_give import MOST_OFFICES

AREAS_SHOWN = 3


class OfficeForm(PlainForm):
    """A new office: its kind, where it stands, which areas it serves."""

    prefix_of_ids = "office-"
    name = forms.CharField(label="名称", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    level = forms.ChoiceField(label="哪种机构", choices=[("", "请选择"), *LEVEL_NAMES.items()])
    parent = forms.TypedChoiceField(label="上级机构", coerce=int)
    areas = forms.CharField(label="服务的地方", required=False, widget=forms.Textarea(attrs={"rows": 2}),
                            help_text="区划代码,几个用空格隔开。空着就和上级机构一样。")
    phone = forms.RegexField(r"^[0-9+\- ]{7,20}$", label="电话", required=False, max_length=20,
                             error_messages={"invalid": "请填手机号或带区号的座机。"})
    address = forms.CharField(label="地址", required=False, max_length=120)

    def __init__(self, *args: Any, reach: Any, **kwargs: Any) -> None:
        self.reach = reach
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """Only under an office of one's own."""
        choices = rosters.office_choices(self.reach, most=MOST_OFFICES)
        self.fields["parent"].choices = [("", "请选择"), *((each.pk, each.name) for each in choices)]

    def office(self) -> dict[str, Any]:
        """What opening wants."""
        given = self.cleaned_data
        parent = rosters.office(given["parent"], self.reach)
        codes = re.findall(r"[^\s,，、;；]+", given["areas"])
        return {"name": given["name"].strip(), "level": given["level"], "parent": parent,
                "prefixes": codes or parent.prefixes, "phone": given["phone"], "address": given["address"]}


@on_duty(ADMINISTRATOR)
@once
def offices(request: HttpRequest) -> HttpResponse:
    """The list, and the form."""
    duty = request.duty
    reach = reach_of(duty.user, duty.day)
    form = OfficeForm(request.POST if request.method == "POST" else None, duty=duty, reach=reach)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_office(**form.office(), by=duty.user, at=duty.at)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{opened.name}已设立。下面给它安排人。")
            return redirect(f"{reverse('staff:account_new')}?office={opened.pk}")
    text = request.GET.get("q", "").strip()
    found, following = rosters.offices(reach, text=text, after=rows.number_in(request.GET.get("after", "")),
                                       limit=rows.PER_PAGE)
    names = area_names(prefix for office in found for prefix in office.prefixes[:AREAS_SHOWN])
    for office in found:
        served = [names.get(prefix, prefix) for prefix in office.prefixes[:AREAS_SHOWN]]
        office.served = "、".join(served) + (f" 等 {len(office.prefixes)} 处" if len(office.prefixes) > AREAS_SHOWN else "")
    return show(request, "staff/offices.html", {"form": form, "offices": found, "text": text,
                                                **rows.queries(request, following)})
