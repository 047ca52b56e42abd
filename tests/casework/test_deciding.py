"""Opinion, publicity, decision: what must have happened first, who decides, and what must be said why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.models import Case
from doudi.kernel.days import Month
from doudi.offices.reads import jurisdiction
from tests.casework.conftest import Town, moment

pytestmark = pytest.mark.database


def later(case: Case, days: int = 0) -> object:
    return case.moves.order_by("-id").first().at + timedelta(days=days, hours=1)


def test_two_investigators_and_both_sides_sign(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    told = {
        "case_id": case.pk,
        "day": moment("2026-09-22").date(),
        "signed_how": "paper",
        "findings": [],
        "by": town.clerk,
        "at": moment("2026-09-22"),
    }
    with pytest.raises(NotPossible, match="两名以上"):
        actions.record_visit(investigators=["赵一", "赵一 "], signed_by_family="王建国", **told)
    with pytest.raises(NotPossible, match="签字"):
        actions.record_visit(investigators=["赵一", "钱二"], signed_by_family=" ", **told)
    with pytest.raises(NotPossible, match="不能早于受理"):
        actions.record_visit(
            investigators=["赵一", "钱二"],
            signed_by_family="王建国",
            **(told | {"day": moment("2026-09-20").date()}),
        )
    assert not case.visits.exists()


def test_what_was_seen_becomes_a_visited_fact_of_this_family_only(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    head = town.members(case.household)[0]
    town.visit(
        case,
        "2026-09-22",
        findings=[
            {"subject": "person", "id": head.pk, "name": "works", "value": True},
            {"subject": "household", "id": case.household_id, "name": "deposits", "value": 120000},
        ],
    )
    facts = {each.name: (each.value, each.source) for each in head.facts.all()}
    assert facts["works"] == (True, "visited")
    stranger = town.members(town.family("赵大", opened="2026-01-06"))[0]
    with pytest.raises(NotPossible, match="别家"):
        town.visit(
            case,
            "2026-09-23",
            findings=[{"subject": "person", "id": stranger.pk, "name": "works", "value": True}],
        )


def test_no_opinion_before_the_law_was_asked_after_the_visit(town: Town) -> None:
    case = town.bring("surveyed", start="2026-09-21")
    with pytest.raises(NotPossible, match="还没有认定"):
        actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=later(case))
    actions.determine(case_id=case.pk, by=town.clerk, at=later(case))
    town.visit(case, later(case, 1).date().isoformat())
    with pytest.raises(NotPossible, match="还没有认定"):
        actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=later(case, 1))


def test_an_opinion_that_differs_says_why(town: Town) -> None:
    case = town.bring("surveyed", start="2026-09-21")
    actions.determine(case_id=case.pk, by=town.clerk, at=later(case))
    asked = {"case_id": case.pk, "by": town.clerk, "at": later(case, 1)}
    with pytest.raises(NotPossible, match="不一样"):
        actions.give_opinion(proposal="refuse", **asked)
    with pytest.raises(NotPossible, match="不一样"):
        actions.give_opinion(proposal="confirm", amount_fen=50000, **asked)
    opinion = actions.give_opinion(proposal="confirm", amount_fen=50000, reason="一事一议,另有纪要", **asked)
    assert opinion.amount_fen == 50000


def test_without_an_answer_of_the_law_nobody_proposes_help(town: Town) -> None:
    town.law.does_not_know()
    case = town.bring("surveyed", start="2026-09-21")
    actions.determine(case_id=case.pk, by=town.clerk, at=later(case))
    with pytest.raises(NotPossible, match="授权核对"):
        actions.give_opinion(
            case_id=case.pk, proposal="confirm", reason="可怜", by=town.clerk, at=later(case, 1)
        )


def test_where_the_law_leaves_it_open_people_name_the_amount(town: Town) -> None:
    town.law.leaves_it_open()
    case = town.bring("surveyed", start="2026-09-21")
    actions.determine(case_id=case.pk, by=town.clerk, at=later(case))
    with pytest.raises(NotPossible, match="要由人来定"):
        actions.give_opinion(
            case_id=case.pk, proposal="confirm", reason="会议决定", by=town.clerk, at=later(case, 1)
        )
    opinion = actions.give_opinion(
        case_id=case.pk,
        proposal="confirm",
        amount_fen=30000,
        reason="会议决定",
        by=town.clerk,
        at=later(case, 1),
    )
    assert opinion.amount_fen == 30000


def test_a_proposal_to_refuse_is_not_posted(town: Town) -> None:
    town.law.denies()
    case = town.bring("opinion_given", start="2026-09-21", proposal="refuse")
    with pytest.raises(NotPossible, match="不张贴"):
        actions.open_publicity(case_id=case.pk, place="公开栏", by=town.clerk, at=later(case))


def test_help_is_posted_before_it_goes_on(town: Town) -> None:
    case = town.bring("opinion_given", start="2026-09-21")
    with pytest.raises(NotPossible, match="还没有公示"):
        actions.send_to_county(case_id=case.pk, by=town.clerk, at=later(case))


def test_an_objection_leads_to_a_new_visit_and_opinion(town: Town) -> None:
    case = town.bring("publicised", start="2026-09-21")
    objection = actions.record_objection(
        case_id=case.pk, text="家里有车", from_whom="邻居", by=town.coordinator, at=later(case, 1)
    )
    assert case.publicities.get().taken_down_at is not None, "the notice comes down at once"
    town.visit(case, later(case, 1).date().isoformat())
    actions.determine(case_id=case.pk, by=town.clerk, at=later(case, 1))
    with pytest.raises(NotPossible, match="怎么核实"):
        actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=later(case, 1))
    actions.give_opinion(
        case_id=case.pk, proposal="confirm", reason="车是残疾代步车", by=town.clerk, at=later(case, 1)
    )
    objection.refresh_from_db()
    assert objection.outcome == "车是残疾代步车"
    with pytest.raises(NotPossible, match="还没有公示"):
        actions.send_to_county(case_id=case.pk, by=town.clerk, at=later(case, 9))


@pytest.mark.parametrize("mark", ["relative", "complaint"])
def test_the_county_sees_the_home_itself_first(town: Town, mark: str) -> None:
    case = town.bring("county_review", start="2026-09-21")
    Case.objects.filter(pk=case.pk).update(
        **{"relative": {"registered_relative": True}, "complaint": {"complaint": True}}[mark]
    )
    with pytest.raises(NotPossible, match="亲自入户"):
        actions.confirm(case_id=case.pk, by=town.county, at=later(case))
    town.visit(case, later(case, 1).date().isoformat(), by=town.county)
    with pytest.raises(NotPossible, match="没有重新认定"):
        actions.confirm(case_id=case.pk, by=town.county, at=later(case, 1))
    actions.determine(case_id=case.pk, by=town.county, at=later(case, 1))
    assert actions.confirm(case_id=case.pk, by=town.county, at=later(case, 1)).level == "county"


def test_the_county_may_not_pay_what_was_not_posted(town: Town) -> None:
    case = town.bring("county_review", start="2026-09-21")
    town.law.grants(90000)
    actions.determine(case_id=case.pk, by=town.county, at=later(case))
    with pytest.raises(NotPossible, match="重新公示"):
        actions.confirm(case_id=case.pk, by=town.county, at=later(case, 1))
    with pytest.raises(NotPossible, match="写明理由"):
        actions.confirm(case_id=case.pk, amount_fen=90000, by=town.county, at=later(case, 1))
    decision = actions.confirm(
        case_id=case.pk, amount_fen=90000, reason="补报一名子女", by=town.county, at=later(case, 1)
    )
    assert decision.differs


def test_the_power_is_the_townships_only_from_its_day(town: Town, delegate: Callable[[str], None]) -> None:
    case = town.bring("publicised", start="2026-09-21")
    with pytest.raises(NotPossible, match="没有下放"):
        actions.confirm(case_id=case.pk, by=town.clerk, at=later(case, 8))
    delegate("2026-10-02")
    decision = actions.confirm(case_id=case.pk, by=town.clerk, at=later(case, 8))
    assert (decision.level, decision.from_month) == ("township", Month(2026, 11))
    assert case.moves.filter(verb="confirm_delegated").exists()


def test_delegated_refusal_change_and_ending(town: Town, delegate: Callable[[str], None]) -> None:
    delegate("2026-01-01")
    town.law.denies()
    refused = town.bring("opinion_given", start="2026-03-02", proposal="refuse")
    actions.refuse(case_id=refused.pk, reason_text="收入超过标准", by=town.clerk, at=later(refused))
    refused.refresh_from_db()
    assert refused.status == "refused"
    town.law.grants(64000)
    case = town.bring("publicised", town.submit(town.family("赵大", opened="2026-01-06")), start="2026-03-02")
    actions.confirm(case_id=case.pk, by=town.clerk, at=later(case, 8))
    town.law.grants(60000)
    actions.determine(case_id=case.pk, kind="review", by=town.clerk, at=later(case, 30))
    assert actions.change_award(case_id=case.pk, by=town.clerk, at=later(case)).level == "township"
    ended = actions.end_award(
        case_id=case.pk, cause="own_wish", reason_text="不要了", by=town.clerk, at=later(case, 1)
    )
    assert ended.level == "township"
    verbs = set(case.moves.values_list("verb", flat=True))
    assert {"confirm_delegated", "change_award_delegated", "end_delegated"} <= verbs
    assert refused.moves.filter(verb="refuse_delegated").exists()


def test_a_refusal_says_why_and_what_else_there_is(town: Town) -> None:
    town.law.denies()
    town.law.grants(0, "low_income")
    case = town.bring("county_review", start="2026-09-21", proposal="refuse")
    decision = actions.refuse(case_id=case.pk, by=town.county, at=later(case))
    assert [each["clause"] for each in decision.reasons] == ["社会救助暂行办法 第九条"]
    assert "人均收入不低于低保标准" in decision.reason_text
    assert [each["label"] for each in decision.could_get] == ["最低生活保障边缘家庭"]
    assert not case.awards.exists()


def test_a_refusal_against_the_law_says_why(town: Town) -> None:
    case = town.bring("county_review", start="2026-09-21")
    with pytest.raises(NotPossible, match="写明理由"):
        actions.refuse(case_id=case.pk, by=town.county, at=later(case))
    with pytest.raises(NotPossible, match="没有这个"):
        actions.refuse(case_id=case.pk, codes=["dislike"], reason_text="x", by=town.county, at=later(case))


def test_the_family_asks_again_and_a_wrong_refusal_is_made_good(town: Town) -> None:
    town.law.denies()
    case = town.bring("refused", start="2026-03-02", proposal="refuse")
    appeal = actions.request_review(case_id=case.pk, text="工资算错了", by=town.clerk, at=later(case, 5))
    assert actions.request_review(case_id=case.pk, text="再按一次", by=town.clerk, at=later(case)) == appeal
    assert reads.appeals_open(jurisdiction(town.county, moment("2026-03-20").date())) == [appeal]
    with pytest.raises(NotPossible, match="撤销决定"):
        actions.answer_review(
            appeal_id=appeal.pk, upheld=True, answer="您说得对", by=town.county, at=later(case, 1)
        )
    actions.set_aside(
        decision_id=town.decision(case).pk, reason="工资重复计算", by=town.county, at=later(case, 1)
    )
    actions.answer_review(appeal_id=appeal.pk, upheld=True, answer="您说得对", by=town.county, at=later(case))
    actions.reopen(case_id=case.pk, reason="重新核实", by=town.clerk, at=later(case))
    town.law.grants(64000)
    town.visit(case, "2026-04-01")
    actions.determine(case_id=case.pk, kind="reopen", by=town.clerk, at=later(case))
    actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=later(case))
    actions.open_publicity(case_id=case.pk, place="公开栏", by=town.clerk, at=later(case))
    actions.send_to_county(case_id=case.pk, by=town.clerk, at=later(case, 8))
    with pytest.raises(NotPossible, match="下月"):
        actions.confirm(case_id=case.pk, from_month="2026-03", by=town.county, at=later(case))
    decision = actions.confirm(case_id=case.pk, from_month="2026-04", by=town.county, at=later(case))
    assert decision.from_month == Month(2026, 4), "from the month after the wrong refusal"


def test_decisions_are_set_aside_from_the_last_one(town: Town) -> None:
    case = town.awarded()
    first = town.decision(case)
    town.law.grants(70000)
    actions.determine(case_id=case.pk, kind="review", by=town.county, at=later(case, 20))
    change = actions.change_award(case_id=case.pk, by=town.county, at=later(case))
    with pytest.raises(NotPossible, match="从最后一个"):
        actions.set_aside(decision_id=first.pk, reason="错", by=town.county, at=later(case, 1))
    actions.set_aside(decision_id=change.pk, reason="错", by=town.county, at=later(case, 1))
    standing = case.awards.get(voided_at__isnull=True)
    assert (standing.monthly_fen, standing.until_month) == (64000, None), (
        "what the change had closed stands again"
    )
    with pytest.raises(NotPossible, match="已经撤销"):
        actions.set_aside(decision_id=change.pk, reason="错", by=town.county, at=later(case, 1))
