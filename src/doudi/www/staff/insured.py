"""参保率 (济办发〔2020〕21号 二(二)3·6): of the people on the rolls how many are insured, by county and for the city, and in the
county by name who is not, as a work list."""
from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponse

from doudi.casework.referrals import insured as reads
from doudi.policy.process.numbers import half_up
from doudi.www.staff.desk import show
from doudi.www.staff.duty import CITY, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.places import place_names
from doudi.www.staff.roll import payer_names

PERCENT, MOST_ROWS = 100, 100


@on_duty(COUNTY, CITY)
def insured(request: HttpRequest) -> HttpResponse:
    """The figures; the names only for the county, which works on them."""
    duty = request.duty
    names = payer_names(duty)
    rows = [] if duty.may(CITY) else list(reads.without_insurance(duty.jurisdiction, duty.day, MOST_ROWS))
    looked_over(request, "households", [each.household.pk for each in rows])
    where = place_names(each.household.area for each in rows)
    rates = [{"rate": each, "name": names.get(each.code, each.code) or "合计", "share": _percent(each.share)}
             for each in reads.rates(duty.jurisdiction, duty.day)]
    return show(request, "staff/insured.html", {
        "rates": rates, "clause": reads.CLAUSE, "full": len(rows) == MOST_ROWS, "shown": MOST_ROWS,
        "rows": [{"who": each, "place": where.get(each.household.area, "")} for each in rows]})


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{half_up(share * PERCENT, 1)}%"
