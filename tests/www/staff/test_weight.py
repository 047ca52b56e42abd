"""The household page asks the database little, however long the family's history."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
MOST_QUERIES = 17


@pytest.mark.parametrize("standing", ["accepted", "county_review", "confirmed"])
def test_the_household_page_asks_at_most_seventeen_times(standing: str, desk: Any, world: World, now: Any) -> None:
    case = world.brought(standing)
    now(at("2026-10-14"))
    client = desk()
    client.get(f"/staff/cases/{case.pk}/")
    with CaptureQueriesContext(connection, ) as asked:
        client.get(f"/staff/cases/{case.pk}/")
    told = [each["sql"][:150] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= MOST_QUERIES, "\n".join(told)


@pytest.mark.parametrize("text", ["王", "陈"])
def test_a_search_asks_no_more_for_many_than_for_one(text: str, desk: Any, world: World) -> None:
    world.brought("confirmed")
    client = desk()
    client.get("/staff/counter/?q=没有人")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/staff/counter/?q={text}")
    assert len([each for each in asked if "casework_award" in each["sql"]]) == 1
