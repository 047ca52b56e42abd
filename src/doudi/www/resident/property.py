"""财产和花销: what the family owns, what it had to spend, and the card the money goes to (57号 第十四条;
刚性支出办法 第五条)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import onward
from doudi.www.resident.applying import AccountForm, PropertyForm
from doudi.www.resident.guard import own_draft
from doudi.www.selfcheck.answers import picks


def start_of(draft: drafts.Draft) -> dict[str, Any]:
    """What was written before, else the exact answers of the self-check."""
    if draft["property"]:
        return dict(draft["property"])
    answers = draft["answers"]
    things, costs = picks(answers, "things"), answers.get("costs", {})
    known = {
        "deposits": answers.get("savings", {}).get("sum"),
        "expense_medical_self_paid": costs.get("medical", {}).get("sum"),
        "expense_education_public_rate": costs.get("education", {}).get("sum"),
        "expense_rehabilitation": costs.get("rehabilitation", {}).get("sum"),
    }
    if things is not None:
        known |= {
            "vehicles": int("car" in things),
            "homes": 2 if "homes" in things else 1,
            "non_residential_property": int("shop" in things),
        }
    return {name: value for name, value in known.items() if value is not None}


@own_draft
def property_page(request: HttpRequest) -> HttpResponse:
    """One page, every line with an answer."""
    draft = drafts.of(request)
    data = request.POST or None
    form, account = PropertyForm(data, initial=start_of(draft)), AccountForm(data, initial=dict(draft["contact"]))
    if request.method == "POST" and form.is_valid() & account.is_valid():
        draft["property"] = form.cleaned_data
        draft["contact"] = draft["contact"] | account.cleaned_data
        drafts.keep(request, draft)
        return redirect(onward(request, "property"))
    problems = [
        {"id": account[name].id_for_label, "text": text}
        for name, texts in account.errors.items()
        for text in texts
    ]
    return render(
        request,
        "resident/property.html",
        {
            "form": form,
            "account": account,
            "problems": problems,
            "title": "财产和花销",
            "unsent": True,
            "back": reverse("resident:apply"),
            "lede": "每一行都写，没有就写 0。存一点钱不要紧。",
        },
    )
