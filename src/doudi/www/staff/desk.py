"""What every staff page shares: the doors a post opens, and that one press of a button counts once.

Nothing is done twice for a form sent twice (防重复提交): the second press waits and is led where the first one went.
"""
from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from doudi.www.staff.looking import keep_looks

REMEMBERED_PRESSES = 60
CASE_DOOR_ROLES = ("clerk", "county_officer", "city_officer")
SEARCH_ROLES = ("coordinator", *CASE_DOOR_ROLES, "hotline")
CITY_PREFIX = "3708"
DOORS = (
    ("workbench", "工作台", ("coordinator", *CASE_DOOR_ROLES)),
    ("inbox", "收件箱", ("department",)),
    ("callers", "来电", ("hotline",)),
    ("audits", "抽查审计", ("auditor",)),
    ("cases", "案件", CASE_DOOR_ROLES),
    ("counter", "窗口受理", ("clerk", "coordinator")),
    ("check", "能领什么", ("hotline", "clerk", "coordinator")),
    ("publicities", "公示", ("clerk",)),
    ("referrals", "转办", CASE_DOOR_ROLES),
    ("care", "特困照料", ("coordinator", "clerk", "county_officer")),
    ("care_figures", "特困指标", ("city_officer",)),
    ("insured", "参保率", ("county_officer", "city_officer")),
    ("draws", "抽查", ("county_officer",)),
    ("enrolments", "免申即享", ("county_officer",)),
    ("roll", "发放名册", ("clerk", "county_officer", "city_officer", "finance", "auditor")),
    ("reviews", "复核", ("clerk", "county_officer", "coordinator")),
    ("imports", "名册导入", ("county_officer",)),
    ("proposals", "标准工作台", ("county_officer", "city_officer")),
    ("standards", "标准", ("county_officer", "city_officer")),
    ("retention", "保存期限", ("county_officer", "city_officer", "administrator")),
    ("calendar", "工作日历", ("city_officer", "administrator")),
    ("posts", "人员岗位", ("administrator",)),
    ("offices", "机构", ("administrator",)),
    ("api_tokens", "接口令牌", ("administrator",)),
    ("journal", "日志", ("auditor",)),
)


def doors_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu of this post; the page at hand is marked."""
    held = set(request.duty.held.roles)
    doors = []
    for name, words, roles in DOORS:
        # The working calendar is one for the whole city: a township's administrator finds no door to it.
        whole_city = name != "calendar" or request.duty.held.held_as(*roles).covers(CITY_PREFIX)
        if held & set(roles) and whole_city:
            url = reverse(f"staff:{name}")
            here = request.path == url or (name != "workbench" and request.path.startswith(url))
            if name == "counter" and "clerk" not in held:
                words = "代办申请"
            doors.append({"url": url, "name": words, "here": here})
    return doors


def show(request: HttpRequest, template: str, context: dict[str, Any] | None = None,
         status: int = 200) -> HttpResponse:
    """Render a staff page with its menu, its search box and a fresh press token."""
    full: dict[str, Any] = {"press": uuid.uuid4().hex, "q": ""}
    if hasattr(request, "duty"):
        full["doors"] = doors_of(request)
        full["may_search"] = request.duty.may(*SEARCH_ROLES)
    return render(request, template, {**full, **(context or {})}, status=status)


def say(request: HttpRequest, text: str, kind: str = "") -> None:
    """One sentence at the top of the next page; kind "warn" or "bad" tints it."""
    messages.success(request, text, extra_tags=kind)


def once(view: Callable) -> Callable:
    """A POST whose press token was already carried out leads where the first press went, and does nothing.

    A view that answers without redirecting (a form to correct) has changed nothing: what it wrote is undone. One that
    shows something for this once names the page that the same press leads to afterwards (`leads_to`).
    """

    @functools.wraps(view)
    def pressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.pressed = request.method == "POST"
        response = carried_out(request, *args, **kwargs)
        if not isinstance(response, HttpResponseRedirect):
            keep_looks(request)
        return response

    def carried_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get("press", "") if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        press = f"{request.path} {token}"
        with transaction.atomic():
            # The row lock makes the second press wait until the first one is written.
            list(Session.objects.select_for_update().filter(session_key=request.session.session_key))
            led_to = request.session.load().get("presses", {}).get(press)
            if led_to:
                return HttpResponseRedirect(led_to)
            response = view(request, *args, **kwargs)
            onward = response.headers.get("Location") or getattr(response, "leads_to", "")
            if onward:
                presses = {**request.session.get("presses", {}), press: onward}
                request.session["presses"] = dict(list(presses.items())[-REMEMBERED_PRESSES:])
                request.session.save()
            else:
                transaction.set_rollback(True)
        return response

    return pressed
