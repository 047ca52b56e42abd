"""A referral goes as its table says, whoever presses what in which order; nothing counts twice, nothing is taken silently."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import actions, course, reads
from doudi.casework.referrals.answering import KeyUsed, Unknown
from doudi.casework.referrals.course import TABLE
from doudi.casework.referrals.models import OPEN, Question, Referral, State, Step
from doudi.casework.referrals.said import Answer
from doudi.people import actions as people
from doudi.policy.facts import FACTS
from doudi.policy.referring import referables
from doudi.standards.models import Value
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import GIVEN, Bureaus, bureau

pytestmark = pytest.mark.database
ACCEPT = Answer("accept")
BACK = Answer("refuse", reason_code="not_qualified", reason="不在医保统筹内")


def test_it_goes_with_what_the_purpose_needs_and_nothing_else(bureaus: Bureaus) -> None:
    town = bureaus.town
    home = town.family("王建国", "李秀英")
    people.record_facts(subject=home, values={"deposits": 777700, "expense_medical_self_paid": 2400000},
                        as_of=date(2026, 9, 1), source="declared", by=town.clerk, at=moment("2026-09-01"))
    sent = bureaus.refer(home, wanted="住院自付较多,请按规定救助")
    assert (sent.office, sent.state, sent.person_id) == (bureaus.medical, State.SENT, town.members(home)[0].pk)
    assert sent.along["name"] == "王建国"
    labels = {each["label"] for each in sent.along["facts"]}
    assert len(labels) == len(referables()["medical"].facts)
    assert "24000.00" in str(sent.along) and "7777.00" not in str(sent.along), "savings are nobody's business there"


def test_what_we_pay_ourselves_goes_along_as_it_stands(bureaus: Bureaus) -> None:
    case = bureaus.town.awarded(64000, start="2026-03-02")
    sent = bureaus.refer(case.household)
    told = {each["label"]: each["words"] for each in sent.along["facts"]}
    assert told[FACTS["household", "receives_subsistence"].label] == "是"
    assert told[FACTS["household", "receives_low_income"].label] == "否"


def test_due_days_are_working_days_over_a_holiday(bureaus: Bureaus) -> None:
    # 2026-09-25 and from 1 to 7 October are days off, 20 September and 10 October are worked.
    sent = bureaus.refer(on="2026-09-24")
    assert (sent.accept_due_on, sent.due_on) == (date(2026, 9, 29), date(2026, 10, 15))


def test_a_limit_that_nobody_entered_gives_no_due_day(bureaus: Bureaus) -> None:
    Value.objects.filter(key="referral_result_days").update(status="withdrawn")
    assert bureaus.refer().due_on is None


def test_accepted_and_finished_enters_the_chain_of_help(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    assert bureaus.say(sent, ACCEPT, on="2026-09-15").taken
    assert bureaus.say(sent, GIVEN).taken
    sent.refresh_from_db()
    assert (sent.state, sent.amount_fen, sent.rhythm) == (State.FINISHED, 120000, "once")
    [link] = reads.chain(sent.household_id, [], {})
    assert (link["office"], link["amount_fen"], link["words"]) == ("任城区医疗保障局", 120000, "住院救助")
    verbs = JournalEntry.objects.filter(subject_kind="household", subject_id=str(sent.household_id),
                                        verb__startswith="referrals.").order_by("id")
    assert [each.verb for each in verbs] == ["referrals.send", "referrals.accept", "referrals.finish"]


def test_the_same_answer_again_changes_nothing(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    bureaus.say(sent, GIVEN)
    steps = Step.objects.count()
    again = bureaus.say(sent, GIVEN, on="2026-09-18")
    assert not again.taken and again.question is None
    assert Step.objects.count() == steps


def test_a_second_referral_of_the_same_waits_for_the_first(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    with pytest.raises(NotPossible, match=sent.number):
        bureaus.refer(sent.household)
    assert bureaus.refer(sent.household, person_id=bureaus.town.members(sent.household)[1].pk).pk
    bureaus.say(sent, BACK)
    assert bureaus.refer(sent.household).pk != sent.pk


def test_whom_it_may_be_about_and_who_may_send(bureaus: Bureaus) -> None:
    town = bureaus.town
    home, other = town.family("王建国"), town.family("李四")
    for told in ({"person_id": None}, {"person_id": town.members(other)[0].pk}, {"programme": "subsistence"},
                 {"programme": "housing"}, {"by": town.coordinator}, {"by": town.far_clerk}, {"by": bureaus.insurer}):
        with pytest.raises(NotPossible):
            bureaus.refer(home, **told)
    assert Referral.objects.count() == 0


def test_another_department_knows_nothing_of_it(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    _, far = bureau(bureaus.town, "汶上县医疗保障局", "far-insurer", "370830")
    for stranger in (bureaus.school, far, bureaus.town.clerk):
        with pytest.raises(Unknown):
            bureaus.say(sent, ACCEPT, by=stranger)


@pytest.mark.parametrize(("told", "why"), [
    (Answer("finish", given="", rhythm="once", amount_fen=1, from_on=date(2026, 9, 1)), "给了什么"),
    (Answer("finish", given="x", rhythm="weekly", amount_fen=1, from_on=date(2026, 9, 1)), "怎么给"),
    (Answer("finish", given="x", rhythm="once", amount_fen=0, from_on=date(2026, 9, 1)), "金额"),
    (Answer("finish", given="x", rhythm="service", amount_fen=5, from_on=date(2026, 9, 1)), "不填金额"),
    (Answer("finish", given="x", rhythm="monthly", amount_fen=5, from_on=None), "从哪天"),
    (Answer("finish", given="x", rhythm="monthly", amount_fen=5, from_on=date(1999, 1, 1)), "从哪天"),
    (Answer("refuse", reason_code="because"), "理由"), (Answer("refuse", reason_code="other"), "写明"),
    (Answer("refuse", reason_code="not_ours", reason="长" * 301), "太长"), (Answer("give"), "三种")])
def test_an_answer_that_says_too_little_is_sent_back(bureaus: Bureaus, told: Answer, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        bureaus.say(bureaus.refer(), told)


def test_the_wrong_name_becomes_a_question_and_a_person_decides(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    outcome = bureaus.say(sent, GIVEN, name="王建华")
    assert outcome.question is not None and outcome.question.kind == "wrong_person"
    assert bureaus.say(sent, GIVEN, name="王建华").question == outcome.question, "said twice it is one question"
    sent.refresh_from_db()
    assert sent.state == State.SENT
    told = {"question_id": outcome.question.pk, "at": moment("2026-09-17"), "note": "电话核实,名字少打一笔"}
    with pytest.raises(NotPossible):
        actions.settle(take=True, by=bureaus.insurer, **told)
    actions.settle(take=True, by=bureaus.town.clerk, **told)
    actions.settle(take=True, by=bureaus.town.clerk, **told)
    sent.refresh_from_db()
    assert (sent.state, sent.given) == (State.FINISHED, "住院救助")


@pytest.mark.parametrize("take", [True, False])
def test_an_answer_after_the_file_closed_waits_for_a_person(bureaus: Bureaus, take: bool) -> None:
    sent = bureaus.refer()
    people.close_household(household=sent.household, because="moved_away", day=date(2026, 9, 15), by=bureaus.town.clerk,
                           at=moment("2026-09-15"))
    outcome = bureaus.say(sent, GIVEN)
    assert outcome.question is not None and outcome.question.kind == "file_closed"
    actions.settle(question_id=outcome.question.pk, take=take, note="已核实", by=bureaus.town.county, at=moment("2026-09-18"))
    sent.refresh_from_db()
    assert sent.state == (State.FINISHED if take else State.SENT)


def test_an_answer_to_what_was_revoked_is_not_taken_silently(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    actions.revoke(referral_id=sent.pk, reason="转错了", by=bureaus.town.clerk, at=moment("2026-09-15"))
    actions.revoke(referral_id=sent.pk, reason="转错了", by=bureaus.town.clerk, at=moment("2026-09-15", 11))
    assert bureaus.say(sent, GIVEN).question is not None
    with pytest.raises(NotPossible, match="已撤回"):
        bureaus.say(sent, ACCEPT)
    sent.refresh_from_db()
    assert sent.state == State.REVOKED


def test_a_key_counts_once_and_for_one_word(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    assert bureaus.say(sent, ACCEPT, key="k1").taken
    assert not bureaus.say(sent, ACCEPT, key="k1").taken
    with pytest.raises(KeyUsed):
        bureaus.say(sent, GIVEN, key="k1")


def deeds(bureaus: Bureaus, sent: Referral, day: date) -> list[Any]:
    """Everything that anybody may try."""
    on, town = day.isoformat(), bureaus.town
    other = Answer("finish", given="门诊救助", rhythm="monthly", amount_fen=9900, from_on=date(2026, 10, 1))

    def settle(take: bool) -> None:
        waiting = Question.objects.filter(referral=sent, settled_at__isnull=True).order_by("id").first()
        if waiting is not None:
            actions.settle(question_id=waiting.pk, take=take, note="看过", by=town.clerk, at=moment(on))

    return [
        *(lambda told=told, name=name: bureaus.say(sent, told, on=on, name=name)
          for told in (ACCEPT, BACK, GIVEN, other) for name in (None, "王建国", "别人")),
        lambda: actions.revoke(referral_id=sent.pk, reason="不办了", by=town.clerk, at=moment(on)),
        lambda: settle(True), lambda: settle(False), lambda: bureaus.refer(sent.household, on=on)]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_tried_in_whatever_order_the_table_holds(bureaus: Bureaus, seed: int) -> None:
    dice, sent, day = random.Random(seed), bureaus.refer(), date(2026, 9, 15)
    for _ in range(25):
        day += timedelta(days=dice.choice((0, 1)))
        try:
            dice.choice(deeds(bureaus, sent, day))()
        except NotPossible:
            continue
    for one in Referral.objects.order_by("id"):
        steps = [each for each in one.steps.order_by("id") if each.verb not in {"ask", "dismiss"}]
        assert steps[0].verb == "send" and steps[-1].went_to == one.state
        for before, after in zip(steps, steps[1:], strict=False):
            row = course.BY_VERB[after.verb]
            assert (after.came_from, after.went_to) == (before.went_to, row.to) and after.came_from in row.sources
        assert (one.amount_fen is not None) == (one.state == State.FINISHED)
        moved = JournalEntry.objects.filter(verb__startswith="referrals.", details__referral=one.pk)
        assert moved.count() == one.steps.count(), "each step has its line"
    assert Referral.objects.filter(state__in=OPEN).count() <= 1


def test_every_row_of_the_table_is_named_for_people() -> None:
    assert all(row.label and row.side in {"sender", "department"} for row in TABLE)
