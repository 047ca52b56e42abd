"""The workbench (工作台, C01, M01, Y01): what will be late, what is due today, what is new, what waits.

民发〔2021〕57号 第十五至二十二条: the clocks are legal ones, counted in working days of the published calendar. Who holds
several posts sits at one of them at a time: the list of one post is never shown with the area of another.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import reads as casework
from doudi.casework.handover import reads as handover
from doudi.www.staff import replays, rows
from doudi.www.staff.desk import show
from doudi.www.staff.duty import (
    ADMINISTRATOR,
    AUDITOR,
    CITY,
    CLERK,
    COORDINATOR,
    COUNTY,
    DEPARTMENT,
    FINANCE,
    HOTLINE,
    ROLE_NAMES,
    on_duty,
)
from doudi.www.staff.looking import looked_over
from doudi.www.staff.today import today

BUCKETS = (
    ("overdue", "已超期", "过了法定期限,先办"),
    ("today", "今天到期", "今天办完"),
    ("soon", "快到期", "三个工作日以内"),
    ("new", "新来的", "还没受理"),
    ("doing", "在办", "没到期的,按顺序办"),
    ("waiting", "等待中", "等家庭补材料、等公示期满、等别人办"),
)
HANDED = ("handed", "接手的", "同事离岗时移交给您、还没有往下办的")
SEATS = (COUNTY, CLERK, COORDINATOR, CITY)
# Where a post that handles no cases begins its day.
FIRST_PAGES = ((HOTLINE, "callers"), (AUDITOR, "audits"), (FINANCE, "roll"), (DEPARTMENT, "inbox"), (ADMINISTRATOR, "posts"))


@on_duty()
def workbench(request: HttpRequest) -> HttpResponse:
    """Cases by urgency; the post decides which steps are mine."""
    duty = request.duty
    seats = [each for each in SEATS if duty.may(each)]
    if not seats:
        return redirect("staff:" + next(page for role, page in FIRST_PAGES if duty.may(role)))
    role = request.GET.get("as") if request.GET.get("as") in seats else seats[0]
    if role == COORDINATOR and "bucket" not in request.GET:
        return today(request)
    return show(request, "staff/workbench.html", {
        "seats": [{"role": each, "name": ROLE_NAMES[each], "here": each == role} for each in seats],
        "seat": role, "may_intake": duty.may(CLERK, COORDINATOR), "stands_in": duty.stands_in,
        **replays.trouble(duty), **_pile(request, role)})


def _pile(request: HttpRequest, role: str) -> dict[str, Any]:
    """The tiles with their counts, and the rows of one of them, in the area of this post only."""
    duty = request.duty
    mine = duty.held.held_as(role)
    counts = casework.worklist_counts(mine, day=duty.day, role=role)
    counts["handed"] = handover.handed_count(duty.user, mine)
    known = {code: (label, hint) for code, label, hint in (*BUCKETS, HANDED)}
    bucket = request.GET.get("bucket") or next((code for code in known if counts.get(code)), "new")
    if bucket not in known:
        bucket = "new"
    if bucket == "handed":
        page = handover.handed_cases(duty.user, mine, day=duty.day, after=rows.after(request), limit=rows.PER_PAGE)
    else:
        page = casework.worklist(mine, day=duty.day, role=role, bucket=bucket, after=rows.after(request),
                                 limit=rows.PER_PAGE)
    looked_over(request, "cases", [each.id for each in page.rows])
    return {"tiles": [{"code": code, "label": label, "count": counts.get(code, 0), "here": code == bucket}
                      for code, (label, _) in known.items() if code != "handed" or counts["handed"]],
            "bucket_label": known[bucket][0], "bucket_hint": known[bucket][1], "empty": "这一栏没有事,很好。",
            **rows.listed(request, page, duty.day)}
