"""Who works where as what: the administrator's page, and a county that runs only a part of itself."""

from typing import Any

import pytest
from django.test import Client

from doudi.casework.models import RollRun
from doudi.offices import actions as offices
from doudi.offices.models import Post, User
from tests.www.staff.world import PASSWORD, START, TOWNSHIP, World, at

pytestmark = pytest.mark.database


def given(world: World, **other: Any) -> dict[str, Any]:
    return {"username": "lixinren", "name": "李新人", "password": "Xinren-2026-gang", "role": "clerk",
            "office": Post.objects.get(user=world.clerk).office_id, "since": "2026-09-24", "press": "a1", **other}


def test_a_new_officer_signs_in_and_works_in_his_area(desk: Any, world: World, now: Any) -> None:
    world.brought("accepted")
    admin = desk("administrator")
    for _ in range(2):
        assert admin.post("/staff/posts/", given(world)).status_code == 302
    assert Post.objects.filter(user__username="lixinren").count() == 1
    assert "李新人" in admin.get("/staff/posts/?q=李新").content.decode()
    client = Client()
    client.post("/staff/sign-in/", {"username": "lixinren", "password": "Xinren-2026-gang"})
    assert "王建国" in client.get("/staff/cases/").content.decode()


def test_the_account_there_is_gets_one_more_post(desk: Any, world: World) -> None:
    admin, users = desk("administrator"), User.objects.count()
    office = Post.objects.get(user=world.coordinator).office_id
    sent = given(world, username="clerk", name="", password="", office=office, role="coordinator")
    assert admin.post("/staff/posts/", sent).status_code == 302
    assert User.objects.count() == users
    assert {each.role for each in Post.objects.filter(user=world.clerk)} == {"clerk", "coordinator"}


@pytest.mark.parametrize(("wrong", "field"), [
    ({"password": ""}, "password"), ({"name": ""}, "name"), ({"office": ""}, "office"), ({"role": "king"}, "role"),
    ({"since": "昨天"}, "since"), ({"password": "123"}, None),
])
def test_what_is_wrong_is_said_and_nobody_is_appointed(wrong: dict[str, str], field: str | None, desk: Any,
                                                       world: World) -> None:
    answer = desk("administrator").post("/staff/posts/", given(world, **wrong))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert errors if field is None else errors[field]
    assert 'value="lixinren"' in answer.content.decode()
    assert not User.objects.filter(username="lixinren").exists()


def test_from_the_day_a_post_ends_its_pages_are_closed(desk: Any, world: World, now: Any) -> None:
    case = world.brought("accepted")
    clerk, post = desk("clerk"), Post.objects.get(user=world.clerk)
    assert clerk.get(f"/staff/cases/{case.pk}/").status_code == 200
    told = desk("administrator").post(f"/staff/posts/{post.pk}/end/", {"press": "e1"}, follow=True).content.decode()
    assert "颜经办不再担任" in told
    assert clerk.get(f"/staff/cases/{case.pk}/").status_code == 403
    assert "颜经办" not in desk("administrator").get("/staff/posts/").content.decode().split("在岗</h2>")[1]


def test_the_last_door_is_not_shut_from_inside(desk: Any, world: World) -> None:
    own = Post.objects.get(user=world.administrator)
    told = desk("administrator").post(f"/staff/posts/{own.pk}/end/", {"press": "e1"}, follow=True).content.decode()
    assert "不能撤掉自己" in told
    own.refresh_from_db()
    assert own.valid_until is None


def test_only_the_administrator_appoints(desk: Any, world: World) -> None:
    post = Post.objects.get(user=world.coordinator)
    for name in ("clerk", "county", "city"):
        assert desk(name).post("/staff/posts/", given(world)).status_code == 403
        assert desk(name).post(f"/staff/posts/{post.pk}/end/", {"press": "e2"}).status_code == 403
    assert desk("administrator").post("/staff/posts/999999/end/", {"press": "e3"}).status_code == 404


def test_a_county_of_which_others_run_a_part_still_pays_and_draws(desk: Any, world: World, now: Any) -> None:
    told = {"by": None, "at": START}
    office = offices.open_office(name="任城区民政局二", level="county", prefixes=[TOWNSHIP], **told)
    user = offices.make_user(username="part", name="分县级", password=PASSWORD, check_password=False, **told)
    offices.appoint(user=user, office=office, role="county_officer", since=START.date(), **told)
    world.officers["part"] = user
    world.brought("confirmed")
    now(at("2026-10-20"))
    part = desk("part")
    for path in ("roll/", "draws/"):
        assert '<option value="370811">任城区</option>' in part.get(f"/staff/{path}").content.decode(), path
    built = part.post("/staff/roll/", {"area": "370811", "month": "2026-11", "press": "b1"})
    assert built.status_code == 302, built.context["form"].errors
    assert RollRun.objects.get().lines.count() == 1
