"""复算 on the case page, and what a replay of the night found, on the city's workbench."""

from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework import actions
from doudi.casework.models import Determination
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database


def replayed(client: Any, case: Any, press: str = "p1") -> Any:
    return client.post(f"/staff/cases/{case.pk}/replay/", {"press": press})


def test_the_city_makes_a_decided_case_again(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    now(at("2026-11-02"))
    city = desk("city")
    assert "复算" in city.get(f"/staff/cases/{case.pk}/").content.decode()
    answer = replayed(city, case)
    assert answer.url == f"/staff/cases/{case.pk}/"
    assert "复算:1 次认定,结果都一致。" in city.get(answer.url).content.decode()
    [line] = JournalEntry.objects.filter(verb="casework.replay")
    assert (line.subject_kind, line.subject_id, line.actor_id) == ("case", str(case.pk), world.city.pk)
    replayed(city, case)
    assert JournalEntry.objects.filter(verb="casework.replay").count() == 1, "one press, one deed"


def test_a_difference_is_said_with_both_figures_and_the_clause(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    made = Determination.objects.get(case=case)
    amounts = made.decision["verdicts"]["subsistence"]["amounts"]
    paid, amounts["monthly"] = amounts["monthly"], 99_900
    made.save(update_fields=["decision"])
    now(at("2026-11-02"))
    city = desk("city")
    page = city.get(replayed(city, case).url).content.decode()
    for word in ("复算:1 次认定中有 1 次不一致", "存的是 999.00 元", f"复算是 {paid // 100}.", "第二十三条"):
        assert word in page, word


def test_only_who_audits_makes_a_case_again(desk: Any, world: World) -> None:
    case = world.brought("opinion_given")
    clerk = desk("clerk")
    assert ">复算<" not in clerk.get(f"/staff/cases/{case.pk}/").content.decode()
    assert replayed(clerk, case).status_code == 403
    assert desk("city").get(f"/staff/cases/{case.pk}/replay/").status_code == 405
    assert desk("city").post("/staff/cases/999999/replay/", {"press": "p9"}).status_code == 404


def test_what_the_night_found_stands_on_the_citys_workbench(desk: Any, world: World) -> None:
    case = world.brought("opinion_given")
    city = desk("city")
    assert "复算不一致" not in city.get("/staff/").content.decode()
    made = Determination.objects.get(case=case)
    made.decision["verdicts"]["subsistence"]["outcome"] = "not_entitled"
    made.save(update_fields=["decision"])
    actions.replay_next(most=10, by=None, at=at("2026-09-24", 2))
    page = city.get("/staff/").content.decode()
    assert "复算不一致" in page and f"/staff/cases/{case.pk}/" in page and case.number in page
    assert "复算不一致" not in desk("county").get("/staff/").content.decode()
