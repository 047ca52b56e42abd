"""Which snapshot the workbench counts on (测算用的人口快照), and a button of the city for making it anew now.

Every night it is made by itself; whoever has just had a roll taken in need not wait for that. 济办发〔2020〕21号 二(一)1.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from doudi.www.staff.desk import once, say
from doudi.www.staff.duty import CITY, on_duty

TASK = "publish_snapshot"
MARK: Final = 8


def lines(snapshot: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Source, day, how many and the mark of a snapshot, for a list; nothing where there is none."""
    if not snapshot:
        return []
    return [("来源", snapshot.get("source") or "没有写明"), ("哪一天的情况", snapshot["day"]),
            ("户", f"{snapshot['households']:,}"), ("人", f"{snapshot['people']:,}"),
            ("校验", snapshot.get("sha256", "")[:MARK])]


def in_a_line(snapshot: Mapping[str, Any]) -> str:
    """快照 2026-11-26 系统登记的家庭 1,234 户 · 校验 0a1b2c3d; nothing where there is none."""
    if not snapshot:
        return ""
    (_, source), (_, day), (_, households), _, (_, mark) = lines(snapshot)
    return f"快照 {day} {source} {households} 户 · 校验 {mark}"


@on_duty(CITY)
@require_POST
@once
def renew(request: HttpRequest) -> HttpResponse:
    """Have it made now, in the background; pressed again while one waits is one."""
    try:
        with transaction.atomic():
            queue.configure_task(TASK, queueing_lock=TASK).defer(timestamp=0, asked_by=request.duty.user.pk)
    except AlreadyEnqueued:
        pass
    say(request, "正在按系统登记的家庭重做人口快照。做好以前仍用原来的,做好以后这里自动换上。")
    return redirect("staff:proposals")
