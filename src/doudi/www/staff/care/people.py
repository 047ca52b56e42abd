"""Everybody on the roll of 特困 at this desk (照料服务): whom to look in on, whose grade is due, who is owed a place.

济办发〔2020〕21号 二(一)2. The village and the township read the same page, each its own people; a name leads to the deed.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doudi.basic.extreme_hardship.care import reads
from doudi.www.staff.desk import show
from doudi.www.staff.duty import CLERK, COORDINATOR, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import place_names

MOST_ROWS = 200


@on_duty(COORDINATOR, CLERK, COUNTY)
def people(request: HttpRequest) -> HttpResponse:
    """One bucket, the most pressing first."""
    duty, bucket = request.duty, request.GET.get("bucket", "")
    bucket = bucket if bucket in reads.BUCKETS else "visits"
    found = reads.listed(duty.jurisdiction, duty.day, bucket)
    rows = found.rows[:MOST_ROWS]
    looked_over(request, "households", [who.household_id for who in rows])
    places = place_names(who.area for who in rows)
    tiles = [{"code": code, "label": label, "count": found.counts[code], "here": code == bucket}
             for code, (label, _) in reads.BUCKETS.items()]
    return show(request, "staff/care/people.html", {
        "rows": [_row(who, duty.day, places, bucket) for who in rows], "tiles": tiles, "bucket_label": reads.BUCKETS[bucket][0],
        "missing": found.missing, "more": len(found.rows) - len(rows), "may_plan": duty.may(CLERK, COUNTY),
        "sees_figures": duty.may(COUNTY)})


def _row(who: Any, day: Any, places: dict[str, str], bucket: str) -> dict[str, Any]:
    due = {"visits": who.visit_by, "assess": who.assess_by}.get(bucket)
    page = "staff:care_visit" if bucket == "visits" else "staff:care_person"
    return {"who": who, "place": places.get(who.area, ""), "url": reverse(page, args=[who.person_id]), "due": due,
            "late": due is not None and due < day, "now": due == day}
