"""Staff sign in and out (登录、退出); an expired session leads back to where the officer was."""
from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.audit import actions as audit
from doudi.kernel.masking import PERSONAL
from doudi.offices import actions as offices
from doudi.www import clock, devices
from doudi.www.kept import packed
from doudi.www.limits import limited
from doudi.www.origin import client_address, one_home
from doudi.www.staff.desk import show
from doudi.www.staff.entering import half, owes, proceed


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


@limited("sign_in")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password; a wrong one says so without telling which."""
    if request.method == "GET" and request.user.is_authenticated and owes(request) != "sign_in":
        return redirect(where_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = offices.sign_in(**form.cleaned_data, at=clock.now(), devices=devices.known(request),
                                   address=one_home(client_address(request)))
            return proceed(request, user, where_next(request), request.POST.get("kept", ""))
        except offices.SignInRefused as no:
            form.add_error(None, str(no))
    return _asked(request, form, expired=bool(request.GET.get("next")), kept=request.POST.get("kept", ""))


def _asked(request: HttpRequest, form: SignInForm, *, expired: bool, kept: str, files: bool = False,
           onward: str = "") -> HttpResponse:
    return show(request, "staff/sign_in.html", {
        "form": form, "next": onward or where_next(request), "expired": expired, "kept": kept, "files": files,
        "provider": settings.OIDC.get("staff"), "problem": request.session.pop("provider_problem", "")})


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The session ran out: sign in, then back to the page, with what was typed."""
    if request.method != "POST":
        # An address with somebody's number in it is not written into another one.
        wanted = request.get_full_path()
        wanted = request.path if PERSONAL.search(wanted) else wanted
        return redirect_to_login(wanted, reverse("staff:sign_in"), "next")
    return _asked(request, SignInForm(), expired=True, kept=packed(request), files=bool(request.FILES),
                  onward=request.get_full_path())


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk: the session ends at the server, an old cookie opens nothing."""
    leaving = request.user if request.user.is_authenticated else half(request)
    if leaving is not None:
        with transaction.atomic():
            audit.record(by=leaving, at=clock.now(), verb="sign_out", subject=("user", leaving.pk))
    logout(request)
    return redirect("staff:sign_in")
