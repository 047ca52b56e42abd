"""The clerk's pages held to the bars a machine can measure: axe, width, double presses, keys."""

from datetime import date

import pytest

from tests.browser.bars import axe_problems, overflow, said
from tests.browser.desks import on, sit_down
from tests.browser.walking import id_number
from tests.www.staff.world import World

pytestmark = [pytest.mark.browser, pytest.mark.database]

PAGES = ("", "cases/", "counter/", "reviews/", "publicity/", "roll/", "cases/{case}/", "cases/{case}/visit/",
         "households/{home}/", "households/{home}/intake/", "households/{home}/facts/", "households/{home}/members/",
         "households/{home}/papers/", "households/{home}/change/", "search/?q=王", "households/{home}/check/",
         "check/?county=370811&adults=2&minors=1&elders=1")


@pytest.fixture
def worked(town):
    """A case in the middle of its way, made by the real verbs."""
    world = World({"clerk": town.clerk, "county": town.county})
    home = world.wangs(village="370811006001")
    return world.brought("surveyed", home)


def test_the_clerks_pages_pass_axe_and_fit_both_screens(town, worked, live_server, open_page, the_time):
    the_time(on("2026-09-24"))
    page = sit_down(open_page, live_server.url, "jingban", bypass_csp=True)
    problems = {}
    for path in PAGES:
        page.goto(live_server.url + "/staff/" + path.format(case=worked.pk, home=worked.household_id))
        found = axe_problems(page)
        if found:
            problems[path] = found
        page.set_viewport_size({"width": 360, "height": 740})
        wide, which = overflow(page)
        if wide > 0:
            problems[path + " at 360"] = which
        page.set_viewport_size({"width": 1366, "height": 768})
    assert not problems, said(problems)


def test_the_household_page_answers_to_keys(town, worked, live_server, open_page, the_time):
    the_time(on("2026-09-24"))
    page = sit_down(open_page, live_server.url, "jingban")
    page.goto(f"{live_server.url}/staff/cases/{worked.pk}/")
    page.keyboard.press("r")
    assert page.locator(".decide details[open] h2").inner_text() == "不同意"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.press("Escape")
    assert page.locator(".decide details[open]").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_ten_presses_make_one_application(town, live_server, open_page, the_time):
    the_time(on("2026-09-24"))
    world = World({"clerk": town.clerk})
    home = world.wangs(village="370811006001")
    page = sit_down(open_page, live_server.url, "jingban")
    page.goto(f"{live_server.url}/staff/households/{home.pk}/intake/")
    form = page.locator("#form").evaluate("form => Object.fromEntries(new FormData(form))")
    form |= {"do": "submit", "programmes": "subsistence"}
    page.evaluate("""async form => Promise.all(Array.from({length: 10}, () => fetch(location.href,
        {method: 'POST', body: new URLSearchParams(form)})))""", form)
    assert home.applications.count() == 1


def test_a_mistyped_number_keeps_everything_and_changes_nothing(town, live_server, open_page, the_time):
    the_time(on("2026-09-24"))
    page = sit_down(open_page, live_server.url, "jingban")
    page.goto(f"{live_server.url}/staff/counter/")

    number = id_number(date(1980, 4, 5))
    page.locator("#applicant-name").fill("赵德海")
    page.locator("#applicant-id_number").fill(number[:-1] + ("0" if number[-1] != "0" else "1"))
    page.locator("#applicant-area").select_option("370811006001")
    page.get_by_role("button", name="登记这户").click()
    assert page.locator("#applicant-name").input_value() == "赵德海"
    assert "请改一下这几处" in page.inner_text("main")
