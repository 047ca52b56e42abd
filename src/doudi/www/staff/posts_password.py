"""Passwords: an administrator resets one (told once, changed at the first sign-in); everybody changes his own."""
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from doudi.offices import actions
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty
from doudi.www.staff.posts_person import one_account, tell_password


def _secret(label: str, kind: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, strip=False, max_length=128, help_text=help_text,
                           widget=forms.PasswordInput(attrs={"autocomplete": kind}))


class PasswordForm(PlainForm):
    """The old one, and the new one twice."""

    prefix_of_ids = "password-"
    old = _secret("现在的密码", "current-password")
    new = _secret("新密码", "new-password", "至少 8 位,不要全是数字,不要太常见。")
    again = _secret("新密码再填一次", "new-password")

    def clean(self) -> dict[str, Any]:
        """A slip of the finger would lock the owner out."""
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "两次填的不一样。请再填一次。")
        return cleaned


@sensitive_post_parameters()
@on_duty()
@once
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; after a reset nothing else opens before it is changed."""
    duty = request.duty
    forced = duty.user.must_change_password
    form = PasswordForm(request.POST if request.method == "POST" else None, duty=duty)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_own_password(user=duty.user, old=given["old"], new=given["new"], at=duty.at)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            # The session goes on here; every other one that was opened with the old password is over.
            update_session_auth_hash(request, duty.user)
            say(request, "密码已改。别处登录着的已退出。")
            return redirect("staff:workbench")
    return show(request, "staff/password.html", {"form": form, "forced": forced})


@on_duty(ADMINISTRATOR)
@require_POST
@once
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new one-time password, shown once on the person's page."""
    duty, user = request.duty, one_account(request, user_id)
    try:
        tell_password(request, user, actions.reset_password(user=user, by=duty.user, at=duty.at))
    except actions.OfficeRefused as no:
        say(request, str(no), "bad")
    return redirect("staff:colleague", user.pk)
