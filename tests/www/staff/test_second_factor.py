"""Password, then the code: nobody sits at a desk half signed in, and nothing typed is lost on the way."""
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doudi.offices import actions as offices
from doudi.www import clock
from tests.offices.test_second_factor import code_of
from tests.www.staff.world import PASSWORD, World, at

pytestmark = pytest.mark.database
START = at("2026-09-24")


def password(client: Client, name: str = "clerk", **more: str) -> Any:
    return client.post("/staff/sign-in/", {"username": name, "password": PASSWORD, **more}, follow=True)


def enrolled(client: Client) -> tuple[Any, list[str]]:
    """Go through the enrolment page; the app's codes and the recovery codes."""
    page = client.get("/staff/account/factor/").content.decode()
    app = code_of(re.search(r"num key\">([A-Z2-7 ]+)<", page)[1])
    assert "<svg" in page and "style=" not in page
    told = client.post("/staff/account/factor/", {"code": app(clock.now())}).content.decode()
    return app, re.findall(r"<li class=\"num\">([a-z2-9-]+)</li>", told)


def test_where_it_is_required_the_first_sign_in_enrols(world: World, now: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    client = Client()
    assert password(client, next="/staff/cases/").redirect_chain[-1][0] == "/staff/account/factor/"
    assert "sign-in" in client.get("/staff/").headers["Location"], "half signed in opens nothing"
    app, codes = enrolled(client)
    assert len(codes) == 10
    assert client.get("/staff/sign-in/onward/").headers["Location"] == "/staff/cases/"
    assert client.get("/staff/cases/").status_code == 200

    second = Client()
    assert password(second).redirect_chain[-1][0] == "/staff/sign-in/code/"
    assert "不对" in second.post("/staff/sign-in/code/", {"code": "000000"}).content.decode()
    now(START + timedelta(minutes=5))
    code = app(clock.now())
    assert second.post("/staff/sign-in/code/", {"code": code}).status_code == 302
    assert second.get("/staff/").status_code == 200
    third = Client()
    password(third)
    assert "不对" in third.post("/staff/sign-in/code/", {"code": code}).content.decode(), "a code is good once"
    assert third.post("/staff/sign-in/code/", {"code": codes[0]}).status_code == 302


def test_where_it_is_offered_a_password_is_enough_until_one_enrols(world: World, now: Any) -> None:
    client = Client()
    assert password(client).redirect_chain[-1][0] == "/staff/"
    enrolled(client)
    assert client.get("/staff/").status_code == 200
    assert password(Client()).redirect_chain[-1][0] == "/staff/sign-in/code/"


def test_a_session_from_before_it_was_required_must_enrol(desk: Any, settings: Any) -> None:
    client = desk("clerk")
    settings.SECOND_FACTOR = "required"
    assert client.get("/staff/cases/").headers["Location"] == "/staff/account/factor/"


def test_switched_off_nothing_is_asked_and_nothing_can_be_enrolled(world: World, now: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    client = Client()
    assert password(client).redirect_chain[-1][0] == "/staff/"
    assert "没有启用" in client.get("/staff/account/").content.decode()


def test_the_code_must_follow_within_ten_minutes(world: World, now: Any) -> None:
    client = Client()
    password(client)
    app, _ = enrolled(client)
    late = Client()
    password(late)
    now(START + timedelta(minutes=11))
    answer = late.post("/staff/sign-in/code/", {"code": app(clock.now())})
    assert answer.headers["Location"] == "/staff/sign-in/"
    assert late.get("/staff/").status_code == 302


def test_what_was_typed_comes_through_password_and_code(world: World, now: Any, desk: Any) -> None:
    home = world.wangs()
    client = Client()
    password(client)
    app, _ = enrolled(client)
    now(START + timedelta(minutes=31))
    url = f"/staff/households/{home.pk}/facts/"
    asked = client.post(url, {"member-income_wage": "1234", "press": "p1"})
    kept = re.search(r"name=\"kept\" value=\"([^\"]+)\"", asked.content.decode())[1].replace("&quot;", '"')
    assert "登录已过期" in asked.content.decode()
    password(client, kept=kept, next=url)
    page = client.post("/staff/sign-in/code/", {"code": app(clock.now())}, follow=True).content.decode()
    assert 'value="1234"' in page and f'action="{url}"' in page


def test_the_session_key_changes_at_sign_in_and_the_old_cookie_opens_nothing(world: World, now: Any) -> None:
    client = Client()
    client.get("/staff/sign-in/")
    client.post("/check/wage/", {})
    before = client.cookies.get("sessionid")
    password(client)
    inside = client.cookies["sessionid"].value
    assert before is None or inside != before.value
    client.post("/staff/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = inside
    assert thief.get("/staff/").status_code == 302, "signing out ends the session at the server"


def test_signing_out_everywhere_ends_the_other_sessions(world: World, now: Any) -> None:
    here, there, other = Client(), Client(), Client()
    password(here), password(there), password(other, "county")
    here.post("/staff/account/everywhere/")
    assert [client.get("/staff/").status_code for client in (here, there, other)] == [302, 302, 200]


def test_half_an_hour_of_rest_or_twelve_hours_end_it(world: World, now: Any) -> None:
    client = Client()
    password(client)
    moment = START
    for _ in range(24):
        moment += timedelta(minutes=29)
        now(moment)
        assert client.get("/staff/").status_code == 200
    now(START + timedelta(hours=12, minutes=1))
    assert client.get("/staff/").status_code == 302, "twelve hours, whatever happens"
    rested = Client()
    password(rested)
    now(START + timedelta(hours=12, minutes=32))
    assert rested.get("/staff/").status_code == 302


def test_an_administrators_reset_ends_the_sessions_and_asks_to_enrol_again(world: World, now: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    client = Client()
    password(client)
    enrolled(client)
    offices.reset_factor(user=world.clerk, by=world.administrator, at=START)
    assert client.get("/staff/").status_code == 302
    assert password(client).redirect_chain[-1][0] == "/staff/account/factor/"


def test_the_residents_door_leads_to_no_desk(world: World, now: Any) -> None:
    """An account that is both staff and resident: a code of six digits must not open the desk."""
    father = world.persons(world.wangs())[0]
    world.clerk.person_id = father.pk
    world.clerk.save(update_fields=["person_id"])
    client = Client()
    client.post("/enter/", {"who": "clerk", "code": PASSWORD})
    assert client.get("/progress/").context["resident_name"]
    assert client.get("/staff/").status_code == 302
    assert client.get("/staff/sign-in/").status_code == 200, "and may sign in there properly"
