"""The doors in a real browser: a helper with two tabs, a telephone's code with its picture, and what is asked too often."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from doudi.kernel.identifiers import make_id_number
from doudi.offices import actions as offices
from doudi.people import actions as people
from doudi.www.limits import LIMITS, Limit
from tests.browser import bars
from tests.browser.conftest import NOW, PASSWORD
from tests.browser.desks import sit_down
from tests.offices.test_second_factor import code_of

pytestmark = [pytest.mark.browser, pytest.mark.database]
PICTURES = os.environ.get("DOUDI_PICTURES", "")
OF_A = ("7 号楼 203", "13900001111", "张阿婆")


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, narrow and wide, where somebody wants to look."""
    if PICTURES:
        for width, height in ((360, 740), (1366, 768)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def helper(town):
    """A volunteer with the word of two women: account, code, and the two files."""
    homes = []
    for sequence, name in enumerate(("张阿婆", "李奶奶")):
        person = people.register_person(name=name, id_number=make_id_number("370811", NOW.date().replace(year=1948), 200 + 2 * sequence),
                                        area="370811006001", registration="urban", by=town.clerk, at=NOW)
        homes.append(people.open_household(area="370811006001", registration="urban", members=[(person, "self")], day=NOW.date(),
                                           address="1 号", by=town.clerk, at=NOW))
    account, code = offices.make_helper(name="周帮办", by=town.clerk, at=NOW)
    for home in homes:
        people.give_mandate(person=home.memberships.get().person, helper=account, kind="village", given_how="spoken",
                            valid_until=NOW.date().replace(year=2027), by=town.clerk, at=NOW)
    return account, code, homes


def enter(page: Page, base: str, account, code: str) -> None:
    """Sign in at the residents' door."""
    page.goto(base + "/enter/")
    page.get_by_label("身份证号").fill(account.username)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="登录").click()


def test_a_tab_left_open_for_one_person_saves_nothing_for_the_next(helper, live_server, open_page):
    account, code, _ = helper
    first = open_page(bypass_csp=True)  # axe is injected
    enter(first, live_server.url, account, code)
    expect(first.get_by_role("heading", name="替谁办理")).to_be_visible()
    picture(first, "helping")
    assert bars.axe_problems(first) == [] and bars.overflow(first)[0] <= 0
    first.locator("button[name=person]", has_text="张阿婆").click()
    expect(first.get_by_text("您正在替 张*婆 办理")).to_be_visible()
    first.goto(live_server.url + "/apply/home/")
    first.goto(live_server.url + "/apply/")
    first.goto(live_server.url + "/apply/home/")
    first.get_by_label("门牌号").fill(OF_A[0])
    first.get_by_label("联系电话").fill(OF_A[1])
    picture(first, "acting")

    second = first.context.new_page()
    second.goto(live_server.url + "/helping/")
    second.locator("button[name=person]", has_text="李奶奶").click()
    expect(second.get_by_text("您正在替 李*奶 办理")).to_be_visible()
    first.get_by_role("button", name="保存，继续").click()
    expect(first.get_by_text("这一页没有保存")).to_be_visible()
    expect(first.get_by_text("您正在替 李*奶 办理")).to_be_visible()
    picture(first, "not-saved")
    nothing_of_a(second, live_server.url)


def nothing_of_a(page, base):
    """No page that the helper opens for the second person says a word of the first, nor does going back."""
    for address in ("/apply/", "/apply/household/", "/apply/home/", "/apply/summary/", "/progress/"):
        page.goto(base + address)
        assert not [each for each in OF_A if each in page.content()], address
    page.go_back()
    assert not [each for each in OF_A if each in page.content()]


def test_a_telephone_is_enrolled_and_asked_for(town, live_server, open_page):
    page = sit_down(open_page, live_server.url, "jingban")
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(live_server.url + "/staff/account/")
    picture(page, "account")
    page.get_by_role("link", name="登记手机验证器").click()
    expect(page.locator("svg.qr")).to_be_visible()
    box = page.locator("svg.qr").bounding_box()
    assert box["width"] > 150 and abs(box["width"] - box["height"]) < 2
    picture(page, "factor")
    app = code_of(page.locator(".key").inner_text())
    page.get_by_label("验证码").fill(app(NOW))
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".codes li")).to_have_count(10)
    picture(page, "recovery")
    again = open_page(viewport={"width": 1366, "height": 768})
    again.goto(live_server.url + "/staff/sign-in/")
    again.get_by_label("账号").fill("jingban")
    again.get_by_label("密码").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    expect(again.get_by_text("还差一步:验证码")).to_be_visible()
    picture(again, "code")
    assert not refused, refused


def test_the_window_writes_a_mandate_down(helper, town, live_server, open_page):
    _, _, homes = helper
    page = sit_down(open_page, live_server.url, "jingban")
    page.goto(f"{live_server.url}/staff/households/{homes[0].pk}/helpers/")
    picture(page, "mandates")
    page.get_by_label("谁来办").fill("孙儿子")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("孙儿子的代办账号")).to_be_visible()
    picture(page, "mandate-code")


def test_who_asks_too_often_is_told_when_to_come_back(town, live_server, open_page, monkeypatch):
    monkeypatch.setitem(LIMITS, "sign_in", Limit(person=(1, 90), address=(1, 90)))
    page = open_page()
    for _ in range(2):
        page.goto(live_server.url + "/enter/")
        page.get_by_label("身份证号").fill("db123456")
        page.get_by_label("查询码").fill("12345678")
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("请歇一会儿再试")).to_be_visible()
    expect(page.get_by_text("2 分钟")).to_be_visible()
    picture(page, "slow-down")
