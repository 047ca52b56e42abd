"""From a proposal to clues, on the pages and by the jobs: published, counted, confirmed by the county, carried out; who is newly
within the line is listed for a visit, once, whatever is repeated. The law is the real one, compiled.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from unittest.mock import Mock

import pytest

from doudi.casework.adjusting.models import Batch, Clue
from doudi.casework.models import Application, Case, Decision, Determination
from doudi.jobs import tasks
from doudi.offices import actions as offices
from doudi.offices import importing
from doudi.offices.models import Area, ManagementArea
from doudi.people import actions as people
from doudi.standards.models import Proposal, Value
from tests.www.staff.world import CITY, COUNTY, FAR_VILLAGE, SECOND_VILLAGE, START, World, at

pytestmark = pytest.mark.database
MOMENT, CONFIRMED = at("2026-10-20"), at("2026-11-03")
# Three people at 930 may have 2,790 a month, at 980 2,940; of a wage 430 are left out of account as costs of working.
JUST_ABOVE = 330_000
RAISED = {f"subsistence_standard.{COUNTY}.urban": "980"}


@pytest.fixture
def moved(now: Callable[[datetime], None], monkeypatch: Any) -> Callable[[datetime], None]:
    """The clock of the pages and of the jobs."""
    def move(moment: datetime) -> None:
        now(moment)
        monkeypatch.setattr(tasks, "_now", lambda: moment)

    move(MOMENT)
    return move


@pytest.fixture
def town(world: World, moved: Any) -> World:
    """One family on the roll; one just above the line, one far above it, one in another county, one whose file is closed."""
    world.paid = world.brought("confirmed", world.wangs())
    world.near = world.wangs(wage=JUST_ABOVE, village=SECOND_VILLAGE)
    world.wangs(wage=3 * JUST_ABOVE)
    world.wangs(wage=JUST_ABOVE, village=FAR_VILLAGE)
    people.close_household(household=world.wangs(wage=JUST_ABOVE), day=MOMENT.date(), because="moved_away",
                           by=world.clerk, at=MOMENT)
    return world


def published(desk: Any, area: str = COUNTY, by: str = "county", **numbers: str) -> Proposal:
    """The whole way on the pages; sent by one officer, approved by another, published on its document."""
    officer, city = desk(by), desk("city")
    officer.post(f"/staff/bench/new/{area}/", {"do": "save", "name": "甲", "page": "p", "press": "s", **(numbers or RAISED)})
    proposal = Proposal.objects.order_by("-id").first()
    for who, verb, more in ((officer, "send", {}), (city, "approve", {}), (officer, "publish", {
            "number": "示例〔2026〕9号", "title": "通知", "valid_from": "2026-11-01"})):
        who.post(f"/staff/bench/{proposal.pk}/do/{verb}/", {"press": verb, **more})
    proposal.refresh_from_db()
    assert proposal.state == "published"
    return proposal


def worked() -> None:
    """What the worker does until nothing is left."""
    for batch in Batch.objects.order_by("id"):
        tasks.carry_on_batch(batch_id=batch.pk)


def counts() -> list[int]:
    return [model.objects.count() for model in (Clue, Case, Application, Determination, Decision)]


def test_from_the_proposal_to_the_clue_and_nothing_doubles(town: World, desk: Any, moved: Any) -> None:
    published(desk)
    worked()
    [batch] = Batch.objects.order_by("id")
    [clue] = Clue.objects.order_by("id")
    assert batch.state == "ready" and (clue.household_id, clue.programme) == (town.near.pk, "subsistence")
    assert clue.monthly_fen > 0 and not town.near.cases.exists(), "a clue enrols nobody"
    words = desk("county").get(f"/staff/batches/{batch.pk}/").content.decode()
    assert "去走访" in words and "柳行新村" in words
    seen = counts()
    worked()
    assert counts() == seen, "counted again, nothing doubles"

    moved(CONFIRMED)
    for press in ("a", "b"):
        desk("county").post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": press})
    for _ in range(2):
        worked()
    batch.refresh_from_db()
    assert batch.state == "done"
    [changed] = town.paid.decisions.filter(result="change").order_by("id")
    assert str(town.paid.awards.get(decision=changed).from_month) == "2026-12"
    assert Decision.objects.filter(result="change").count() == 1
    assert Clue.objects.count() == 1 and not town.near.cases.exists()


def test_a_number_whose_day_ended_the_day_before_still_counts_as_the_one_before(town: World, desk: Any) -> None:
    Value.objects.filter(key="subsistence_standard", area=COUNTY).update(valid_until=date(2026, 10, 31))
    published(desk)
    worked()
    assert [clue.household_id for clue in Clue.objects.order_by("id")] == [town.near.pk]


def test_a_cut_leads_to_no_clue(town: World, desk: Any) -> None:
    published(desk, **{f"subsistence_standard.{COUNTY}.urban": "900"})
    worked()
    assert not Clue.objects.exists()


def test_the_whole_city_gives_each_county_its_own(town: World, desk: Any, world: World) -> None:
    world.hire("city2", "另一位", "city_officer", world.offices["city"])
    published(desk, area=CITY, by="city2", **RAISED, **{"subsistence_standard.370830.urban": "980"})
    worked()
    assert sorted(Clue.objects.values_list("batch__area", "area")) == [
        (COUNTY, SECOND_VILLAGE), ("370830", FAR_VILLAGE)]


LAKE, LAKE_VILLAGE = "370811002", "370811002001"


@pytest.fixture
def lake(town: World) -> World:
    """太白湖新区 runs a township of 任城区's code, with an office and families of its own."""
    for code, name, level, parent in ((LAKE, "许庄街道", "township", COUNTY), (LAKE_VILLAGE, "许庄社区", "village", LAKE)):
        Area.objects.create(code=code, name=name, level=level, parent_id=parent, source="test", valid_from=START.date(),
                            kind="urban" if level == "village" else "")
    told = {"by": None, "at": START}
    importing.import_management_areas([{"id": "taibaihu", "name": "太白湖新区", "full_name": "太白湖新区", "township_code": LAKE}], **told)
    [area] = ManagementArea.objects.order_by("id")
    office = offices.open_office(name="太白湖新区", level="county", prefixes=[LAKE], parent=town.offices["city"],
                                 management_area=area, **told)
    window = offices.open_office(name="许庄街道", level="township", prefixes=[LAKE], parent=office, **told)
    town.hire("lake", "樊湖区", "county_officer", office)
    town.hire("lake_clerk", "申经办", "clerk", window)
    town.hire("city2", "另一位", "city_officer", town.offices["city"])
    there = World({**town.officers, "clerk": town.lake_clerk, "county": town.lake})
    town.lake_paid = there.brought("confirmed", there.wangs(village=LAKE_VILLAGE))
    town.lake_near = there.wangs(wage=JUST_ABOVE, village=LAKE_VILLAGE)
    return town


def test_a_management_area_moves_the_numbers_of_its_own_townships(lake: World, desk: Any, moved: Any) -> None:
    words = desk("lake").get("/staff/bench/").content.decode()
    assert f"/staff/bench/new/{LAKE}/" in words and "太白湖新区许庄街道" in words
    assert "任城区" not in words and f"/staff/bench/new/{COUNTY}/" not in words
    assert desk("lake").get(f"/staff/bench/new/{COUNTY}/").status_code == 404
    published(desk, area=LAKE, by="lake", **{f"subsistence_standard.{LAKE}.urban": "980"})
    worked()
    [batch] = Batch.objects.order_by("id")
    assert batch.area == LAKE and [line.case_id for line in batch.lines.order_by("id")] == [lake.lake_paid.pk]
    assert [clue.household_id for clue in batch.clues.order_by("id")] == [lake.lake_near.pk]
    moved(CONFIRMED)
    desk("lake").post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": "a"})
    worked()
    assert lake.lake_paid.decisions.filter(result="change").count() == 1
    assert not lake.paid.decisions.filter(result="change").exists(), "the county's own families keep their number"


def test_the_city_moves_both_and_each_family_is_in_one_batch(lake: World, desk: Any, moved: Any) -> None:
    words = desk("city").get(f"/staff/bench/new/{CITY}/").content.decode()
    assert f"subsistence_standard.{LAKE}.urban" in words and "太白湖新区许庄街道" in words
    published(desk, area=CITY, by="city2", **RAISED, **{f"subsistence_standard.{LAKE}.urban": "980"})
    worked()
    found = {batch.area: batch for batch in Batch.objects.order_by("id")}
    lines = {area: [line.case_id for line in batch.lines.order_by("id")] for area, batch in found.items()}
    assert lines == {COUNTY: [lake.paid.pk], LAKE: [lake.lake_paid.pk]}
    assert sorted(Clue.objects.values_list("batch__area", "household_id")) == [(COUNTY, lake.near.pk), (LAKE, lake.lake_near.pk)]


def test_killed_before_the_clues_were_noted_the_job_goes_back_to_them(town: World, desk: Any, monkeypatch: Any) -> None:
    published(desk)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(tasks, "newcomers_of", Mock(side_effect=KeyboardInterrupt))
        worked()
    [batch] = Batch.objects.order_by("id")
    assert batch.state == "ready" and batch.clues_at is None
    assert "还在找" in desk("county").get(f"/staff/batches/{batch.pk}/").content.decode()
    assert tasks.resume_batches(timestamp=0) == 1
    worked()
    assert Clue.objects.count() == 1
    assert tasks.resume_batches(timestamp=0) == 0
