"""Help that is paid once: one sum on one roll, instalments, money before the papers, small sums, the same cause again."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Advance, Award, Case, RollLine, RollRun
from doudi.kernel.days import Month
from doudi.law import UNKNOWN
from doudi.people import actions as people
from doudi.people.models import Paper
from doudi.standards.actions import enter_instrument, enter_value, publish
from tests.casework.conftest import START, TOWNSHIP, Town, moment

pytestmark = pytest.mark.database
COUNTY = "370811"
FIRE = {"event_kind": "fire", "event_date": date(2026, 3, 1), "event_reported_at": moment("2026-03-02", 8),
        "event_place_area": TOWNSHIP}
ILL = {"event_kind": "disease", "event_self_paid_12m": 3_000_000}


@pytest.fixture
def published(town: Town) -> Callable[[str, Any], None]:
    """A number of the place, in force from the beginning."""
    paper = enter_instrument(number="测试〔2026〕3号", title="临时救助办法", by=None, at=START)

    def put(key: str, value: Any) -> None:
        entered = enter_value(key=key, area="3708", value={"value": value}, by=None, at=START, valid_from=START.date())
        publish(entered=entered, by=None, at=START, instrument=paper)

    return put


def lines(case: Case) -> list[tuple[str, str, int]]:
    """Every line ever: the month of the roll, its kind, its sum."""
    rows = RollLine.objects.filter(award__case=case).order_by("run__month", "id").select_related("run")
    return [(str(row.run.month), row.kind, row.amount_fen) for row in rows]


def freeze(town: Town, *months: str) -> None:
    for month in months:
        actions.freeze_roll(area=COUNTY, month=month, by=town.county, at=moment(f"{month}-01"))


def confirmed(town: Town, fen: int = 300_000, start: str = "2026-03-02", programme: str = "temporary_urgent",
              event: dict[str, Any] | None = None, **more: Any) -> Case:
    """A case of help that is paid once, through the county's hands."""
    town.law.grants_once(fen, programme)
    case = town.submit(day=start, programmes=[programme], **more)
    if event:
        actions.record_event(case_id=case.pk, facts=event, by=town.clerk, at=moment(start))
    return town.bring("confirmed", case, programme=programme, start=start)


def test_one_sum_stands_on_one_roll_and_the_case_is_over(town: Town) -> None:
    case = confirmed(town)
    award = case.awards.get()
    assert (award.once_fen, award.instalments, award.from_month, award.until_month) == (
        300_000, 1, Month(2026, 3), Month(2026, 3))
    freeze(town, "2026-03", "2026-04")
    assert lines(case) == [("2026-03", "regular", 300_000)]
    assert actions.pay_out(at=moment("2026-04-02")) == 1
    assert actions.pay_out(at=moment("2026-04-02")) == 0
    case.refresh_from_db()
    assert case.status == "ended"
    assert not case.notices.filter(kind="ending").exists(), "nobody is told that something ends that was paid"


def test_what_was_decided_after_the_freeze_comes_with_the_next_roll_as_its_own(town: Town) -> None:
    freeze(town, "2026-03")
    case = confirmed(town)
    assert case.awards.get().from_month == Month(2026, 4)
    freeze(town, "2026-04", "2026-05")
    assert lines(case) == [("2026-04", "regular", 300_000)]


def test_instalments_add_up_to_the_last_fen_and_one_disaster_is_helped_once(
    town: Town, published: Callable[[str, Any], None]
) -> None:
    published("disaster_transition_months", 3)
    case = town.submit(day="2026-03-02", programmes=["disaster_transition"])
    town.law.grants_once(100_001, "disaster_transition")
    with pytest.raises(NotPossible, match="哪一次灾害"):
        town.bring("confirmed", case, programme="disaster_transition", start="2026-03-02")
    flood(town, case, "2026-03-12")
    actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-03-13", 15))
    freeze(town, "2026-03", "2026-04", "2026-05", "2026-06")
    assert lines(case) == [("2026-03", "regular", 33_335), ("2026-04", "regular", 33_333), ("2026-05", "regular", 33_333)]
    again = town.bring("county_review", town.submit(case.household, day="2026-07-01", programmes=["disaster_transition"]),
                       programme="disaster_transition", start="2026-07-01")
    with pytest.raises(NotPossible, match="同一次灾害"):
        actions.confirm(case_id=again.pk, by=town.county, at=moment("2026-07-15"))


def flood(town: Town, case: Case, day: str) -> None:
    """The survey of the disaster is on file, and the law is asked again."""
    for name, value in (("disaster_kind", "flood"), ("disaster_date", date(2026, 2, 20))):
        people.record_fact(subject=case.household, name=name, value=value, as_of=date(2026, 3, 1), source="visited",
                           by=town.clerk, at=moment(day, 9))
    actions.determine(case_id=case.pk, by=town.county, at=moment(day, 11))


def test_money_first_then_the_papers_and_the_roll_pays_the_rest(town: Town, published: Callable[[str, Any], None]) -> None:
    published("urgent_papers_within", 10)
    town.law.grants_once(300_000, "temporary_urgent")
    case = town.submit(day="2026-03-02", programmes=["temporary_urgent"])
    told = {"case_id": case.pk, "key": "a", "amount_fen": 100_000, "paid_at": moment("2026-03-02", 9), "paid_to": "王建国",
            "channel": "petty_fund", "by": town.clerk, "at": moment("2026-03-02", 10)}
    with pytest.raises(NotPossible, match="登记"):
        actions.help_first(**told)
    actions.record_event(case_id=case.pk, facts=FIRE, by=town.clerk, at=moment("2026-03-02", 9))
    with pytest.raises(NotPossible, match="报告以后"):
        actions.help_first(**told | {"paid_at": moment("2026-03-02", 7)})
    advance = actions.help_first(**told)
    assert actions.help_first(**told) == advance, "pressed twice is paid once"
    with pytest.raises(NotPossible, match="已经先行救助"):
        actions.help_first(**told | {"key": "b"})
    assert Advance.objects.count() == 1
    clock = case.clocks.get(kind="urgent_papers")
    assert (clock.started_on, clock.due_on) == (date(2026, 3, 2), date(2026, 3, 16))
    assert town.law.asked[-1].household["event_paid_at"] == moment("2026-03-02", 9)
    town.bring("county_review", case, programme="temporary_urgent", start="2026-03-03")
    with pytest.raises(NotPossible, match="不能少于"):
        actions.confirm(case_id=case.pk, amount_fen=50_000, reason="少一些", by=town.county, at=moment("2026-03-12"))
    actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-03-12"))
    assert case.clocks.get(kind="urgent_papers").ended_on == date(2026, 3, 12)
    freeze(town, "2026-03", "2026-04")
    assert lines(case) == [("2026-03", "regular", 200_000)]


def test_the_township_confirms_small_sums_and_no_others(town: Town, published: Callable[[str, Any], None]) -> None:
    published("temporary_township_limit", "2000.00")
    town.law.grants_once(200_000, "temporary_urgent")
    small = town.bring("opinion_given", town.submit(day="2026-03-02", programmes=["temporary_urgent"]), start="2026-03-02")
    actions.confirm(case_id=small.pk, by=town.clerk, at=moment("2026-03-09"))
    assert town.decision(small).level == "township"
    town.law.grants_once(200_001, "temporary_urgent")
    large = town.bring("opinion_given", town.submit(town.family("李四"), day="2026-03-02", programmes=["temporary_urgent"]),
                       start="2026-03-02")
    with pytest.raises(NotPossible, match="小额审批限额"):
        actions.confirm(case_id=large.pk, by=town.clerk, at=moment("2026-03-09"))
    with pytest.raises(NotPossible, match="没有下放"):
        actions.refuse(case_id=large.pk, reason_text="不符合", by=town.clerk, at=moment("2026-03-09"))


def test_beyond_the_range_only_with_minutes_and_precedents_are_counted(town: Town) -> None:
    town.law.grants_once(0, "temporary_urgent", "discretion", minutes=False)
    case = town.submit(day="2026-03-02", programmes=["temporary_urgent"])
    actions.record_event(case_id=case.pk, facts=FIRE, by=town.clerk, at=moment("2026-03-02"))
    for verb in (lambda: actions.accept(case_id=case.pk, by=town.clerk, at=moment("2026-03-02")),
                 lambda: town.visit(case, "2026-03-03"),
                 lambda: actions.determine(case_id=case.pk, by=town.clerk, at=moment("2026-03-04")),
                 lambda: actions.give_opinion(case_id=case.pk, proposal="confirm", amount_fen=900_000, reason="房屋全毁",
                                              by=town.clerk, at=moment("2026-03-04")),
                 lambda: actions.send_to_county(case_id=case.pk, by=town.clerk, at=moment("2026-03-04"))):
        verb()
    said = {"case_id": case.pk, "amount_fen": 900_000, "reason": "房屋全毁", "by": town.county}
    with pytest.raises(NotPossible, match="会议纪要"):
        actions.confirm(**said, at=moment("2026-03-05"))
    Paper.objects.create(household=case.household, kind="minutes", sha256="0" * 64, content_type="application/pdf", bytes=1,
                         uploaded_by=town.clerk, uploaded_at=moment("2026-03-05"))
    town.law.grants_once(0, "temporary_urgent", "discretion")
    actions.determine(case_id=case.pk, by=town.county, at=moment("2026-03-06"))
    assert town.law.asked[-1].household["event_minutes"] is True
    actions.confirm(**said, at=moment("2026-03-06"))
    again = town.submit(town.family("李四"), day="2026-03-09", programmes=["temporary_urgent"])
    actions.record_event(case_id=again.pk, facts=FIRE, by=town.clerk, at=moment("2026-03-09"))
    actions.accept(case_id=again.pk, by=town.clerk, at=moment("2026-03-09"))
    actions.determine(case_id=again.pk, by=town.clerk, at=moment("2026-03-09"))
    assert town.law.asked[-1].household["event_precedents"] == 1


@pytest.mark.parametrize(("second", "cause"), [
    (ILL, "same"), (FIRE, "different"), ({"event_self_paid_12m": 1}, "unknown")])
def test_what_was_granted_before_is_known_and_never_asked(town: Town, second: dict[str, Any], cause: str) -> None:
    first = confirmed(town, programme="temporary_expenditure", event=ILL, start="2026-02-02")
    case = town.submit(first.household, day="2026-04-01", programmes=["temporary_urgent"])
    event = {name: value for name, value in second.items() if name != "event_self_paid_12m"}
    if event:
        actions.record_event(case_id=case.pk, facts=event, by=town.clerk, at=moment("2026-04-01"))
    actions.accept(case_id=case.pk, by=town.clerk, at=moment("2026-04-01"))
    actions.determine(case_id=case.pk, by=town.clerk, at=moment("2026-04-01"))
    told = town.law.asked[-1].household
    assert (cause == "unknown") is (told["event_earlier_cause"] is UNKNOWN)
    assert cause in {"unknown", told["event_earlier_cause"]}
    assert told["event_earlier_date"] == first.decisions.get().at.date()


def test_a_second_request_may_follow_at_once_but_not_beside_an_open_one(town: Town) -> None:
    first = confirmed(town, event=FIRE)
    town.submit(first.household, day="2026-03-20", programmes=["temporary_urgent"])
    with pytest.raises(NotPossible, match="已经有一件"):
        town.submit(first.household, day="2026-03-20", programmes=["temporary_urgent"])


def test_who_was_paid_once_is_on_no_roll_by_that(town: Town) -> None:
    case = confirmed(town)
    assert reads.standing_awards(case.household_id, day=date(2026, 3, 20)) == []
    with pytest.raises(NotPossible, match="不用终止"):
        actions.end_award(case_id=case.pk, cause="own_wish", reason_text="放弃", by=town.county, at=moment("2026-03-20"))


def test_of_a_wrong_decision_the_roll_takes_back_what_it_paid(town: Town) -> None:
    case = confirmed(town)
    freeze(town, "2026-03")
    actions.set_aside(decision_id=town.decision(case).pk, reason="认错人", by=town.county, at=moment("2026-04-02"))
    freeze(town, "2026-04", "2026-05")
    assert lines(case) == [("2026-03", "regular", 300_000), ("2026-04", "adjustment", -300_000)]


DEEDS = st.sampled_from(["freeze", "build", "set_aside", "pay_out", "confirm_again"])


def do(town: Town, case: Case, deed: str, month: Month, at: datetime) -> bool:
    """Try a deed; what is not possible now is refused and changes nothing."""
    verbs: dict[str, Callable[[], Any]] = {
        "freeze": lambda: actions.freeze_roll(area=COUNTY, month=month, by=town.county, at=at),
        "build": lambda: actions.build_roll(area=COUNTY, month=month, by=town.county, at=at),
        "set_aside": lambda: actions.set_aside(decision_id=town.decision(case).pk, reason="有错", by=town.county, at=at),
        "pay_out": lambda: actions.pay_out(at=at),
        "confirm_again": lambda: actions.confirm(case_id=case.pk, by=town.county, at=at),
    }
    try:
        verbs[deed]()
    except NotPossible:
        return False
    return True


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fen=st.integers(1, 500_000), deeds=st.lists(DEEDS, min_size=3, max_size=9))
def test_it_is_never_paid_twice(town: Town, fen: int, deeds: list[str]) -> None:
    RollLine.objects.all().delete()
    RollRun.objects.all().delete()
    case = confirmed(town, fen, household=town.family("王建国"))
    month = Month(2026, 3)
    for turn, deed in enumerate(deeds):
        at = moment(month.first.replace(day=27)) + timedelta(minutes=turn)
        if do(town, case, deed, month, at) and deed == "freeze":
            month = month + 1
        sums = list(itertools.accumulate(amount for _, _, amount in lines(case)))
        assert all(0 <= each <= fen for each in sums)
    actions.freeze_roll(area=COUNTY, month=month, by=town.county, at=moment(month.first.replace(day=28)))
    stands = Award.objects.filter(case=case, voided_at__isnull=True).exists()
    assert sum(amount for _, _, amount in lines(case)) == (fen if stands else 0)
    assert sum(kind == "regular" for _, kind, _ in lines(case)) <= 1
