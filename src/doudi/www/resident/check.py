"""The self-check (我能领什么): one question a page, only those that the law still needs, 返回 and 不清楚
always there.

济办发〔2020〕21号 (六)21 (指尖办、马上查). Urgency is asked second;
whoever is in need today gets the telephone, not a form.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident import place as places
from doudi.www.resident.asking import FORMS, AskPlace, initial
from doudi.www.resident.next_question import next_question
from doudi.www.resident.questions import BY_CODE, MOST, UNSURE, Question


def check(request: HttpRequest) -> HttpResponse:
    """Begin, or go on where the last visit stopped; ?again=1 begins anew."""
    draft = drafts.of(request)
    if request.GET.get("again"):
        draft["answers"], draft["asked"] = {}, []
        drafts.keep(request, draft)
    return redirect(onward(draft))


def onward(draft: drafts.Draft) -> str:
    """The address of the next question, or of the answers."""
    code = next_question(draft, clock.today())
    return reverse("resident:ask", args=[code]) if code else reverse("resident:result")


def choices_of(draft: drafts.Draft) -> tuple[str, places.Places]:
    """Counties first; when the county is known, its townships and streets."""
    answer = draft["answers"].get("where", {})
    county = answer.get("county")
    if not county or answer.get("town") is not None:
        return "", places.counties()
    return county, [*places.towns(county), (UNSURE, "不清楚")]


def form_for(question: Question, draft: drafts.Draft, data: Any = None) -> forms.Form:
    """The form of a question, filled with what was answered before."""
    answer = draft["answers"].get(question.code)
    if question.kind == "place":
        return AskPlace(question, choices_of(draft)[1], data)
    return FORMS[question.kind](question, data, initial=initial(question, answer))


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show one question, or take its answer and go on."""
    question = BY_CODE.get(code)
    if question is None:
        raise Http404
    draft = drafts.of(request)
    if code == "where" and request.method == "GET":
        draft["answers"].pop("where", None) if not request.GET.get("town") else None
    form = form_for(question, draft, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return took(request, draft, question, form.cleaned_data)
    return render(request, "resident/ask.html", page_of(question, draft, form))


def took(request: HttpRequest, draft: drafts.Draft, question: Question, data: dict[str, Any]) -> HttpResponse:
    """Keep the answer, drop what a changed answer makes moot, and go on."""
    answers, asked = draft["answers"], draft["asked"]
    if question.kind == "place":
        county = answers.get("where", {}).get("county")
        half = bool(county) and answers["where"].get("town") is None
        answers["where"] = (
            {"county": county, "town": data["place"]} if half else {"county": data["place"], "town": None}
        )
        if not half:
            drafts.keep(request, draft)
            return redirect(reverse("resident:ask", args=["where"]) + "?town=1")
    else:
        answers[question.code] = data
    if question.code not in asked:
        asked.append(question.code)
    drafts.keep(request, draft)
    if question.code == "urgent" and data["pick"] == "now":
        return redirect("resident:urgent")
    if request.GET.get("then") == "result":
        return redirect("resident:result")
    return redirect(onward(draft))


def page_of(question: Question, draft: drafts.Draft, form: forms.Form) -> dict[str, Any]:
    """What the page of a question shows around the form."""
    asked = draft["asked"]
    step = asked.index(question.code) + 1 if question.code in asked else len(asked) + 1
    county, _ = choices_of(draft) if question.kind == "place" else ("", [])
    title = f"{places.county_name(county)}的|哪个街道、乡镇？" if county else question.title
    if county:
        back = reverse("resident:ask", args=["where"])
    else:
        back = reverse("resident:ask", args=[asked[step - 2]]) if step > 1 else reverse("resident:home")
    return {
        "question": question,
        "form": form,
        "title": title,
        "back": back,
        "step": step,
        "most": MOST,
        "past": range(step - 1),
        "ahead": range(MOST - step),
    }


def urgent(request: HttpRequest) -> HttpResponse:
    """The green channel (绿色通道): the telephone first, and the questions stop."""
    town = drafts.of(request)["answers"].get("where", {}).get("town")
    offices_near = offices.offices_for(town) if town and town != UNSURE else []
    return render(request, "resident/urgent.html", {"offices": offices_near})
