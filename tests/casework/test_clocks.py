"""The statutory clocks: real working days, longer for the four reasons, silent after the deed, never a guess."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Case, Clock
from doudi.kernel.calendar import WorkingCalendar
from doudi.offices.reads import jurisdiction
from doudi.standards.actions import enter_calendar
from tests.casework.conftest import Town, moment

pytestmark = pytest.mark.database


def due(case: Case, kind: str = "decision") -> date | None:
    return Clock.objects.filter(case=case, kind=kind).order_by("-id").first().due_on


def test_delegated_power_means_twenty_working_days(town: Town, delegate: Callable[[str], None]) -> None:
    """p01: accepted 2026-09-21 where the power is delegated: 2026-10-26."""
    delegate("2026-01-01")
    assert due(town.bring("accepted", start="2026-09-21")) == date(2026, 10, 26)


def test_delegation_counts_from_its_own_day(town: Town, delegate: Callable[[str], None]) -> None:
    delegate("2026-09-22")
    case = town.bring("accepted", start="2026-09-21")
    assert not case.delegated
    assert due(case) == date(2026, 11, 9), "thirty working days"


def test_a_special_reason_means_forty_five_from_the_same_start(town: Town) -> None:
    """p02: 人户分离, accepted 2026-09-21: 2026-11-30."""
    case = town.bring("accepted", start="2026-09-21")
    actions.lengthen(
        case_id=case.pk,
        special_reason="registration_and_residence_differ",
        reason="住在外县",
        by=town.clerk,
        at=moment("2026-10-10"),
    )
    assert due(case) == date(2026, 11, 30)


def test_only_the_four_reasons_lengthen(town: Town) -> None:
    case = town.bring("accepted")
    with pytest.raises(NotPossible, match="人户分离"):
        actions.lengthen(
            case_id=case.pk, special_reason="busy", reason="忙", by=town.clerk, at=moment("2026-10-10")
        )


def test_an_objection_lengthens_and_does_not_pause(town: Town) -> None:
    case = town.bring("publicised", start="2026-09-21")
    actions.record_objection(case_id=case.pk, text="家里有车", by=town.clerk, at=moment("2026-09-27"))
    assert due(case) == date(2026, 11, 30)


def test_past_the_calendar_nothing_is_guessed_until_it_is_entered(town: Town) -> None:
    """p03: accepted 2026-12-10; the survey can be told (12-15), the thirty days run into a year nobody entered."""
    case = town.bring("accepted", start="2026-12-10")
    clock = Clock.objects.get(case=case, kind="decision")
    assert (due(case, "survey_start"), clock.due_on, clock.uncovered) == (date(2026, 12, 15), None, True)
    assert reads.uncovered(jurisdiction(town.clerk, date(2026, 12, 10))) == 1
    held = reads.held_up(jurisdiction(town.clerk, date(2026, 12, 10)))
    assert [(each.what, each.count) for each in held] == [("working_calendar", 1)]
    year = WorkingCalendar(
        date(2027, 1, 1), date(2027, 12, 31), frozenset({date(2027, 1, 1)}), frozenset(), "通知"
    )
    enter_calendar(calendar=year, by=town.city, at=moment("2026-12-11"))
    assert actions.recompute_clocks(by=town.city, at=moment("2026-12-11")) == 1
    clock.refresh_from_db()
    assert (clock.due_on, clock.uncovered) == (date(2027, 1, 22), False)
    case.refresh_from_db()
    assert case.next_due_on == date(2026, 12, 15), "the nearest of the two"


def test_a_holiday_entered_late_moves_the_day(town: Town) -> None:
    case = town.bring("accepted", start="2026-11-02")
    before = due(case)
    changed = WorkingCalendar.seeded([2026])
    moved = WorkingCalendar(
        changed.covers_from,
        changed.covers_until,
        changed.rest_days | {date(2026, 11, 20)},
        changed.work_days,
        changed.source,
    )
    enter_calendar(calendar=moved, by=town.city, at=moment("2026-11-03"))
    actions.recompute_clocks(by=town.city, at=moment("2026-11-03"))
    assert due(case) == before + timedelta(days=1)


def test_a_clock_is_silent_after_the_deed(town: Town) -> None:
    case = town.bring("surveyed", start="2026-09-21")
    clock = Clock.objects.get(case=case, kind="survey_start")
    assert clock.ended_on == date(2026, 9, 23)
    own = jurisdiction(town.clerk, date(2026, 10, 1))
    assert not reads.overdue(own, day=date(2026, 10, 1)).rows


def test_overdue_stays_overdue_until_it_is_done(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    own = jurisdiction(town.county, date(2026, 12, 1))
    assert [row.number for row in reads.overdue(own, day=date(2026, 12, 1)).rows] == [case.number]
    actions.withdraw(case_id=case.pk, by=town.clerk, at=moment("2026-12-01"))
    assert not reads.overdue(own, day=date(2026, 12, 2)).rows


def test_a_reopened_case_has_clocks_of_its_own(town: Town) -> None:
    case = town.bring("confirmed", start="2026-09-21")
    late = moment("2026-11-16")
    actions.set_aside(decision_id=town.decision(case).pk, reason="算错", by=town.county, at=late)
    actions.reopen(case_id=case.pk, reason="重新核实", by=town.county, at=late)
    running = case.clocks.filter(ended_on__isnull=True)
    assert {each.kind: each.started_on for each in running} == {
        "survey_start": late.date(),
        "decision": late.date(),
        "publicity": date(2026, 9, 24),
    }
    assert case.clocks.filter(kind="decision").count() == 2


def test_the_clock_goes_along_when_the_family_moves(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    before = due(case)
    actions.move_household(
        household_id=case.household_id, area="370811007201", by=town.clerk, at=moment("2026-09-22")
    )
    case.refresh_from_db()
    assert (case.area, due(case)) == ("370811007201", before)
    assert not reads.worklist(jurisdiction(town.clerk, date(2026, 9, 23)), day=date(2026, 9, 23)).rows


def test_extreme_hardship_has_fifteen_and_fifteen(town: Town) -> None:
    town.law.grants(124100, "extreme_hardship")
    case = town.bring("county_review", programme="extreme_hardship", start="2026-11-02")
    assert due(case, "township_opinion") == date(2026, 11, 23)
    assert not case.clocks.filter(kind="decision").exists(), "43号 has no limit of the whole"
    sent = Clock.objects.get(case=case, kind="county_decision")
    assert sent.length == 15
    assert not case.clocks.filter(kind="township_opinion", ended_on__isnull=True).exists()


def test_a_refusal_must_be_served_in_three_working_days(town: Town) -> None:
    town.law.denies()
    case = town.bring("refused", start="2026-09-21", proposal="refuse")
    clock = Clock.objects.get(case=case, kind="refusal_notice")
    assert clock.started_on == date(2026, 9, 26) and clock.due_on == date(2026, 9, 30)
    notice = case.notices.get(kind="refusal")
    actions.record_service(
        notice_id=notice.pk,
        served_how="in_person",
        served_to="王建国",
        by=town.clerk,
        at=moment("2026-09-29"),
    )
    clock.refresh_from_db()
    assert clock.ended_on == date(2026, 9, 29)
    with pytest.raises(NotPossible, match="已经登记送达"):
        actions.record_service(
            notice_id=notice.pk, served_how="post", served_to="王建国", by=town.clerk, at=moment("2026-09-30")
        )


@pytest.mark.parametrize(("posted", "last"), [("2026-10-13", date(2026, 10, 19))])
def test_the_notice_hangs_its_seven_days(town: Town, posted: str, last: date) -> None:
    """p01: posted 10-13, the posting day counts, until 10-19."""
    case = town.bring("opinion_given", start="2026-09-21")
    publicity = actions.open_publicity(case_id=case.pk, place="公开栏", by=town.clerk, at=moment(posted))
    assert publicity.ends_on == last
    assert due(case, "publicity") == last
    with pytest.raises(NotPossible, match="第二天起"):
        actions.send_to_county(case_id=case.pk, by=town.clerk, at=moment(last))
    with pytest.raises(NotPossible, match="没有满期"):
        actions.take_down_publicity(publicity_id=publicity.pk, by=town.clerk, at=moment(last))
    actions.send_to_county(case_id=case.pk, by=town.clerk, at=moment(last + timedelta(days=1)))
