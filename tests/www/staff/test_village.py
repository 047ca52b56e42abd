"""The village coordinator's own list, and an application made for a neighbour (今日, 代办)."""

from datetime import date
from typing import Any

import pytest

from doudi.casework.models import Application
from tests.www.staff.world import SECOND_VILLAGE, VILLAGE, World, at, id_number

pytestmark = pytest.mark.database


def errands(client: Any, more: str = "") -> list[tuple[str, str]]:
    """What stands on the page, in its order."""
    return [(each["what"], each["name"]) for each in client.get(f"/staff/{more}").context["items"]]


def test_visits_come_with_their_day_and_only_of_the_own_village(desk: Any, world: World, now: Any) -> None:
    mine = world.brought("accepted")
    world.brought("accepted", world.wangs(village=SECOND_VILLAGE))
    now(at("2026-09-29"))
    client = desk("coordinator")
    page = client.get("/staff/")
    assert errands(client) == [("入户调查", "王建国")]
    assert page.context["late"] == 1, "three working days after acceptance are over"
    told = page.content.decode()
    assert f"/staff/cases/{mine.pk}/visit/" in told and "已超期" in told
    assert "12 号" not in told, "the door is a press with a reason away"


def test_a_notice_that_is_over_comes_down_from_the_list(desk: Any, world: World, now: Any) -> None:
    case = world.brought("publicised")
    now(at("2026-10-01"))
    assert errands(desk("coordinator")) == []
    now(at("2026-10-08"))
    client = desk("coordinator")
    assert errands(client) == [("撤下公示", "王建国")]
    assert "期满该撤下的" in desk().get("/staff/publicity/").content.decode()
    done = client.post(f"/staff/cases/{case.pk}/do/take_down/take_down_publicity/", {"press": "t1"})
    assert done.status_code == 302
    assert errands(client) == []


def test_an_opinion_to_confirm_is_posted_by_the_village_and_one_to_refuse_is_not(
        desk: Any, world: World, now: Any) -> None:
    world.brought("opinion_given")
    refused = world.brought("surveyed", world.wangs(wage=1_500_000))
    world.opinion(refused, proposal="refuse", reason="收入超过标准")
    assert errands(desk("coordinator")) == [("张贴公示", "王建国")]


def test_a_re_check_stands_a_month_ahead(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    due = case.reviews.get().due_on
    now(at("2026-11-01"))
    assert ("入户核查", "王建国") not in errands(desk("coordinator"))
    now(at(due.isoformat()))
    assert ("入户核查", "王建国") in errands(desk("coordinator"))


def test_ten_rows_first_the_most_pressing_on_top(desk: Any, world: World, now: Any) -> None:
    for number in range(12):
        home = world.family((f"王某{'甲乙丙丁戊己庚辛壬癸子丑'[number]}", "self", date(1980, 1, 1)))
        world.accept(world.apply(home, day=f"2026-09-{14 + number % 5}"), day=f"2026-09-{14 + number % 5}")
    client = desk("coordinator")
    page = client.get("/staff/")
    assert len(page.context["items"]) == 10
    assert page.context["more"] == 2
    days = [each["day"] for each in page.context["items"]]
    assert days == sorted(days)
    assert len(errands(client, "?all=1")) == 12


def test_the_coordinator_applies_for_a_neighbour(desk: Any, world: World, now: Any) -> None:
    client = desk("coordinator")
    assert "替居民申请" in client.get("/staff/").content.decode()
    made = client.post("/staff/counter/", {
        "name": "赵德海", "id_number": id_number(date(1960, 4, 5), 91), "area": VILLAGE, "registration": "rural",
        "press": "r1"})
    assert made.status_code == 302
    intake = client.get(made.url)
    assert "您正在替" in intake.content.decode() and "赵德海" in intake.content.decode()
    assert "您正在替" not in desk().get(made.url).content.decode()
    sent = client.post(made.url, {"programmes": ["subsistence"], "do": "submit", "press": "r2"})
    assert sent.status_code == 302, sent.context["form"].errors
    application = Application.objects.get()
    assert (application.channel, application.applicant.name) == ("village", "赵德海")
    assert application.submitted_by_id == world.coordinator.pk


def test_the_coordinator_registers_nobody_of_another_village(desk: Any, world: World) -> None:
    answer = desk("coordinator").post("/staff/counter/", {
        "name": "赵德海", "id_number": id_number(date(1960, 4, 5), 92), "area": SECOND_VILLAGE, "registration": "rural",
        "press": "r1"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["area"]


def test_all_cases_of_the_village_stay_reachable(desk: Any, world: World) -> None:
    world.brought("surveyed")
    page = desk("coordinator").get("/staff/?bucket=waiting")
    assert "王建国" in page.content.decode()
