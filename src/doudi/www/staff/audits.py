"""The auditor's desk (审计, A01): a household drawn at random, every yuan it was paid, the decision, the facts behind it.

济办发〔2020〕21号 三23. Read-only, three clicks from the desk to the facts; each look is journalled.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.people import reads as people
from doudi.policy.facts import FACTS
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import AUDITOR, on_duty
from doudi.www.staff.fact_fields import show_value
from doudi.www.staff.law_view import LABELS, cards, ruled_out
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names

# What says who somebody is; it stands in the heading of the group.
NOT_A_FACT = ("id", "of", "relation", "area")


@on_duty(AUDITOR)
@once
def audits(request: HttpRequest) -> HttpResponse:
    """One button: draw a household. The draw is journalled, and so is every page that follows."""
    duty = request.duty
    if request.method == "POST":
        drawn = actions.draw_household(jurisdiction=duty.jurisdiction, by=duty.user, at=duty.at)
        if drawn is not None:
            return redirect("staff:audited", drawn)
        say(request, "您管的地方还没有发放过。", "warn")
        return redirect("staff:audits")
    return show(request, "staff/audits.html")


@on_duty(AUDITOR)
def audited(request: HttpRequest, household_id: int) -> HttpResponse:
    """Every line of every roll of one household, each with its decision."""
    duty = request.duty
    household = people.household(household_id, duty.jurisdiction)
    if household is None:
        raise Http404("没有这一户,或者不归您这里管。")
    looked(request, ("household", household.pk))
    lines = casework.paid_to(household.pk)
    for line in lines:
        line.label = LABELS.get(line.programme, line.programme)
    names = [row.person.name for row in people.members(household, duty.day)]
    return show(request, "staff/audited.html", {
        "household": household, "head": names[0] if names else "(没有成员)", "members": len(names), "lines": lines,
        "place": place_names([household.area]).get(household.area, ""), "total_fen": sum(line.amount_fen for line in lines)})


@on_duty(AUDITOR)
def audited_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision: who took it when, what the law answered then, and the facts it was told."""
    found = casework.decided_on(decision_id, request.duty.jurisdiction)
    if found is None:
        raise Http404("没有这个决定,或者不归您这里管。")
    case, made = found.case, found.determination
    looked(request, ("household", case.household_id), case=case.pk)
    member = str(case.person_id) if case.person_id else None
    answers = [] if made is None else cards(made.outcomes, made.explanation, found.names, case.programme, member,
                                            request.GET.get("why", ""))
    return show(request, "staff/audited_decision.html", {
        "decision": found.decision, "case": case, "made": made, "programmes": answers, **ruled_out(answers),
        "law_problem": "", "turns_url": "", "groups": [] if made is None else told(made.document, found.names)})


def told(document: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the law was told, by subject, in words: exactly the stored document."""
    groups = [_group("household", "全家", document["household"])]
    groups += [_group("member", names.get(row["id"], row["id"]), row) for row in document["members"]]
    return groups + [_group("supporter", f"{names.get(row.get('id', ''), '')}(赡养抚养扶养义务人)", row)
                     for row in document["supporters"]]


def _group(entity: str, title: str, row: Mapping[str, Any]) -> dict[str, Any]:
    known = [(FACTS[entity, name], value) for name, value in row.items()
             if (entity, name) in FACTS and name not in NOT_A_FACT]
    return {"title": title, "rows": [{"name": fact.name, "label": fact.label, "value": show_value(fact, plain(value))}
                                     for fact, value in known]}


def plain(value: Any) -> Any:
    """A day or a month as the document stores it; everything else is itself."""
    if isinstance(value, dict):
        return value.get("day") or value.get("month") or value
    return value
