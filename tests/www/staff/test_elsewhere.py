"""别处救助查询 at the desk: asked by a sent form, answered in one line, and said on the case where it matters."""

from datetime import date
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.people import actions as people
from doudi.people.models import Person
from tests.www.staff.world import FAR_VILLAGE, World, at

pytestmark = pytest.mark.database


@pytest.fixture
def father(world: World) -> Person:
    """Helped in Fuqiao from November 2026."""
    return world.persons(world.brought("confirmed").household)[0]


def asked(client: Any, person: Person, **typed: str) -> str:
    told = {"name": person.name, "id_number": person.id_number, **typed}
    return client.post("/staff/elsewhere/", told).content.decode()


def test_a_clerk_of_another_county_is_told_whom_to_ask_and_nothing_else(desk: Any, father: Person, now: Any) -> None:
    now(at("2026-12-01"))
    page = asked(desk("far_clerk"), father)
    assert "自 2026-11 起享受救助" in page
    assert "阜桥街道" in page
    assert [word for word in ("陈桂花", "低保", "航运新村", "640") if word in page] == []
    assert JournalEntry.objects.filter(verb="ask_elsewhere", subject_id=str(father.pk)).count() == 1


def test_a_wrong_name_or_number_is_said_and_what_was_typed_stays(desk: Any, father: Person) -> None:
    page = asked(desk("far_clerk"), father, name="别人")
    assert "登记在别的姓名下" in page
    assert 'value="别人"' in page
    assert "身份证号" in asked(desk("far_clerk"), father, id_number="123")


@pytest.mark.parametrize(("name", "status"), [("clerk", 200), ("coordinator", 200), ("county", 200), ("city", 403),
                                              ("administrator", 403)])
def test_who_takes_applications_may_ask(desk: Any, name: str, status: int) -> None:
    assert desk(name).get("/staff/elsewhere/").status_code == status


def test_the_case_says_it_where_it_is_decided(desk: Any, world: World, father: Person, now: Any) -> None:
    now(at("2026-12-01"))
    told = {"by": world.clerk, "at": at("2026-11-20")}
    people.end_membership(household=father.memberships.get().household, person=father, day=date(2026, 11, 20),
                          because="moved_out", **told)
    home = people.open_household(area=FAR_VILLAGE, registration="urban", members=[(father, "self")],
                                 day=date(2026, 11, 20), by=world.far_clerk, at=at("2026-11-20"))
    application = casework.submit_application(
        key="far", household_id=home.pk, applicant_id=father.pk, programmes=["subsistence"], channel="counter",
        by=world.far_clerk, at=at("2026-11-25"))
    case = application.cases.get()
    page = desk("far_clerk").get(f"/staff/cases/{case.pk}/").content.decode()
    assert "已经在别处享受救助" in page
    assert "阜桥街道" in page
    assert JournalEntry.objects.filter(verb="told_elsewhere", subject_id=str(case.pk)).exists()

