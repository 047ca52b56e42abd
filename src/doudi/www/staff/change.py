"""Something changed in a family (变更, C11): recorded once, then the law is asked again for every award it touches.

民发〔2021〕57号 第二十九至三十四条. A change is a determination on new facts, never an edit of an old one.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.lifecycle import NotPossible
from doudi.people import reads as people
from doudi.people.refusals import Refused
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.change_forms import FORMS
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, on_duty


@on_duty(CLERK, COORDINATOR)
@open_file
@once
def change(request: HttpRequest, household_id: int) -> HttpResponse:
    """Choose what happened, fill in the few lines it takes."""
    page = household_file(request, household_id)
    page.extra["standing"] = casework.standing_awards(household_id, day=request.duty.day)
    kind = request.GET.get("kind") or request.POST.get("kind_of_change") or "other"
    if kind not in FORMS:
        kind = "other"
    label, form_class = FORMS[kind]
    form = form_class(request.POST if request.method == "POST" else None, page=page, duty=request.duty)
    if request.method == "POST" and form.is_valid():
        try:
            now_at = DOERS[kind](request.duty, page, form)
        except (NotPossible, Refused) as no:
            form.add_error(None, str(no))
        else:
            return _asked_again(request, kind, household_id, now_at)
    return show(request, "staff/change.html", {
        "page": page, "form": form, "kind": kind, "label": label,
        "kinds": [{"code": code, "label": words, "here": code == kind} for code, (words, _) in FORMS.items()]})


def _asked_again(request: HttpRequest, kind: str, before: int, now_at: int) -> HttpResponse:
    """After the change: typed facts first where only facts changed, else the awards that may differ now."""
    if people.household(now_at, request.duty.jurisdiction) is None:
        say(request, "变化已登记。这户已搬出您管的地方,由新住地的乡镇(街道)接着办。")
        return redirect("staff:workbench")
    if kind == "other":
        say(request, "变化已登记。请把变了的事实填上。")
        return redirect("staff:facts", now_at)
    say(request, "变化已登记。" + ("原档案已关闭,这是接续的新档案。" if now_at != before else "请看对待遇有什么影响。"))
    return redirect("staff:household", now_at)


def _birth(duty: Any, page: Any, form: Any) -> int:
    given = form.person()
    actions.record_birth(household_id=page.household.id, name=given["name"], sex=given["sex"], birth=given["birth"],
                         relation=form.cleaned_data["relation"], by=duty.user, at=duty.at)
    return page.household.id


def _death(duty: Any, page: Any, form: Any) -> int:
    given = form.cleaned_data
    household = actions.record_death(household_id=page.household.id, person_id=given["person_id"],
                                     died_on=given["died_on"], by=duty.user, at=duty.at)
    return household.pk


def _move(duty: Any, page: Any, form: Any) -> int:
    given = form.cleaned_data
    actions.move_household(household_id=page.household.id, area=given["area"], address=given["address"],
                           by=duty.user, at=duty.at)
    return page.household.id


def _split(duty: Any, page: Any, form: Any) -> int:
    given = form.cleaned_data
    household = actions.split_household(
        household_id=page.household.id, member_ids=given["member_ids"], head_id=given["head_id"],
        area=given["area"], address=given["address"], by=duty.user, at=duty.at)
    return household.pk


def _merge(duty: Any, page: Any, form: Any) -> int:
    merged = actions.merge_households(
        household_id=page.household.id, into_id=form.cleaned_data["into_id"], relations=form.relations(),
        by=duty.user, at=duty.at)
    return merged.pk


def _job(duty: Any, page: Any, form: Any) -> int:
    given = form.cleaned_data
    actions.record_job_offer(person_id=given["person_id"], offered_on=given["offered_on"], job=given["job"],
                             suitable=given["suitable"] == "yes", refused=given["refused"] == "yes",
                             good_reason=given["good_reason"], by=duty.user, at=duty.at)
    return page.household.id


def _other(duty: Any, page: Any, form: Any) -> int:
    given = form.cleaned_data
    actions.report_change(household_id=page.household.id, kind=given["kind"], happened_on=given["happened_on"],
                          text=given["text"], by=duty.user, at=duty.at)
    return page.household.id


DOERS = {"birth": _birth, "death": _death, "move": _move, "split": _split, "merge": _merge, "job": _job,
         "other": _other}
