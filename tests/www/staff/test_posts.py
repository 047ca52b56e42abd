"""Who works where as what: the administrator's pages, within his own area, and a county that runs only a part of itself."""

import re
from typing import Any

import pytest
from django.test import Client

from doudi.audit.models import JournalEntry
from doudi.casework.models import RollRun
from doudi.offices import actions as offices
from doudi.offices.models import Office, Post, User
from tests.www.staff.world import PASSWORD, SECOND_VILLAGE, START, TOWNSHIP, World, at

pytestmark = pytest.mark.database
OWN = "Xinren-2026-gang"


def given(world: World, **other: Any) -> dict[str, Any]:
    return {"username": "lixinren", "name": "李新人", "role": "clerk", "office": world.offices["town"].pk,
            "since": "2026-09-24", "press": "a1", **other}


def password_on(page: str) -> str:
    """The one-time password as the page shows it."""
    return re.search(r'初始密码:<b class="num">([a-z0-9-]+)</b>', page).group(1)


def sign_in(username: str, password: str) -> Client:
    client = Client()
    client.post("/staff/sign-in/", {"username": username, "password": password})
    return client


def test_a_new_officer_changes_his_password_first_and_then_works_in_his_area(desk: Any, world: World) -> None:
    world.brought("accepted")
    admin = desk("town_admin")
    for _ in range(2):
        answer = admin.post("/staff/posts/new/", given(world))
        assert answer.status_code == 302
    assert Post.objects.filter(user__username="lixinren").count() == 1
    person = answer.headers["Location"]
    password = password_on(admin.get(person).content.decode())
    assert password not in admin.get(person).content.decode(), "shown once"
    client = sign_in("lixinren", password)
    for path in ("cases/", "", "search/?q=王建国"):
        assert client.get(f"/staff/{path}").headers["Location"] == "/staff/password/", path
    wrong = client.post("/staff/password/", {"old": password, "new": OWN, "again": OWN + "x", "press": "p1"})
    assert "两次填的不一样" in wrong.content.decode()
    client.post("/staff/password/", {"old": password, "new": OWN, "again": OWN, "press": "p2"})
    assert "王建国" in client.get("/staff/cases/").content.decode()
    assert JournalEntry.objects.filter(verb="change_password").count() == 1


def test_a_reset_password_ends_the_sessions_of_the_old_one(desk: Any, world: World) -> None:
    clerk, admin = sign_in("clerk", PASSWORD), desk("town_admin")
    assert clerk.get("/staff/cases/").status_code == 200
    page = admin.post(f"/staff/people/{world.clerk.pk}/password/", {"press": "r1"}, follow=True).content.decode()
    assert clerk.get("/staff/cases/").headers["Location"].startswith("/staff/sign-in/")
    again = sign_in("clerk", password_on(page))
    assert again.get("/staff/cases/").headers["Location"] == "/staff/password/"


def test_somebody_who_works_here_gets_one_more_post_with_its_days(desk: Any, world: World, now: Any) -> None:
    admin, users = desk("town_admin"), User.objects.count()
    sent = {"office": world.offices["village"].pk, "role": "coordinator", "since": "2026-10-01", "until": "2026-11-01",
            "press": "g1"}
    assert admin.post(f"/staff/people/{world.clerk.pk}/post/", sent).status_code == 302
    assert User.objects.count() == users
    assert {each.role for each in Post.objects.filter(user=world.clerk)} == {"clerk", "coordinator"}
    page = admin.get(f"/staff/people/{world.clerk.pk}/").content.decode()
    assert "2026-10-01 起到岗,做到 2026-11-01 前" in page and "街道管理员" in page
    seen = []
    for day in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"):
        now(at(day))
        bench = desk("clerk").get("/staff/?as=clerk")
        assert bench.status_code == 200
        seen.append("村(居)协理员" in bench.content.decode())
    assert seen == [False, True, True, False]


@pytest.mark.parametrize(("wrong", "field"), [
    ({"username": "李 新"}, "username"), ({"name": ""}, "name"), ({"office": ""}, "office"), ({"role": "king"}, "role"),
    ({"since": "昨天"}, "since"), ({"until": "2026-09-24"}, None), ({"username": "clerk"}, None),
    ({"role": "county_officer"}, None),
])
def test_what_is_wrong_is_said_and_nobody_is_appointed(wrong: dict[str, str], field: str | None, desk: Any,
                                                       world: World) -> None:
    before = User.objects.count()
    answer = desk("town_admin").post("/staff/posts/new/", given(world, **wrong))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert errors["__all__"] if field is None else errors[field]
    assert 'value="李新人"' in answer.content.decode() or "name" in wrong
    assert User.objects.count() == before


def test_an_administrator_sees_and_touches_only_his_own_area(desk: Any, world: World) -> None:
    admin = desk("town_admin")
    listed = admin.get("/staff/posts/").content.decode()
    assert "颜经办" in listed and "孔令协" in listed and "曾县级" not in listed and "丁经办" not in listed
    assert "丁经办" not in admin.get("/staff/posts/?q=丁").content.decode()
    far = Post.objects.get(user=world.far_clerk)
    for path in (f"people/{world.far_clerk.pk}/", f"people/{world.county.pk}/", f"posts/{far.pk}/end/",
                 f"posts/{far.pk}/deputy/", f"people/{world.far_clerk.pk}/suspend/", f"people/{world.far_clerk.pk}/post/"):
        assert admin.get(f"/staff/{path}").status_code == 404, path
    for path in ("password", "restore"):
        assert admin.post(f"/staff/people/{world.far_clerk.pk}/{path}/", {"press": "x"}).status_code == 404
    refused = admin.post("/staff/posts/new/", given(world, office=world.offices["far_town"].pk))
    assert refused.context["form"].errors["office"]
    assert not User.objects.filter(username="lixinren").exists()


def test_the_city_reaches_everybody_and_the_county_its_own(desk: Any, world: World) -> None:
    city, county = desk("administrator").get("/staff/posts/").content.decode(), desk("county_admin").get("/staff/posts/").content.decode()
    assert "丁县级" in city and "颜经办" in city
    assert "丁县级" not in county and "任市级" not in county and "颜经办" in county and "端木财政" in county


def test_who_has_a_post_elsewhere_shows_no_button_that_would_be_refused(desk: Any, world: World) -> None:
    offices.appoint(user=world.clerk, office=world.offices["far_town"], role="clerk", since=START.date(), by=None, at=START)
    page = desk("town_admin").get(f"/staff/people/{world.clerk.pk}/").content.decode()
    assert "重置密码" not in page and "停用账号" not in page and "加一个岗位" not in page
    here = Post.objects.get(user=world.clerk, office=world.offices["town"])
    there = Post.objects.get(user=world.clerk, office=world.offices["far_town"])
    assert f"/posts/{here.pk}/end/" in page and f"/posts/{there.pk}/end/" not in page
    forced = desk("town_admin").post(f"/staff/people/{world.clerk.pk}/password/", {"press": "r"}, follow=True)
    assert "上一级管理员" in forced.content.decode()


def test_ones_own_page_has_no_button_for_oneself(desk: Any, world: World) -> None:
    admin = desk("administrator")
    own = Post.objects.get(user=world.administrator)
    page = admin.get(f"/staff/people/{world.administrator.pk}/").content.decode()
    assert "加一个岗位" not in page and "停用账号" not in page and f"/posts/{own.pk}/end/" not in page
    told = admin.post(f"/staff/posts/{own.pk}/end/", {"press": "e1", "day": "2026-09-24", "sure": "on"}).content.decode()
    assert "不能撤掉自己" in told
    sent = {"office": world.offices["town"].pk, "role": "clerk", "since": "2026-09-24", "press": "g"}
    assert "自己" in admin.post(f"/staff/people/{world.administrator.pk}/post/", sent).content.decode()
    assert Post.objects.get(user=world.administrator).valid_until is None


def test_only_administrators_open_these_pages(desk: Any, world: World) -> None:
    post = Post.objects.get(user=world.coordinator)
    for name in ("clerk", "county", "city", "hotline", "finance", "auditor", "department"):
        client = desk(name)
        for path in ("posts/", "posts/new/", "offices/", f"people/{world.clerk.pk}/", f"posts/{post.pk}/end/"):
            assert client.get(f"/staff/{path}").status_code == 403, (name, path)
        assert client.post("/staff/posts/new/", given(world)).status_code == 403
    assert desk("administrator").get("/staff/posts/999999/end/").status_code == 404


def test_a_deputy_works_in_anothers_place_and_the_pages_say_so(desk: Any, world: World, now: Any) -> None:
    world.brought("accepted", world.wangs(village=SECOND_VILLAGE))
    helper = world.hire("helper", "孟代班", "coordinator", world.offices["village"])
    post = Post.objects.get(user=world.clerk)
    admin = desk("county_admin")
    sent = {"user": helper.pk, "since": "2026-09-25", "until": "2026-10-09", "press": "d1"}
    assert admin.post(f"/staff/posts/{post.pk}/deputy/", sent).status_code == 302
    assert "王建国" not in desk("helper").get("/staff/cases/").content.decode(), "not before the day"
    now(at("2026-09-25"))
    client = desk("helper")
    assert "王建国" in client.get("/staff/cases/").content.decode()
    bench = client.get("/staff/?as=clerk").content.decode()
    assert "您正在代 颜经办 担任阜桥街道的乡镇(街道)经办" in bench and "由 县管理员 指定" in bench
    now(at("2026-10-09"))
    after = desk("helper").get("/staff/cases/")
    assert after.status_code == 200
    assert "王建国" not in after.content.decode(), "from midnight of the day on"


def test_a_county_opens_its_own_bureau_and_nothing_of_the_neighbour(desk: Any, world: World) -> None:
    admin = desk("county_admin")
    sent = {"name": "任城区教体局", "level": "department", "parent": world.offices["county"].pk, "areas": "", "press": "o1"}
    answer = admin.post("/staff/offices/", sent)
    opened = Office.objects.get(name="任城区教体局")
    assert opened.prefixes == ["370811"] and answer.headers["Location"] == f"/staff/posts/new/?office={opened.pk}"
    assert "任城区教体局" in admin.get(answer.headers["Location"]).content.decode()
    for wrong in ({"parent": world.offices["far"].pk}, {"areas": "370830"}, {"level": "county"}, {"areas": "不知道"}):
        refused = admin.post("/staff/offices/", {**sent, "name": "别的", "press": "o2", **wrong})
        assert refused.status_code == 200 and refused.context["form"].errors, wrong
    assert not Office.objects.filter(name="别的").exists()
    assert "汶上县民政局" not in admin.get("/staff/offices/").content.decode()


def test_the_working_calendar_is_the_citys_alone(desk: Any, world: World) -> None:
    assert desk("administrator").get("/staff/calendar/").status_code == 200
    for name in ("county_admin", "town_admin"):
        assert desk(name).get("/staff/calendar/").status_code == 403
        assert "/staff/calendar/" not in desk(name).get("/staff/posts/").content.decode()


def test_a_county_of_which_others_run_a_part_still_pays_and_draws(desk: Any, world: World, now: Any) -> None:
    told = {"by": None, "at": START}
    office = offices.open_office(name="任城区民政局二", level="county", prefixes=[TOWNSHIP], **told)
    world.hire("part", "分县级", "county_officer", office)
    world.brought("confirmed")
    now(at("2026-10-20"))
    part = desk("part")
    for path in ("roll/", "draws/"):
        assert '<option value="370811">任城区</option>' in part.get(f"/staff/{path}").content.decode(), path
    built = part.post("/staff/roll/", {"area": "370811", "month": "2026-11", "press": "b1"})
    assert built.status_code == 302, built.context["form"].errors
    assert RollRun.objects.get().lines.count() == 1
