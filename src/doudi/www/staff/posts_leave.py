"""Somebody leaves a post, or an account is suspended (离岗、停用): first see what is left open, and hand it on.

Clocks go on unchanged. The administrator sees how much there is and until when, not whose.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework.handover import actions as handover
from doudi.casework.handover import reads as open_reads
from doudi.casework.lifecycle import NotPossible
from doudi.offices import actions, rosters
from doudi.offices.administering import reach_of
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty
from doudi.www.staff.posts_person import one_account


@dataclass(frozen=True)
class Leaving:
    """One post that is left: what is open, who could take it, whether nobody would be left."""

    post: Any
    work: open_reads.OpenWork
    takers: list[Any]
    last: bool

    @property
    def field(self) -> str:
        """The name of the choice of a colleague."""
        return f"taker_{self.post.pk}"

    @property
    def asks(self) -> bool:
        """Whether there is something to hand on and somebody to take it."""
        return self.work.any and bool(self.takers)


def leaving(post: Any, day: Any) -> Leaving:
    """What leaving this post means."""
    return Leaving(post, open_reads.open_work(post), rosters.beside(post, day), rosters.is_last(post, day))


class LeavingForm(PlainForm):
    """Since when, to whom the open work goes, and that one knows what stays without anybody."""

    prefix_of_ids = "leave-"
    day = DayField(label="从哪天起不在岗")
    sure = forms.BooleanField(label="我知道走后没有人接", required=False)

    def __init__(self, *args: Any, posts: list[Leaving], with_day: bool = True, **kwargs: Any) -> None:
        self.posts, self.with_day = posts, with_day
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """One choice for each post that leaves work behind."""
        self.fields["day"].initial = self.duty.day
        if not self.with_day:
            del self.fields["day"]
        for each in self.posts:
            if each.asks:
                self.fields[each.field] = forms.TypedChoiceField(
                    label=f"{each.post.role_name}的事交给", coerce=int, error_messages={"required": "请选一位同事来接。"},
                    choices=[("", "请选择"), *((taker.pk, f"{taker.name}({taker.username})") for taker in each.takers)])
        if not any(each.last for each in self.posts):
            del self.fields["sure"]
        self.order_fields(["day", *(each.field for each in self.posts), "sure"])

    def clean(self) -> dict[str, Any]:
        """An office is not left empty by a slip."""
        cleaned = super().clean()
        if "sure" in self.fields and not cleaned.get("sure"):
            self.add_error("sure", "请先看上面的提醒,确定要这样再勾选。")
        return cleaned

    def hand_over(self) -> int:
        """Hand on what was chosen; how many cases."""
        count = 0
        for each in self.posts:
            if each.asks:
                taker = next(taker for taker in each.takers if taker.pk == self.cleaned_data[each.field])
                count += handover.hand_over(post=each.post, taker=taker, by=self.duty.user, at=self.duty.at)
        return count


@on_duty(ADMINISTRATOR)
@once
def end(request: HttpRequest, post_id: int) -> HttpResponse:
    """A post ends: today, or on a day to come."""
    duty = request.duty
    held = rosters.post(post_id, reach_of(duty.user, duty.day))
    if held is None:
        raise Http404("没有这个岗位,或者不归您管理。")
    form = LeavingForm(request.POST if request.method == "POST" else None, duty=duty, posts=[leaving(held, duty.day)])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                count = form.hand_over()
                actions.end_post(post=held, day=form.cleaned_data["day"], by=duty.user, at=duty.at)
        except (actions.OfficeRefused, NotPossible) as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{held.user.name}从 {form.cleaned_data['day']} 起不再担任{held.role_name}。" + _handed(count))
            return redirect("staff:colleague", held.user_id)
    return show(request, "staff/leave.html", {
        "form": form, "person": held.user, "posts": form.posts, "heading": f"{held.user.name}离岗:{held.role_name}",
        "button": "离岗", "where": held.office.name})


@on_duty(ADMINISTRATOR)
@once
def suspend(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account is suspended; whoever is signed in with it is out at the next page."""
    duty, user = request.duty, one_account(request, user_id)
    posts = [leaving(each, duty.day) for each in rosters.posts_of(user) if each.holds_on(duty.day)]
    form = LeavingForm(request.POST if request.method == "POST" else None, duty=duty, posts=posts, with_day=False)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.suspend_user(user=user, by=duty.user, at=duty.at)
                count = form.hand_over()
        except (actions.OfficeRefused, NotPossible) as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{user.name}的账号已停用。" + _handed(count))
            return redirect("staff:colleague", user.pk)
    return show(request, "staff/leave.html", {
        "form": form, "person": user, "posts": posts, "heading": f"停用{user.name}的账号", "button": "停用账号",
        "where": user.username})


def _handed(count: int) -> str:
    return f"{count} 件在办的已移交,期限照旧。" if count else ""


@on_duty(ADMINISTRATOR)
@require_POST
@once
def restore(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account works again, with the posts it still holds."""
    duty, user = request.duty, one_account(request, user_id)
    try:
        actions.restore_user(user=user, by=duty.user, at=duty.at)
        say(request, f"{user.name}的账号已恢复。")
    except actions.OfficeRefused as no:
        say(request, str(no), "bad")
    return redirect("staff:colleague", user.pk)
