"""Accounts and posts (人员岗位, X01): who works where as what; the minimum that an administrator needs."""
from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.offices import actions, reads
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, ROLE_NAMES, on_duty


class PostForm(PlainForm):
    """A new account with its post, or one more post for an account there is."""

    prefix_of_ids = "post-"
    username = forms.CharField(label="账号", max_length=40, help_text="已有的账号会多一个岗位。")
    name = forms.CharField(label="姓名", max_length=80, required=False)
    password = forms.CharField(label="初始密码", required=False, strip=False,
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
                               help_text="新账号要填,至少 8 位。")
    office = forms.TypedChoiceField(label="单位", coerce=int)
    role = forms.ChoiceField(label="岗位", choices=[("", "请选择"), *ROLE_NAMES.items()])
    since = DayField(label="从哪天起")

    def set_up(self) -> None:
        """Every office; from today."""
        self.fields["office"].choices = [("", "请选择"), *((each.pk, each.name) for each in reads.offices())]
        self.fields["since"].initial = self.duty.day

    def clean(self) -> dict[str, Any]:
        """A new account needs a name and a password."""
        cleaned = super().clean()
        if cleaned.get("username") and reads.user_named(cleaned["username"].strip()) is None:
            for field, words in (("name", "新账号要填姓名。"), ("password", "新账号要填初始密码。")):
                if not cleaned.get(field):
                    self.add_error(field, words)
        return cleaned


@on_duty(ADMINISTRATOR)
@once
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds what today, and the form."""
    form = PostForm(request.POST if request.method == "POST" else None, duty=request.duty)
    if request.method == "POST" and form.is_valid():
        try:
            _appointed(request, form.cleaned_data)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            say(request, "岗位已登记。")
            return redirect("staff:posts")
    text = request.GET.get("q", "").strip()
    held = [post for post in reads.staff_posts(request.duty.day)
            if not text or text in post.user.name or text in post.office.name or text in post.user.username]
    return show(request, "staff/posts.html", {"form": form, "posts": held[:300], "text": text, "count": len(held)})


@transaction.atomic
def _appointed(request: HttpRequest, given: dict[str, Any]) -> None:
    duty = request.duty
    told = {"by": duty.user, "at": duty.at}
    user = reads.user_named(given["username"].strip())
    if user is None:
        user = actions.make_user(username=given["username"], name=given["name"], password=given["password"], **told)
    actions.appoint(user=user, office=reads.office(given["office"]), role=given["role"], since=given["since"], **told)


@on_duty(ADMINISTRATOR)
@require_POST
@once
def end(request: HttpRequest, post_id: int) -> HttpResponse:
    """From today on the post is no longer held."""
    post = reads.post(post_id)
    if post is None:
        raise Http404("没有这个岗位。")
    if post.user_id == request.duty.user.pk and post.role == ADMINISTRATOR:
        say(request, "不能撤掉自己的管理员岗位。请让另一位管理员来办。", "bad")
    else:
        actions.end_post(post=post, day=request.duty.day, by=request.duty.user, at=request.duty.at)
        say(request, f"{post.user.name}不再担任{post.get_role_display()}。")
    return redirect("staff:posts")
