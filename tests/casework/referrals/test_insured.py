"""参保率: who is insured, who is not, of whom nobody knows; a rate only where nobody is unknown."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from doudi.casework.models import Award
from doudi.casework.referrals import insured
from doudi.casework.referrals.insured import Rate
from doudi.casework.referrals.said import Answer
from doudi.offices.reads import jurisdiction
from doudi.people import actions as people
from doudi.people.models import Household
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import Bureaus

pytestmark = pytest.mark.database
DAY = date(2026, 10, 20)
COUNTY = "370811"


def here(bureaus: Bureaus, who: str = "county") -> Any:
    return jurisdiction(getattr(bureaus.town, who), DAY)


def says(bureaus: Bureaus, home: Household, at: int, insurance: str, as_of: str = "2026-09-01") -> None:
    """One member of a family says, or an office, how he is insured."""
    person = bureaus.town.members(home)[at]
    people.record_fact(subject=person, name="insurance", value=insurance, as_of=date.fromisoformat(as_of), source="declared",
                       by=bureaus.town.clerk, at=moment(as_of))


@pytest.fixture
def home(bureaus: Bureaus) -> Household:
    """A family of three on the roll of 低保; beside it one that is on none."""
    town = bureaus.town
    found = town.family("王建国", "李秀英", "王小宝")
    town.awarded(household=found)
    town.family("赵六")
    return found


def test_counted_by_roll_and_open_while_somebody_is_unknown(bureaus: Bureaus, home: Household) -> None:
    says(bureaus, home, 0, "residents")
    says(bureaus, home, 1, "none")
    assert insured.rates(here(bureaus), DAY) == [Rate(COUNTY, 1, 1, 1)]
    assert insured.rates(here(bureaus), DAY)[0].share is None
    assert [(each.person.name, each.known) for each in insured.without_insurance(here(bureaus), DAY, 100)] == [
        ("李秀英", True), ("王小宝", False)]
    says(bureaus, home, 2, "employees")
    assert insured.rates(here(bureaus), DAY)[0].share == Fraction(2, 3)
    assert insured.rates(here(bureaus, "far_county"), DAY) == []
    assert list(insured.without_insurance(here(bureaus, "far_county"), DAY, 100)) == []


def test_the_newer_word_counts_and_an_old_one_is_no_word(bureaus: Bureaus, home: Household) -> None:
    says(bureaus, home, 0, "residents", "2025-06-01")
    says(bureaus, home, 1, "none", "2026-08-01")
    says(bureaus, home, 1, "residents", "2026-09-15")
    assert insured.rates(here(bureaus), DAY) == [Rate(COUNTY, 1, 0, 2)]


def test_whom_the_bureau_has_answered_for_this_year_is_insured(bureaus: Bureaus, home: Household) -> None:
    says(bureaus, home, 0, "none")
    sent = bureaus.refer(home, programme="medical_premium")
    assert insured.rates(here(bureaus), DAY) == [Rate(COUNTY, 0, 1, 2)]
    bureaus.say(sent, Answer("finish", given="居民医保", rhythm="once", amount_fen=40_000, from_on=date(2026, 9, 16)))
    assert insured.rates(here(bureaus), DAY) == [Rate(COUNTY, 1, 0, 2)]
    assert insured.rates(here(bureaus), date(2027, 1, 5))[0].insured == 0, "next year is asked for again"


def test_the_city_reads_the_sum_in_front(bureaus: Bureaus, home: Household) -> None:
    town = bureaus.town
    far = town.family("孙七", village="370830101201")
    award = Award.objects.get(household=home)
    award.pk, award.household, award.payer, award.area = None, far, "370830", "370830101201"
    award.save(force_insert=True)
    assert insured.rates(here(bureaus, "city"), DAY) == [Rate("", 0, 0, 4), Rate(COUNTY, 0, 0, 3), Rate("370830", 0, 0, 1)]
