"""不同意结果: ask to look again, beside the reason and the facts that were used, 「这条信息不对」 on each;
two screens.

社会救助暂行办法 第六十五条; 民发〔2021〕57号 第二十一条 (a refusal is in writing, with reasons and the
right of review).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.casework import actions as casework
from doudi.casework.lifecycle import NotPossible
from doudi.www import clock
from doudi.www.resident.correct import rows_of
from doudi.www.resident.decided import shown
from doudi.www.resident.guard import enter_first, resident
from doudi.www.resident.progress import visible

LONGEST = 1000


class ReviewForm(forms.Form):
    """Which facts are wrong, and what one has to say."""

    text = forms.CharField(
        label="哪里不同意，您说说",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="怎么说都行，一两句也可以",
    )

    def __init__(self, facts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wrong"] = forms.MultipleChoiceField(
            label="用到的信息，哪条不对就点哪条",
            choices=facts,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["wrong", "text"])

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("wrong"):
            self.add_error("text", "请点出哪条信息不对，或者写一写哪里不同意。")
        return data


def review(request: HttpRequest, number: str, case_id: int) -> HttpResponse:
    """The reason, the facts, the form."""
    if resident(request) is None:
        if request.method != "POST":
            return redirect(enter_first(request))
        form = ReviewForm([(wrong, wrong) for wrong in request.POST.getlist("wrong")], request.POST)
        return render(request, "resident/review.html", page(form, number) | {"expired": enter_first(request)})
    status, user = visible(request, number)
    mine = next((each for each in status.cases if each.case.pk == case_id), None)
    if mine is None or "request_review" not in mine.may or user is None:
        raise Http404
    choices = [
        (f"{group['whose']}：{row['label']}", f"{group['whose']} · {row['label']}：{row['value']}")
        for group in rows_of(status.application.household)
        for row in group["rows"]
    ]
    form, problems = ReviewForm(choices, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            casework.request_review(
                case_id=case_id,
                text=form.cleaned_data["text"],
                disputed_facts=form.cleaned_data["wrong"],
                by=user,
                at=clock.now(),
            )
            return redirect(reverse("resident:case", args=[number]) + "?review")
        except NotPossible as refused:
            problems = [{"id": "form", "text": str(refused)}]
    return render(request, "resident/review.html", page(form, number) | {"mine": shown(mine), "problems": problems})


def page(form: forms.Form, number: str) -> dict[str, Any]:
    """What the page shows in any case."""
    return {
        "form": form,
        "title": "不同意这个结果",
        "forward": "交上去，请再看一次",
        "number": number,
        "back": reverse("resident:case", args=[number]),
        "lede": "请县里再看一次，不收钱，也不会因为您提意见就吃亏。打 12349 或当面说，也一样。",
    }
