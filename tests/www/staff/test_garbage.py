"""What nobody types but somebody sends: nonsense in the address line is the first page, never a broken one."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.www.staff.world import World

pytestmark = pytest.mark.database
NONSENSE = ("²", "١٢", "9" * 30, "9" * 5000, "-1", "2026-12-01_²", "2026-99-99_1", "2026-12-01_" + "9" * 30, "' OR 1=1 --", "_1")
PAGES = ("/staff/?after=", "/staff/?bucket=overdue&after=", "/staff/cases/?after=", "/staff/cases/?status=",
         "/staff/reviews/?after=", "/staff/search/?q=", "/staff/counter/?q=", "/publicity/?county=", "/progress/?next=",
         "/apply/place/?county=", "/apply/place/?town=", "/apply/place/?county=370811&town=")


@pytest.mark.parametrize("address", PAGES)
def test_nonsense_in_the_address_is_the_first_page(address: str, desk: Any) -> None:
    client = desk()
    for text in NONSENSE:
        assert client.get(address + quote(text)).status_code == 200, text


def test_a_case_that_is_no_number_leads_back_to_the_household(desk: Any, world: World) -> None:
    household = world.brought("accepted").household_id
    for page in ("papers", "facts"):
        for text in NONSENSE:
            answer = desk().get(f"/staff/households/{household}/{page}/?case={quote(text)}")
            assert answer.status_code == 200, text


@pytest.mark.parametrize("wanted", ["abc", "9" * 30, "//evil.example/", "https://evil.example/", "²"])
def test_signing_in_leads_nowhere_but_to_pages_of_ours(wanted: str, desk: Any) -> None:
    assert desk().get("/staff/sign-in/?next=" + quote(wanted)).headers["Location"] == "/staff/"


def test_a_nul_is_refused_in_words_and_changes_nothing(desk: Any) -> None:
    client = desk()
    for answer in (client.get("/staff/search/?q=%00"), client.post("/progress/", {"number": "1\0", "last4": "1"})):
        assert answer.status_code == 400
        assert "认不出的字符" in answer.content.decode()


def test_far_too_much_text_is_refused_in_words(desk: Any) -> None:
    answer = desk().post("/progress/", {"number": "1" * 6_000_000})
    assert answer.status_code == 400
    assert "写得太多" in answer.content.decode()


def test_a_text_that_is_too_long_is_refused_in_plain_words(desk: Any) -> None:
    told = desk().post("/apply/home/", {"address": "长" * 10_000, "registration": "moon"}).content.decode()
    assert "写得太长了，最多 120 个字，现在有 10000 个。" in told
    assert "请在给出的里面选。" in told


def test_a_form_that_came_after_the_session_ran_out_is_kept_through_the_sign_in(desk: Any, world: World) -> None:
    client = desk()
    world.officers["clerk"].set_password("lang-genug-7")
    world.officers["clerk"].save()
    client.cookies.clear()
    late = client.post("/staff/counter/", {"name": "赵迟到", "address": "“3 号”<楼>", "press": "p1"})
    told = late.content.decode()
    assert "填过的都还在" in told
    assert "赵迟到" in told
    again = client.post("/staff/sign-in/", {"username": world.officers["clerk"].username, "password": "lang-genug-7",
                                            "next": late.context["next"], "kept": late.context["kept"]}, follow=True)
    assert again.context["next"] == "/staff/counter/"
    assert ("name", "赵迟到") in again.context["pairs"]
    shown = client.post("/staff/counter/", dict(again.context["pairs"])).content.decode()
    assert "赵迟到" in shown
    assert "&lt;楼&gt;" in shown


@pytest.mark.parametrize("kept", ["", "x", "[1]", "{}", '[["a"]]', "9" * 300_000])
def test_what_was_not_kept_by_us_is_ignored(kept: str, desk: Any, world: World) -> None:
    desk()
    world.officers["clerk"].set_password("lang-genug-7")
    world.officers["clerk"].save()
    client = Client()
    told = {"username": world.officers["clerk"].username, "password": "lang-genug-7", "kept": kept}
    answer = client.post("/staff/sign-in/", told, follow=True)
    assert [place for place, _ in answer.redirect_chain] == ["/staff/sign-in/onward/", "/staff/"]
    assert answer.status_code == 200
