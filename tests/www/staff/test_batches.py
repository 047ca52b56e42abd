"""After a new standard: who changes is seen first, the county confirms, and whatever is killed or pressed twice counts once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.casework.adjusting import actions
from doudi.casework.adjusting.models import Batch, Clue, Line
from doudi.casework.batches import course
from doudi.casework.models import Award, Decision, Determination, Notice
from doudi.jobs import tasks
from doudi.offices.access import acting
from doudi.population.simulation.changes import Change
from doudi.population.simulation.terms import Newcomer
from doudi.standards import proposing
from tests.www.staff.world import COUNTY, FAR_VILLAGE, SECOND_VILLAGE, World, at

pytestmark = pytest.mark.database
MOMENT, FIRST = at("2026-10-20"), date(2026, 11, 1)
RAISED = Change("subsistence_standard", COUNTY, {"value": "980.00"}, {"registration": "urban"})


@pytest.fixture
def town(world: World, now: Callable[[datetime], None], monkeypatch: Any) -> World:
    """Three families on the roll, one of them in another county; the time of the pages and of the jobs."""
    now(MOMENT)
    monkeypatch.setattr(tasks, "_now", lambda: MOMENT)
    world.cases = [world.brought("confirmed", world.wangs()), world.brought("confirmed", world.wangs(village=SECOND_VILLAGE))]
    there = World({**world.officers, "clerk": world.far_clerk, "county": world.far_county})
    world.far = there.brought("confirmed", there.wangs(village=FAR_VILLAGE))
    return world


def published(world: World, valid_from: date = FIRST, change: Change = RAISED) -> Any:
    told = {"at": MOMENT}
    proposal = proposing.save_proposal(proposal_id=None, name="甲", area=COUNTY, changes=[change], by=world.county, **told)
    proposing.send_proposal(proposal_id=proposal.pk, by=world.county, **told)
    proposing.decide_proposal(proposal_id=proposal.pk, approve=True, note="", by=world.city, **told)
    return proposing.publish_proposal(proposal_id=proposal.pk, number="示例〔2026〕9号", title="通知", valid_from=valid_from,
                                      by=world.county, **told)


def begun(world: World, **more: Any) -> Batch:
    [batch] = actions.begin(proposal_id=published(world, **more).pk, by=world.county, at=MOMENT)
    return batch


def counted(world: World, **more: Any) -> Batch:
    batch = begun(world, **more)
    tasks.carry_on_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def test_who_changes_is_listed_and_nothing_is_sent_before_the_county_confirms(town: World, desk: Any) -> None:
    before = [model.objects.count() for model in (Determination, Decision, Award, Notice)]
    batch = counted(town)
    assert batch.state == "ready" and str(batch.first_month) == "2026-11"
    assert [(line.case_id, line.old_fen < line.new_fen, line.outcome) for line in batch.lines.order_by("id")] == [
        (case.pk, True, "waiting") for case in town.cases]
    assert [model.objects.count() for model in (Determination, Decision, Award, Notice)] == before
    words = desk("county").get(f"/staff/batches/{batch.pk}/").content.decode()
    assert "阜桥街道" in words and "王建国" in words and "确认这一批" in words
    assert desk("far_county").get(f"/staff/batches/{batch.pk}/").status_code == 404
    assert desk("far_county").post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": "x"}).status_code == 404
    assert "确认这一批" not in desk("city").get(f"/staff/batches/{batch.pk}/").content.decode()
    assert desk("city").post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": "x"}).status_code == 403


def test_confirmed_twice_and_carried_out_twice_changes_each_family_once(town: World, desk: Any) -> None:
    batch, county = counted(town), desk("county")
    for press in ("a", "a", "b"):
        county.post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": press})
    assert ProcrastinateJob.objects.filter(task_name="carry_on_batch").count() == 1
    for _ in range(2):
        tasks.carry_on_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state == "done" and set(batch.lines.values_list("outcome", flat=True)) == {"changed"}
    for line in batch.lines.order_by("id"):
        changed = line.case.decisions.filter(result="change")
        [decision], [award] = changed.order_by("id"), line.case.awards.filter(decision__in=changed).order_by("id")
        assert decision == line.decision and decision.by == town.county
        assert (award.monthly_fen, str(award.from_month)) == (line.new_fen, "2026-11")
        assert decision.determination.day == date(2026, 11, 1)
    assert not town.far.decisions.filter(result="change").exists()


def dying(after: int, work: Any) -> Any:
    """The work, which dies when it is called once more than so many times."""
    calls: list[Any] = []

    def once(*args: Any, **told: Any) -> Any:
        calls.append(1)
        if len(calls) > after:
            raise KeyboardInterrupt
        return work(*args, **told)

    return once


def test_killed_while_counting_it_goes_on_where_it_was(town: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(course, "CHUNK", 1)
    batch = begun(town)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(actions, "line_of", dying(1, actions.line_of))
        tasks.carry_on_batch(batch_id=batch.pk)
    assert Line.objects.count() == 1
    tasks.carry_on_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert Line.objects.count() == 2 and batch.state == "ready"


def test_killed_half_way_it_neither_loses_nor_doubles(town: World, monkeypatch: Any) -> None:
    batch = counted(town)
    with acting(town.county.pk, MOMENT.date()):
        actions.confirm_batch(batch_id=batch.pk, by=town.county, at=MOMENT)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(actions.casework, "change_award", dying(1, actions.casework.change_award))
        tasks.carry_on_batch(batch_id=batch.pk)
    assert sorted(Line.objects.values_list("outcome", flat=True)) == ["changed", "waiting"]
    assert Determination.objects.filter(day=FIRST).count() == 1, "the broken one left nothing behind"
    tasks.carry_on_batch(batch_id=batch.pk)
    assert Decision.objects.filter(result="change").count() == 2
    assert Notice.objects.filter(decision__result="change").count() in {0, 2}


def test_stopped_it_stands_still_until_it_is_let_go_on(town: World, desk: Any) -> None:
    batch, county = counted(town), desk("county")
    county.post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": "a"})
    county.post(f"/staff/batches/{batch.pk}/do/stop/", {"press": "b"})
    tasks.carry_on_batch(batch_id=batch.pk)
    assert tasks.resume_batches(timestamp=0) == 0
    assert not Decision.objects.filter(result="change").exists()
    county.post(f"/staff/batches/{batch.pk}/do/go-on/", {"press": "c"})
    assert tasks.resume_batches(timestamp=0) == 1
    tasks.carry_on_batch(batch_id=batch.pk)
    assert Decision.objects.filter(result="change").count() == 2


def test_whoever_changed_meanwhile_or_is_not_settled_is_left_to_a_person(town: World) -> None:
    batch = counted(town)
    first, second = town.cases
    town.know(town.persons(first.household)[0], "2026-10-19", income_wage=1_000 * 12 * 100)
    with acting(town.county.pk, MOMENT.date()):
        actions.confirm_batch(batch_id=batch.pk, by=town.county, at=MOMENT)
    tasks.carry_on_batch(batch_id=batch.pk)
    told = {line.case_id: (line.outcome, line.why) for line in batch.lines.order_by("id")}
    assert told[first.pk] == ("left", actions.MOVED_ON) and told[second.pk][0] == "changed"
    cut = counted(town, change=Change("subsistence_standard", COUNTY, {"value": "300.00"}, {"registration": "urban"}),
                  valid_from=date(2026, 12, 1))
    ended = cut.lines.get(case=second)
    assert (ended.outcome, ended.answer, ended.new_fen) == ("left", "not_entitled", None), "nobody is ended in a batch"


def test_it_is_not_confirmed_before_its_month(town: World, desk: Any) -> None:
    batch = counted(town, valid_from=date(2026, 12, 15))
    assert str(batch.first_month) == "2027-01"
    words = desk("county").post(f"/staff/batches/{batch.pk}/do/confirm/", {"press": "a"}, follow=True).content.decode()
    assert "会提前发" in words
    batch.refresh_from_db()
    assert batch.state == "ready"


def test_who_is_newly_within_the_line_is_listed_for_a_visit_and_nobody_is_enrolled(town: World, desk: Any) -> None:
    batch = counted(town)
    home = town.old_li()
    people_there = [home.pk, town.cases[0].household_id, town.far.household_id, 10**9]
    found = [Newcomer(each, "", "subsistence", 1, 12_300) for each in people_there]
    for _ in range(2):
        with acting(town.county.pk, MOMENT.date()):
            actions.note_clues(batch_id=batch.pk, found=found, at=MOMENT)
    [clue] = Clue.objects.order_by("id")
    assert clue.household_id == home.pk and not home.cases.exists()
    words = desk("county").get(f"/staff/batches/{batch.pk}/").content.decode()
    assert "李长河" in words and "123.00" in words


def test_publishing_on_the_bench_begins_the_batches(town: World, desk: Any) -> None:
    proposal = proposing.save_proposal(proposal_id=None, name="乙", area=COUNTY, changes=[RAISED], by=town.county, at=MOMENT)
    proposing.send_proposal(proposal_id=proposal.pk, by=town.county, at=MOMENT)
    proposing.decide_proposal(proposal_id=proposal.pk, approve=True, note="", by=town.city, at=MOMENT)
    county = desk("county")
    for press in ("a", "b"):
        page = county.post(f"/staff/bench/{proposal.pk}/do/publish/", {
            "press": press, "number": "示例〔2026〕9号", "title": "通知", "valid_from": "2026-11-01"}, follow=True)
    assert "在册家庭的新金额" in page.content.decode()
    assert Batch.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="carry_on_batch", status="todo").count() == 1
    assert "任城区" in county.get("/staff/batches/").content.decode()
