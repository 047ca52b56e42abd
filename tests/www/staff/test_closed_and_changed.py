"""A family that merges, splits, moves or loses its head: the page leads to the file that goes on, the old one stays readable."""

from datetime import date
from typing import Any

import pytest

from doudi.casework.models import Case
from doudi.people.models import Household
from tests.www.staff.world import FAR_VILLAGE, SECOND_VILLAGE, VILLAGE, World, at

pytestmark = pytest.mark.database
PAGES = ("", "intake/", "facts/", "members/", "papers/", "change/", "codes/")


def changed(client: Any, home: Any, kind: str, press: str, **given: Any) -> Any:
    return client.post(f"/staff/households/{home.pk}/change/", {"kind_of_change": kind, "press": press, **given})


def test_two_files_that_merge_lead_to_the_new_one(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    joining = world.old_li()
    li = world.persons(joining)[0]
    now(at("2026-11-02"))
    clerk = desk()
    answer = changed(clerk, joining, "merge", "m1", into_id=case.household_id, **{f"relation-{li.pk}": "parent"})
    merged = Household.objects.get(closed_on__isnull=True)
    assert merged.pk not in (joining.pk, case.household_id)
    assert answer.url == f"/staff/households/{merged.pk}/"
    page = clerk.get(answer.url).content.decode()
    assert "王建国" in page and "李长河" in page and "接续的新档案" in page
    assert Case.objects.get(pk=case.pk).household_id == merged.pk
    for old in (joining.pk, case.household_id):
        told = clerk.get(f"/staff/households/{old}/").content.decode()
        assert "已关闭(并户)" in told and f"/staff/households/{merged.pk}/" in told
    assert "李长河" in clerk.get(f"/staff/households/{joining.pk}/").content.decode()


def test_a_file_merged_into_itself_or_into_nobodys_is_refused_and_stays(desk: Any, world: World, now: Any) -> None:
    home = world.wangs()
    now(at("2026-11-02"))
    relations = {f"relation-{each.pk}": "other" for each in world.persons(home)}
    far = world.family(("丁一", "self", date(1970, 1, 1)), village=FAR_VILLAGE)
    for press, into in (("n1", home.pk), ("n2", 999_999), ("n3", far.pk)):
        answer = changed(desk(), home, "merge", press, into_id=into, **relations)
        assert answer.status_code == 200, into
        assert answer.context["form"].errors
    assert not Household.objects.filter(closed_on__isnull=False).exists()


def test_who_leaves_has_a_file_of_his_own_and_the_rest_stays(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    mother = world.persons(case.household)[1]
    now(at("2026-11-02"))
    clerk = desk()
    answer = changed(clerk, case.household, "split", "s1", member_ids=[mother.pk], head_id=mother.pk,
                     area="柳行新村", address="8 号")
    new = Household.objects.get(area=SECOND_VILLAGE)
    assert answer.url == f"/staff/households/{new.pk}/"
    page = clerk.get(answer.url).content.decode()
    assert "陈桂花" in page and "柳行新村" in page
    old = Household.objects.get(pk=case.household_id)
    if old.closed_on is None:
        assert [each.name for each in world.persons(old)] == ["王建国", "王小明"]
    else:
        assert "接续的档案" in clerk.get(f"/staff/households/{old.pk}/").content.decode()


def test_everybody_leaving_is_not_a_split(desk: Any, world: World, now: Any) -> None:
    home = world.wangs()
    now(at("2026-11-02"))
    wrong = changed(desk(), home, "split", "s2", member_ids=[], head_id="", area="柳行新村")
    assert wrong.status_code == 200
    assert "分户" in wrong.content.decode()
    assert Household.objects.count() == 1


def test_a_family_that_moves_keeps_its_case_and_leaves_our_list(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    now(at("2026-11-02"))
    clerk = desk()
    answer = changed(clerk, case.household, "move", "v1", area=SECOND_VILLAGE, address="3 号")
    assert answer.url == f"/staff/households/{case.household_id}/"
    assert "柳行新村" in clerk.get(answer.url).content.decode()
    gone = changed(clerk, case.household, "move", "v2", area=FAR_VILLAGE, address="1 号")
    case.refresh_from_db()
    assert case.area == FAR_VILLAGE
    shown = clerk.get(gone.url, follow=True)
    assert shown.status_code == 200, "the page after moving away is one that this desk may open"
    assert "搬出" in shown.content.decode()
    assert "王建国" in desk("far_clerk").get(f"/staff/cases/{case.pk}/").content.decode()


def test_an_unknown_village_is_asked_again(desk: Any, world: World, now: Any) -> None:
    home = world.wangs()
    now(at("2026-11-02"))
    answer = changed(desk(), home, "move", "v3", area="没有村", address="搬到坡上")
    assert "没有这个村" in answer.content.decode()
    assert "搬到坡上" in answer.content.decode()
    home.refresh_from_db()
    assert home.area == VILLAGE


def test_the_file_of_a_dead_head_stays_readable_and_nothing_more_is_written_into_it(
        desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    now(at("2026-11-02"))
    clerk, head = desk(), world.persons(case.household)[0]
    answer = changed(clerk, case.household, "death", "d1", person_id=head.pk, died_on="2026-11-01")
    for path in PAGES:
        url = f"/staff/households/{case.household_id}/{path}"
        shown = clerk.get(url, follow=True)
        assert shown.status_code == 200, path
        assert "已关闭(户主去世)" in shown.content.decode(), path
        assert answer.url in shown.content.decode(), path
    for name in ("clerk", "county", "coordinator"):
        assert desk(name).get(f"/staff/cases/{case.pk}/").status_code == 200
    people = Household.objects.get(pk=int(answer.url.split("/")[3])).memberships.count()
    sent = clerk.post(f"/staff/households/{case.household_id}/members/",
                      {"do": "member", "name": "外人", "relation": "other", "press": "d2"}, follow=True)
    assert "不能再改" in sent.content.decode()
    assert Household.objects.get(pk=int(answer.url.split("/")[3])).memberships.count() == people
