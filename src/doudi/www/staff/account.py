"""One's own account (账号安全): the code at sign-in, enrolling an authenticator app, signing out everywhere."""
from __future__ import annotations

import io
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.offices import actions as offices
from doudi.offices import reads
from doudi.www import clock
from doudi.www.limits import limited
from doudi.www.staff.desk import say, show
from doudi.www.staff.entering import HALF, OFF, REQUIRED, SHOWN, come_in, half
from doudi.www.staff.entering import onward as go_on
from doudi.www.staff.sign_in import sign_in_first

FEW_CODES = 3


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(label="验证码", max_length=30, error_messages={"required": "请填验证码。"},
                           help_text="手机验证器上的 6 位数字;手机不在身边,填一个恢复码。",
                           widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}))


@limited("code")
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """After the password: the code. Too many wrong ones rest it for a while."""
    user = half(request)
    if user is None:
        return redirect("staff:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offices.check_factor(user=user, code=form.cleaned_data["code"], at=clock.now())
            return come_in(request, user, shown=True)
        except offices.SignInRefused as no:
            form.add_error("code", str(no))
    return show(request, "staff/code.html", {"form": form, "name": user.name})


@limited("code")
@never_cache
def factor(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator app: picture and key, then the first code, then the recovery codes, shown this once."""
    waiting = half(request)
    user = waiting or (request.user if request.user.is_authenticated else None)
    if user is None or settings.SECOND_FACTOR == OFF:
        return sign_in_first(request)
    if reads.has_factor(user):
        return redirect("staff:code" if waiting else "staff:account")
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = "扫完以后,验证器上出现的 6 位数字。"
    if request.method == "POST" and form.is_valid():
        try:
            told = offices.confirm_factor(user=user, code=form.cleaned_data["code"], at=clock.now())
        except offices.OfficeRefused as no:
            form.add_error("code", str(no))
        else:
            return _enrolled(request, user, told, waiting is not None)
    enrolment = offices.begin_factor(user=user, at=clock.now())
    return show(request, "staff/factor.html", {
        "form": form, "picture": picture(enrolment.address), "key": enrolment.key, "name": user.name,
        "required": settings.SECOND_FACTOR == REQUIRED})


def _enrolled(request: HttpRequest, user: Any, told: list[str], was_waiting: bool) -> HttpResponse:
    entered = come_in(request, user, shown=True) if was_waiting else None
    request.session[SHOWN] = True
    half_way = len(told[0]) // 2
    page = show(request, "staff/recovery.html", {"codes": [f"{each[:half_way]}-{each[half_way:]}" for each in told]})
    if entered is not None:
        page.cookies.update(entered.cookies)
    return page


def picture(text: str) -> SafeString:
    """A QR code as SVG inside the page: no image is loaded, no style is needed."""
    made = io.BytesIO()
    segno.make(text, error="m").save(made, kind="svg", xmldecl=False, svgns=False, scale=5, border=4, omitsize=False,
                                     svgclass="qr", lineclass=None, light="#fff", title="登记验证器的二维码")
    return mark_safe(made.getvalue().decode())


@never_cache
def onward(request: HttpRequest) -> HttpResponse:
    """After the sign-in: to the page that was wanted."""
    return go_on(request)


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What protects this account, and what one can do about it."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    left = reads.recovery_codes_left(request.user)
    return show(request, "staff/account.html", {
        "has_factor": reads.has_factor(request.user), "left": left, "few": left < FEW_CODES,
        "may_enrol": settings.SECOND_FACTOR != OFF, "required": settings.SECOND_FACTOR == REQUIRED})


@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this account, this one too."""
    if request.user.is_authenticated:
        offices.sign_out_everywhere(user=request.user, by=request.user, at=clock.now())
        logout(request)
        say(request, "所有电脑和手机上的登录都退出了。")
    request.session.pop(HALF, None)
    return redirect("staff:sign_in")
