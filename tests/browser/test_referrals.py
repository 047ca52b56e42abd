"""A referral in a real browser: handed over by the clerk, found in the inbox, finished, seen in the family's chain."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from doudi.offices import actions as offices
from tests.browser.bars import axe_problems, overflow, said
from tests.browser.conftest import SINCE, Town, in_office
from tests.browser.desks import on, sit_down
from tests.www.staff.world import World

pytestmark = [pytest.mark.browser, pytest.mark.database]


@pytest.fixture
def home(town: Town, the_time: Callable[..., None]) -> Any:
    """A family, an insurance bureau, and an administrator of the county."""
    the_time(on("2026-10-27"))
    county = town.county.posts.get().office
    office = offices.open_office(name="任城区医疗保障局", level="department", prefixes=county.prefixes, parent=county, by=None,
                                 at=SINCE)
    in_office("yibao", "宰医保", "department", office)
    in_office("guanli", "樊管理", "administrator", county)
    return World({"clerk": town.clerk, "county": town.county}).wangs(village="370811006001")


def checked(page: Page, name: str, problems: dict[str, Any]) -> None:
    """axe, and no overflow on a telephone."""
    found = axe_problems(page)
    page.set_viewport_size({"width": 360, "height": 740})
    wide, which = overflow(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    problems |= {name: found} if found else {}
    problems |= {f"{name} at 360": which} if wide > 0 else {}


def handed_over(page: Page, home: Any, base: str, problems: dict[str, Any]) -> None:
    """The clerk refers the father to the insurance bureau."""
    page.goto(f"{base}/staff/households/{home.pk}/refer/")
    checked(page, "refer", problems)
    page.get_by_label("转办什么").select_option(label="医疗救助")
    page.get_by_label("谁的事").select_option(label="王建国")
    page.get_by_label("要办什么").fill("住院自付较多,请按规定救助")
    page.get_by_role("button", name="转出").click()
    page.get_by_text("已转给任城区医疗保障局").wait_for()


def finished(page: Page, base: str, problems: dict[str, Any]) -> None:
    """The bureau finds it and says what was given."""
    page.goto(base + "/staff/inbox/")
    checked(page, "inbox", problems)
    page.get_by_role("link", name="王建国").click()
    checked(page, "referral", problems)
    page.get_by_label("给了什么").fill("住院救助")
    page.get_by_label("金额(元)").fill("3260")
    page.get_by_label("从哪天起").fill("2026-10-26")
    page.get_by_role("button", name="反馈结果").click()
    page.get_by_role("heading", name="结果", exact=True).wait_for()


def test_it_goes_to_the_department_and_comes_back(home: Any, live_server: Any, open_page: Callable[..., Page]) -> None:
    problems: dict[str, Any] = {}
    clerk = sit_down(open_page, live_server.url, "jingban", bypass_csp=True)
    handed_over(clerk, home, live_server.url, problems)
    finished(sit_down(open_page, live_server.url, "yibao", bypass_csp=True), live_server.url, problems)
    clerk.goto(f"{live_server.url}/staff/households/{home.pk}/")
    chain = clerk.locator("section", has=clerk.get_by_role("heading", name="救助链")).inner_text()
    assert "住院救助" in chain and "3,260" in chain
    checked(clerk, "household", problems)
    clerk.goto(live_server.url + "/staff/referrals/?bucket=done")
    checked(clerk, "referrals", problems)
    assert not problems, said(problems)


def test_an_administrator_makes_a_token(home: Any, live_server: Any, open_page: Callable[..., Page]) -> None:
    problems: dict[str, Any] = {}
    page = sit_down(open_page, live_server.url, "guanli", bypass_csp=True)
    page.goto(live_server.url + "/staff/tokens/")
    page.get_by_label("哪个部门").select_option(label="任城区医疗保障局")
    page.get_by_label("给哪个系统用").fill("医保结算系统")
    page.get_by_role("button", name="发令牌").click()
    page.get_by_text("只显示这一次").wait_for()
    checked(page, "tokens", problems)
    assert not problems, said(problems)
