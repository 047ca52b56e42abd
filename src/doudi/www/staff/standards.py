"""Local numbers and choices (标准, S03, S04): what is in force, what is missing and holds what up, history, entry.

民发〔2021〕57号 第二条; 济办发〔2020〕21号 二(一)1、2 (legality flags). Nothing counts before it is published with a document.
"""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.offices import reads as offices
from doudi.policy.declared import SWITCHES_BY_NAME, declarations
from doudi.standards import actions, reads
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CITY, COUNTY, on_duty
from doudi.www.staff.standards_forms import SwitchForm, ValueForm
from doudi.www.staff.standards_words import (
    PROGRAMMES,
    flags_of,
    in_force,
    selector_words,
    value_words,
)

CITY_CODE = "3708"


def area_choices(duty: Any) -> list[tuple[str, str]]:
    """The city for its own office, else the counties (and townships) that this desk serves."""
    held = duty.jurisdiction
    choices = [(CITY_CODE, "济宁市(全市)")] if held.covers(CITY_CODE) else []
    counties = [each for each in offices.counties(duty.day) if held.covers(each.code)]
    choices += [(each.code, each.name) for each in counties]
    for county in counties if len(counties) == 1 else []:
        choices += [(each.code, f"　{each.name}") for each in offices.townships(county.code, duty.day)]
    if not choices:
        names = offices.area_names(held.prefixes)
        choices = [(code, names.get(code, code)) for code in held.prefixes]
    return choices


def chosen_area(request: HttpRequest, choices: list[tuple[str, str]]) -> str:
    """The area of the address, if it is one of ours."""
    wanted = request.GET.get("area") or request.POST.get("area") or ""
    return wanted if wanted in dict(choices) else choices[0][0]


@on_duty(CITY, COUNTY)
def standards(request: HttpRequest) -> HttpResponse:
    """Everything in force for one area, beside what is missing and what waits to be published."""
    choices = area_choices(request.duty)
    area = chosen_area(request, choices)
    day = request.duty.day
    return show(request, "staff/standards.html", {
        "areas": choices, "area": area, "area_name": dict(choices)[area].strip(),
        "groups": in_force(area, day), "missing": _missing(area, day), "drafts": _drafts(area),
        "flags": flags_of(area, day)})


def _missing(area: str, day: Any) -> list[dict[str, Any]]:
    return [{"label": each.label, "for_whom": selector_words(each.selectors), "who": each.who_enters,
             "clause": each.clause, "holds_up": "、".join(PROGRAMMES.get(code, code) for code in each.programmes),
             "url": reverse("staff:switch" if each.kind == "switch" else "staff:standard", args=[each.key])
             + f"?area={area}"} for each in reads.missing(area, day)]


def _drafts(area: str) -> list[dict[str, Any]]:
    return [_row(each) for each in reads.drafts(area)]


def _history(key: str, area: str) -> list[dict[str, Any]]:
    """Everything ever entered here; what holds from above (the city) as well."""
    above = [row for code in dict.fromkeys((CITY_CODE, area[:6])) if code != area and area.startswith(code)
             for row in reads.history(key, code) if row.area == code]
    return [_row(each) for each in (*reads.history(key, area), *above)]


def _row(entered: Any) -> dict[str, Any]:
    is_switch = entered.key in SWITCHES_BY_NAME
    label = SWITCHES_BY_NAME[entered.key].label if is_switch else declarations()[entered.key].parameter.label
    return {"entered": entered, "kind": "switch" if is_switch else "value", "label": label,
            "for_whom": "" if is_switch else selector_words(entered.selectors), "words": value_words(entered),
            "place": offices.area_name(entered.area)}


@on_duty(CITY, COUNTY)
@once
def standard(request: HttpRequest, key: str) -> HttpResponse:
    """The history of one number and the form for its next row."""
    declared = declarations().get(key)
    if declared is None:
        raise Http404("没有这一项标准。")
    choices = area_choices(request.duty)
    area = chosen_area(request, choices)
    form = ValueForm(request.POST if request.method == "POST" else None, declared=declared, areas=choices,
                     duty=request.duty, initial={"area": area})
    if request.method == "POST" and form.is_valid():
        entering = {"key": key, "area": form.cleaned_data["area"], "selectors": form.selectors(),
                    "value": form.value()}
        answer = _entered(request, form, actions.enter_value, entering)
        if answer is not None:
            return answer
    return show(request, "staff/standard.html", {
        "form": form, "label": declared.parameter.label, "clause": declared.clause, "note": declared.note, "key": key,
        "who": declared.parameter.who, "area": area, "history": _history(key, area)})


@on_duty(CITY, COUNTY)
@once
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """The history of one choice and the form for the next."""
    if key not in SWITCHES_BY_NAME:
        raise Http404("没有这一项选择。")
    choices = area_choices(request.duty)
    area = chosen_area(request, choices)
    declared = SWITCHES_BY_NAME[key]
    form = SwitchForm(request.POST if request.method == "POST" else None, key=key, areas=choices, duty=request.duty,
                      initial={"area": area})
    if request.method == "POST" and form.is_valid():
        entering = {"key": key, "area": form.cleaned_data["area"], "value": form.value()}
        answer = _entered(request, form, actions.enter_switch, entering)
        if answer is not None:
            return answer
    return show(request, "staff/standard.html", {
        "form": form, "label": declared.label, "clause": declared.cite, "note": "", "key": key, "who": declared.who,
        "area": area, "history": _history(key, area)})


@transaction.atomic
def _entered(request: HttpRequest, form: Any, enter: Any, entering: dict[str, Any]) -> HttpResponse | None:
    duty, given = request.duty, form.cleaned_data
    told = {"by": duty.user, "at": duty.at}
    try:
        instrument = actions.enter_instrument(number=given["number"], title=given["title"],
                                              issued_on=given["issued_on"], **told)
        row = enter(**entering, valid_from=given["valid_from"], valid_until=given["valid_until"],
                    instrument=instrument, **told)
        if request.POST.get("do") == "publish":
            actions.publish(entered=row, **told)
    except actions.StandardRefused as no:
        transaction.set_rollback(True)
        form.add_error(None, str(no))
        return None
    published = request.POST.get("do") == "publish"
    say(request, "已公布,从生效日期起算数。" if published else "草稿已存,核对后再公布。")
    return redirect(reverse("staff:standards") + f"?area={entering['area']}")


@on_duty(CITY, COUNTY)
@require_POST
@once
def publish(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Publish a draft, or withdraw a published row with its reason."""
    row = (reads.switch if kind == "switch" else reads.value)(row_id)
    if row is None or not request.duty.jurisdiction.covers(row.area):
        raise Http404("没有这一条,或者不归您这里管。")
    told = {"by": request.duty.user, "at": request.duty.at}
    try:
        if request.POST.get("do") == "withdraw":
            actions.withdraw(entered=row, reason=request.POST.get("reason", ""), **told)
            say(request, "已撤回,历史里还看得到。")
        else:
            actions.publish(entered=row, **told)
            say(request, "已公布。")
    except actions.StandardRefused as no:
        say(request, str(no), "bad")
    return redirect(reverse("staff:standards") + f"?area={row.area}")

