"""Casework and the real law together: a family's facts become a determination that can be made again."""

from datetime import date
from typing import Any

import pytest

from doudi import policy
from doudi.casework import actions, determining
from doudi.casework.basis import calendar_again, sheet_again
from doudi.law import Document
from doudi.people import actions as people
from doudi.standards.actions import enter_instrument, enter_value, publish
from tests.casework.conftest import START, Town, moment

pytestmark = pytest.mark.database
NUMBERS = {
    "subsistence_standard": {"value": "800.00"},
    "wage_cost_rate": {"value": "0.20"},
    "wage_cost_cap": {"value": "500.00"},
    "financial_assets_multiple": {"value": "24"},
    "vehicles_max": {"value": 0},
    "homes_max": {"value": 1},
    "non_residential_max": {"value": 0},
    "payment_method": {"value": "difference"},
    "payment_rounding": {"value": "ceil_yuan"},
    "gradual_exit_months": {"value": 6},
}


@pytest.fixture
def real(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The township with the real law and example numbers."""
    monkeypatch.setattr(determining, "policy", policy)
    paper = enter_instrument(number="测试〔2026〕9号", title="测试用数", by=None, at=START)
    for key, value in NUMBERS.items():
        selectors: dict[str, Any] = {"registration": "urban"} if key == "subsistence_standard" else {}
        entered = enter_value(
            key=key, area="3708", value=value, selectors=selectors, valid_from=START.date(), by=None, at=START
        )
        publish(entered=entered, by=None, at=START, instrument=paper)
    return town


def test_what_was_found_at_home_decides_and_can_be_decided_again(real: Town) -> None:
    case = real.bring("accepted", start="2026-09-21")
    head, *others = real.members(case.household)
    told = [(head, "works", True), (head, "income_wage", 2_640_000), *((one, "income_asked", True) for one in others)]
    for person, name, value in told:
        people.record_fact(
            subject=person,
            name=name,
            value=value,
            as_of=date(2026, 9, 1),
            source="declared",
            by=real.clerk,
            at=moment("2026-09-21"),
        )
    real.visit(
        case,
        "2026-09-22",
        findings=[
            {"subject": "household", "id": case.household_id, "name": name, "value": value}
            for name, value in {"deposits": 2_000_000, "homes": 1, "vehicles": 0}.items()
        ],
    )
    made = actions.determine(case_id=case.pk, by=real.clerk, at=moment("2026-09-23"))
    answer = made.outcomes["subsistence"]
    assert (answer["outcome"], answer["amounts"]["monthly"]) == ("entitled", 64000), answer
    assert {"tree", "flips"} == set(made.explanation["subsistence"])
    again = policy.decide(
        Document.from_json(made.document),
        day=made.day,
        sheet=sheet_again(made.standards.content, made.day, made.sheet_area),
        calendar=calendar_again(made.calendar.content),
        programmes=determining.asked(),
    )
    assert determining.outcomes(again) == made.outcomes and again.law_version == made.law_version


def test_an_award_on_the_roll_is_a_fact_of_the_next_question(real: Town) -> None:
    case = real.bring("accepted", start="2026-03-02")
    real.visit(
        case,
        "2026-03-03",
        findings=[
            {"subject": "household", "id": case.household_id, "name": "homes", "value": 1},
            *({"subject": "person", "id": one.pk, "name": "income_asked", "value": True}
              for one in real.members(case.household)),
        ],
    )
    case = case_from(real, case)
    made = actions.determine(case_id=case.pk, kind="review", by=real.county, at=moment("2026-06-01"))
    household = made.document["household"]
    assert household["receives_subsistence"] is True
    assert household["subsistence_monthly_paid"] == case.awards.get().monthly_fen


def case_from(town: Town, case: Any) -> Any:
    """The rest of the way after a visit that is already done."""
    actions.determine(case_id=case.pk, by=town.clerk, at=moment("2026-03-04"))
    actions.give_opinion(
        case_id=case.pk, proposal="confirm", reason="按认定结果", by=town.clerk, at=moment("2026-03-04")
    )
    actions.open_publicity(case_id=case.pk, place="公开栏", by=town.clerk, at=moment("2026-03-04"))
    actions.send_to_county(case_id=case.pk, by=town.clerk, at=moment("2026-03-12"))
    actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-03-13"))
    case.refresh_from_db()
    return case


def test_what_nobody_was_asked_is_missing_and_never_zero(real: Town) -> None:
    case = real.bring("accepted", start="2026-09-21")
    made = actions.determine(case_id=case.pk, by=real.clerk, at=moment("2026-09-23"))
    answer = made.outcomes["subsistence"]
    assert answer["outcome"] == "need_info"
    assert {"收入情况", "家庭财产情况"} <= {each["label"] for each in answer["missing"]}
