"""After the award: changes, gradual exit, endings, re-checks, refusals of work."""

from datetime import date

import pytest

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Case
from doudi.kernel.days import Month
from doudi.offices.reads import jurisdiction
from tests.casework.conftest import Town, moment
from tests.casework.test_roll import lines, roll

pytestmark = pytest.mark.database


def again(town: Town, case: Case, day: str) -> None:
    actions.determine(case_id=case.pk, kind="review", by=town.county, at=moment(day))


def test_the_law_says_when_to_look_again(town: Town) -> None:
    case = town.awarded()
    review = case.reviews.get()
    assert (review.review_class, review.due_on) == ("yearly", date(2027, 3, 15))


def test_nothing_changed(town: Town) -> None:
    case = town.awarded()
    review = case.reviews.get()
    with pytest.raises(NotPossible, match="重新认定"):
        actions.finish_review(
            review_id=review.pk, outcome="unchanged", by=town.clerk, at=moment("2026-09-10")
        )
    again(town, case, "2026-09-10")
    actions.finish_review(review_id=review.pk, outcome="unchanged", by=town.clerk, at=moment("2026-09-11"))
    assert case.reviews.get(done_at__isnull=True).due_on == date(2027, 9, 11)
    assert case.decisions.count() == 1, "no change, no decision"


def test_a_changed_amount_is_not_called_unchanged(town: Town) -> None:
    case = town.awarded()
    town.law.grants(70000)
    again(town, case, "2026-09-10")
    with pytest.raises(NotPossible, match="不一样"):
        actions.finish_review(
            review_id=case.reviews.get().pk, outcome="unchanged", by=town.clerk, at=moment("2026-09-11")
        )
    with pytest.raises(NotPossible, match="先办决定"):
        actions.finish_review(
            review_id=case.reviews.get().pk, outcome="changed", by=town.clerk, at=moment("2026-09-11")
        )


def test_a_change_is_a_new_decision_on_new_facts(town: Town) -> None:
    case = town.awarded()
    with pytest.raises(NotPossible, match="还没有重新认定"):
        actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-09-10"))
    again(town, case, "2026-09-10")
    with pytest.raises(NotPossible, match="没有变化"):
        actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-09-11"))
    town.law.denies()
    again(town, case, "2026-09-12")
    with pytest.raises(NotPossible, match="终止"):
        actions.change_award(case_id=case.pk, by=town.county, at=moment("2026-09-13"))
    assert case.awards.get().monthly_fen == 64000


def test_gradual_exit_ends_by_itself(town: Town) -> None:
    """p10: decided 2026-09-28; 500.00 from 2026-10 to 2027-03; nothing from 2027-04."""
    case = town.awarded(50000)
    town.law.denies()
    with pytest.raises(NotPossible, match="不能渐退"):
        actions.grant_gradual_exit(case_id=case.pk, by=town.county, at=moment("2026-09-28"))
    town.law.lets_go_gradually(50000, "2026-10", "2027-03")
    award = actions.grant_gradual_exit(case_id=case.pk, by=town.county, at=moment("2026-09-28"))
    assert (award.gradual_exit, str(award.from_month), str(award.until_month)) == (True, "2026-10", "2027-03")
    asked = town.law.asked[-1].household
    assert (asked["procedure_cause"], asked["receives_subsistence"], asked["subsistence_monthly_paid"]) == (
        "employment",
        True,
        50000,
    )
    assert actions.end_expired(at=moment("2027-03-31")) == 0
    assert actions.end_expired(at=moment("2027-04-01")) == 1
    assert actions.end_expired(at=moment("2027-04-01")) == 0
    case.refresh_from_db()
    assert case.status == "ended" and case.notices.filter(kind="ending").exists()


def test_extreme_hardship_ends_after_publicity_from_the_next_month(town: Town) -> None:
    """p13: decided 2026-12-08, stopped from 2027-01."""
    town.law.grants(124100, "extreme_hardship")
    case = town.awarded(124100, programme="extreme_hardship", household=town.family("王十八"))
    town.law.denies("extreme_hardship")
    again(town, case, "2026-11-26")
    asked = {"case_id": case.pk, "cause": "minor_grown", "reason_text": "年满十八且不在校"}
    with pytest.raises(NotPossible, match="先公示"):
        actions.end_award(**asked, by=town.county, at=moment("2026-11-27"))
    actions.propose_ending(**asked, by=town.clerk, at=moment("2026-11-27"))
    publicity = actions.publicise_ending(
        case_id=case.pk, place="公开栏", by=town.clerk, at=moment("2026-11-30")
    )
    with pytest.raises(NotPossible, match="还没有满期"):
        actions.end_award(**asked, by=town.county, at=moment(publicity.ends_on))
    decision = actions.end_award(**asked, by=town.county, at=moment("2026-12-08"))
    assert decision.from_month == Month(2027, 1)
    assert case.awards.get().until_month == Month(2026, 12)


def test_an_ending_against_the_law_says_why_it_differs(town: Town) -> None:
    case = town.awarded()
    again(town, case, "2026-09-10")
    with pytest.raises(NotPossible, match="请从这里选"):
        actions.end_award(
            case_id=case.pk, cause="tired", reason_text="x", by=town.county, at=moment("2026-09-11")
        )
    decision = actions.end_award(
        case_id=case.pk,
        cause="income",
        reason_text="隐瞒收入,另有材料",
        by=town.county,
        at=moment("2026-09-11"),
    )
    assert decision.differs


def test_a_wrong_ending_is_put_back_without_a_gap(town: Town) -> None:
    case = town.awarded()
    decision = actions.end_award(
        case_id=case.pk, cause="own_wish", reason_text="误", by=town.county, at=moment("2026-04-10")
    )
    roll(town, "2026-04", freeze=True)
    roll(town, "2026-05", freeze=True)
    actions.set_aside(decision_id=decision.pk, reason="不是本人意愿", by=town.county, at=moment("2026-05-10"))
    case.refresh_from_db()
    assert case.status == "confirmed"
    assert lines(roll(town, "2026-06")) == [
        ("arrears", "2026-05", 64000, "late"),
        ("regular", "2026-06", 64000, ""),
    ]


def test_three_refusals_in_a_row_become_a_fact(town: Town) -> None:
    case = town.awarded()
    person = town.members(case.household)[1]

    def offer(day: str, refused: bool = True, suitable: bool = True, good_reason: str = "") -> None:
        actions.record_job_offer(
            person_id=person.pk,
            offered_on=date.fromisoformat(day),
            job="保洁",
            suitable=suitable,
            refused=refused,
            good_reason=good_reason,
            by=town.clerk,
            at=moment(day),
        )

    def told() -> int:
        return person.facts.filter(name="refused_jobs").order_by("-id").first().value

    offer("2026-04-01")
    offer("2026-04-08", suitable=False)
    offer("2026-04-15", good_reason="照顾病人")
    assert told() == 1
    offer("2026-04-22", refused=False)
    assert told() == 0, "one taken begins the count anew"
    for day in ("2026-05-06", "2026-05-13", "2026-05-20"):
        offer(day)
    assert told() == 3
    assert case.reviews.filter(review_class="change", done_at__isnull=True).count() == 1


def test_a_reported_change_is_one_report_and_opens_a_review(town: Town) -> None:
    case = town.awarded()
    told = {
        "household_id": case.household_id,
        "kind": "work",
        "text": "找到工作",
        "key": "k1",
        "by": town.coordinator,
    }
    report = actions.report_change(**told, at=moment("2026-04-10"))
    assert actions.report_change(**told, at=moment("2026-04-10")) == report
    own = jurisdiction(town.clerk, date(2026, 4, 11))
    assert [each.pk for each in reads.change_reports_open(own)] == [report.pk]
    assert {each.review_class for each in reads.reviews_due(own)} == {"yearly", "change"}
    actions.handle_change(report_id=report.pk, by=town.clerk, at=moment("2026-04-11"))
    assert not reads.change_reports_open(own)
    with pytest.raises(NotPossible, match="不能替这一家"):
        actions.report_change(
            household_id=case.household_id, kind="work", by=town.far_clerk, at=moment("2026-04-10")
        )
    nothing = actions.report_change(
        household_id=case.household_id, kind="nothing", by=town.clerk, at=moment("2026-04-12")
    )
    assert nothing.handled_at is not None


def test_self_care_is_assessed_again_within_ten_working_days(town: Town) -> None:
    case = town.awarded(124100, programme="extreme_hardship", household=town.family("王老"))
    review = actions.request_care_assessment(
        case_id=case.pk, happened_on=date(2026, 9, 21), by=town.clerk, at=moment("2026-09-21")
    )
    assert review.due_on == date(2026, 10, 12)


def test_what_is_on_the_roll_is_told_at_the_window(town: Town) -> None:
    case = town.awarded()
    wife = town.members(case.household)[1]
    found = reads.on_roll(wife.pk, day=date(2026, 4, 10))
    assert [(each.programme, each.monthly_fen, each.case_number) for each in found] == [
        ("subsistence", 64000, case.number)
    ]
    assert not reads.on_roll(wife.pk, day=date(2026, 3, 31)), "from the month after"
