"""财产和花销: what the family owns, what it had to spend, and the card the money goes to (57号 第十四条;
刚性支出办法 第五条)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import onward
from doudi.www.resident.applying import AccountForm, PropertyForm, words_of_sum
from doudi.www.resident.guard import own_draft
from doudi.www.resident.told_before import least_of, of_household


def start_of(draft: drafts.Draft) -> dict[str, Any]:
    """What was written before, else the exact answers of the self-check."""
    return dict(draft["property"]) or least_of(draft, clock.today()) | known_of(draft)


def known_of(draft: drafts.Draft) -> dict[str, Any]:
    """What the self-check was told exactly, for the lines of this page."""
    told = of_household(draft, clock.today())
    return {name: told[name] for name in PropertyForm.base_fields if name in told}


def folded(form: PropertyForm, known: set[str]) -> dict[str, Any]:
    """The lines that nobody has told yet, and those that were told already, in words and folded away."""
    told = [form[name] for name in form.fields if name in known and not form[name].errors]
    return {
        "owned": [field for field in form.owned() if field not in told],
        "spent": [field for field in form.spent() if field not in told],
        "told": told,
        "said": "，".join(words_of_sum(field.name, field.initial) for field in told),
    }


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
            **folded(form, set() if draft["property"] else set(known_of(draft))),
        },
    )
