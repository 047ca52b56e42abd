"""Signing in (登录) without a smartphone's help: ID number and the six digits from the receipt, the village
or the clerk.

Five wrong codes rest the account for a quarter of an hour (offices.actions.sign_in).
"""

from __future__ import annotations

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.offices import actions as offices
from doudi.offices import reads as office_reads
from doudi.people import reads as people
from doudi.www import clock
from doudi.www.resident.applying import text_input
from doudi.www.resident.guard import come_in
from doudi.www.resident.home import safe_back


class EnterForm(forms.Form):
    """Who, and the code."""

    who = forms.CharField(
        label="身份证号",
        max_length=40,
        widget=text_input(),
        help_text="照着身份证写",
        error_messages={"required": "请写身份证号。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="申请时给您的 6 位数字。没有就到村（居）委会、街道办领",
        error_messages={"required": "请写查询码，6 位数字。没有就打 12349 或到村（居）委会领。"},
    )


def username_of(typed: str) -> str:
    """The sign-in name: of the person of an ID number, or the name of an account as it is."""
    try:
        person = people.person_numbered(parse_id_number(typed).number18)
    except BadIdentifier:
        return typed.strip()
    user = office_reads.user_of_person(person.pk) if person else None
    # A number that nobody has is tried like a wrong code, and takes as long.
    return user.username if user else typed.strip()


def enter(request: HttpRequest) -> HttpResponse:
    """Sign in and go back to where it was needed."""
    back = safe_back(request, request.GET.get("next") or reverse("resident:progress"))
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = offices.sign_in(
                username=username_of(form.cleaned_data["who"]),
                password=form.cleaned_data["code"],
                at=clock.now(),
            )
        except offices.SignInRefused as refused:
            locked = "锁" in str(refused)
            form.add_error(
                "code", str(refused) if locked else "身份证号或查询码不对，请再看一遍。忘了就打 12349。"
            )
        else:
            if user.person_id is None:
                form.add_error("who", "这是工作人员的账号，请从工作人员入口登录。")
            else:
                come_in(request, user)
                return redirect(back)
    return render(
        request,
        "resident/form.html",
        {
            "form": form,
            "title": "登录",
            "forward": "登录",
            "back": reverse("resident:home"),
            "lede": "登录以后能补材料、改信息、看以前办过的。只查进度不用登录。",
        },
    )


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, and leave nothing on a telephone that others use too."""
    auth.logout(request)
    return redirect("resident:home")
