"""撤回申请: one question, then it is withdrawn; it can be made again at any time."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.casework import actions as casework
from doudi.casework.lifecycle import NotPossible
from doudi.www import clock
from doudi.www.resident.applying import text_input
from doudi.www.resident.guard import enter_first
from doudi.www.resident.progress import visible


class WithdrawForm(forms.Form):
    """Why, if somebody wants to say."""

    reason = forms.CharField(
        label="为什么撤回？", max_length=200, required=False, widget=text_input(), help_text="可以不写"
    )


def withdraw(request: HttpRequest, number: str, case_id: int) -> HttpResponse:
    """Ask once, then do it."""
    status, user = visible(request, number)
    if user is None:
        return redirect(enter_first(request))
    mine = next((each for each in status.cases if each.case.pk == case_id), None)
    if mine is None:
        raise Http404
    form, problems = WithdrawForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            casework.withdraw(case_id=case_id, reason=form.cleaned_data["reason"], by=user, at=clock.now())
            return redirect("resident:case", number=number)
        except NotPossible as refused:
            problems = [{"id": "form", "text": str(refused)}]
    return render(
        request,
        "resident/form.html",
        {
            "form": form,
            "problems": problems,
            "title": f"撤回{mine.label}的申请？",
            "forward": "撤回",
            "danger": True,
            "back": reverse("resident:case", args=[number]),
            "lede": "撤回以后就不办了。以后想申请，随时可以再交。",
        },
    )
