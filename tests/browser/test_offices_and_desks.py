"""The administrator's pages and the desks of hotline, finance and audit, held to axe and to both screens."""

import pytest

from doudi.casework import actions as casework
from doudi.offices import actions as offices
from tests.browser.bars import axe_problems, overflow, said
from tests.browser.conftest import SINCE, in_office
from tests.browser.desks import on, sit_down
from tests.www.staff.world import World

pytestmark = [pytest.mark.browser, pytest.mark.database]


@pytest.fixture
def paid(town, the_time):
    """A family on a frozen roll, one more case under way, and officers of every kind."""
    the_time(on("2026-10-27"))
    told = {"by": None, "at": SINCE}
    street = town.clerk.posts.get().office
    county, city = town.county.posts.get().office, town.city.posts.get().office
    for name, level, above, role in (("caizheng", "finance", county, "finance"), ("shenji", "audit", county, "auditor"),
                                     ("rexian", "hotline", city, "hotline"), ("yibao", "department", county, "department")):
        office = offices.open_office(name=f"{above.name}{level}", level=level, prefixes=above.prefixes, parent=above, **told)
        in_office(name, f"{name}员", role, office)
    admin = in_office("guanli", "言管理", "administrator", street)
    world = World({"clerk": town.clerk, "county": town.county})
    case = world.brought("confirmed", world.wangs(village="370811006001"))
    run = casework.freeze_roll(area="370811", month="2026-11", by=town.county, at=on("2026-10-26"))
    world.accept(world.apply(world.old_li(village="370811006001"), "extreme_hardship", day="2026-10-20"), day="2026-10-20")
    offices.name_deputy(post=town.clerk.posts.get(), user=town.coordinator, since=on("2026-10-20").date(),
                        until=on("2026-11-20").date(), by=admin, at=on("2026-10-20"))
    return {"town": town, "case": case, "run": run, "post": town.clerk.posts.get()}


def pages(paid):
    """Who opens what."""
    clerk, case = paid["town"].clerk, paid["case"]
    decision = case.decisions.get()
    return {
        "guanli": ("posts/", "posts/new/", "offices/", f"people/{clerk.pk}/", f"posts/{paid['post'].pk}/end/",
                   f"posts/{paid['post'].pk}/deputy/", f"people/{clerk.pk}/suspend/", "password/"),
        "rexian": ("callers/", f"callers/{case.household_id}/", "search/?q=王"),
        "caizheng": ("roll/", f"roll/{paid['run'].pk}/"),
        "shenji": ("audits/", f"audits/{case.household_id}/", f"audits/decisions/{decision.pk}/", f"cases/{case.pk}/"),
        "yibao": ("inbox/",),
        "xieli": ("", "?as=clerk"),
    }


@pytest.mark.parametrize("name", ["guanli", "rexian", "caizheng", "shenji", "yibao", "xieli"])
def test_the_pages_pass_axe_and_fit_both_screens(name, paid, live_server, open_page):
    page = sit_down(open_page, live_server.url, name, bypass_csp=True)
    problems = {}
    for path in pages(paid)[name]:
        page.goto(live_server.url + "/staff/" + path)
        found = axe_problems(page)
        page.set_viewport_size({"width": 360, "height": 740})
        wide, which = overflow(page)
        page.set_viewport_size({"width": 1366, "height": 768})
        problems |= {path: found} if found else {}
        problems |= {path + " at 360": which} if wide > 0 else {}
    assert not problems, said(problems)


def test_a_clerk_leaves_and_a_colleague_finds_his_cases(paid, live_server, open_page):
    page = sit_down(open_page, live_server.url, "guanli")
    page.goto(f"{live_server.url}/staff/posts/{paid['post'].pk}/end/")
    page.get_by_label("乡镇(街道)经办的事交给").select_option(label="孟经办(jingban2)")
    page.get_by_role("button", name="离岗").click()
    assert "1 件在办的已移交,期限照旧" in page.inner_text("main")
    page = sit_down(open_page, live_server.url, "jingban2")
    page.get_by_role("link", name="接手的").click()
    assert "李长河" in page.inner_text("main")
