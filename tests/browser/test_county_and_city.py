"""The county's and the city's pages held to axe and to both screens; the draw of homes; the calendar of a year."""

import pytest

from tests.browser.bars import axe_problems, overflow, said
from tests.browser.desks import on, press, sit_down, status, tick_all
from tests.www.staff.world import World

pytestmark = [pytest.mark.browser, pytest.mark.database]

PAGES = {
    "xianji": ("", "cases/", "draws/", "roll/", "reviews/", "imports/", "standards/",
               "standards/numbers/subsistence_standard/", "standards/choices/refusal_effect/"),
    "shiji": ("", "standards/", "calendar/", "roll/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_pass_axe_and_fit_both_screens(name, town, live_server, open_page, the_time):
    the_time(on("2026-10-14"))
    world = World({"clerk": town.clerk, "county": town.county})
    world.brought("county_review", world.wangs(village="370811006001"))
    page = sit_down(open_page, live_server.url, name, bypass_csp=True)
    problems = {}
    for path in PAGES[name]:
        page.goto(live_server.url + "/staff/" + path)
        found = axe_problems(page)
        page.set_viewport_size({"width": 360, "height": 740})
        wide, which = overflow(page)
        page.set_viewport_size({"width": 1366, "height": 768})
        problems |= {path: found} if found else {}
        problems |= {path + " at 360": which} if wide > 0 else {}
    assert not problems, said(problems)


def test_a_hardship_case_is_drawn_seen_and_then_confirmed(town, live_server, open_page, the_time):
    the_time(on("2026-10-12"))
    world = World({"clerk": town.clerk, "county": town.county})
    home = world.old_li()
    case = world.brought("county_review", home, "extreme_hardship")
    page = sit_down(open_page, live_server.url, "xianji")
    page.goto(f"{live_server.url}/staff/cases/{case.pk}/")
    assert "先抽取入户名单" in page.locator(".decide .say").inner_text()
    page.goto(f"{live_server.url}/staff/draws/")
    page.get_by_label("种子").fill("20261012")
    page.get_by_role("button", name="抽取").click()
    assert "1 件里抽中 1 件" in page.inner_text("main")
    page.goto(f"{live_server.url}/staff/cases/{case.pk}/")
    assert "入户" in page.locator(".decide .say").inner_text()
    press(page, "县级入户")
    tick_all(page, "这一组都看过")
    names = page.get_by_label("调查人", exact=False)
    names.fill(f"{names.input_value()} 冉县级")
    page.get_by_label("家里谁签的字").fill("李长河")
    page.get_by_role("button", name="记下这次入户").click()
    press(page, "重新认定")
    press(page, "确认")
    assert "已确认" in status(page)


def test_the_city_enters_next_years_calendar_and_no_deadline_is_guessed_before(
        town, live_server, open_page, the_time):
    the_time(on("2026-12-10"))
    world = World({"clerk": town.clerk, "county": town.county})
    world.accept(world.apply(world.wangs(village="370811006001"), day="2026-12-01"), "2026-12-01")
    page = sit_down(open_page, live_server.url, "shiji")
    page.goto(f"{live_server.url}/staff/calendar/")
    assert "个期限因为没有日历算不出来" in page.inner_text(".head")
    page.get_by_label("年份").fill("2027")
    page.get_by_label("依据").fill("示例通知")
    page.get_by_label("放假的日子").fill("2027-01-01 2月5日 2月8日")
    page.get_by_role("button", name="公布这一年").click()
    assert "2027 年的工作日历已公布" in page.inner_text("main")
    assert "算不出来" not in page.inner_text(".head")
