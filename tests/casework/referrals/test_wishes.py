"""One application, many programmes: what another department decides stays with the application until it is handed on or let go."""

from typing import Any

import pytest

from doudi.casework import actions
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import wishes
from doudi.offices.reads import jurisdiction
from tests.acting import press_as_oneself
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import Bureaus

pytestmark = pytest.mark.database
DAY = moment("2026-09-08").date()


@pytest.fixture(autouse=True)
def _as_oneself(monkeypatch: pytest.MonkeyPatch, bureaus: Bureaus) -> None:
    press_as_oneself(monkeypatch, wishes)


def applied(bureaus: Bureaus, *programmes: str, on: str = "2026-09-07") -> Any:
    """A family that asks for these, and its application."""
    town = bureaus.town
    home = town.family("王建国", "李秀英", "王小宝")
    return actions.submit_application(
        key=f"k{on}{programmes}", household_id=home.pk, applicant_id=town.members(home)[0].pk, programmes=programmes,
        channel="counter", by=town.clerk, at=moment(on))


def claims(application: Any) -> list[wishes.Claim]:
    return [each.claim for each in wishes.wishes(application.household, DAY)]


def test_what_a_department_decides_opens_no_case_and_waits_with_the_application(bureaus: Bureaus) -> None:
    made = applied(bureaus, "subsistence", "medical", "housing")
    assert [case.programme for case in made.cases.all()] == ["subsistence"]
    assert made.programmes == ["subsistence", "medical", "housing"]
    assert claims(made) == [("medical", made.applicant_id), ("housing", None)]
    assert wishes.waiting(jurisdiction(bureaus.town.clerk, DAY)) == [made.household]


def test_an_application_may_be_for_other_departments_alone_and_for_nothing_unheard_of(bureaus: Bureaus) -> None:
    made = applied(bureaus, "medical")
    assert not made.cases.exists() and claims(made) == [("medical", made.applicant_id)]
    with pytest.raises(NotPossible, match="价格临时补贴不用申请"):
        applied(bureaus, "subsistence", "price_subsidy", on="2026-09-08")


def test_a_press_hands_on_and_what_no_office_takes_is_said_and_stays(bureaus: Bureaus) -> None:
    made = applied(bureaus, "subsistence", "medical", "housing")
    common: dict[str, Any] = {"household_id": made.household_id, "by": bureaus.town.clerk, "at": moment("2026-09-08")}
    gone = wishes.hand_on(claims=[("medical", made.applicant_id), ("housing", None), ("education", None)], **common)
    assert [each.office for each in gone.sent] == [bureaus.medical]
    assert len(gone.problems) == 1 and "还没有接" in gone.problems[0]
    assert claims(made) == [("housing", None)]
    assert wishes.hand_on(claims=[("medical", made.applicant_id)], **common).sent == [], "pressed twice"
    with pytest.raises(NotPossible, match="怎么告知"):
        wishes.let_go(claims=[("housing", None)], note=" ", **common)
    assert wishes.let_go(claims=[("housing", None)], note="当面说明,不申请", **common) == 1
    assert claims(made) == [] and wishes.waiting(jurisdiction(bureaus.town.clerk, DAY)) == []


def test_only_what_the_law_does_not_rule_out_goes_by_itself(bureaus: Bureaus) -> None:
    made = applied(bureaus, "subsistence", "medical", "housing")
    bureaus.town.law.grants(10000, "medical")
    gone = wishes.hand_on_ready(household_id=made.household_id, by=bureaus.town.clerk, at=moment("2026-09-08"))
    assert [each.programme for each in gone.sent] == ["medical"]
    assert claims(made) == [("housing", None)]


def test_an_application_that_was_withdrawn_asks_for_nothing_and_a_new_one_asks_again(bureaus: Bureaus) -> None:
    made = applied(bureaus, "subsistence", "medical")
    actions.withdraw(case_id=made.cases.get().pk, by=bureaus.town.clerk, at=moment("2026-09-08"))
    assert claims(made) == []
    again = actions.submit_application(
        key="again", household_id=made.household_id, applicant_id=made.applicant_id, programmes=["medical"], channel="counter",
        by=bureaus.town.clerk, at=moment("2026-09-09"))
    assert claims(again) == [("medical", made.applicant_id)]


@pytest.mark.parametrize("who", ["coordinator", "far_clerk", "city"])
def test_only_who_refers_hands_on(bureaus: Bureaus, who: str) -> None:
    made = applied(bureaus, "medical")
    with pytest.raises(NotPossible):
        wishes.hand_on(household_id=made.household_id, claims=claims(made), by=getattr(bureaus.town, who), at=moment("2026-09-08"))
