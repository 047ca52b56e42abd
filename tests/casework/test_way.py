"""One family from the window to the roll, as the law orders the steps."""

from datetime import date

import pytest

from doudi.casework import actions
from doudi.casework.models import Clock
from doudi.kernel.days import Month
from tests.casework.conftest import Town, moment

pytestmark = pytest.mark.database


def test_a_family_goes_from_the_window_to_the_roll(town: Town) -> None:
    case = town.bring("confirmed", start="2026-09-21")
    award = case.awards.get()
    assert award.monthly_fen == 64000
    assert award.from_month == Month(2026, 11), "confirmed in October, paid from November"
    run = actions.build_roll(area="370811", month="2026-11", by=town.county, at=moment("2026-10-28"))
    line = run.lines.get()
    assert (line.amount_fen, line.kind, line.for_month, line.payee_name) == (
        64000,
        "regular",
        Month(2026, 11),
        "王建国",
    )


def test_the_clocks_of_the_worked_case(town: Town) -> None:
    """p01/p02: accepted 2026-09-21, survey by 09-24, thirty working days over the October holidays and both
    调休."""
    case = town.bring("accepted", start="2026-09-21")
    due = dict(Clock.objects.filter(case=case).values_list("kind", "due_on"))
    assert due["survey_start"] == date(2026, 9, 24)
    assert due["decision"] == date(2026, 11, 9)
