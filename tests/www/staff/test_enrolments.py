"""The pages of what is given without an application: the county looks and confirms, the window says no for a family, and so does
the family itself, without scripts."""

from typing import Any

import pytest
from django.test import Client

from doudi.casework.enrolling.models import Enrolment, NotWanted
from doudi.offices import actions as offices
from tests.www.staff.enrolled import said, waiting_batch
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
COUNTY = "370811"


def test_the_county_enters_what_was_published_and_another_officer_confirms(world: World, desk: Any, now: Any) -> None:
    now(at("2026-10-20"))
    county = desk("county")
    typed = {"programme_code": "price_subsidy", "area": COUNTY, "month": "2026-08", "source": "统计公报",
             "event_cpi_hundredths": "3.6", "event_food_cpi_hundredths": "5.1", "press": "e"}
    page = county.post("/staff/enrolments/", typed, follow=True)
    batch = Enrolment.objects.get(month="2026-08")
    assert batch.facts == {"event_kind": "price_index", "event_cpi_hundredths": 360, "event_food_cpi_hundredths": 510}
    assert "3.60%" in page.content.decode()
    again = county.post("/staff/enrolments/", {**typed, "press": "f"})
    assert "已经有了" in again.content.decode()
    assert county.post("/staff/enrolments/", {**typed, "event_cpi_hundredths": "", "press": "g"}).status_code == 200
    Enrolment.objects.filter(pk=batch.pk).update(state="ready")
    refused = county.post(f"/staff/enrolments/{batch.pk}/confirm/", {"press": "h"}, follow=True)
    assert "不能自己确认" in refused.content.decode()
    assert desk("far_county").get(f"/staff/enrolments/{batch.pk}/").status_code == 404
    assert desk("clerk").get("/staff/enrolments/").status_code == 403


def test_the_window_says_no_for_a_family_and_takes_it_back(world: World, desk: Any, now: Any) -> None:
    home = world.brought("confirmed").household
    now(at("2026-10-20"))
    waiting_batch(world, COUNTY, home)
    clerk, address = desk("clerk"), f"/staff/households/{home.pk}/automatic/"
    assert "等县里确认" in clerk.get(address).content.decode()
    assert "本人不要" in clerk.post(address, said(home), follow=True).content.decode()
    assert NotWanted.objects.get().way == "window"
    clerk.post(address, said(home, "yes"), follow=True)
    assert NotWanted.objects.get().withdrawn_at is not None


def test_the_family_says_no_by_itself(world: World, client: Client, now: Any) -> None:
    home = world.brought("confirmed").household
    now(at("2026-10-20"))
    waiting_batch(world, COUNTY, home)
    assert client.get("/automatic/").status_code == 302, "whose family it is has to be known"
    head = world.persons(home)[0]
    account = offices.make_user(username="head", name=head.name, password="x", person_id=head.pk, by=None, at=at("2026-09-21"),
                                check_password=False)
    client.force_login(account)
    shown = client.get("/automatic/").content.decode()
    assert "价格临时补贴" in shown
    assert "这一项我不要" in shown
    assert "不给了" in client.post("/automatic/", said(home), follow=True).content.decode()
    assert (NotWanted.objects.get().way, NotWanted.objects.get().by) == ("online", account)
    assert "不是您家的" in client.post("/automatic/", {**said(home), "household": home.pk + 999}).content.decode()
