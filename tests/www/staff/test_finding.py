"""The search box finds what it promises: also by the name of a village, inside one's own area only."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.offices.reads import Jurisdiction
from doudi.people.reads import find
from tests.www.staff.world import FAR_VILLAGE, SECOND_VILLAGE, TOWNSHIP, World

pytestmark = pytest.mark.database
HERE = Jurisdiction((TOWNSHIP,), frozenset({"clerk"}))
CITY = Jurisdiction(("3708",), frozenset({"city_officer"}))


@pytest.fixture
def people(world: World) -> World:
    world.wangs()
    world.family(("王柳", "self", date(1970, 1, 1)), ("柳行", "spouse", date(1971, 1, 1)), village=SECOND_VILLAGE)
    world.family(("张柳", "self", date(1970, 1, 2)), village=SECOND_VILLAGE)
    world.family(("北村夫", "self", date(1970, 1, 3)), village=FAR_VILLAGE)
    return world


def names(text: str, where: Jurisdiction = HERE, limit: int = 30) -> list[str]:
    return [each.person.name for each in find(text, where, limit=limit)]


def test_a_village_finds_its_families_one_row_each(people: World) -> None:
    assert sorted(names("柳行新村")) == ["张柳", "王柳"]
    assert names("航运") == ["王建国"]


def test_people_of_that_name_come_first(people: World) -> None:
    assert names("柳行") == ["柳行", *sorted(["张柳", "王柳"])]


def test_a_name_behind_the_village_narrows_it(people: World) -> None:
    assert names("柳行新村 王") == ["王柳"]
    assert names("柳行新村 wl") == ["王柳"]
    assert names("柳行新村 没有人") == []


def test_a_village_elsewhere_is_not_found_and_no_more_than_asked(people: World) -> None:
    assert names("北村") == []
    assert names("北村", CITY) == ["北村夫"]
    assert len(names("柳行新村", limit=1)) == 1
    assert names("柳行新村", Jurisdiction((), frozenset())) == []


def test_one_character_is_a_surname_and_no_village(people: World) -> None:
    assert names("北", CITY) == ["北村夫"]
    assert "张柳" not in names("柳")


def test_it_takes_six_questions_to_the_database(people: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        names("柳行新村")
    assert len(asked) <= 6, "\n".join(each["sql"] for each in asked)


def test_the_box_leads_to_the_village_and_one_family_to_its_page(people: World, desk: Any) -> None:
    page = desk().get("/staff/search/?q=柳行新村").content.decode()
    assert "王柳" in page and "张柳" in page
    assert desk().get("/staff/search/?q=航运新村").status_code == 302
