"""意外伤害保险: whoever is on a roll is put on the policy's list by the month's batch, once for each policy; killed in the middle,
nobody is left out or insured twice; the case is over when the policy is."""

import itertools
from datetime import date
from typing import Any

import pytest

from doudi.casework import actions as casework
from doudi.casework.actions import NotPossible
from doudi.casework.enrolling import actions, carrying, finding, reads
from doudi.casework.enrolling.models import Enrolment
from doudi.casework.models import Award, Case, RollLine
from doudi.casework.papers.filling import letter
from doudi.casework.programme import programme
from doudi.offices import access
from tests.acting import press_as_oneself
from tests.casework.conftest import Town, moment
from tests.casework.law import Verdict

pytestmark = pytest.mark.database
CODE, COUNTY = "accident_insurance", "370811"
POLICY = {"from": date(2026, 3, 1), "until": date(2027, 2, 28), "insurer": "示例保险公司", "number": "SL-1"}
RENEWED = POLICY | {"from": date(2027, 3, 1), "until": date(2028, 2, 29), "number": "SL-2"}
OCTOBER, NOVEMBER, MARCH = moment("2026-10-12"), moment("2026-11-12"), moment("2027-03-12")


@pytest.fixture(autouse=True)
def _the_same_law(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "policy", town.law)
    press_as_oneself(monkeypatch, actions)


@pytest.fixture
def families(town: Town) -> list[Any]:
    """Three families on the roll, of one each."""
    homes = [town.family(name) for name in ("王建国", "李秀英", "张卫东")]
    for home in homes:
        town.awarded(household=home)
    return homes


def insures(town: Town, policy: dict[str, Any] = POLICY) -> None:
    town.law.person[CODE] = Verdict(CODE, "entitled", details=policy)


def begun(at: Any) -> Enrolment:
    with access.as_system("expired help"):
        return next(each for each in actions.begin_month(at=at) if each.programme == CODE and each.area == COUNTY)


def work(batch: Enrolment, verb: Any, **said: Any) -> None:
    with access.as_system("expired help"):
        while verb(batch_id=batch.pk, **said):
            pass
    batch.refresh_from_db()


def carried_out(town: Town, at: Any) -> Enrolment:
    batch = begun(at)
    work(batch, actions.find_next, at=at)
    actions.confirm_batch(batch_id=batch.pk, by=town.county, at=at)
    work(batch, actions.carry_out_next, by=town.county, at=at)
    return batch


def test_everybody_on_a_roll_is_put_on_the_list_and_nothing_is_paid(town: Town, families: list[Any]) -> None:
    insures(town)
    with pytest.raises(NotPossible, match="不用申请"):
        town.submit(families[0], programmes=[CODE])
    batch = carried_out(town, OCTOBER)
    assert sorted(batch.entries.values_list("outcome", "fen")) == [("enrolled", 0)] * 3
    case = Case.objects.get(household=families[0], programme=CODE)
    award = case.awards.get()
    assert (award.once_fen, award.covers_from, award.covers_until) == (0, POLICY["from"], POLICY["until"])
    said = letter(case.notices.get()).body()["instead"]
    assert "2027年2月28日" in said and "示例保险公司，SL-1" in said
    assert [given.words for given in reads.given_to(families[0].pk)] == ["已经开通"]
    casework.freeze_roll(area=COUNTY, month="2026-10", by=town.county, at=moment("2026-10-28"))
    assert not RollLine.objects.filter(programme=CODE).exists()
    assert casework.pay_out(at=NOVEMBER) == casework.run_out(at=moment("2027-02-28")) == 0, "it runs"
    assert casework.run_out(at=moment("2027-03-01")) == 3
    case.refresh_from_db()
    assert (case.status, case.status_label) == ("ended", "已办结")


def test_the_next_month_finds_who_is_new_and_the_next_policy_everybody(town: Town, families: list[Any]) -> None:
    insures(town)
    carried_out(town, OCTOBER)
    new = town.family("赵六")
    town.awarded(household=new)
    batch = carried_out(town, NOVEMBER)
    assert dict(batch.entries.values_list("household_id", "outcome"))[new.pk] == "enrolled"
    assert Award.objects.filter(programme=CODE, covers_from=POLICY["from"]).count() == 4, "nobody is on one list twice"
    insures(town, RENEWED)
    carried_out(town, MARCH)
    assert Award.objects.filter(programme=CODE, covers_from=RENEWED["from"]).count() == 4
    told = next(each for each in reversed(town.law.asked) if each.members[0]["id"] == str(town.members(new)[0].pk))
    assert told.members[0][programme(CODE).span.fact] in (POLICY["until"], RENEWED["until"]), "the law is told until when"


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_killed_in_the_middle_nobody_is_left_out_or_insured_twice(
    town: Town, families: list[Any], monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    insures(town)
    batch = begun(OCTOBER)
    work(batch, actions.find_next, at=OCTOBER)
    actions.confirm_batch(batch_id=batch.pk, by=town.county, at=OCTOBER)
    opened, calls = carrying._opened, itertools.count(1)

    def dies(*told: Any) -> Any:
        made = opened(*told)
        if next(calls) == turn:
            raise SystemError("killed")
        return made

    monkeypatch.setattr(carrying, "_opened", dies)
    with pytest.raises(SystemError):
        work(batch, actions.carry_out_next, by=town.county, at=OCTOBER)
    work(batch, actions.carry_out_next, by=town.county, at=OCTOBER)
    assert sorted(Award.objects.filter(programme=CODE).values_list("household_id", flat=True)) == [home.pk for home in families]
