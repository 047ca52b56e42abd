"""The self-check (我能领什么): one page after the other, only those that the law still needs, 返回 and 不清楚
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
from doudi.www.selfcheck.asking import AskPlace, parts_of
from doudi.www.selfcheck.law_today import sheet_of
from doudi.www.selfcheck.next_question import next_question
from doudi.www.selfcheck.questions import BY_CODE, MOST, PAGE, PAGE_OF, UNSURE, Page


def check(request: HttpRequest) -> HttpResponse:
    """Begin, or go on where the last visit stopped; ?again=1 begins anew."""
    draft = drafts.of(request)
    if request.GET.get("again"):
        draft["answers"], draft["asked"] = {}, []
        drafts.keep(request, draft)
    return redirect(onward(draft))


def onward(draft: drafts.Draft) -> str:
    """The address of the next question, or of the answers."""
    day = clock.today()
    code = next_question(draft, day, sheet_of(draft["answers"], day))
    return reverse("resident:ask", args=[code]) if code else reverse("resident:result")


def choices_of(draft: drafts.Draft) -> tuple[str, places.Places]:
    """Counties first; when the county is known, its townships and streets."""
    answer = draft["answers"].get("where", {})
    county = answer.get("county")
    if not county or answer.get("town") is not None:
        return "", places.counties()
    return county, [*places.towns(county), (UNSURE, "不清楚")]


def forms_for(page: Page, draft: drafts.Draft, data: Any = None) -> list[forms.Form]:
    """The forms of a page, filled with what was answered before."""
    if page.code == "where":
        return [AskPlace(BY_CODE["where"], choices_of(draft)[1], data)]
    return list(parts_of(page.code, draft["answers"], data))


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show one question, or take its answer and go on."""
    page = PAGE.get(code)
    if page is None and code in PAGE_OF:
        return redirect("resident:check")  # a part once stood on a page of its own: who kept its address goes on from here
    if page is None:
        raise Http404
    draft = drafts.of(request)
    if code == "where" and request.method == "GET":
        draft["answers"].pop("where", None) if not request.GET.get("town") else None
    parts = forms_for(page, draft, request.POST or None)
    if request.method == "POST" and all([part.is_valid() for part in parts]):
        return took(request, draft, page, parts)
    return render(request, "resident/ask.html", page_of(page, draft, parts))


def took(request: HttpRequest, draft: drafts.Draft, page: Page, parts: list[forms.Form]) -> HttpResponse:
    """Keep the answer, drop what a changed answer makes moot, and go on."""
    answers, asked = draft["answers"], draft["asked"]
    if page.code == "where":
        county = answers.get("where", {}).get("county")
        half = bool(county) and answers["where"].get("town") is None
        place = parts[0].cleaned_data["place"]
        answers["where"] = {"county": county, "town": place} if half else {"county": place, "town": None}
        if not half:
            drafts.keep(request, draft)
            return redirect(reverse("resident:ask", args=["where"]) + "?town=1")
    else:
        keep(draft, page, {part.question.code: part.cleaned_data for part in parts})
    if page.code not in asked:
        asked.append(page.code)
    drafts.keep(request, draft)
    if page.code == "urgent" and answers["urgent"]["pick"] == "now":
        return redirect("resident:urgent")
    if request.GET.get("then") == "result":
        return redirect("resident:result")
    return redirect(onward(draft))


def keep(draft: drafts.Draft, page: Page, said: dict[str, Any]) -> None:
    """The answers of a page. With other people in the family, what was said person by person is asked again."""
    answers = draft["answers"]
    if page.code == "people" and said["people"] != answers.get("people", said["people"]):
        moot = {code for code, question in BY_CODE.items() if question.about}
        draft["answers"] = answers = {code: answer for code, answer in answers.items() if code not in moot}
        draft["asked"][:] = [code for code in draft["asked"] if not moot & set(PAGE[code].parts)]
    answers.update(said)


def page_of(page: Page, draft: drafts.Draft, parts: list[forms.Form]) -> dict[str, Any]:
    """What the page of a question shows around its forms."""
    asked = [code for code in draft["asked"] if code in PAGE]
    step = asked.index(page.code) + 1 if page.code in asked else len(asked) + 1
    county, _ = choices_of(draft) if page.code == "where" else ("", [])
    title = f"{places.county_name(county)}的|哪个街道、乡镇？" if county else page.heading
    if county:
        back = reverse("resident:ask", args=["where"])
    else:
        back = reverse("resident:ask", args=[asked[step - 2]]) if step > 1 else reverse("resident:home")
    return {
        "page": page,
        "parts": parts,
        "problems": problems_of(parts),
        "single": len(parts) == 1,
        "title": title,
        "back": back,
        "step": step,
        "most": MOST,
        "past": range(step - 1),
        "ahead": range(MOST - step),
    }


def problems_of(parts: list[forms.Form]) -> list[dict[str, str]]:
    """What is wrong in any part, with the field that puts it right."""
    found = []
    for part in parts:
        found += [{"id": "form", "text": text} for text in part.non_field_errors()]
        for field in part:
            anchor = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
            found += [{"id": anchor, "text": text} for text in field.errors]
    return found


def urgent(request: HttpRequest) -> HttpResponse:
    """The green channel (绿色通道): the telephone first, and the questions stop."""
    town = drafts.of(request)["answers"].get("where", {}).get("town")
    offices_near = offices.windows_for(town) if town and town != UNSURE else []
    return render(request, "resident/urgent.html", {"offices": offices_near})
