"""收入: per person, per source, by the month or by the year, with what the self-check was told shown beside
it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import onward
from doudi.www.resident.applying import INCOMES, IncomeForm
from doudi.www.resident.guard import own_draft
from doudi.www.resident.told_before import incomes_of, of_person
from doudi.www.selfcheck.answers import MONTHS
from doudi.www.selfcheck.questions import BY_CODE, UNSURE
from doudi.www.templatetags.words import yuan


@own_draft
def incomes(request: HttpRequest) -> HttpResponse:
    """One row per person."""
    draft = drafts.of(request)
    rows = [
        member | {"income_done": "income" in member, "income_year": sum(member.get("income", {}).values())}
        for member in draft["members"]
    ]
    all_done = bool(rows) and all(row["income_done"] for row in rows)
    return render(
        request,
        "resident/incomes.html",
        {
            "members": rows,
            "all_done": all_done,
            "onward": onward(request, "income_list") if all_done else reverse("resident:apply"),
        },
    )


def said(draft: drafts.Draft) -> str:
    """What the self-check was told about the family's income, in words."""
    answers = draft["answers"]
    sums = [("wage", "工资每月", answers.get("wage"))]
    sums += [("income", f"{words}每月", answers.get("income", {}).get(name)) for name, words in BY_CODE["income"].sums]
    parts = [f"{words}{amount_said(code, answer)}" for code, words, answer in sums if answer]
    return "，".join(part for part in parts if part)


def amount_said(code: str, answer: dict[str, Any]) -> str:
    """2,200 元, 1,000 到 2,000 元, or 不清楚."""
    if answer.get("sum") is not None:
        return f" {yuan(answer['sum'])} 元"
    if answer.get("band") == UNSURE:
        return "不清楚"
    if answer.get("band") == "none":
        return "没有"
    return next((f" {band.words}" for band in BY_CODE[code].bands if band.code == answer.get("band")), "")


def start_of(draft: drafts.Draft, member: dict[str, Any]) -> dict[str, Any]:
    """The form as it opens: what was written before, or what the self-check was told exactly of this person."""
    if "income" in member:
        return {
            "per": "year",
            "complete": True,
            **{name: fen for name, fen in member["income"].items() if fen},
        }
    told = incomes_of(of_person(draft, member.get("mark", ""), clock.today()))
    return {"per": "year", **told} if told else {}


@own_draft
def income(request: HttpRequest, key: str) -> HttpResponse:
    """What one person gets."""
    draft = drafts.of(request)
    member = drafts.member(draft, key)
    form = IncomeForm(request.POST or None, initial=start_of(draft, member) if member else {})
    if request.method == "POST" and form.is_valid() and member is not None:
        times = MONTHS if form.cleaned_data["per"] == "month" else 1
        member["income"] = {
            f"income_{kind}": (form.cleaned_data[f"income_{kind}"] or 0) * times for kind, _ in INCOMES
        }
        drafts.keep(request, draft)
        return redirect(
            "resident:summary" if request.GET.get("back") == "summary" else "resident:income_list"
        )
    if member is None and request.method == "GET":
        return redirect("resident:income_list")
    return render(
        request,
        "resident/income.html",
        {
            "form": form,
            "title": f"{member['name']}的收入" if member else "收入",
            "back": reverse("resident:income_list"),
            "unsent": True,
            "said": said(draft),
            "lost": member is None,
            "lede": "没有的空着。税前的工资写全，扣多少由系统算。",
        },
    )
