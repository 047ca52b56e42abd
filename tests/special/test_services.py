"""What this office gives without a monthly sum goes its whole way: once for a season, a service to the day it was done, a policy by list, a
recommendation to the answer of the project."""

from datetime import date
from typing import Any

import pytest

from doudi.casework import actions
from doudi.casework.actions import NotPossible
from doudi.casework.models import Award, Case, Delivery, RollLine
from doudi.casework.programme import Programme, programmes
from doudi.kernel.days import Month
from doudi.people import actions as people
from doudi.people import reads as people_reads
from tests.casework.conftest import Town, moment
from tests.casework.law import Verdict

pytestmark = pytest.mark.database
COUNTY, FEN = "370811", 50_000
WINTER = {"from": date(2026, 11, 15), "until": date(2027, 3, 15)}
NEXT_WINTER = {"from": date(2027, 11, 15), "until": date(2028, 3, 15)}
SERVICES = [each for each in programmes() if each.service is not None]
SPANS = [each for each in programmes() if each.span is not None and each.applied_for]


def says(town: Town, manifest: Programme, outcome: str = "entitled", **details: Any) -> None:
    """What the law answers: a sum where it gives money."""
    amounts = {"yearly": FEN} if manifest.pays else {}
    found = Verdict(manifest.code, outcome, amounts, details={"members_counted": 1} | details)
    (town.law.person if manifest.per_person else town.law.household)[manifest.code] = found


def confirmed(town: Town, manifest: Programme, home: Any, start: str = "2026-10-12") -> Case:
    """From the window to the county's confirmation."""
    return town.bring("confirmed", town.submit(home, day=start, programmes=[manifest.code]), start=start)


@pytest.mark.parametrize("manifest", SPANS, ids=lambda each: each.code)
def test_a_season_is_paid_once_from_the_window_to_the_roll(town: Town, manifest: Programme) -> None:
    says(town, manifest, **WINTER)
    home = town.family("王建国")
    case = confirmed(town, manifest, home)
    award = case.awards.get()
    assert (award.once_fen, award.covers_from, award.covers_until) == (FEN, WINTER["from"], WINTER["until"])
    with pytest.raises(NotPossible, match="已确认"):
        actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-10-20"))
    for month in ("2026-10", "2026-11"):
        actions.freeze_roll(area=COUNTY, month=month, by=town.county, at=moment(f"{month}-28"))
    assert [(line.amount_fen, line.kind) for line in RollLine.objects.filter(award=award)] == [(FEN, "regular")]
    assert actions.pay_out(at=moment("2026-12-01")) == 1
    again = town.bring("county_review", town.submit(home, day="2026-12-02", programmes=[manifest.code]), start="2026-12-02")
    assert town.law.asked[-1].household[manifest.span.fact] == WINTER["until"], "the law is told what was paid"
    with pytest.raises(NotPossible, match="已经给过"):
        actions.confirm(case_id=again.pk, by=town.county, at=moment("2026-12-20"))
    says(town, manifest, **NEXT_WINTER)
    actions.determine(case_id=again.pk, by=town.county, at=moment("2027-11-20"))
    actions.confirm(case_id=again.pk, by=town.county, at=moment("2027-11-20", 11))
    assert Award.objects.filter(programme=manifest.code).count() == 2


def test_a_confirmation_that_was_set_aside_gives_the_season_back(town: Town) -> None:
    (manifest,) = SPANS
    says(town, manifest, **WINTER)
    case = confirmed(town, manifest, town.family("王建国"))
    actions.set_aside(decision_id=case.decisions.get().pk, reason="户数算错", by=town.county, at=moment("2026-11-02"))
    actions.reopen(case_id=case.pk, reason="重新办理", by=town.county, at=moment("2026-11-03"))
    town.visit(case, "2026-11-04")
    actions.determine(case_id=case.pk, by=town.clerk, at=moment("2026-11-05"))
    actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=moment("2026-11-05", 11))
    actions.send_to_county(case_id=case.pk, by=town.clerk, at=moment("2026-11-06"))
    actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-11-07"))
    assert case.awards.filter(voided_at__isnull=True).count() == 1


def test_the_season_of_another_file_of_the_same_people_counts(town: Town) -> None:
    (manifest,) = SPANS
    says(town, manifest, **WINTER)
    home = town.family("王建国", "李秀英")
    confirmed(town, manifest, home)
    other = town.family("赵六")
    wife = town.members(home)[1]
    people.end_membership(household=home, person=wife, day=date(2026, 10, 20), because="split", by=town.clerk,
                          at=moment("2026-10-20"))
    people.add_member(household=other, person=wife, relation="spouse", day=date(2026, 10, 20), by=town.clerk,
                      at=moment("2026-10-20"))
    again = town.bring("county_review", town.submit(other, day="2026-11-02", programmes=[manifest.code]), start="2026-11-02")
    with pytest.raises(NotPossible, match="已经给过"):
        actions.confirm(case_id=again.pk, by=town.county, at=moment("2026-11-20"))


@pytest.mark.parametrize("manifest", SERVICES, ids=lambda each: each.code)
def test_a_service_goes_from_the_window_to_the_day_it_was_done(town: Town, manifest: Programme) -> None:
    says(town, manifest, "discretion" if manifest.service.may_fail else "entitled")
    home = town.family("王建国")
    case = town.submit(home, day="2026-10-12", programmes=[manifest.code])
    case = town.bring("county_review", case, start="2026-10-12")
    actions.confirm(case_id=case.pk, reason="集体研究同意", by=town.county, at=moment("2026-10-20"))
    assert not case.awards.exists() and case.decisions.get().amount_fen == 0
    told = {"case_id": case.pk, "by_whom": "示例单位", "what": "扶手两处", "by": town.clerk}
    for on, words in ((date(2026, 10, 19), "以后"), (date(2026, 12, 1), "以前")):
        with pytest.raises(NotPossible, match=words):
            actions.deliver(**told, on=on, at=moment("2026-11-10"))
    with pytest.raises(NotPossible, match="请写明"):
        actions.deliver(**told | {"what": " "}, on=date(2026, 11, 9), at=moment("2026-11-10"))
    made = actions.deliver(**told, on=date(2026, 11, 9), at=moment("2026-11-10"))
    assert actions.deliver(**told, on=date(2026, 11, 9), at=moment("2026-11-10")) == made, "pressed twice counts once"
    case.refresh_from_db()
    assert case.status == "ended" and Delivery.objects.count() == 1
    actions.freeze_roll(area=COUNTY, month="2026-11", by=town.county, at=moment("2026-11-28"))
    assert not RollLine.objects.filter(award__case=case).exists()
    if manifest.service.settles:
        known = people_reads.document(home, date(2026, 11, 11)).members[0]
        assert known[manifest.service.settles] is True
    assert town.submit(home, day="2026-12-01", programmes=[manifest.code]).status == "submitted", "he may always ask again"


def test_one_home_is_worked_on_once(town: Town) -> None:
    manifest = next(each for each in SERVICES if each.service.settles)
    says(town, manifest)
    home = town.family("王建国", "李秀英")
    confirmed(town, manifest, home)
    wife = town.members(home)[1].pk
    second = town.submit(home, day="2026-11-02", programmes=[manifest.code], persons={manifest.code: [wife]})
    second = town.bring("county_review", second, start="2026-11-02")
    with pytest.raises(NotPossible, match="一处住房只办一次"):
        actions.confirm(case_id=second.pk, by=town.county, at=moment("2026-11-20"))


def test_a_project_may_say_no_but_works_that_were_confirmed_are_done(town: Town) -> None:
    for manifest in SERVICES:
        says(town, manifest)
        case = confirmed(town, manifest, town.family("王建国"))
        told = {"case_id": case.pk, "on": date(2026, 11, 9), "by_whom": "示例项目", "what": "今年名额已满", "given": False,
                "by": town.clerk, "at": moment("2026-11-10")}
        if manifest.service.may_fail:
            assert actions.deliver(**told).given is False
        else:
            with pytest.raises(NotPossible, match="不能登记成没办"):
                actions.deliver(**told)
    money = next(each for each in SPANS)
    says(town, money, **WINTER)
    case = confirmed(town, money, town.family("李秀英"))
    with pytest.raises(NotPossible, match="不用登记办好"):
        actions.deliver(case_id=case.pk, on=date(2026, 11, 9), by_whom="某单位", what="钱", by=town.clerk, at=moment("2026-11-10"))


def test_a_case_that_is_paid_once_starts_its_roll_in_its_month(town: Town) -> None:
    (manifest,) = SPANS
    says(town, manifest, **WINTER)
    assert confirmed(town, manifest, town.family("王建国")).awards.get().from_month == Month(2026, 10)
