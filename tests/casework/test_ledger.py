"""Whatever is decided, changed, suspended, ended or set aside, and whenever: the rolls add up to what is owed."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doudi.casework import actions
from doudi.casework.actions import NotPossible
from doudi.casework.fields import month_number
from doudi.casework.models import Award, Case, RollLine, RollRun
from doudi.kernel.days import Month
from tests.casework.conftest import Town, moment

pytestmark = pytest.mark.database
COUNTY, FIRST, MONTHS = "370811", Month(2026, 4), 7
DEEDS = st.sampled_from(["change", "end", "set_aside", "suspend", "resume", "nothing", "build"])


def owed(case: Case, last: Month) -> dict[Month, int]:
    """What the standing awards entitle to, month by month, counted the plain way."""
    found: dict[Month, int] = {}
    for award in Award.objects.filter(case=case, voided_at__isnull=True):
        end = min(award.until_month or last, last)
        for number in range(month_number(award.from_month), month_number(end) + 1):
            month = Month(number // 12, number % 12 + 1)
            found[month] = found.get(month, 0) + award.monthly_fen
    return {month: fen for month, fen in found.items() if fen}


def paid(case: Case) -> dict[Month, int]:
    found: dict[Month, int] = {}
    for line in RollLine.objects.filter(award__case=case):
        found[line.for_month] = found.get(line.for_month, 0) + line.amount_fen
    return {month: fen for month, fen in found.items() if fen}


def do(town: Town, case: Case, deed: str, fen: int, at: Any) -> None:
    """Try a deed; what is not possible now is refused and changes nothing."""
    key = {"by": town.county, "at": at}
    last = case.awards.filter(voided_at__isnull=True).order_by("-from_month").first()
    month = Month.of(at.date()) + 1
    if deed == "change":
        town.law.grants(fen)
        actions.determine(case_id=case.pk, kind="review", **key)
        actions.change_award(case_id=case.pk, **(key | {"at": at + timedelta(minutes=1)}))
    elif deed == "end":
        actions.end_award(case_id=case.pk, cause="own_wish", reason_text="放弃", **key)
    elif deed == "set_aside":
        decision = case.decisions.filter(set_aside_at__isnull=True).order_by("-id").first()
        actions.set_aside(decision_id=decision.pk if decision else 0, reason="有错", **key)
    elif deed == "suspend" and last is not None:
        actions.suspend_award(award_id=last.pk, from_month=month, reason="不配合", **key)
    elif deed == "resume" and last is not None:
        actions.resume_award(award_id=last.pk, from_month=month, reason="配合了", **key)
    elif deed == "build":
        actions.build_roll(area=COUNTY, month=Month.of(at.date()) + 1, **key)


# A failing plan is printed as found: making it smaller would take minutes of database work.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    plan=st.lists(
        st.lists(st.tuples(DEEDS, st.integers(1, 200_000)), max_size=3), min_size=MONTHS, max_size=MONTHS
    )
)
def test_the_lines_of_all_rolls_are_what_is_owed(town: Town, plan: list[list[tuple[str, int]]]) -> None:
    RollLine.objects.all().delete()
    RollRun.objects.all().delete()
    case = town.awarded(household=town.family("王建国"))
    for offset, deeds in enumerate(plan):
        month = FIRST + offset
        actions.freeze_roll(area=COUNTY, month=month, by=town.county, at=moment(month.first))
        assert paid(case) == owed(case, month), "right after a freeze nothing is open"
        for hour, (deed, fen) in enumerate(deeds, start=1):
            case.refresh_from_db()
            try:
                do(town, case, deed, fen, moment(month.first.replace(day=10), hour))
            except NotPossible:
                continue
    last = FIRST + MONTHS
    actions.freeze_roll(area=COUNTY, month=last, by=town.county, at=moment(last.first))
    assert paid(case) == owed(case, last)
    assert not RollLine.objects.filter(kind="regular", amount_fen__lte=0).exists()
