"""People who work here (人员岗位, X01): who holds which post in the administrator's own area, page after page."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from doudi.offices import rosters
from doudi.offices.administering import reach_of
from doudi.www.staff import rows
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty

STATES = (("", "全部"), ("working", "在岗"), ("coming", "还没到岗"), ("left", "已离岗"), ("suspended", "账号停用"))


class FilterForm(forms.Form):
    """Whom to list."""

    q = forms.CharField(label="姓名、账号、单位", required=False, max_length=80)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)


@on_duty(ADMINISTRATOR)
def posts(request: HttpRequest) -> HttpResponse:
    """The people of one's own offices; the filter stays in the address."""
    duty = request.duty
    reach = reach_of(duty.user, duty.day)
    form = FilterForm(request.GET or None, auto_id="filter-%s")
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    people, following = rosters.colleagues(
        reach, text=chosen.get("q", "").strip(), state=chosen.get("state", ""),
        office=rows.number_in(request.GET.get("office", "")), after=rows.number_in(request.GET.get("after", "")),
        limit=rows.PER_PAGE)
    return show(request, "staff/posts.html", {
        "form": form, "people": [_line(each, duty.day) for each in people], "count": rosters.working_count(reach),
        **rows.queries(request, following)})


def _line(colleague: rosters.Colleague, day: Any) -> dict[str, Any]:
    return {"user": colleague.user, "posts": [{"post": post, "words": period_words(post, day),
                                               "held": post.holds_on(day)} for post in colleague.posts]}


def period_words(post: Any, day: Any) -> str:
    """Where a post stands in time: …起, …起到岗, 做到…前, 没有到岗."""
    if post.valid_until is not None and post.valid_until <= post.valid_from:
        return "没有到岗"
    if post.valid_until is not None and post.valid_until <= day:
        return f"{post.valid_from} 至 {post.valid_until} 前"
    until = f",做到 {post.valid_until} 前" if post.valid_until else ""
    return (f"{post.valid_from} 起到岗" if post.valid_from > day else f"{post.valid_from} 起") + until
