"""失能老年人护理补贴 at the window, by the real law and the example numbers: opened, decided, awarded, on a roll, and named on no board."""

from datetime import date
from typing import Any

import pytest

from doudi.casework import actions
from doudi.casework.models import Case
from doudi.casework.programme import programme
from doudi.kernel.days import Month
from tests.www.staff.world import COUNTY, World, at

pytestmark = pytest.mark.database
CODE, WORDS = "elderly_nursing", "失能老年人护理补贴"


@pytest.fixture
def lis(world: World) -> Any:
    """An old man without income on the 低保 roll, who has not managed four of the six things for a year; his wife manages."""
    home = world.family(("李长河", "self", date(1946, 5, 6)), ("周秀兰", "spouse", date(1950, 1, 9)), day="2026-03-02")
    for person, failed, months in zip(world.persons(home), (4, 0), (12, 0), strict=True):
        world.know(person, "2026-03-02", income_wage=0, works=False, care_items_failed=failed, self_care_lost_months=months)
    case = world.apply(home, "subsistence", day="2026-03-02")
    world.accept(case, "2026-03-02")
    world.visit(case, "2026-03-04")
    world.opinion(case, "2026-03-05")
    world.post(case, "2026-03-06")
    world.send(case, "2026-03-16")
    world.confirm(case, "2026-03-18")
    return home


def test_it_is_applied_for_decided_paid_and_not_posted_by_name(world: World, lis: Any, desk: Any) -> None:
    address = f"/staff/households/{lis.pk}/intake/"
    shown = desk().get(address).content.decode()
    assert f"{WORDS} · 李长河" in shown and "每月 180 元" in shown
    old = world.persons(lis)[0]
    sent = desk().post(address, {"do": "submit", "programmes": [CODE], "persons": [old.pk], "press": "1"})
    case = Case.objects.get(programme=CODE)
    assert sent.headers["Location"] == f"/staff/cases/{case.pk}/" and case.person_id == old.pk

    for step, day in ((world.accept, "2026-09-24"), (world.visit, "2026-09-25"), (world.opinion, "2026-09-28"),
                      (world.post, "2026-09-29"), (world.send, "2026-10-12"), (world.confirm, "2026-10-13")):
        step(case, day)
    page = desk().get(f"/staff/cases/{case.pk}/")
    assert page.status_code == 200 and "达到护理补贴的失能程度" in page.content.decode()
    award = case.awards.get()
    assert (award.monthly_fen, award.from_month) == (180_00, Month(2026, 11))

    run = actions.build_roll(area=COUNTY, month="2026-11", by=world.county, at=at("2026-10-28"))
    assert run.lines.get(programme=CODE).amount_fen == 180_00
    assert WORDS in desk("county").get(f"/staff/roll/{run.pk}/").content.decode()
    assert "失能" not in programme(CODE).board_label


def test_whom_several_benefits_by_person_are_for(world: World, lis: Any, desk: Any) -> None:
    """Both are ticked; the subsidy is for him who needs care, the other one for both of them."""
    ticked = [each.pk for each in world.persons(lis)]
    desk().post(f"/staff/households/{lis.pk}/intake/",
                {"do": "submit", "programmes": [CODE, "elderly_hardship"], "persons": ticked, "press": "1"})
    assert list(Case.objects.filter(programme=CODE).values_list("person_id", flat=True)) == ticked[:1]
    assert sorted(Case.objects.filter(programme="elderly_hardship").values_list("person_id", flat=True)) == sorted(ticked)
