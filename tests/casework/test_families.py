"""Birth, death, moving, splitting, merging: the old file stays, the new one is linked, and money follows the days."""

from datetime import date
from typing import Any

import pytest

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Case
from doudi.kernel.days import Month
from doudi.people import actions as people
from doudi.people import reads as records
from tests.casework.conftest import ELSEWHERE, OTHER_VILLAGE, Town, moment
from tests.casework.test_roll import lines, roll

pytestmark = pytest.mark.database


def died(town: Town, case: Case, place: int, day: str, told: str, **more: Any) -> Any:
    person = town.members(case.household)[place]
    return actions.record_death(
        household_id=case.household_id,
        person_id=person.pk,
        died_on=date.fromisoformat(day),
        by=town.clerk,
        at=moment(told),
        **more,
    )


def test_the_head_dies_and_the_survivors_have_a_linked_file(town: Town) -> None:
    """p12: the head dies 2026-09-22; looked at again by 2026-12-22; the widow's amount is that of the new facts."""
    case = town.awarded(84000, household=town.family("王老汉", "李老太"))
    people.record_fact(
        subject=case.household,
        name="deposits",
        value=200000,
        as_of=date(2026, 3, 2),
        source="verified",
        by=town.clerk,
        at=moment("2026-03-02"),
    )
    for month in range(4, 11):
        roll(town, f"2026-{month:02d}", freeze=True)
    town.law.grants(62000, members_counted=1)
    new = died(town, case, 0, "2026-09-22", "2026-10-09")
    case.refresh_from_db()
    case.household.refresh_from_db()
    assert (case.status, case.household.closed_because, new.predecessor) == (
        "ended",
        "head_died",
        case.household,
    )
    assert case.awards.get().until_month == Month(2026, 9), "nothing for the dead after the month of death"
    widow = new.cases.get()
    assert (widow.predecessor, widow.status) == (case, "accepted")
    assert widow.reviews.get(review_class="death").due_on == date(2026, 12, 22)
    document = records.document(new, date(2026, 10, 9))
    assert document.household["deposits"] == 200000, "known facts go along"
    assert document.members[0]["authorised"] is True
    assert town.law.asked[-1].household["event_kind"] == "death"
    assert lines(roll(town, "2026-11")) == [("adjustment", "2026-10", -84000, "death")]
    actions.carry_over(case_id=widow.pk, by=town.county, at=moment("2026-10-12"))
    assert lines(roll(town, "2026-11")) == [
        ("adjustment", "2026-10", -84000, "death"),
        ("arrears", "2026-10", 62000, "late"),
        ("regular", "2026-11", 62000, ""),
    ]
    award = widow.awards.get()
    assert award.previous == case.awards.get() and award.members == 1


def test_delegated_township_carries_over(town: Town, delegate: Any) -> None:
    delegate("2026-01-01")
    case = town.bring("publicised", start="2026-03-02")
    actions.confirm(case_id=case.pk, by=town.clerk, at=moment("2026-03-16"))
    new = died(town, case, 0, "2026-04-02", "2026-04-09")
    decision = actions.carry_over(case_id=new.cases.get().pk, by=town.clerk, at=moment("2026-04-10"))
    assert decision.level == "township"
    assert new.cases.get().moves.filter(verb__in=["continue_file", "carry_over_delegated"]).count() == 2


def test_where_the_law_does_not_plainly_say_yes_the_usual_way_is_gone(town: Town) -> None:
    case = town.awarded()
    town.law.does_not_know()
    new = died(town, case, 0, "2026-09-22", "2026-10-09")
    with pytest.raises(NotPossible, match="一般程序"):
        actions.carry_over(case_id=new.cases.get().pk, by=town.county, at=moment("2026-10-12"))


def test_a_members_death_is_looked_at_again_and_the_amount_falls_from_the_next_month(town: Town) -> None:
    case = town.awarded(64000)
    for month in range(4, 11):
        roll(town, f"2026-{month:02d}", freeze=True)
    town.law.grants(40000, members_counted=2)
    died(town, case, 2, "2026-08-30", "2026-10-09")
    assert case.reviews.get(review_class="death").due_on == date(2026, 11, 30)
    actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-10-12"))
    assert lines(roll(town, "2026-11")) == [
        ("adjustment", "2026-09", -64000, "changed"),
        ("arrears", "2026-09", 40000, "late"),
        ("adjustment", "2026-10", -64000, "changed"),
        ("arrears", "2026-10", 40000, "late"),
        ("regular", "2026-11", 40000, ""),
    ]
    assert len(town.members(case.household)) == 2


def test_the_last_of_a_family_dies(town: Town) -> None:
    town.law.grants(124100, "extreme_hardship")
    case = town.bring(
        "confirmed",
        town.submit(town.family("孤老汉"), day="2026-03-02", programmes=["extreme_hardship"]),
        programme="extreme_hardship",
        start="2026-03-02",
    )
    for month in range(4, 7):
        roll(town, f"2026-{month:02d}", freeze=True)
    household = died(town, case, 0, "2026-05-31", "2026-06-20")
    assert household.pk == case.household_id
    household.refresh_from_db()
    assert household.closed_because == "no_members"
    assert lines(roll(town, "2026-07")) == [("adjustment", "2026-06", -124100, "death")]


def test_a_death_in_the_future_or_of_a_stranger_is_refused(town: Town) -> None:
    case = town.awarded()
    with pytest.raises(NotPossible, match="今天以后"):
        died(town, case, 0, "2026-10-10", "2026-10-09")
    other = town.family("赵大", opened="2026-01-06")
    with pytest.raises(NotPossible, match="不是这一家的成员"):
        actions.record_death(
            household_id=case.household_id,
            person_id=town.members(other)[0].pk,
            died_on=date(2026, 10, 1),
            by=town.clerk,
            at=moment("2026-10-09"),
        )
    case.household.refresh_from_db()
    assert case.household.closed_on is None and len(town.members(case.household)) == 3


def test_a_child_is_born(town: Town) -> None:
    case = town.awarded()
    town.law.grants(90000, members_counted=4)
    child = actions.record_birth(
        household_id=case.household_id,
        name="王小丫",
        sex="female",
        birth=date(2026, 10, 1),
        by=town.clerk,
        at=moment("2026-10-09"),
    )
    assert child in town.members(case.household)
    assert case.awards.count() == 1, "a determination, not yet a decision"
    assert case.determinations.order_by("-id").first().kind == "change"
    actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-10-12"))
    assert case.awards.get(until_month__isnull=True).monthly_fen == 90000


def test_a_move_within_the_county_keeps_the_award(town: Town) -> None:
    case = town.awarded()
    actions.move_household(
        household_id=case.household_id, area=OTHER_VILLAGE, by=town.clerk, at=moment("2026-04-20")
    )
    assert case.awards.count() == 1
    run = roll(town, "2026-05")
    assert {line.area for line in run.lines.all()} == {OTHER_VILLAGE}
    assert case.reviews.filter(review_class="change", done_at__isnull=True).exists()
    with pytest.raises(NotPossible, match="同一个村"):
        actions.move_household(
            household_id=case.household_id, area=OTHER_VILLAGE, by=town.clerk, at=moment("2026-04-21")
        )


def test_a_move_to_another_county_is_paid_there_from_the_next_month(town: Town) -> None:
    case = town.awarded()
    actions.move_household(
        household_id=case.household_id, area=ELSEWHERE, by=town.clerk, at=moment("2026-05-20")
    )
    old, new = case.awards.order_by("id")
    assert (old.payer, str(old.until_month), new.payer, str(new.from_month)) == (
        "370811",
        "2026-05",
        "370830",
        "2026-06",
    )
    assert new.previous == old


def test_grown_children_leave_for_a_file_of_their_own(town: Town) -> None:
    case = town.awarded()
    wife = town.members(case.household)[1]
    new = actions.split_household(
        household_id=case.household_id,
        member_ids=[wife.pk],
        head_id=wife.pk,
        by=town.clerk,
        at=moment("2026-10-09"),
        address="新村 1 号",
    )
    assert new.predecessor == case.household and town.members(new) == [wife]
    assert case.determinations.filter(kind="change").exists()
    assert new.determinations.filter(kind="change").exists()
    with pytest.raises(NotPossible, match="新的申请人"):
        actions.split_household(
            household_id=case.household_id,
            member_ids=[wife.pk],
            head_id=0,
            by=town.clerk,
            at=moment("2026-10-09"),
        )


def test_two_families_become_one(town: Town) -> None:
    first = town.awarded()
    second = town.awarded(50000, household=town.family("赵大", "钱二", opened="2026-01-06"))
    people.record_fact(
        subject=first.household,
        name="deposits",
        value=100000,
        as_of=date(2026, 3, 1),
        source="verified",
        by=town.clerk,
        at=moment("2026-03-02"),
    )
    people.record_fact(
        subject=second.household,
        name="deposits",
        value=30000,
        as_of=date(2026, 3, 1),
        source="verified",
        by=town.clerk,
        at=moment("2026-03-02"),
    )
    joining = town.members(second.household)[0]
    merged = actions.merge_households(
        household_id=second.household_id,
        into_id=first.household_id,
        relations={joining.pk: "parent"},
        by=town.clerk,
        at=moment("2026-10-09"),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.household, second.status) == ("confirmed", merged, "ended")
    assert len(town.members(merged)) == 5
    assert records.document(merged, date(2026, 10, 9)).household["deposits"] == 130000
    assert second.awards.get().until_month == Month(2026, 10)
    with pytest.raises(NotPossible, match="档案已经关闭"):
        actions.move_household(
            household_id=second.household_id, area=OTHER_VILLAGE, by=town.clerk, at=moment("2026-10-10")
        )


def test_a_stranger_changes_no_family(town: Town) -> None:
    case = town.awarded()
    with pytest.raises(NotPossible, match="不在您服务的地方"):
        actions.move_household(
            household_id=case.household_id, area=ELSEWHERE, by=town.far_clerk, at=moment("2026-10-09")
        )


def test_the_history_holds_everything(town: Town) -> None:
    case = town.awarded()
    roll(town, "2026-04", freeze=True)
    history = reads.household_history(case.household_id)
    assert [each.number for each in history.cases] == [case.number]
    assert len(history.rows["awards"]) == len(history.lines) == 1
    assert [move.verb for move in history.rows["moves"]][0] == "submit"
    assert len(history.determinations) == 1
