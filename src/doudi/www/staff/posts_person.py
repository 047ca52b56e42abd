"""One person who works here: the account, every post past and present, and what can be done (人员页)."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from doudi.offices import rosters
from doudi.offices.administering import reach_of
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty
from doudi.www.staff.posts import period_words

FRESH = "fresh_password"


def one_account(request: HttpRequest, user_id: int) -> Any:
    """The account, if this administrator may see it."""
    user = rosters.account(user_id, reach_of(request.duty.user, request.duty.day))
    if user is None:
        raise Http404("没有这个人,或者不归您管理。")
    return user


def tell_password(request: HttpRequest, user: Any, password: str) -> None:
    """Keep a one-time password for the next page; it is shown there once."""
    request.session[FRESH] = {"user": user.pk, "password": password}


@on_duty(ADMINISTRATOR)
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Who it is, the posts with their days, the buttons that this administrator may press."""
    duty = request.duty
    user, reach = one_account(request, user_id), reach_of(duty.user, duty.day)
    is_own = user.pk == duty.user.pk
    may_run = not is_own and reach.over_account(user)
    fresh = request.session.pop(FRESH, None)
    return show(request, "staff/colleague.html", {
        "person": user, "posts": [_post(each, reach, is_own) for each in rosters.posts_of(user)], "may_run": may_run,
        "is_own": is_own, "password": fresh["password"] if fresh and fresh["user"] == user.pk else ""})


def _post(post: Any, reach: Any, is_own: bool) -> dict[str, Any]:
    over = post.valid_until is not None and post.valid_until <= reach.day
    mine = reach.over(post.office) and not over
    return {"post": post, "words": period_words(post, reach.day), "over": over, "held": post.holds_on(reach.day),
            "may_end": mine and not (is_own and post.role == ADMINISTRATOR),
            "may_deputise": mine and post.deputy_for_id is None}
