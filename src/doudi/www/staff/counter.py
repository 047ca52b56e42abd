"""At the counter (窗口受理, C05): find the family first, else put it on file.

民发〔2021〕57号 第四、七条; 济办发〔2020〕21号 三20 (一门受理). Nobody is registered twice: a number that is known
leads to the file it stands in, with what the person already receives.
"""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import reads as casework
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.www.limits import limited
from doudi.www.staff.asking import FIND, asked
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, on_duty
from doudi.www.staff.looking import looked
from doudi.www.staff.person_forms import ApplicantForm, MemberForm
from doudi.www.staff.places import place_names, village_choices

BLANK_MEMBERS = 4
FOUND_LIMIT = 20


def member_forms(request: HttpRequest, data: Any) -> list[MemberForm]:
    """Rows for the others of the household; an empty row is no member."""
    made = []
    for number in range(1, BLANK_MEMBERS + 1):
        prefix = f"m{number}"
        form = MemberForm(data, duty=request.duty, prefix=prefix, auto_id="%s")
        form.use_required_attribute = False
        form.filled = data is not None and bool((data.get(f"{prefix}-name") or data.get(f"{prefix}-id_number") or "").strip())
        made.append(form)
    return made


@limited("search", methods=("GET",))
@on_duty(CLERK, COORDINATOR)
@once
def counter(request: HttpRequest) -> HttpResponse:
    """One page: search on top, the results beside the form for a new family."""
    data = request.POST if request.method == "POST" and request.POST.get("do") != FIND else None
    villages = village_choices(request.duty.jurisdiction, request.duty.day)
    applicant = ApplicantForm(data, duty=request.duty, villages=villages)
    others = member_forms(request, data)
    filled = [form for form in others if form.filled]
    if data is not None:
        valid = [form.is_valid() for form in (applicant, *filled)]
        if all(valid):
            household = _put_on_file(request, applicant, filled)
            if household is not None:
                say(request, "已登记这户。下面补上情况,就能看出能申请什么。")
                return redirect("staff:intake", household)
    question = asked(request)
    found = known_people(request, question.text) if question.text else None
    if found is not None:
        looked(request, ("list", "counter"), "search", persons=[each["person"].pk for each in found])
    problems = [{"id": f"{form.prefix}-{name}", "text": f"第 {form.prefix[1:]} 位家人:{error}"}
                for form in filled for name, errors in form.errors.items() for error in errors]
    return show(request, "staff/counter.html", {"form": applicant, "others": others, "found": found, "text": question.typed,
                                                "counter_name": "替居民申请" if request.duty.is_village else "窗口受理",
                                                "problems": problems})


def known_people(request: HttpRequest, text: str) -> list[dict[str, Any]]:
    """Who is already known here, with household and what he or she receives (是不是已经在册)."""
    duty = request.duty
    found = people_reads.find(text, duty.jurisdiction, limit=FOUND_LIMIT)
    places = place_names(each.household.area if each.household else each.person.area for each in found)
    receives = casework.on_rolls([each.person.pk for each in found], day=duty.day)
    return [{"person": each.person, "household_id": each.household.pk if each.household else None,
             "area": each.household.area if each.household else each.person.area,
             "place": places.get(each.household.area if each.household else each.person.area, ""),
             "on_roll": receives[each.person.pk]} for each in found]


@transaction.atomic
def _put_on_file(request: HttpRequest, applicant: ApplicantForm, others: list[MemberForm]) -> int | None:
    duty = request.duty
    given = applicant.cleaned_data
    home = {"area": given["area"], "address": given["address"], "registration": given["registration"]}
    try:
        head = people.register_person(**applicant.person(), phone=given["phone"], **home, by=duty.user, at=duty.at)
        members = [(head, "self")]
        for form in others:
            person = people.register_person(**form.person(), **home, by=duty.user, at=duty.at)
            members.append((person, form.cleaned_data["relation"]))
        household = people.open_household(**home, members=members, day=duty.day, by=duty.user, at=duty.at)
    except people.Refused as no:
        transaction.set_rollback(True)
        applicant.add_error(no.field if no.field in applicant.fields else None, str(no))
        return None
    return household.pk
