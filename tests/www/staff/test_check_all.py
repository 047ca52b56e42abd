"""Every programme on one page: the clerk with a file, the village coordinator with his, the hotline without one; nothing is
stored, and what is on file is not asked again."""

from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.people.models import Fact
from tests.www.staff.world import World

pytestmark = pytest.mark.database
WHO = "/staff/check/?county=370811&adults=2&minors=1"
LOW = {"registration-pick": "urban", "home-pick": "safe", "receiving-picks": "none", "work-row0": "works", "work-row1": "home",
       "school-row0": "primary", "wage-sum": "2200", "income-pension_band": "none", "income-allowance_band": "none",
       "income-other_band": "none", "savings-sum": "20000", "things-picks": "none", "costs-medical_band": "none",
       "costs-education_band": "none", "costs-rehabilitation_band": "none", "insured-pick": "residents",
       "health-row0": "none", "health-row1": "none", "health-row2": "none", "happened-picks": "none", "kin-pick": "nobody"}


def outcomes(answer: Any) -> dict[str, str]:
    told = [each for _, found in answer.context["groups"] for each in found]
    return {each.code: each.outcome for each in (*told, *answer.context["after"])}


@pytest.mark.parametrize("name", ["hotline", "clerk", "coordinator"])
def test_whoever_asks_reads_every_programme_and_nothing_is_kept(name: str, desk: Any, world: World) -> None:
    client, facts, entries = desk(name), Fact.objects.count(), JournalEntry.objects.count()
    assert client.get("/staff/check/").status_code == 200
    answer = client.post(WHO, LOW)
    assert answer.status_code == 200 and not answer.context["problems"]
    found = outcomes(answer)
    assert found["subsistence"] == found["education"] == found["heating"] == "entitled"
    assert "转市教育局" in answer.content.decode()
    assert (Fact.objects.count(), JournalEntry.objects.count()) == (facts, entries)


def test_half_an_answer_is_not_known_and_the_next_thing_to_ask_is_marked(desk: Any, world: World) -> None:
    answer = desk("hotline").post(WHO, {"wage-sum": "2200"})
    assert outcomes(answer)["subsistence"] == "need_info"
    assert [part for part in answer.context["parts"] if part["next"]]


def test_what_contradicts_is_shown_beside_the_questions(desk: Any, world: World) -> None:
    answer = desk("clerk").post(WHO, LOW | {"home-pick": "without", "things-picks": "homes"})
    assert any("没有自己的房" in doubt.words for doubt in answer.context["doubts"])


@pytest.mark.parametrize("name", ["clerk", "coordinator"])
def test_a_family_on_file_is_asked_nothing_that_is_known(name: str, desk: Any, world: World) -> None:
    case = world.brought("submitted")
    answer = desk(name).get(f"/staff/households/{case.household_id}/check/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"/staff/households/{case.household_id}/intake/" in page, "one press leads to the application"
    assert any(part["date"] for part in answer.context["parts"])
    assert outcomes(answer)


def test_the_hotline_opens_no_file(desk: Any, world: World) -> None:
    case = world.brought("submitted")
    assert desk("hotline").get(f"/staff/households/{case.household_id}/check/").status_code == 403
    assert desk("department").get("/staff/check/").status_code == 403


def filled(page: Any) -> dict[str, Any]:
    """The form as the page shows it, for whoever presses without typing."""
    fields = [field for part in page.context["parts"] for field in part["form"]]
    return {field.html_name: field.value() for field in fields if field.value() not in (None, "", False, [])}


def test_what_is_said_at_the_window_is_kept_once_as_the_familys_word_and_leads_to_the_application(desk: Any, world: World) -> None:
    home = world.wangs()
    father, _, child = world.persons(home)
    client, address = desk("clerk"), f"/staff/households/{home.pk}/check/"
    typed = filled(client.get(address)) | {"savings-sum": "20000", "insured-pick": "residents", "do": "apply", "press": "k"}
    for _ in range(2):
        answer = client.post(address, typed)
        assert answer.headers["Location"] == f"/staff/households/{home.pk}/intake/"
    kept = Fact.objects.filter(household=home, name="deposits")
    assert [(each.source, each.value) for each in kept] == [("declared", 2000000)]
    assert Fact.objects.filter(person=child, name="insurance").count() == 1
    assert Fact.objects.filter(person=father, name="income_wage").count() == 1, "what stands on file is not said again"
    offered = client.get(f"/staff/households/{home.pk}/intake/").context["form"].fields["programmes"].choices
    assert {"subsistence", "education"} <= {code for code, _ in offered}


def test_one_application_at_the_window_serves_every_programme(desk: Any, world: World) -> None:
    home = world.wangs()
    client = desk("clerk")
    answer = client.post(f"/staff/households/{home.pk}/intake/", {
        "programmes": ["subsistence", "education"], "persons": [str(world.persons(home)[0].pk)], "do": "submit", "press": "a"}, follow=True)
    assert "另有 1 项受理时转给别的部门" in answer.content.decode()
    made = home.applications.get()
    assert [case.programme for case in made.cases.all()] == ["subsistence"]
    assert f"/staff/households/{home.pk}/wished/" in answer.content.decode()
    waiting = client.get("/staff/referrals/?bucket=wished").content.decode()
    assert f"/staff/households/{home.pk}/wished/" in waiting
    page = client.get(f"/staff/households/{home.pk}/wished/")
    assert "教育救助(王小明)" in page.content.decode()


def test_a_contradiction_on_file_is_a_question_and_is_not_decided_on(desk: Any, world: World) -> None:
    home = world.wangs()
    father = world.persons(home)[0]
    world.know(father, unable_to_work=True)
    client, address = desk("clerk"), f"/staff/households/{home.pk}/"
    assert "又在干活，又干不了活" in client.get(address).content.decode()
    world.know(father, "2026-06-02", "visited", works=True)
    world.know(father, "2026-06-02", "visited", unable_to_work=True)
    assert "又在干活" not in client.get(address).content.decode(), "somebody has looked"
