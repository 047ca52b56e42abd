"""What nobody types but somebody sends: nonsense in the address line is the first page, never a broken one."""

from typing import Any
from urllib.parse import quote

import pytest

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
