"""Demo help that is paid once: a fire, helped within the day and its papers made up afterwards; and a batch of the price
subsidy that waits for the county's confirmation (临时救助、免申即享).

Done by the same verbs as real cases; all sums are 示例.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from doudi.casework import actions
from doudi.casework.enrolling import actions as enrolling
from doudi.cli.demo.accounts import TOWNSHIP
from doudi.cli.demo.courses import INVESTIGATORS
from doudi.cli.demo.township import Settled
from doudi.kernel.days import Month
from doudi.people import reads as people
from doudi.standards import reads as standards

COUNTY, AGO = "370811", 75
FIRST_FEN, WHOLE_FEN = 80_000, 180_000
PRICES = {"event_cpi_hundredths": 360, "event_food_cpi_hundredths": 510}


def load_fire(*, settled: Sequence[Settled], staff: Mapping[str, Any], at: datetime) -> None:
    """A family whose kitchen burnt: 800 yuan in hand the same morning, 1800 confirmed by the township, the rest by the roll."""
    # The families that were made for a story, and those next to them, are the other cases' own.
    household = sorted(settled, key=lambda one: not one.record.story)[-1].household
    calendar, clerk = standards.working_calendar(), staff["jingban"]
    day = (at - timedelta(days=AGO)).date()
    fire = (at - timedelta(days=AGO)).replace(hour=7, minute=30, second=0, microsecond=0)
    applicant = people.members(household, day)[0].person
    application = actions.submit_application(
        key=f"demo-fire-{household.pk}", household_id=household.pk, applicant_id=applicant.pk,
        programmes=["temporary_urgent"], channel="counter", by=clerk, at=fire.replace(hour=9))
    case = application.cases.get()
    event = {"event_kind": "fire", "event_date": day, "event_occurred_at": fire, "event_reported_at": fire.replace(hour=8),
             "event_place_area": TOWNSHIP, "event_petty_fund_balance": 1_500_000, "event_proposed_amount": WHOLE_FEN}
    actions.record_event(case_id=case.pk, facts=event, by=clerk, at=fire.replace(hour=9, minute=10))
    actions.help_first(case_id=case.pk, key=f"demo-fire-{case.pk}", amount_fen=FIRST_FEN, paid_at=fire.replace(hour=10),
                       paid_to=applicant.name, channel="petty_fund", by=clerk, at=fire.replace(hour=11))
    moments = [fire.combine(calendar.add_working_days(day, count), fire.replace(hour=10).timetz()) for count in (1, 2, 3, 4)]
    actions.accept(case_id=case.pk, by=clerk, at=moments[0])
    actions.record_visit(case_id=case.pk, day=moments[1].date(), investigators=list(INVESTIGATORS),
                         signed_by_family=applicant.name, signed_how="paper", findings=[], by=clerk, at=moments[1])
    actions.determine(case_id=case.pk, by=clerk, at=moments[2])
    actions.give_opinion(case_id=case.pk, proposal="confirm", reason="按认定结果", by=clerk,
                         at=moments[2] + timedelta(minutes=30))
    actions.confirm(case_id=case.pk, by=clerk, at=moments[3])


def load_prices(*, staff: Mapping[str, Any], at: datetime) -> None:
    """The statistics office published a rise for the last month: the batch is there, and the county has to look."""
    batch = enrolling.begin_published(
        programme_code="price_subsidy", area=COUNTY, month=Month.of(at.date()) + -1, facts=PRICES,
        source="示例统计公报(演示)", by=staff["xianji2"], at=at)
    while enrolling.find_next(batch_id=batch.pk, at=at):
        pass
