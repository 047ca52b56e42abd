"""Every row of the table of transitions: it leads where it says, and only for whom and from where it says."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

import doudi
from doudi.audit.models import JournalEntry
from doudi.casework import actions, lifecycle
from doudi.casework.lifecycle import BY_VERB, TABLE, NotPossible
from doudi.casework.models import Case, Move, Status
from doudi.casework.referrals.closing import close_refused
from tests.casework.conftest import OTHER_VILLAGE, Town, moment

pytestmark = pytest.mark.database
LATER = "2026-11-16"


def after(case: Case, days: int = 0) -> Any:
    """A moment after everything that has happened to the case."""
    return case.moves.order_by("-id").first().at + timedelta(days=days, hours=1)


def in_office(town: Town, verb: str) -> Any:
    """Somebody of the office who may do the verb."""
    roles = BY_VERB[verb].roles
    return town.clerk if "clerk" in roles else town.county


# For each verb: the standing it is tried from, and the deed. What is special about a verb has a test of its own.
DEEDS: dict[str, tuple[str, Callable[[Town, Case, Any], Any]]] = {
    "request_supplement": (
        "submitted",
        lambda t, c, at: actions.request_supplement(
            case_id=c.pk, items=[{"kind": "promise", "label": "承诺书"}], by=t.clerk, at=at
        ),
    ),
    "supplement_received": (
        "supplementing",
        lambda t, c, at: actions.supplement_received(case_id=c.pk, by=t.clerk, at=at),
    ),
    "accept": ("submitted", lambda t, c, at: actions.accept(case_id=c.pk, by=t.clerk, at=at)),
    "register_relative": (
        "accepted",
        lambda t, c, at: actions.register_relative(case_id=c.pk, note="兄弟是村委成员", by=t.clerk, at=at),
    ),
    "register_complaint": (
        "accepted",
        lambda t, c, at: actions.register_complaint(case_id=c.pk, note="有车", by=t.clerk, at=at),
    ),
    "lengthen": (
        "accepted",
        lambda t, c, at: actions.lengthen(
            case_id=c.pk, special_reason="hard_case", reason="收入难核实", by=t.clerk, at=at
        ),
    ),
    "request_check": ("accepted", lambda t, c, at: actions.request_check(case_id=c.pk, by=t.clerk, at=at)),
    "start_check": ("accepted", lambda t, c, at: actions.start_check(case_id=c.pk, by=t.county, at=at)),
    "record_visit": ("accepted", lambda t, c, at: t.visit(c, at.date().isoformat())),
    "county_visit": ("surveyed", lambda t, c, at: t.visit(c, at.date().isoformat(), by=t.county)),
    "review_visit": ("confirmed", lambda t, c, at: t.visit(c, at.date().isoformat())),
    "determine": ("surveyed", lambda t, c, at: actions.determine(case_id=c.pk, by=t.clerk, at=at)),
    "give_opinion": (
        "surveyed",
        lambda t, c, at: (
            actions.determine(case_id=c.pk, by=t.clerk, at=at),
            actions.give_opinion(case_id=c.pk, proposal="confirm", by=t.clerk, at=at),
        ),
    ),
    "open_publicity": (
        "opinion_given",
        lambda t, c, at: actions.open_publicity(case_id=c.pk, place="村务公开栏", by=t.coordinator, at=at),
    ),
    "take_down_publicity": (
        "publicised",
        lambda t, c, at: actions.take_down_publicity(
            publicity_id=c.publicities.get().pk, by=t.clerk, at=at + timedelta(days=8)
        ),
    ),
    "withhold_publicity": (
        "publicised", lambda t, c, at: actions.withhold_publicity(case_id=c.pk, by=t.county, at=at),
    ),
    "allow_publicity": (
        "surveyed", lambda t, c, at: actions.allow_publicity(case_id=c.pk, by=t.county, at=at),
    ),
    "record_objection": (
        "publicised",
        lambda t, c, at: actions.record_objection(case_id=c.pk, text="家里有门面房", by=t.clerk, at=at),
    ),
    "send_to_county": (
        "publicised",
        lambda t, c, at: actions.send_to_county(case_id=c.pk, by=t.clerk, at=at + timedelta(days=8)),
    ),
    "return_to_township": (
        "county_review",
        lambda t, c, at: actions.return_to_township(case_id=c.pk, reason="补查房产", by=t.county, at=at),
    ),
    "confirm": ("county_review", lambda t, c, at: actions.confirm(case_id=c.pk, by=t.county, at=at)),
    "refuse": (
        "county_review",
        lambda t, c, at: actions.refuse(case_id=c.pk, reason_text="拒绝授权核对", by=t.county, at=at),
    ),
    "close_refused": (
        "county_review",
        lambda t, c, at: (
            actions.refuse(case_id=c.pk, reason_text="拒绝授权核对", by=t.county, at=at),
            close_refused(case_id=c.pk, by=t.clerk, at=at),
        ),
    ),
    "record_service": (
        "confirmed",
        lambda t, c, at: actions.record_service(
            notice_id=c.notices.get(kind="confirmation").pk,
            served_how="in_person",
            served_to="王建国",
            by=t.clerk,
            at=at,
        ),
    ),
    "withdraw": (
        "publicised",
        lambda t, c, at: actions.withdraw(case_id=c.pk, reason="不办了", by=t.clerk, at=at),
    ),
    "request_review": (
        "confirmed",
        lambda t, c, at: actions.request_review(case_id=c.pk, text="金额少了", by=t.clerk, at=at),
    ),
    "answer_review": (
        "confirmed",
        lambda t, c, at: (
            actions.request_review(case_id=c.pk, text="金额少了", by=t.clerk, at=at),
            actions.answer_review(
                appeal_id=c.appeals.get().pk, upheld=False, answer="计算无误", by=t.county, at=at
            ),
        ),
    ),
    "set_aside": (
        "confirmed",
        lambda t, c, at: actions.set_aside(
            decision_id=t.decision(c).pk, reason="收入算错", by=t.county, at=at
        ),
    ),
    "set_aside_change": (
        "confirmed",
        lambda t, c, at: actions.set_aside(
            decision_id=changed(t, c, at).pk, reason="算错", by=t.county, at=at + timedelta(hours=2)
        ),
    ),
    "set_aside_ending": (
        "confirmed",
        lambda t, c, at: actions.set_aside(
            decision_id=ended(t, c, at).pk, reason="搞错了人", by=t.county, at=at + timedelta(hours=2)
        ),
    ),
    "reopen": (
        "confirmed",
        lambda t, c, at: (
            actions.set_aside(decision_id=t.decision(c).pk, reason="算错", by=t.county, at=at),
            actions.reopen(case_id=c.pk, reason="重新核实", by=t.clerk, at=at),
        ),
    ),
    "close_set_aside": (
        "confirmed",
        lambda t, c, at: (
            actions.set_aside(decision_id=t.decision(c).pk, reason="重复了", by=t.county, at=at),
            actions.close_set_aside(case_id=c.pk, reason="另一件已办", by=t.county, at=at),
        ),
    ),
    "change_award": ("confirmed", lambda t, c, at: changed(t, c, at)),
    "propose_ending": ("confirmed", lambda t, c, at: proposed_ending(t, c, at)),
    "publicise_ending": (
        "confirmed",
        lambda t, c, at: (
            proposed_ending(t, c, at),
            actions.publicise_ending(case_id=c.pk, place="公开栏", by=t.clerk, at=at + timedelta(hours=2)),
        ),
    ),
    "end": ("confirmed", lambda t, c, at: ended(t, c, at)),
    "suspend": ("confirmed", lambda t, c, at: suspended(t, c, at)),
    "resume": (
        "confirmed",
        lambda t, c, at: (
            suspended(t, c, at),
            actions.resume_award(
                award_id=c.awards.get().pk, from_month="2027-02", reason="配合了", by=t.county, at=at
            ),
        ),
    ),
    "hand_over": (
        "surveyed",
        lambda t, c, at: actions.move_household(
            household_id=c.household_id, area=OTHER_VILLAGE, by=t.clerk, at=at
        ),
    ),
    "close_file": (
        "surveyed",
        lambda t, c, at: actions.record_death(
            household_id=c.household_id,
            person_id=c.application.applicant_id,
            died_on=at.date(),
            by=t.clerk,
            at=at,
        ),
    ),
}
# Tested with delegation on (test_delegation), with an import (rollbooks), in test_families, test_paid_once, enrolling
# and tests/special/test_services.
ELSEWHERE = {
    "submit",
    "take_over",
    "confirm_delegated",
    "refuse_delegated",
    "change_award_delegated",
    "end_delegated",
    "carry_over",
    "carry_over_delegated",
    "continue_file",
    "record_event",
    "help_first",
    "pay_out",
    "enrol",
    "deliver",
    "run_out",
}


def changed(town: Town, case: Case, at: Any) -> Any:
    town.law.grants(70000)
    actions.determine(case_id=case.pk, kind="review", by=town.county, at=at)
    return actions.change_award(case_id=case.pk, by=town.county, at=at + timedelta(hours=1))


def proposed_ending(town: Town, case: Case, at: Any) -> Any:
    town.law.denies()
    actions.determine(case_id=case.pk, kind="review", by=town.county, at=at)
    return actions.propose_ending(
        case_id=case.pk, cause="income", reason_text="收入超过标准", by=town.clerk, at=at + timedelta(hours=1)
    )


def ended(town: Town, case: Case, at: Any) -> Any:
    return actions.end_award(
        case_id=case.pk, cause="own_wish", reason_text="本人不再需要", by=town.county, at=at
    )


def suspended(town: Town, case: Case, at: Any) -> Any:
    return actions.suspend_award(
        award_id=case.awards.get().pk, from_month="2026-12", reason="不配合核查", by=town.county, at=at
    )


def test_every_row_has_a_test() -> None:
    assert set(DEEDS) | ELSEWHERE == set(BY_VERB), (
        "a row of the table without a test, or a test without a row"
    )
    assert not set(DEEDS) & ELSEWHERE


@pytest.mark.parametrize("verb", list(DEEDS))
def test_the_verb_leads_where_the_table_says(town: Town, verb: str) -> None:
    standing, deed = DEEDS[verb]
    row = BY_VERB[verb]
    case = brought(town, standing)
    deed(town, case, after(case))
    case.refresh_from_db()
    step = Move.objects.filter(case=case, verb=verb).last()
    assert step is not None and step.clause == row.clause
    assert step.went_to == (row.to or step.came_from)
    assert JournalEntry.objects.filter(verb=f"casework.{verb}", subject_id=str(case.pk)).count() == 1
    if row.notice:
        assert case.notices.filter(kind=row.notice).exists(), "the letter that the row owes"
    running = set(case.clocks.filter(ended_on__isnull=True).values_list("kind", flat=True))
    assert not running & (set(row.ends) - set(row.starts)), "a clock that the deed ends still runs"


def brought(town: Town, standing: str) -> Case:
    if standing != "supplementing":
        return town.bring(standing)
    case = town.submit()
    actions.request_supplement(
        case_id=case.pk, items=[{"kind": "promise", "label": "承诺书"}], by=town.clerk, at=after(case)
    )
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("row", [row for row in TABLE if row.sources], ids=lambda row: row.verb)
def test_a_stranger_is_refused_and_nothing_changes(town: Town, row: lifecycle.Transition) -> None:
    case = town.submit()
    Case.objects.filter(pk=case.pk).update(**{"status": row.sources[0]})
    case.refresh_from_db()
    for stranger in (town.far_clerk, town.far_county, town.resident):
        with pytest.raises(NotPossible, match="办理"):
            lifecycle.check(case, row.verb, by=stranger, at=moment(LATER))
    assert case.moves.count() == 1


@pytest.mark.parametrize(
    "row",
    [row for row in TABLE if row.sources and len(row.sources) < len(Status.values)],
    ids=lambda row: row.verb,
)
def test_from_any_other_standing_it_says_what_to_do(town: Town, row: lifecycle.Transition) -> None:
    case = town.submit()
    who = in_office(town, row.verb)
    for status in set(Status.values) - set(row.sources):
        Case.objects.filter(pk=case.pk).update(**{"status": status})
        case.refresh_from_db()
        with pytest.raises(NotPossible) as refused:
            lifecycle.check(case, row.verb, by=who, at=moment(LATER))
        assert "可以做" in str(refused.value) or "重新申请" in str(refused.value)


def test_the_right_role_in_the_right_place(town: Town) -> None:
    case = town.bring("county_review")
    with pytest.raises(NotPossible, match="县级民政"):
        actions.confirm(case_id=case.pk, by=town.clerk, at=after(case))
    with pytest.raises(NotPossible):
        actions.confirm(case_id=case.pk, by=town.far_county, at=after(case))
    with pytest.raises(NotPossible):
        actions.confirm(case_id=case.pk, by=town.city, at=after(case))
    assert not case.decisions.exists()


def test_a_post_that_ended_opens_no_door(town: Town) -> None:
    case = town.submit()
    town.clerk.posts.update(valid_until=date(2026, 9, 21))
    with pytest.raises(NotPossible):
        actions.accept(case_id=case.pk, by=town.clerk, at=moment("2026-09-21"))


def test_the_database_knows_the_standings(town: Town) -> None:
    case = town.submit()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update casework_case set status = 'nearly' where id = %s", [case.pk])


def test_an_unknown_case_is_said_to_be_unknown(town: Town) -> None:
    with pytest.raises(NotPossible, match="没有找到"):
        actions.accept(case_id=999_999, by=town.clerk, at=moment(LATER))


def test_the_diagram_is_the_table() -> None:
    page = Path(doudi.__file__).parents[2] / "docs" / "lifecycle.md"
    assert page.read_text(encoding="utf-8") == lifecycle.diagram(), (
        "run: doudi.casework.lifecycle.diagram() > docs/lifecycle.md"
    )
