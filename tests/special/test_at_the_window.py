"""Heating, home adaptation and lottery warmth at the window, by the real law and the example numbers: shown, asked for, decided, paid or
done; the accident policy is said to come by itself."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.casework import actions
from doudi.casework.models import Case
from tests.www.staff.world import COUNTY, World, at

pytestmark = pytest.mark.database
HERE = {"heating": "取暖救助", "home_adaptation": "居家适老化改造", "lottery_warmth": "福彩送温暖"}


@pytest.fixture
def home(world: World) -> Any:
    """An old couple without income on the 低保 roll; he is eighty."""
    home = world.family(("李长河", "self", date(1945, 5, 6)), ("周秀兰", "spouse", date(1950, 1, 9)), day="2026-03-02")
    for person in world.persons(home):
        world.know(person, "2026-03-02", income_wage=0, works=False)
    case = world.apply(home, "subsistence", day="2026-03-02")
    world.accept(case, "2026-03-02")
    world.visit(case, "2026-03-04")
    world.opinion(case, "2026-03-05")
    world.post(case, "2026-03-06")
    world.send(case, "2026-03-16")
    world.confirm(case, "2026-03-18")
    return home


def kept(answer: Any, name: str) -> str:
    """The page; a copy of it where somebody wants to look (DOUDI_PAGES)."""
    page = answer.content.decode()
    if folder := os.environ.get("DOUDI_PAGES"):
        Path(folder, f"{name}.html").write_text(page, encoding="utf-8")
    return page


def applied(world: World, home: Any, desk: Any, code: str) -> Case:
    """Asked for at the window and brought before the county."""
    told = {"do": "submit", "programmes": [code], "persons": [world.persons(home)[0].pk], "press": "1"}
    sent = desk().post(f"/staff/households/{home.pk}/intake/", told)
    case = Case.objects.get(programme=code)
    assert sent.headers["Location"] == f"/staff/cases/{case.pk}/"
    world.accept(case, "2026-09-24")
    world.visit(case, "2026-09-25")
    return case


def test_the_window_names_them_and_says_what_comes_by_itself(world: World, home: Any, desk: Any) -> None:
    intake = kept(desk().get(f"/staff/households/{home.pk}/intake/"), "intake")
    for words in HERE.values():
        assert words in intake
    assert "意外伤害保险" in intake and 'value="accident_insurance"' not in intake
    answer = desk().get(f"/staff/households/{home.pk}/check/")
    told = {each.code: each for _, found in answer.context["groups"] for each in found}
    kept(answer, "check")
    assert all(told[code].outcome != "not_entitled" and told[code].applied_here for code in HERE)
    assert told["accident_insurance"].by_itself and "在册的按名单办" in answer.content.decode()


def test_the_heating_sum_of_a_season_reaches_the_roll(world: World, home: Any, desk: Any) -> None:
    case = applied(world, home, desk, "heating")
    world.opinion(case, "2026-09-28")
    world.send(case, "2026-09-29")
    world.confirm(case, "2026-10-13")
    award = case.awards.get()
    assert (award.once_fen, award.covers_from, award.covers_until) == (50_000, date(2026, 11, 15), date(2027, 3, 15))
    page = kept(desk().get(f"/staff/cases/{case.pk}/"), "heating")
    assert "2026-11 至 2027-03" in page and "500 元(一次)" in page
    run = actions.build_roll(area=COUNTY, month="2026-10", by=world.county, at=at("2026-10-28"))
    assert run.lines.get(programme="heating").amount_fen == 50_000
    told = {each.code: each for each in desk().get(f"/staff/households/{home.pk}/intake/").context["programmes"]}
    assert told["heating"].outcome == "not_entitled", "the season is paid"


@pytest.mark.parametrize("code", ["home_adaptation", "lottery_warmth"])
def test_a_service_is_over_on_the_day_it_was_done(world: World, home: Any, desk: Any, code: str) -> None:
    case = world.apply(home, code, day="2026-09-01")
    world.accept(case, "2026-09-02")
    world.visit(case, "2026-09-03")
    page = kept(desk().get(f"/staff/cases/{case.pk}/"), f"{code}-opinion")
    assert "每月金额" not in page and "救助金额" not in page, "nobody is asked for a sum"
    sent = desk().post(f"/staff/cases/{case.pk}/do/agree/give_opinion/", {"reason": "集体研究,情况属实", "press": "2"})
    assert sent.status_code == 302
    desk().post(f"/staff/cases/{case.pk}/do/send/send_to_county/", {"press": "5"})
    desk("county").post(f"/staff/cases/{case.pk}/do/confirm/confirm/", {"reason": "同意", "press": "3"})
    case.refresh_from_db()
    assert case.status == "confirmed" and not case.awards.exists()
    page = kept(desk().get(f"/staff/cases/{case.pk}/"), f"{code}-confirmed")
    assert "登记办好" in page
    told = {"on": "2026-09-24", "by_whom": "示例单位", "what": "扶手两处、防滑一处", "given": "yes", "press": "4"}
    sent = desk().post(f"/staff/cases/{case.pk}/do/deliver/deliver/", told)
    assert sent.status_code == 302
    page = kept(desk().get(f"/staff/cases/{case.pk}/"), f"{code}-done")
    assert "已办结" in page and "扶手两处、防滑一处" in page
