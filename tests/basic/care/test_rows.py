"""Row-level security of care in plain SQL as the app role, and what is left when a family's term is over."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.basic.extreme_hardship.care import institutions
from doudi.basic.extreme_hardship.care.guards import GUARDS
from doudi.basic.extreme_hardship.care.models import Institution, Visit
from doudi.casework.retention.scrubbing import scrub
from doudi.casework.rollbooks.filled import workbook
from doudi.offices import access
from tests.basic.care.conftest import TODAY, Home
from tests.casework.conftest import moment

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUSES = {"care_institution"}
OF_A_PERSON = {"care_assessment", "care_agreement", "care_visit", "care_wish", "care_stay"}


@pytest.fixture
def filled(home: Home) -> Any:
    """A row in every table."""
    person = home.person()
    home.assess(person, 4)
    home.agree(person)
    home.visit(person, "2026-09-20", "ill", remark="感冒")
    home.wishes(person)
    home.wait(person, home.house())
    institutions.take_in(content=workbook(institutions.COLUMNS, [["戊", "证-5", "无", "1", "", ""]]), file_name="a.xlsx", county="370811",
                         here=home.here(home.town.county), by=home.town.county, at=moment(TODAY))
    return person


def counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for guard in GUARDS:
            cursor.execute(f"SELECT count(*) FROM {guard.table}")
            [found[guard.table]] = cursor.fetchone()
    return found


def seen_by(user: Any) -> set[str]:
    with access.acting(user.pk, TODAY):
        return {table for table, count in counts().items() if count}


def test_every_table_has_a_row_or_this_test_is_blind(filled: Any):
    assert all(counts().values())


def test_a_desk_sees_its_own_people_and_every_house(home: Home, filled: Any):
    town = home.town
    for near in (town.coordinator, town.clerk, town.county, town.city):
        assert seen_by(near) >= OF_A_PERSON | HOUSES
    for other in (town.far_clerk, town.far_county, town.resident):
        assert seen_by(other) <= HOUSES


@pytest.mark.parametrize(("who", "may"), [("coordinator", True), ("clerk", True), ("city", False), ("far_clerk", False)])
def test_only_who_serves_the_village_writes(home: Home, filled: Any, who: str, may: bool):
    visit = Visit.objects.get()
    user = getattr(home.town, who)
    with access.acting(user.pk, TODAY):
        made = {"household_id": visit.household_id, "person_id": visit.person_id, "day": date(2026, 9, 1), "how": "home", "findings": [],
                "by": user, "at": moment(TODAY)}
        if may:
            assert Visit.objects.create(**made).pk
        else:
            with pytest.raises(DatabaseError), transaction.atomic():
                Visit.objects.create(**made)


def test_another_county_holds_a_house_still_and_changes_nothing_in_it(home: Home, filled: Any):
    with access.acting(home.town.far_clerk.pk, TODAY), transaction.atomic():
        house = Institution.objects.select_for_update(of=("self",)).get()
        with pytest.raises(DatabaseError), transaction.atomic():
            Institution.objects.filter(pk=house.pk).update(beds=99)


def test_with_the_family_its_care_goes_and_the_house_stays(home: Home, filled: Any):
    household = Visit.objects.get().household
    scrub(household)
    left = counts()
    assert {table for table in OF_A_PERSON if left[table]} == set()
    assert left["care_institution"] == 1
