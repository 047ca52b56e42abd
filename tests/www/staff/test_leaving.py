"""Somebody leaves: what is open is seen first and handed on, clocks go on, and the session is over at once."""

from datetime import datetime
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework.handover import actions as handover
from doudi.casework.handover import reads as open_reads
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Clock, HandedCase
from doudi.casework.rollbooks import actions as rollbooks
from doudi.casework.rollbooks.models import ImportRun
from doudi.offices import actions as offices
from doudi.offices.models import Post
from tests.www.staff.world import COUNTY, FAR_VILLAGE, World, at

pytestmark = pytest.mark.database


def post_of(user: Any) -> Post:
    return Post.objects.select_related("user", "office").get(user=user)


def colleague(world: World) -> Any:
    return world.hire("meng", "孟经办", "clerk", world.offices["town"])


def clocks(case: Case) -> list[tuple[Any, ...]]:
    return list(Clock.objects.filter(case=case).order_by("id").values_list("kind", "started_on", "due_on", "ended_on"))


def end(client: Any, post: Post, **more: Any) -> Any:
    return client.post(f"/staff/posts/{post.pk}/end/", {"day": "2026-09-24", "press": "e1", **more}, follow=True)


def test_open_work_is_shown_without_names_and_handed_to_a_named_colleague(desk: Any, world: World) -> None:
    case, taker, post = world.brought("accepted"), colleague(world), post_of(world.clerk)
    before, due = clocks(case), Case.objects.get(pk=case.pk).next_due_on
    admin = desk("town_admin")
    page = admin.get(f"/staff/posts/{post.pk}/end/").content.decode()
    assert case.number in page and "入户调查" in page and "其中 1 件等着入户" in page and "王建国" not in page
    assert end(admin, post).context["form"].errors[f"taker_{post.pk}"], "open work does not vanish by a slip"
    told = end(admin, post, **{f"taker_{post.pk}": taker.pk, "press": "e2"}).content.decode()
    assert "1 件在办的已移交" in told
    assert clocks(case) == before and Case.objects.get(pk=case.pk).next_due_on == due
    row = HandedCase.objects.get()
    assert (row.case_id, row.giver, row.taker, row.by, row.post) == (case.pk, world.clerk, taker, world.town_admin, post)
    entry = JournalEntry.objects.get(verb="casework.hand_over_work")
    assert entry.details["cases"] == [case.pk] and entry.actor_id == world.town_admin.pk


def test_the_taker_finds_it_on_his_workbench_until_he_takes_a_step(desk: Any, world: World) -> None:
    case, taker, post = world.brought("accepted"), colleague(world), post_of(world.clerk)
    handover.hand_over(post=post, taker=taker, by=None, at=at("2026-09-24"))
    client = desk("meng")
    listed = client.get("/staff/?bucket=handed")
    assert [row.id for row in listed.context["rows"]] == [case.pk] and "接手的" in listed.content.decode()
    assert "交给孟经办接着办" in client.get(f"/staff/cases/{case.pk}/").content.decode()
    assert open_reads.open_work(post_of(taker)).count == 1 and open_reads.open_work(post).count == 0
    world.visit(case, by=taker, day="2026-09-24")
    assert client.get("/staff/?bucket=handed").context["rows"] == []
    assert open_reads.open_work(post_of(taker)).count == 1, "now by his own step"


def test_work_of_another_area_or_a_closed_case_is_not_handed_over(world: World) -> None:
    far = world.hire("pang", "庞两处", "clerk", world.offices["town"])
    offices.appoint(user=far, office=world.offices["far_town"], role="clerk", since=at("2025-01-02").date(), by=None,
                    at=at("2025-01-02"))
    here, there = world.wangs(), world.wangs(village=FAR_VILLAGE)
    world.officers["clerk"] = far
    world.accept(world.apply(here))
    world.accept(world.apply(there))
    posts = {post.office.name: open_reads.open_work(post).count
             for post in Post.objects.filter(user=far).select_related("office", "user")}
    assert posts == {"阜桥街道": 1, "南站街道": 1}


def test_only_who_holds_the_role_there_today_can_take_over(world: World) -> None:
    world.brought("accepted")
    post = post_of(world.clerk)
    for taker in (world.far_clerk, world.coordinator, world.county, world.clerk):
        with pytest.raises(NotPossible, match="接不了"):
            handover.hand_over(post=post, taker=taker, by=None, at=at("2026-09-24"))
    with pytest.raises(offices.OfficeRefused, match="不归您管理"):
        handover.hand_over(post=post, taker=colleague(world), by=world.far_county, at=at("2026-09-24"))
    assert not HandedCase.objects.exists()


def test_the_last_clerk_does_not_leave_without_a_warning(desk: Any, world: World) -> None:
    world.brought("accepted")
    post, admin = post_of(world.clerk), desk("town_admin")
    assert "阜桥街道就没有乡镇(街道)经办了" in admin.get(f"/staff/posts/{post.pk}/end/").content.decode()
    assert end(admin, post).context["form"].errors["sure"]
    assert post_of(world.clerk).valid_until is None
    assert "不再担任" in end(admin, post, sure="on", press="e2").content.decode()
    colleague(world)
    assert "就没有" not in admin.get(f"/staff/posts/{post_of(world.officers['meng']).pk}/deputy/").content.decode()


def test_a_deputy_can_take_over(world: World) -> None:
    world.brought("accepted")
    helper = world.hire("helper", "孟代班", "coordinator", world.offices["village"])
    offices.name_deputy(post=post_of(world.clerk), user=helper, since=at("2026-09-24").date(), until=at("2026-10-24").date(),
                        by=world.town_admin, at=at("2026-09-24"))
    assert handover.hand_over(post=post_of(world.clerk), taker=helper, by=world.town_admin, at=at("2026-09-24")) == 1


def test_a_post_that_ends_on_a_coming_day_works_until_midnight(desk: Any, world: World, now: Any) -> None:
    case, post = world.brought("accepted"), post_of(world.clerk)
    taker = colleague(world)
    end(desk("town_admin"), post, day="2026-10-01", **{f"taker_{post.pk}": taker.pk})
    now(datetime.fromisoformat("2026-09-30T23:45:00+08:00"))
    clerk = desk("clerk")
    assert clerk.get(f"/staff/cases/{case.pk}/").status_code == 200
    now(at("2026-10-01", 0))
    assert clerk.get(f"/staff/cases/{case.pk}/").status_code == 403


def test_a_suspended_account_is_out_at_its_next_page_and_its_work_handed_on(desk: Any, world: World) -> None:
    case, post, taker = world.brought("accepted"), post_of(world.clerk), colleague(world)
    clerk, admin = desk("clerk"), desk("town_admin")
    assert clerk.get(f"/staff/cases/{case.pk}/").status_code == 200
    told = admin.post(f"/staff/people/{world.clerk.pk}/suspend/", {f"taker_{post.pk}": taker.pk, "press": "s1"}, follow=True)
    assert "账号已停用" in told.content.decode() and HandedCase.objects.get().taker == taker
    assert clerk.get(f"/staff/cases/{case.pk}/").headers["Location"].startswith("/staff/sign-in/")
    assert clerk.post(f"/staff/cases/{case.pk}/do/withdraw/withdraw/", {"reason": "x"}).context["expired"]
    assert Case.objects.get(pk=case.pk).status == "accepted"
    admin.post(f"/staff/people/{world.clerk.pk}/restore/", {"press": "s2"})
    assert desk("clerk").get(f"/staff/cases/{case.pk}/").status_code == 200


def test_an_import_that_is_not_done_goes_along_and_can_be_finished(world: World) -> None:
    run = rollbooks.upload(content="姓名,身份证号,金额\n甲,1,640\n".encode(), file_name="在册.csv", by=world.county, at=at("2026-09-23"))
    taker = world.hire("zeng2", "曾二", "county_officer", world.offices["county"])
    work = open_reads.open_work(post_of(world.county))
    assert (work.imports, work.any) == (1, True)
    handover.hand_over(post=post_of(world.county), taker=taker, by=world.county_admin, at=at("2026-09-24"))
    assert ImportRun.objects.get(pk=run.pk).by == taker
    assert JournalEntry.objects.get(verb="casework.hand_over_work").details["imports"] == [run.pk]
    assert COUNTY in taker.posts.get().office.prefixes
