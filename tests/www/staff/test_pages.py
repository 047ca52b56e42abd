"""Every staff page opens for whom it is meant, and for nobody else."""

from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.law import UNKNOWN
from doudi.people import actions as people
from doudi.people.models import Membership
from tests.www.staff.world import FAR_VILLAGE, World, at

pytestmark = pytest.mark.database

PAGES = {
    "clerk": ("", "cases/", "counter/", "publicity/", "reviews/", "roll/", "search/?q=王建国"),
    "coordinator": ("", "counter/", "reviews/", "search/?q=wjg"),
    "county": ("", "cases/", "draws/", "roll/", "reviews/", "imports/", "standards/"),
    "city": ("", "cases/", "roll/", "standards/", "calendar/", "standards/?area=370811"),
    "administrator": ("posts/", "calendar/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_post_opens(name: str, desk: Any, world: World) -> None:
    world.brought("county_review")
    client = desk(name)
    for page in PAGES[name]:
        answer = client.get(f"/staff/{page}", follow=True)
        assert answer.status_code == 200, page


@pytest.mark.parametrize("standing", ["submitted", "accepted", "surveyed", "opinion_given", "publicised",
                                      "county_review", "confirmed"])
def test_the_household_page_opens_at_every_standing(standing: str, desk: Any, world: World, now: Any) -> None:
    case = world.brought(standing)
    now(at("2026-10-14"))
    for name in ("clerk", "coordinator", "county", "city"):
        page = desk(name).get(f"/staff/cases/{case.pk}/")
        assert page.status_code == 200
        assert "王建国" in page.content.decode()
    for path in ("intake", "facts", "members", "papers", "change", ""):
        url = f"/staff/households/{case.household_id}/{path}{'/' if path else ''}"
        assert desk().get(url).status_code == 200, url


def test_another_township_sees_nothing_of_it(desk: Any, world: World) -> None:
    case = world.brought("accepted")
    for name in ("far_clerk", "far_county"):
        client = desk(name)
        for path in (f"cases/{case.pk}/", f"households/{case.household_id}/", f"cases/{case.pk}/visit/"):
            assert client.get(f"/staff/{path}").status_code == 404, path
        found = client.get("/staff/search/?q=王建国")
        assert found.context["found"] == []


def test_who_is_not_signed_in_comes_back_to_the_page_he_wanted(client: Any, world: World, now: Any) -> None:
    case = world.brought("accepted", world.wangs())
    asked = client.get(f"/staff/cases/{case.pk}/", follow=True)
    assert "登录已过期" in asked.content.decode()
    back = client.post("/staff/sign-in/", {"username": "clerk", "password": "jingban-2026",
                                           "next": f"/staff/cases/{case.pk}/"}, follow=True)
    assert "王建国" in back.content.decode()


def test_a_page_of_another_post_says_whose_it_is(desk: Any, world: World) -> None:
    answer = desk("clerk").get("/staff/draws/")
    assert answer.status_code == 403
    assert "县级民政" in answer.content.decode()


def test_reading_a_family_leaves_a_trace(desk: Any, world: World) -> None:
    case = world.brought("accepted")
    desk().get(f"/staff/cases/{case.pk}/")
    entry = JournalEntry.objects.filter(verb="read").order_by("-id").first()
    assert (entry.subject_kind, entry.subject_id, entry.actor_id) == (
        "household", str(case.household_id), world.clerk.pk)


def test_far_village_is_where_the_far_desk_works(desk: Any, world: World) -> None:
    assert FAR_VILLAGE in desk("far_clerk").get("/staff/counter/").content.decode()


def test_a_fact_that_nobody_knows_is_shown_as_such(desk: Any, world: World) -> None:
    case = world.brought("accepted")
    people.record_fact(subject=case.household, name="deposits", value=UNKNOWN, as_of=at("2026-09-24").date(),
                       source="declared", by=None, at=at("2026-09-24"))
    for address in (f"cases/{case.pk}/", f"households/{case.household_id}/", f"households/{case.household_id}/facts/"):
        shown = desk().get(f"/staff/{address}")
        assert shown.status_code == 200, address
        assert "未查清" in shown.content.decode(), address


def test_a_file_that_nobody_is_left_in_can_still_be_read(desk: Any, world: World) -> None:
    case = world.brought("confirmed")
    Membership.objects.filter(household=case.household).update(valid_until=at("2026-09-20").date())
    for address in (f"cases/{case.pk}/", f"households/{case.household_id}/", f"households/{case.household_id}/papers/"):
        assert desk().get(f"/staff/{address}").status_code == 200, address
    answer = desk().get(f"/staff/households/{case.household_id}/intake/")
    assert answer.headers["Location"] == f"/staff/households/{case.household_id}/"


def test_a_deed_with_a_page_of_its_own_leads_there_and_one_without_its_object_says_so(desk: Any, world: World) -> None:
    case = world.brought("accepted")
    visit = desk().post(f"/staff/cases/{case.pk}/do/visit/record_visit/")
    assert visit.headers["Location"] == f"/staff/cases/{case.pk}/visit/"
    told = desk("county").post(f"/staff/cases/{case.pk}/do/set_aside/set_aside/", {"reason": "试试"})
    assert "没有可以撤销的决定" in told.content.decode()
