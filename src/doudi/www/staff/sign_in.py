"""Staff sign in and out (登录、退出); an expired session leads back to where the officer was."""
from __future__ import annotations

from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.audit import actions as audit
from doudi.offices import actions as offices
from doudi.offices.access import as_system
from doudi.www import clock
from doudi.www.staff.desk import show
from doudi.www.staff.kept import packed, unpacked


class SignInForm(forms.Form):
    """Account and password (账号和密码)."""

    username = forms.CharField(label="账号", max_length=150,
                               error_messages={"required": "请填账号。"},
                               widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(label="密码", strip=False, error_messages={"required": "请填密码。"},
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


def where_next(request: HttpRequest) -> str:
    """The page the officer wanted, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("staff:workbench")


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password; a wrong one says so without telling which."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(where_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with as_system("sign in"):
                login(request, offices.sign_in(**form.cleaned_data, at=clock.now()))
            return _onward(request)
        except offices.SignInRefused as no:
            form.add_error(None, str(no))
    context = {"form": form, "next": where_next(request), "expired": bool(request.GET.get("next")),
               "kept": request.POST.get("kept", "")}
    return show(request, "staff/sign_in.html", context)


def _onward(request: HttpRequest) -> HttpResponse:
    """To the page that was wanted; a form that had come too late is there again, to be sent with one press."""
    pairs = unpacked(request.POST.get("kept", ""))
    if pairs:
        return show(request, "staff/resume.html", {"pairs": pairs, "next": where_next(request)})
    return redirect(where_next(request))


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The session ran out: sign in, then back to the page, with what was typed."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), reverse("staff:sign_in"), "next")
    return show(request, "staff/sign_in.html", {"form": SignInForm(), "next": request.get_full_path(), "expired": True,
                                                "kept": packed(request), "files": bool(request.FILES)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk."""
    if request.user.is_authenticated:
        with transaction.atomic():
            audit.record(by=request.user, at=clock.now(), verb="sign_out", subject=("user", request.user.pk))
    logout(request)
    return redirect("staff:sign_in")
