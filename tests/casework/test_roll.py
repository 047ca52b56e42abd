"""The roll: built as often as wanted to the same lines, frozen for good, and what comes later is next month's line."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.casework import actions, ledger, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Award, Case, RollLine, RollRun
from doudi.kernel.days import Month
from doudi.offices.reads import jurisdiction
from tests.casework.conftest import ELSEWHERE, Town, ground, moment, staff
from tests.casework.law import Law

pytestmark = pytest.mark.database
COUNTY = "370811"


def roll(town: Town, month: str, freeze: bool = False) -> RollRun:
    at = moment(f"{month}-01")
    verb = actions.freeze_roll if freeze else actions.build_roll
    return verb(area=COUNTY, month=month, by=town.county, at=at)


def lines(run: RollRun) -> list[tuple[str, str, int, str]]:
    return [
        (line.kind, str(line.for_month), line.amount_fen, line.reason)
        for line in run.lines.order_by("for_month", "kind", "award_id")
    ]


def content(run: RollRun) -> str:
    rows = [
        (line.award_id, line.for_month, line.kind, line.amount_fen, line.payee_id, line.account_number, line.reason)
        for line in run.lines.order_by("award_id", "for_month", "kind")
    ]
    assert all(account == "6222000011112222" for *_, account, _ in rows), "the account of the family"
    return sha256(repr(rows).encode()).hexdigest()


def test_twice_built_is_once_built(town: Town) -> None:
    town.awarded()
    town.awarded(50000, household=town.family("赵大", "钱二", opened="2026-01-06"))
    first = content(roll(town, "2026-04"))
    assert content(roll(town, "2026-04")) == first
    assert RollRun.objects.count() == 1 and RollLine.objects.count() == 2
    assert content(roll(town, "2026-04", freeze=True)) == first
    assert roll(town, "2026-04", freeze=True).frozen_at == moment("2026-04-01"), "frozen once"


def test_a_frozen_roll_does_not_change(town: Town) -> None:
    case = town.awarded()
    before = content(roll(town, "2026-04", freeze=True))
    town.awarded(50000, household=town.family("赵大", opened="2026-01-06"))
    actions.set_aside(
        decision_id=town.decision(case).pk, reason="算错", by=town.county, at=moment("2026-04-10")
    )
    assert content(roll(town, "2026-04")) == before


def test_set_aside_after_the_freeze_is_taken_back_next_month(town: Town) -> None:
    case = town.awarded()
    roll(town, "2026-04", freeze=True)
    actions.set_aside(
        decision_id=town.decision(case).pk, reason="收入算错", by=town.county, at=moment("2026-04-20")
    )
    assert lines(roll(town, "2026-05")) == [("adjustment", "2026-04", -64000, "set_aside")]
    roll(town, "2026-05", freeze=True)
    assert lines(roll(town, "2026-06")) == [], "taken back once, not every month"


def test_set_aside_before_the_freeze_leaves_nothing(town: Town) -> None:
    case = town.awarded()
    assert lines(roll(town, "2026-04")) == [("regular", "2026-04", 64000, "")]
    actions.set_aside(
        decision_id=town.decision(case).pk, reason="收入算错", by=town.county, at=moment("2026-04-02")
    )
    assert lines(roll(town, "2026-04")) == []


def test_late_rolls_make_up_for_the_months_before(town: Town) -> None:
    town.awarded()
    assert lines(roll(town, "2026-06")) == [
        ("arrears", "2026-04", 64000, "late"),
        ("arrears", "2026-05", 64000, "late"),
        ("regular", "2026-06", 64000, ""),
    ]


def test_months_go_in_order(town: Town) -> None:
    town.awarded()
    roll(town, "2026-04")
    with pytest.raises(NotPossible, match="2026-04 的名册还没有封存"):
        roll(town, "2026-05")
    roll(town, "2026-04", freeze=True)
    roll(town, "2026-05")
    with pytest.raises(NotPossible, match="不能再做更早的"):
        roll(town, "2026-03")


def test_only_the_payer_builds_and_only_people_freeze(town: Town) -> None:
    for stranger in (town.clerk, town.far_county):
        with pytest.raises(NotPossible, match="县级民政"):
            actions.build_roll(area=COUNTY, month="2026-04", by=stranger, at=moment("2026-04-01"))
    assert actions.build_roll(area=COUNTY, month="2026-04", by=None, at=moment("2026-04-01"))
    with pytest.raises(NotPossible, match="要由县级民政的人"):
        actions.freeze_roll(area=COUNTY, month="2026-04", by=None, at=moment("2026-04-01"))
    actions.freeze_roll(area=COUNTY, month="2026-04", by=town.county, at=moment("2026-04-01"))
    with pytest.raises(NotPossible, match="最早只能"):
        actions.freeze_roll(area=COUNTY, month="2026-07", by=town.county, at=moment("2026-04-01"))


def test_a_change_after_the_freeze_is_made_up_by_both_awards(town: Town) -> None:
    case = town.awarded()
    roll(town, "2026-04", freeze=True)
    town.law.grants(80000)
    actions.determine(case_id=case.pk, kind="review", by=town.county, at=moment("2026-04-10"))
    actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-04-11"))
    assert lines(roll(town, "2026-05")) == [("regular", "2026-05", 80000, "")]
    chain = list(case.awards.order_by("from_month"))
    assert [str(each.until_month) for each in chain] == ["2026-04", "None"]
    assert chain[1].previous == chain[0] and chain[0].closed_by == town.decision(case)


def test_suspended_and_resumed(town: Town) -> None:
    case = town.awarded()
    actions.suspend_award(
        award_id=case.awards.get().pk,
        from_month="2026-05",
        reason="不配合核查",
        by=town.county,
        at=moment("2026-04-15"),
    )
    roll(town, "2026-04", freeze=True)
    assert lines(roll(town, "2026-05", freeze=True)) == []
    resumed = actions.resume_award(
        award_id=case.awards.get().pk,
        from_month="2026-06",
        reason="已配合",
        by=town.county,
        at=moment("2026-05-20"),
    )
    assert resumed.previous is not None
    assert lines(roll(town, "2026-06")) == [("regular", "2026-06", 64000, "")]


def test_a_benefit_without_money_is_on_no_roll(town: Town) -> None:
    town.awarded(0, programme="low_income")
    assert lines(roll(town, "2026-04")) == []


def test_a_line_without_an_account_says_so(town: Town) -> None:
    case = town.awarded()
    head = case.application.applicant
    head.account_number = ""
    head.save()
    assert roll(town, "2026-04").lines.get().held_because == "no_account"


def test_somebody_else_is_paid_where_that_is_on_file(town: Town) -> None:
    household = town.family("王建国", "李秀英")
    head, wife = town.members(household)
    head.payee = wife
    head.save()
    town.awarded(household=household)
    assert roll(town, "2026-04").lines.get().payee_name == "李秀英"


def test_who_moves_to_another_county_is_paid_there(town: Town) -> None:
    case = town.awarded()
    roll(town, "2026-04", freeze=True)
    actions.move_household(
        household_id=case.household_id, area=ELSEWHERE, by=town.county, at=moment("2026-04-20")
    )
    assert lines(roll(town, "2026-05")) == []
    there = actions.build_roll(area="370830", month="2026-05", by=town.far_county, at=moment("2026-05-01"))
    assert lines(there) == [("regular", "2026-05", 64000, "")]


def test_the_database_pays_no_month_twice(town: Town) -> None:
    case = town.awarded()
    line = roll(town, "2026-04").lines.get()
    other = RollRun.objects.create(area="370830", month=Month(2026, 4), built_at=moment("2026-04-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        line.account_number, line.payee_name, line.run = line.account_number, line.payee_name, other
        line.pk = None
        RollLine.objects.bulk_create([line])
    award = case.awards.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        award.pk = None
        award.save(force_insert=True)


def test_killed_half_way_leaves_the_roll_as_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.awarded()
    before = content(roll(town, "2026-04"))
    town.awarded(50000, household=town.family("赵大", opened="2026-01-06"))
    whole = ledger.write_lines

    def half(run: RollRun) -> int:
        whole(run)
        raise KeyboardInterrupt

    monkeypatch.setattr("doudi.casework.actions.paying.ledger.write_lines", half)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        roll(town, "2026-04")
    monkeypatch.undo()
    assert content(RollRun.objects.get()) == before
    assert RollLine.objects.count() == 1


def test_totals_reconcile_with_the_lines(town: Town) -> None:
    town.awarded()
    town.awarded(50000, household=town.family("赵大", opened="2026-01-06"))
    run = roll(town, "2026-05")
    totals = reads.roll_totals(run.pk)
    assert (
        sum(each.amount_fen for each in totals)
        == sum(line.amount_fen for line in reads.roll_lines(run.pk))
        == 228000
    )
    assert reads.township_totals(run.pk) == {"370811006": (4, 228000)}
    own = jurisdiction(town.county, moment("2026-05-01").date())
    shown = reads.rolls(own)[0]
    assert (shown.line_count, shown.total_fen) == (4, 228000)
    page, after = reads.roll_page(run.pk, limit=3)
    rest, end = reads.roll_page(run.pk, after=after, limit=3)
    assert len(page) == 3 and len(rest) == 1 and end is None
    assert len(reads.roll_page(run.pk, only_changes=True)[0]) == 2
    assert not reads.rolls(jurisdiction(town.far_county, moment("2026-05-01").date()))
    assert reads.roll(run.pk, own) == run


@pytest.mark.django_db(transaction=True)
def test_two_officers_press_build_at_once(law: Law, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ground()
    town = staff(law)
    town.awarded()

    def press(_: int) -> int:
        try:
            return roll(town, "2026-04").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(8)))) == 1
    assert RollLine.objects.count() == 1
    assert Award.objects.count() == Case.objects.count() == 1
