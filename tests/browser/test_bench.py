"""The standards workbench in a real browser: the slider is dragged, the effects follow; it fits and passes axe on both screens."""

import re

import pytest

from doudi.standards.models import Proposal
from tests.browser.bars import axe_problems, overflow, said
from tests.browser.desks import on, sit_down
from tests.simulating import beside_the_pages

pytestmark = [pytest.mark.browser, pytest.mark.database]
VILLAGES = ["370811006001", "370811006002", "370811007001", "370830101201"]


@pytest.fixture
def simulator(settings, tmp_path, the_time):
    the_time(on("2026-11-23"))
    with beside_the_pages(settings, tmp_path, VILLAGES, 400, on("2026-11-23").date()) as engine:
        yield engine


def moved(page, before):
    """The new words of the effects, once they are other words than before."""
    for _ in range(150):
        if (now := page.inner_text("#moving-effects")) != before:
            return now
        page.wait_for_timeout(100)
    raise AssertionError(f"the effects did not move: {before}")


def test_the_effects_follow_the_slider_and_the_proposal_keeps_them(town, simulator, live_server, open_page):
    page = sit_down(open_page, live_server.url, "xianji")
    page.get_by_role("link", name="标准工作台").click()
    page.get_by_role("link", name="任城区").click()
    page.wait_for_selector("#moving-effects[data-state=ready]")
    still = page.inner_text("#moving-effects")
    slider = page.get_by_role("slider", name="任城区 城镇低保,元/月")
    slider.focus()
    page.keyboard.press("End")
    first = moved(page, still)
    assert re.search(r"\+[\d.,]+ 万?元/月", first)
    field = page.get_by_label("城镇低保 元/月", exact=True)
    assert int(field.input_value()) > 930
    field.fill("2000")
    moved(page, first)
    assert "越线" in page.inner_text("#moving-flags")
    assert page.evaluate("document.activeElement.name").startswith("subsistence_standard"), "the focus stays in the field"
    page.get_by_role("button", name="存为方案").click()
    assert "方案已存" in page.inner_text("main")
    [proposal] = Proposal.objects.order_by("id")
    assert proposal.changes[0]["value"] == {"value": "2000.00"} and proposal.effects["all"]["more_fen"] > 0


def test_the_workbench_passes_axe_and_fits_both_screens(town, simulator, live_server, open_page):
    problems = {}
    for name, area in (("xianji", "370811"), ("shiji", "3708")):
        page = sit_down(open_page, live_server.url, name, bypass_csp=True)
        for path in ("", f"new/{area}/"):
            page.goto(f"{live_server.url}/staff/bench/{path}")
            if path:
                page.get_by_label("农村低保 元/月", exact=True).first.fill("abc")
                page.get_by_role("button", name="算一算").click()
            for width in (1366, 360):
                page.set_viewport_size({"width": width, "height": 768})
                found = [*axe_problems(page), *(overflow(page)[1] if overflow(page)[0] > 0 else [])]
                problems |= {f"{name} {path} {width}": found} if found else {}
    assert not problems, said(problems)
