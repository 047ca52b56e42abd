"""The household page (C03, C06): facts, the law's trace, papers and timeline, and the bar of verbs; and doing a verb.

民发〔2021〕57号 第十至三十九条. The page never decides what may be done: the table of transitions does.
"""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework import reads as casework
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import reads as referrals
from doudi.casework.referrals import wishes
from doudi.people.refusals import Refused
from doudi.www.staff.case_file import (
    case_file,
    closing,
    differing,
    fact_groups,
    helped_elsewhere,
    household_file,
)
from doudi.www.staff.case_words import OPEN_STATUSES as STILL_OPEN
from doudi.www.staff.case_words import (
    awards_ever,
    before_after,
    consents_now,
    letters,
    main_answer,
    owed,
    papers_of,
    say_below,
    timeline,
)
from doudi.www.staff.deeds import register
from doudi.www.staff.deeds.deed import Deed
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ANY_CASE, CLERK, COORDINATOR, COUNTY, READERS, on_duty
from doudi.www.staff.law_view import ruled_out
from doudi.www.staff.look import look, stored
from doudi.www.staff.replays import replay_url


@on_duty(*READERS)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case of one household on one screen."""
    return _shown(request, case_file(request, case_id))


@on_duty(*READERS)
def turns(request: HttpRequest, case_id: int) -> HttpResponse:
    """What would change the answer; the page fetches it after itself, and as a page of its own without scripts."""
    page = case_file(request, case_id)
    member = str(page.case.person_id) if page.case.person_id else None
    seen = look(page, page.case.programme, member, turns=True)
    template = "staff/parts/turns.html" if request.headers.get("HX-Request") else "staff/turns.html"
    return show(request, template, {"page": page, "flips": seen.cards[0].flips if seen.cards else ()})


@on_duty(*READERS)
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """The household without a case in hand (一户一档)."""
    page = household_file(request, household_id)
    seen = look(page, why=request.GET.get("why", ""))
    past = casework.household_history(household_id)
    may_type = _may_type(request, page)
    context = {**_common(request, page, seen), "case": None, "notices": [], "timeline": timeline(past.rows["moves"], past.rows["handed"]),
               "awards": awards_ever(past.rows["awards"]), "chain": _chain(page, past.rows["awards"]), "elsewhere": [],
               "other_cases": past.cases, "may_apply": may_type, "may_change": may_type, "say": "", "turns_url": "", "replay_url": ""}
    return show(request, "staff/household.html", context)


def _shown(request: HttpRequest, page: Any, tried: Deed | None = None, form: Any = None) -> HttpResponse:
    member = str(page.case.person_id) if page.case.person_id else None
    ask = stored if page.decided else look
    seen = ask(page, page.case.programme, member, request.GET.get("why", ""))
    page.extra["look"] = seen
    context = {
        **_common(request, page, seen), "case": page.case, "clocks": page.clocks,
        "notices": letters(page, printing=request.duty.may_in(page.household.area, *ANY_CASE)),
        "timeline": timeline(page.moves, page.handed), "awards": awards_ever(page.awards),
        "chain": _chain(page, page.awards),
        "other_cases": page.other_cases, "main_answer": main_answer(page, seen), "frozen": page.decided, "owed": owed(page),
        "before_after": before_after(page, seen), **_deeds(request, page, seen, tried, form),
        "turns_url": "" if page.decided else reverse("staff:turns", args=[page.case.pk]),
        "elsewhere": helped_elsewhere(request, page), "precedents": casework.precedents_of(page.case),
        "replay_url": replay_url(request.duty, page), "say": _said(request, page), "form": form}
    return show(request, "staff/household.html", context)


def _common(request: HttpRequest, page: Any, seen: Any) -> dict[str, Any]:
    groups = fact_groups(page)
    may_type = _may_type(request, page)
    return {
        "page": page, "household": page.household, "members": page.members, "closed": closing(page.household),
        "place": page.place, "groups": groups, "differing": differing(groups), "programmes": seen.cards, **ruled_out(seen.cards),
        "doubts": seen.doubts,
        "law_day": seen.day, "law_version": seen.law_version[:7], "law_problem": seen.problem,
        "facts_url": reverse("staff:facts", args=[page.household.pk]) if may_type else "",
        "papers_url": reverse("staff:papers", args=[page.household.pk]) if may_type else "",
        "codes_url": reverse("staff:codes", args=[page.household.pk]) if may_type else "",
        "papers": papers_of(page), "consents": consents_now(page),
        "automatic_url": reverse("staff:automatic", args=[page.household.pk]) if _may_decline(request, page) else "",
        **_handing_on(request, page)}


def _said(request: HttpRequest, page: Any) -> str:
    if not request.duty.may_in(page.case.area, *ANY_CASE):
        return "只读:审计查阅。"
    return ";".join(register.blocked(page)) or say_below(page)


def _may_type(request: HttpRequest, page: Any) -> bool:
    """Whether this person may write into this family's file: a post at the window or in the village, for its area."""
    return request.duty.may_in(page.household.area, CLERK, COORDINATOR) and page.household.closed_on is None


def _chain(page: Any, awards: Any) -> list[dict[str, Any]]:
    """All help of all departments (救助链)."""
    return referrals.chain(page.household.pk, awards, page.names)


def _may_decline(request: HttpRequest, page: Any) -> bool:
    """Whether this person may say for the family that it will not have what is given without asking."""
    return request.duty.may_in(page.household.area, CLERK, COORDINATOR, COUNTY) and page.household.closed_on is None


def _handing_on(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Where whoever may hands the family's matter to another department, and where what it asked for still waits."""
    may = request.duty.may_in(page.household.area, CLERK, COUNTY) and page.household.closed_on is None
    here = [page.household.pk]
    return {"refer_url": reverse("staff:refer", args=here) if may else "",
            "wished_url": reverse("staff:wished", args=here) if may and _still_wished(page) else ""}


def _still_wished(page: Any) -> bool:
    if page.page is None:
        return bool(wishes.unsettled(page.household))
    return bool(wishes.still_unsettled(page.household, page.rows["applications"], page.rows["family_cases"]))


def _is_main(deed: Deed, page: Any, seen: Any) -> bool:
    """The green button is what the law's answer and the standing suggest; the others stay quiet."""
    if deed.verb == "give_opinion":
        agreed = (main_answer(page, seen) or {}).get("outcome") == "entitled"
        return agreed == (deed.name == "agree")
    if deed.name == "serve":
        return page.case.status not in STILL_OPEN
    return deed.main


def _deeds(request: HttpRequest, page: Any, seen: Any, tried: Deed | None, form: Any) -> dict[str, Any]:
    made = []
    for deed in register.open_deeds(page, request.duty):
        url = reverse("staff:deed", args=[page.case.pk, deed.name, deed.verb])
        mine = tried is not None and deed.name == tried.name
        blank = deed.form(None, page=page, duty=request.duty) if deed.form else None
        made.append({
            "label": deed.label, "key": deed.key, "main": _is_main(deed, page, seen), "hint": deed.hint, "url": url, "open": mine,
            "href": reverse(deed.own_page, args=[page.case.pk]) if deed.own_page else "",
            "form": form if mine else blank, "more": deed.rare})
    rare = [each for each in made if each["more"]]
    return {"deeds": [each for each in made if not each["more"]], "rare_deeds": rare,
            "rare_open": any(each["open"] for each in rare)}


@on_duty(*ANY_CASE)
@require_POST
@once
def deed(request: HttpRequest, case_id: int, name: str, verb: str) -> HttpResponse:
    """Do one verb; what cannot be done is said on the same page, with what was typed."""
    page = case_file(request, case_id)
    wanted = register.find(name, verb)
    if wanted is None:
        raise Http404("没有这个动作。")
    if wanted.do is None:
        return redirect(wanted.own_page, case_id)
    form = (wanted.form or register.NoForm)(request.POST, page=page, duty=request.duty)
    if form.is_valid():
        try:
            say(request, wanted.do(request.duty, page, form.given()))
        except (NotPossible, Refused) as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:case", case_id)
    return _shown(request, page, wanted, form)
