"""更正信息: every fact on record with its source and date, and 修改; a newer fact stands beside the old
one, nothing is overwritten.

个人信息保护法 第四十六条; ux.md 2.1 R5 (「这条信息不对」).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.offices.access import as_system
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.policy.facts import FACTS
from doudi.www import clock
from doudi.www.fields import DayField, MoneyField
from doudi.www.resident.applying import text_input
from doudi.www.resident.fact_words import fact_words
from doudi.www.resident.guard import enter_first, resident
from doudi.www.resident.progress import visible

# That somebody was asked is no news to him.
MARKS_OF_ASKING = {"property_asked", "income_asked", "members_known"}
# Facts that only an office or a visit establishes are disputed in a review, not changed here.
NOT_HERE = {"area", "exempt_amount", "refused_jobs", "died_on"}


def rows_of(household: Any) -> list[dict[str, Any]]:
    """Facts grouped by whose they are: the family first, then each person."""
    day = clock.today()
    names = {str(row.person_id): row.person.name for row in people_reads.members(household, day)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for known in people_reads.facts_of(household, day):
        whose = "全家" if known.entity == "household" else names.get(known.subject, "")
        if whose and known.name not in NOT_HERE | MARKS_OF_ASKING:
            groups.setdefault(whose, []).append(
                {
                    "id": known.id,
                    "label": known.label,
                    "value": fact_words(known.entity, known.name, known.value),
                    "source": known.source_name,
                    "as_of": known.as_of,
                    "name": known.name,
                }
            )
    return [
        {"whose": whose, "rows": rows}
        for whose, rows in sorted(groups.items(), key=lambda each: each[0] != "全家")
    ]


def facts(request: HttpRequest, number: str) -> HttpResponse:
    """Everything on record."""
    status, user = visible(request, number)
    if user is None:
        return redirect(enter_first(request))
    return render(
        request,
        "resident/facts.html",
        {
            "groups": rows_of(status.application.household),
            "number": number,
            "title": "改信息",
            "changed": "changed" in request.GET,
            "back": reverse("resident:case", args=[number]),
        },
    )


class FactForm(forms.Form):
    """The new value of one fact, by its declared type, and since when it is so."""

    def __init__(self, entity: str, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = field_for(FACTS[entity, name])
        self.fields["as_of"] = DayField(
            label="从哪天起是这样？",
            help_text="例如：2026-3-2。就是今天也写上",
            error_messages={"required": "请写从哪天起，例如 2026-3-2。"},
        )


def field_for(fact: Any) -> forms.Field:
    """A field that can only take what the fact may hold."""
    words = {
        "label": fact.question or fact.label,
        "help_text": fact.hint,
        "error_messages": {"required": "请写新的情况。没有就写 0。"},
    }
    if fact.values and fact.type.family != "bool":
        coerce = int if fact.type.family == "number" else str
        return forms.TypedChoiceField(choices=list(fact.values.items()), coerce=coerce, **words)
    if fact.type.family == "bool":
        return forms.TypedChoiceField(
            choices=[("true", "是"), ("false", "否")],
            coerce=lambda code: code == "true",
            widget=forms.RadioSelect,
            **words,
        )
    if fact.type.family == "money":
        return MoneyField(**words)
    if fact.type.family == "day":
        return DayField(**words)
    return forms.IntegerField(
        min_value=fact.low, max_value=fact.high, widget=text_input(inputmode="numeric"), **words
    )


def correct(request: HttpRequest, number: str, fact_id: int) -> HttpResponse:
    """Change one fact. After the sign-in ran out the form is shown again with what was typed."""
    if resident(request) is None:
        # What the form asks for is known by the number of the application, as on the page of its progress.
        with as_system("progress", about=number):
            fact = people_reads.fact(fact_id)
        if request.method != "POST" or fact is None:
            return redirect(enter_first(request))
        form = FactForm(entity_of(fact), fact.name, request.POST)
        return render(
            request, "resident/form.html", page(form, fact, number) | {"expired": enter_first(request)}
        )
    status, user = visible(request, number)
    fact = people_reads.fact(fact_id)
    household, day = status.application.household, clock.today()
    if (
        fact is None
        or user is None
        or fact_id not in {known.id for known in people_reads.facts_of(household, day)}
    ):
        raise Http404
    form = FactForm(entity_of(fact), fact.name, request.POST or None, initial={"as_of": day.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            people.record_fact(
                subject=fact.person or fact.household or fact.supporter,
                name=fact.name,
                value=form.cleaned_data["value"],
                as_of=form.cleaned_data["as_of"],
                source="declared",
                by=user,
                at=clock.now(),
            )
        except people.Refused as refused:
            form.add_error("value", str(refused))
        else:
            return redirect(reverse("resident:facts", args=[number]) + "?changed")
    return render(request, "resident/form.html", page(form, fact, number))


def entity_of(fact: Any) -> str:
    """Whose fact a recorded one is, in the words of the declaration."""
    return "household" if fact.household_id else "member" if fact.person_id else "supporter"


def page(form: forms.Form, fact: Any, number: str) -> dict[str, Any]:
    """What the page of one fact shows."""
    return {
        "form": form,
        "title": f"改：{FACTS[entity_of(fact), fact.name].label}",
        "forward": "改好了",
        "back": reverse("resident:facts", args=[number]),
        "lede": "原来的记录会留着，工作人员会按新的重新算。",
    }
