"""The two figures of 济办发〔2020〕21号 二(一)2 (集中供养率、护理型床位占比): how each is worked out, from what, and who is missing."""
from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse

from doudi.basic.extreme_hardship.care import indicators
from doudi.policy.process.care_figures import CLAUSE, LABELS, MADE_OF
from doudi.policy.process.numbers import half_up
from doudi.www.staff.desk import show
from doudi.www.staff.duty import CITY, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import place_names
from doudi.www.staff.roll import payer_names

PERCENT, MOST_ROWS = 100, 100
GRADES = ("none", "partial", "full", "")


@on_duty(COUNTY, CITY)
def figures(request: HttpRequest) -> HttpResponse:
    """Per county, and the sum where there are several; below the county also by name who lives at home."""
    duty = request.duty
    names = payer_names(duty)
    places = [{"place": each, "counts": {grade or "unknown": each.people.by_grade.get(grade, 0) for grade in GRADES}, 
               "name": names.get(each.code, each.code) or "合计", "nursing": _words(each.nursing),
               "said": _words(each.concentrated) if each.concentrated else None,
               "either": [_words(one) for one in each.either]} for each in indicators.places(duty.jurisdiction, duty.day)]
    missing = [] if duty.may(CITY) else indicators.who_is_missing(duty.jurisdiction, duty.day)
    rows = missing[:MOST_ROWS]
    looked_over(request, "households", [who.household_id for who in rows])
    where = place_names(who.area for who in rows)
    return show(request, "staff/care/figures.html", {
        "places": places, "labels": LABELS, "made_of": MADE_OF, "clause": CLAUSE, "more": len(missing) - len(rows),
        "rows": [{"who": who, "place": where.get(who.area, "")} for who in rows]})


def _words(figure: Any) -> dict[str, Any]:
    return {"figure": figure, "share": _percent(figure.share), "target": _percent(figure.target),
            "made_of": MADE_OF[figure.key]}


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{half_up(share * PERCENT, 1)}%"
