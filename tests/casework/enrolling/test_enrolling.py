"""免申即享: found on the roll, told to the family, confirmed by the county, declined, ended when its ground is gone; killed in the
middle, nobody is left out or enrolled twice."""


import itertools
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from doudi.casework import actions as casework
from doudi.casework.actions import NotPossible
from doudi.casework.batches import course
from doudi.casework.enrolling import actions, carrying, declining, finding, reads
from doudi.casework.enrolling.models import Enrolment, NotWanted
from doudi.casework.models import Award, Case, RollLine
from doudi.kernel.days import Month
from doudi.offices import access
from doudi.offices.models import Office
from doudi.people.models import Household
from tests.acting import as_owner, press_as_oneself
from tests.casework.conftest import Town, moment, user
from tests.casework.law import Verdict

pytestmark = pytest.mark.database
COUNTY = "370811"
PRICES = {"event_cpi_hundredths": 360, "event_food_cpi_hundredths": 500}
OCTOBER, NOVEMBER = moment("2026-10-12"), moment("2026-11-12")


@pytest.fixture(autouse=True)
def _the_same_law(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "policy", town.law)
    press_as_oneself(monkeypatch, actions)


@pytest.fixture
def families(town: Town) -> list[Household]:
    """Three families on the roll."""
    homes = [town.family(name) for name in ("王建国", "李秀英", "张卫东")]
    for home in homes:
        town.awarded(household=home)
    return homes


def second_officer(town: Town) -> Any:
    """Somebody else of the county."""
    return user("county-2", "county_officer", Office.objects.get(name="任城区民政局"))


def published(town: Town, month: str = "2026-09", at: Any = OCTOBER) -> Enrolment:
    """What the statistics office published of a month, entered by the county."""
    return actions.begin_published(programme_code="price_subsidy", area=COUNTY, month=month, facts=PRICES,
                                   source="市统计局 2026-10-12", by=town.county, at=at)


def work(batch: Enrolment, verb: Any, **said: Any) -> None:
    """The job, to its end."""
    with access.as_system("expired help"):
        while verb(batch_id=batch.pk, **said):
            pass
    batch.refresh_from_db()


def prices(town: Town, fen: int = 4_000) -> None:
    town.law.grants_once(fen, "price_subsidy")


def carried_out(town: Town, other: Any, **more: Any) -> Enrolment:
    """A whole batch of the price subsidy."""
    batch = published(town, **more)
    at = more.get("at", OCTOBER)
    work(batch, actions.find_next, at=at)
    actions.confirm_batch(batch_id=batch.pk, by=other, at=at)
    work(batch, actions.carry_out_next, by=other, at=at)
    return batch


def test_everybody_on_the_roll_of_the_month_is_paid_once_when_another_officer_has_looked(
    town: Town, families: list[Household]
) -> None:
    prices(town)
    town.family("赵六")  # on no roll
    batch = published(town)
    work(batch, actions.find_next, at=OCTOBER)
    assert batch.state == "ready"
    assert {each.household_id for each in batch.entries.all()} == {home.pk for home in families}
    assert town.law.asked[-1].household["event_cpi_hundredths"] == 360
    assert not Case.objects.filter(programme="price_subsidy").exists(), "no money before somebody has looked"
    with pytest.raises(NotPossible, match="不能自己确认"):
        actions.confirm_batch(batch_id=batch.pk, by=town.county, at=OCTOBER)
    with pytest.raises(NotPossible, match="不归您"):
        actions.confirm_batch(batch_id=batch.pk, by=town.far_county, at=OCTOBER)
    other = second_officer(town)
    actions.confirm_batch(batch_id=batch.pk, by=other, at=OCTOBER)
    work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    assert batch.state == "done"
    for home in families:
        case = Case.objects.get(household=home, programme="price_subsidy")
        assert (case.status, case.application.channel) == ("confirmed", "automatic")
        assert case.notices.get().kind == "enrolment"
        assert case.awards.get().from_month == Month(2026, 9)
    for month in ("2026-10", "2026-11"):
        casework.freeze_roll(area=COUNTY, month=month, by=town.county, at=moment(f"{month}-13"))
    paid = RollLine.objects.filter(programme="price_subsidy")
    assert [(line.kind, line.amount_fen, str(line.run.month)) for line in paid] == [("regular", 4_000, "2026-10")] * 3


def test_a_month_is_entered_once_and_the_next_one_is_another_payment(town: Town, families: list[Household]) -> None:
    prices(town)
    other = second_officer(town)
    carried_out(town, other)
    with pytest.raises(NotPossible, match="已经有了"):
        published(town)
    prices(town, 5_000)
    carried_out(town, other, month="2026-10", at=NOVEMBER)
    assert sorted(Award.objects.filter(programme="price_subsidy").values_list("once_fen", flat=True)) == [4_000] * 3 + [5_000] * 3


def test_where_a_fact_is_missing_nobody_is_enrolled(town: Town, families: list[Household]) -> None:
    for outcome in ("need_info", "discretion", "not_entitled"):
        town.law.household["price_subsidy"] = Verdict("price_subsidy", outcome, {"once": 4_000})
        batch = published(town, month={"need_info": "2026-07", "discretion": "2026-08", "not_entitled": "2026-09"}[outcome])
        work(batch, actions.find_next, at=OCTOBER)
        assert batch.entries.count() == 0, outcome


def test_who_declines_is_passed_over_before_and_after(town: Town, families: list[Household]) -> None:
    prices(town)
    other = second_officer(town)
    batch = published(town)
    work(batch, actions.find_next, at=OCTOBER)
    said = {"household_id": families[0].pk, "programme_code": "price_subsidy", "person_id": None, "way": "window"}
    actions.decline(**said, by=town.clerk, at=OCTOBER)
    assert actions.decline(**said, by=town.clerk, at=OCTOBER) == NotWanted.objects.get(), "said twice counts once"
    with pytest.raises(NotPossible, match="不能替"):
        actions.decline(**said, by=town.far_clerk, at=OCTOBER)
    actions.confirm_batch(batch_id=batch.pk, by=other, at=OCTOBER)
    work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    assert sorted(batch.entries.values_list("outcome", flat=True)) == ["declined", "enrolled", "enrolled"]
    again = carried_out(town, other, month="2026-10", at=NOVEMBER)
    assert (again.declined, again.entries.count()) == (1, 2)
    actions.want_again(household_id=families[0].pk, programme_code="price_subsidy", person_id=None, by=town.clerk, at=NOVEMBER)
    third = published(town, month="2026-08", at=NOVEMBER)
    work(third, actions.find_next, at=NOVEMBER)
    assert third.entries.count() == 3


def test_what_runs_already_ends_when_it_is_declined_and_the_bank_has_not_had_it(town: Town, families: list[Household]) -> None:
    prices(town)
    carried_out(town, second_officer(town))
    said = {"programme_code": "price_subsidy", "person_id": None, "way": "online", "by": town.clerk, "at": OCTOBER}
    actions.decline(household_id=families[0].pk, **said)
    assert Case.objects.get(household=families[0], programme="price_subsidy").status == "ended", "at once, not at night"
    with access.as_system("expired help"):
        assert carrying.end_without_ground(at=OCTOBER) == 0
    casework.freeze_roll(area=COUNTY, month="2026-10", by=town.county, at=moment("2026-10-13"))
    assert RollLine.objects.filter(programme="price_subsidy").count() == 2
    actions.decline(household_id=families[1].pk, **said)
    with access.as_system("expired help"):
        assert carrying.end_without_ground(at=OCTOBER) == 0, "paid is paid"


def monthly(town: Town) -> list[Enrolment]:
    """The month's batches of the living subsidy."""
    town.law.person["disability_living"] = Verdict("disability_living", "entitled", {"monthly": 16_500})
    with access.as_system("expired help"):
        return [batch for batch in actions.begin_month(at=OCTOBER) if batch.programme == "disability_living"]


def test_by_the_place_s_own_word_only(town: Town, families: list[Household]) -> None:
    assert monthly(town) == [], "the national text asks for an application"


def test_a_monthly_benefit_ends_with_the_roll_it_stands_on(
    town: Town, families: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "given_here", lambda manifest, area, day: area == COUNTY)
    (batch,) = monthly(town)
    with access.as_system("expired help"):
        assert actions.begin_month(at=OCTOBER) == [], "beginning twice begins once"
    work(batch, actions.find_next, at=OCTOBER)
    assert batch.entries.count() == 3
    assert [given.state for given in reads.given_to(families[0].pk)] == ["waiting"]
    actions.confirm_batch(batch_id=batch.pk, by=town.county, at=OCTOBER)
    work(batch, actions.carry_out_next, by=town.county, at=OCTOBER)
    assert [given.words for given in reads.given_to(families[0].pk)] == ["已经开通"]
    case = Case.objects.get(household=families[0], programme="disability_living")
    assert case.awards.get().from_month == Month(2026, 11)
    ground = Case.objects.get(household=families[0], programme="subsistence")
    casework.end_award(case_id=ground.pk, cause="own_wish", reason_text="放弃", by=town.county, at=NOVEMBER)
    town.law.person["disability_living"] = Verdict("disability_living", "not_entitled")
    with access.as_system("expired help"):
        assert carrying.end_without_ground(at=moment("2026-11-20")) == 0, "it is still on the roll of this month"
        assert carrying.end_without_ground(at=moment("2026-12-01")) == 1
    case.refresh_from_db()
    assert case.status == "ended"
    assert case.awards.get().until_month == Month(2026, 12)
    assert case.notices.order_by("-id").first().kind == "ending"


def killed_at(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, turn: int) -> None:
    """The process dies once, right after the so-manieth call of a step and before its transaction ends."""
    step, calls = getattr(room, name), itertools.count(1)

    def dies(*told: Any) -> Any:
        made = step(*told)
        if next(calls) == turn:
            raise SystemError("killed")
        return made

    monkeypatch.setattr(room, name, dies)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_killed_in_the_middle_nobody_is_left_out_or_enrolled_twice(
    town: Town, families: list[Household], monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    prices(town)
    other = second_officer(town)
    batch = published(town)
    monkeypatch.setattr(course, "CHUNK", 2)
    killed_at(monkeypatch, finding, "entitled", turn)
    with pytest.raises(SystemError):
        work(batch, actions.find_next, at=OCTOBER)
    work(batch, actions.find_next, at=OCTOBER)
    assert batch.entries.count() == len(families)
    actions.confirm_batch(batch_id=batch.pk, by=other, at=OCTOBER)
    killed_at(monkeypatch, carrying, "_opened", turn)
    with pytest.raises(SystemError):
        work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    assert batch.state == "done"
    assert Award.objects.filter(programme="price_subsidy").count() == 3
    assert set(batch.entries.values_list("outcome", flat=True)) == {"enrolled"}


def test_a_refusal_between_two_kills_counts_and_one_that_is_killed_does_not(
    town: Town, families: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    prices(town)
    other = second_officer(town)
    batch = published(town)
    work(batch, actions.find_next, at=OCTOBER)
    actions.confirm_batch(batch_id=batch.pk, by=other, at=OCTOBER)
    killed_at(monkeypatch, carrying, "_opened", 2)
    with pytest.raises(SystemError):
        work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    said = {"programme_code": "price_subsidy", "person_id": None, "way": "window", "by": town.clerk, "at": OCTOBER}
    opened = batch.entries.get(outcome="enrolled").household_id
    killed_at(monkeypatch, declining, "end_declined", 1)
    with pytest.raises(SystemError), transaction.atomic():
        actions.decline(household_id=opened, **said)
    assert not NotWanted.objects.exists()
    assert Case.objects.get(programme="price_subsidy").status == "confirmed"
    waiting = batch.entries.filter(outcome="waiting").first().household_id
    for home in (opened, waiting):
        actions.decline(household_id=home, **said)
    work(batch, actions.carry_out_next, by=other, at=OCTOBER)
    assert set(batch.entries.values_list("household_id", "outcome")) >= {(opened, "enrolled"), (waiting, "declined")}
    casework.freeze_roll(area=COUNTY, month="2026-10", by=town.county, at=moment("2026-10-13"))
    assert not RollLine.objects.filter(programme="price_subsidy", household__in=[opened, waiting]).exists()
    assert RollLine.objects.filter(programme="price_subsidy").count() == 1


def test_nobody_applies_for_what_is_given_to_everybody(town: Town, families: list[Household]) -> None:
    with pytest.raises(NotPossible, match="不用申请"):
        town.submit(families[0], day="2026-10-12", programmes=["price_subsidy"])
    with pytest.raises(NotPossible, match="没有在给"):
        actions.decline(household_id=families[0].pk, programme_code="price_subsidy", person_id=None, way="window",
                        by=town.clerk, at=OCTOBER)


def test_a_batch_half_listed_by_the_earlier_release_goes_on_in_this_one(
    town: Town, families: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    prices(town)
    monkeypatch.setattr(course, "CHUNK", 1)
    batch = published(town)
    with access.as_system("expired help"):
        assert actions.find_next(batch_id=batch.pk, at=OCTOBER)
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        MigrationExecutor(connection).migrate([("enrolling", "0002_rows"), ("adjusting", "0003_clues_noted")])
        cursor.execute("SELECT state, last_household FROM enrolling_enrolment WHERE id = %s", [batch.pk])
        assert cursor.fetchone() == ("preparing", families[0].pk)
        cursor.execute("SELECT last_case FROM adjusting_batch")
        MigrationExecutor(connection).migrate([("enrolling", "0004_handed_on"), ("adjusting", "0004_one_course")])
        cursor.execute("SELECT looked_to FROM adjusting_batch")
    work(batch, actions.find_next, at=OCTOBER)
    assert batch.state == "ready"
    assert [each.household_id for each in batch.entries.order_by("id")] == [home.pk for home in families]
