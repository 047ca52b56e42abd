"""Signing in (登录) without a smartphone's help: ID number (or a helper's account) and the digits from the receipt, the
village or the clerk.

Wrong codes rest whoever tries them, never the owner (offices.signing_in). A helper lands on the list of people.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.offices import actions as offices
from doudi.offices.access import acting
from doudi.people import helping
from doudi.www import clock, devices
from doudi.www.limits import limited
from doudi.www.origin import client_address, one_home
from doudi.www.resident.applying import text_input
from doudi.www.resident.guard import come_in
from doudi.www.resident.home import safe_back
from doudi.www.resident.whose import HELPS, accounts_for


class EnterForm(forms.Form):
    """Who, and the code."""

    who = forms.CharField(
        label="身份证号",
        max_length=40,
        widget=text_input(),
        help_text="照着身份证写。帮别人办的，写代办账号",
        error_messages={"required": "请写身份证号。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="申请时给您的 6 位数字。没有就到村（居）委会、街道办领",
        error_messages={"required": "请写查询码，6 位数字。没有就打 12349 或到村（居）委会领。"},
    )


@limited("sign_in")
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in and go back to where it was needed."""
    back = safe_back(request, request.GET.get("next") or reverse("resident:progress"))
    form = EnterForm(request.POST or None)
    problem = request.session.pop("provider_problem", "")
    if request.method == "POST" and form.is_valid():
        try:
            user = offices.sign_in(
                username=form.cleaned_data["who"],
                password=form.cleaned_data["code"],
                accounts=accounts_for(form.cleaned_data["who"]),
                at=clock.now(),
                address=one_home(client_address(request)),
                devices=devices.known(request),
            )
        except offices.SignInRefused as refused:
            wrong = "身份证号或查询码不对，请再看一遍。忘了就打 12349。"
            form.add_error("code", str(refused) if refused.rests_until else wrong)
        else:
            with acting(user.pk, clock.today()):
                helps = bool(helping.helped_by(user, clock.today()))
            if user.person_id is not None or helps:
                come_in(request, user)
                return devices.remember(request, redirect(onward(request, back)), user.pk)
            form.add_error("who", "这是工作人员的账号，请从工作人员入口登录；代办的授权到期了，请到街道办重新登记。")
    return render(
        request,
        "resident/enter.html",
        {
            "form": form,
            "title": "登录",
            "forward": "登录",
            "back": reverse("resident:home"),
            "lede": "登录以后能补材料、改信息、看以前办过的。只查进度不用登录。",
            "provider": settings.OIDC.get("resident"),
            "next": back,
            "problems": [{"id": "form", "text": problem}] if problem else [],
        },
    )


def onward(request: HttpRequest, back: str) -> str:
    """The page that was wanted; a helper says first for whom."""
    return reverse("resident:helping") if request.session.get(HELPS) else back


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, and leave nothing on a telephone that others use too."""
    auth.logout(request)
    return redirect("resident:home")
