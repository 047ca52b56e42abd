"""The workbench (工作台, C01, M01, Y01): what will be late, what is due today, what is new, what waits.

民发〔2021〕57号 第十五至二十二条: the clocks are legal ones, counted in working days of the published calendar.
"""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import reads as casework
from doudi.www.staff import rows
from doudi.www.staff.desk import show
from doudi.www.staff.duty import CITY, CLERK, COORDINATOR, COUNTY, on_duty
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


@on_duty()
def workbench(request: HttpRequest) -> HttpResponse:
    """Cases by urgency; the post decides which steps are mine."""
    duty = request.duty
    if not duty.may(COORDINATOR, CLERK, COUNTY, CITY):
        return redirect("staff:posts")
    if duty.is_village and "bucket" not in request.GET:
        return today(request)
    role = next(each for each in (COUNTY, CLERK, COORDINATOR, CITY) if duty.may(each))
    counts = casework.worklist_counts(duty.jurisdiction, day=duty.day, role=role)
    bucket = request.GET.get("bucket") or next((code for code, *_ in BUCKETS if counts.get(code)), "new")
    known = {code: (label, hint) for code, label, hint in BUCKETS}
    if bucket not in known:
        bucket = "new"
    page = casework.worklist(duty.jurisdiction, day=duty.day, role=role, bucket=bucket,
                             after=rows.after(request), limit=rows.PER_PAGE)
    looked_over(request, "cases", [each.id for each in page.rows])
    return show(request, "staff/workbench.html", {
        "tiles": [{"code": code, "label": label, "count": counts.get(code, 0), "here": code == bucket}
                  for code, label, _ in BUCKETS],
        "bucket_label": known[bucket][0], "bucket_hint": known[bucket][1],
        "may_intake": duty.may(CLERK, COORDINATOR), "empty": "这一栏没有事,很好。",
        **rows.listed(request, page, duty.day)})
