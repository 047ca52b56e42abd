"""资助参保 handed on without an application: found on the roll, told by letter, sent when nobody said no, taken back when somebody does
later; once for a person and year, whatever is killed, repeated or answered for somebody else."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework.actions import NotPossible
from doudi.casework.enrolling import actions, declining, finding, handing_on, reads
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted
from doudi.casework.models import Case, Notice
from doudi.casework.papers import actions as papers
from doudi.casework.referrals import actions as referrals
from doudi.casework.referrals import reads as referral_reads
from doudi.casework.referrals.models import Referral, State
from doudi.casework.referrals.said import Answer
from doudi.law.reasons import Reason
from doudi.offices import access
from doudi.offices.models import ManagedTownship
from doudi.people import reads as people
from doudi.people.models import Household
from tests.acting import press_as_oneself
from tests.casework.conftest import moment
from tests.casework.law import Verdict
from tests.casework.papers.test_papers import words
from tests.casework.referrals.conftest import Bureaus, limits

pytestmark = pytest.mark.database
COUNTY, TERM = "370811", "enrolment_decline_days"
IN_FULL = Reason("premium_in_full", "个人缴费全额资助", "济办发〔2020〕21号 二(二)3·6")
FOUND, LAST_DAY, SENT = moment("2026-10-12"), moment("2026-10-19"), moment("2026-10-20")
INSURED = Answer("finish", given="居民医保,全额资助", rhythm="once", amount_fen=40_000, from_on=date(2026, 11, 1))


@pytest.fixture(autouse=True)
def _as_pressed(bureaus: Bureaus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "policy", bureaus.town.law)
    press_as_oneself(monkeypatch, actions, handing_on)
    limits(**{TERM: 7})


@pytest.fixture
def homes(bureaus: Bureaus) -> list[Household]:
    """Three people on the roll of 特困, and a family that is not."""
    town = bureaus.town
    found = [town.family(name) for name in ("王建国", "李秀英", "张卫东")]
    for home in found:
        town.awarded(household=home, programme="extreme_hardship")
    town.family("赵六")
    pays(bureaus)
    return found


def pays(bureaus: Bureaus, fen: int = 40_000, outcome: str = "entitled", reason: Reason | None = IN_FULL) -> None:
    """What the law says of the premium from now on."""
    bureaus.town.law.person["medical_premium"] = Verdict(
        "medical_premium", outcome, {"yearly": fen}, because=(reason,) if reason else ())


def begun(at: Any = FOUND) -> Enrolment:
    """This month's batch of the county."""
    with access.as_system("expired help"):
        actions.begin_month(at=at)
    return Enrolment.objects.get(programme="medical_premium", area=COUNTY, month=f"{at:%Y-%m}")


def work(batch: Enrolment, verb: Any, **said: Any) -> Enrolment:
    """The job, to its end."""
    with access.as_system("expired help"):
        while verb(batch_id=batch.pk, **said):
            pass
    batch.refresh_from_db()
    return batch


def confirmed(bureaus: Bureaus, at: Any = FOUND) -> Enrolment:
    """Found, looked at by the county, and told."""
    batch = work(begun(at), actions.find_next, at=at)
    actions.confirm_batch(batch_id=batch.pk, by=bureaus.town.county, at=at)
    return carry_on(bureaus, batch, at)


def carry_on(bureaus: Bureaus, batch: Enrolment, at: Any) -> Enrolment:
    return work(batch, actions.carry_out_next, by=bureaus.town.county, at=at)


def whose(home: Household, **more: Any) -> dict[str, Any]:
    """The claim of the one person of a family."""
    return {"household_id": home.pk, "programme_code": "medical_premium",
            "person_id": people.members(home, FOUND.date())[0].person_id, **more}


def test_told_first_and_sent_when_nobody_said_no(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = work(begun(), actions.find_next, at=FOUND)
    assert {each.household_id for each in batch.entries.all()} == {home.pk for home in homes}
    assert not Notice.objects.filter(kind="enrolment").exists(), "nobody is told before the county has looked"
    with pytest.raises(NotPossible, match="不归您"):
        actions.confirm_batch(batch_id=batch.pk, by=bureaus.town.far_county, at=FOUND)
    actions.confirm_batch(batch_id=batch.pk, by=bureaus.town.county, at=FOUND)
    assert batch in reads.unfinished(FOUND.date())
    carry_on(bureaus, batch, FOUND)
    assert Notice.objects.filter(kind="enrolment", case__programme="extreme_hardship").count() == 3
    [given] = reads.given_to(homes[0].pk)
    assert (given.state, given.fen, given.per) == ("waiting", 40_000, "元/年") and "10月19日以前可以说不要" in given.words
    assert batch not in reads.unfinished(LAST_DAY.date()), "until then there is nothing to do"
    carry_on(bureaus, batch, LAST_DAY)
    assert not Referral.objects.exists(), "the last day is theirs"
    assert batch in reads.unfinished(SENT.date())
    assert carry_on(bureaus, batch, SENT).state == "done"
    sent = Referral.objects.get(household=homes[0])
    assert (sent.office, sent.sent_by, sent.programme) == (bureaus.medical, bureaus.town.county, "medical_premium")
    assert "2026 年度 400.00 元(个人缴费全额资助)" in sent.wanted
    assert sent.due_on is not None and len(sent.along["facts"]) == 3
    assert not Case.objects.filter(programme="medical_premium").exists(), "what another department decides is no case of ours"
    assert JournalEntry.objects.filter(verb="referrals.send", subject_id=str(homes[0].pk)).count() == 1


def test_the_letter_says_what_for_whom_and_until_when_one_may_say_no(bureaus: Bureaus, homes: list[Household]) -> None:
    confirmed(bureaus)
    notice = Notice.objects.get(kind="enrolment", case__household=homes[0])
    said = words(people.paper_content(papers.issue(notice_id=notice.pk, by=bureaus.town.clerk, at=FOUND)))
    for part in ("资助参保", "王建国", "2026年度", "400.00元", "2026年10月19日", "不用您跑", "没有申请", "医疗保障"):
        assert part in said, part


def test_what_the_department_says_enters_the_chain_and_is_shown(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    carry_on(bureaus, batch, SENT)
    sent = Referral.objects.get(household=homes[0])
    wrong = bureaus.say(sent, INSURED, on="2026-10-21", name="李秀英")
    assert wrong.question is not None, "an answer about somebody else waits for a person"
    assert "它正在办" in reads.given_to(homes[0].pk)[0].words
    bureaus.say(sent, INSURED, on="2026-10-22", name="王建国")
    link = referral_reads.chain(homes[0].pk, [], {})[-1]
    assert (link["office"], link["amount_fen"], link["words"], link["on"]) == (
        bureaus.medical.name, 40_000, "居民医保,全额资助", date(2026, 11, 1))
    assert "办好了" in reads.given_to(homes[0].pk)[0].words


@pytest.mark.parametrize("told", [("need_info", IN_FULL), ("discretion", IN_FULL), ("not_entitled", IN_FULL), ("entitled", None)])
def test_only_a_plain_yes_in_full_counts(bureaus: Bureaus, homes: list[Household], told: tuple[str, Any]) -> None:
    pays(bureaus, 40_000, *told)
    assert work(begun(), actions.find_next, at=FOUND).entries.count() == 0


def test_while_nobody_entered_the_days_nobody_is_told_and_nothing_is_sent(
    bureaus: Bureaus, homes: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_on, "last_day_to_decline", lambda area, day: None)
    batch = confirmed(bureaus)
    assert (batch.state, Notice.objects.filter(kind="enrolment").count()) == ("confirmed", 0)
    assert "市民政局录入" in handing_on.missing_term(batch, FOUND.date())
    assert batch not in reads.unfinished(FOUND.date()), "no job turns round in vain"
    monkeypatch.undo()
    assert handing_on.missing_term(batch, FOUND.date()) == ""


def test_who_says_no_before_is_not_sent_and_whoever_is_not_his_may_not_say_it(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    with pytest.raises(NotPossible, match="不能替"):
        actions.decline(**whose(homes[0]), way="window", by=bureaus.town.far_clerk, at=LAST_DAY)
    with pytest.raises(NotPossible, match="没有这样一项"):
        actions.decline(**whose(homes[0], person_id=people.members(homes[1], FOUND.date())[0].person_id), way="window",
                        by=bureaus.town.clerk, at=LAST_DAY)
    actions.decline(**whose(homes[0]), way="window", by=bureaus.town.clerk, at=LAST_DAY)
    carry_on(bureaus, batch, SENT)
    assert {each.household_id for each in Referral.objects.all()} == {homes[1].pk, homes[2].pk}
    assert batch.entries.get(household=homes[0]).outcome == "declined"


def test_who_says_no_afterwards_gets_it_back_from_the_department_at_once(bureaus: Bureaus, homes: list[Household]) -> None:
    carry_on(bureaus, confirmed(bureaus), SENT)
    open_one, finished = (Referral.objects.get(household=home) for home in homes[:2])
    bureaus.say(finished, INSURED, on="2026-10-21")
    for _ in range(2):
        for home in homes[:2]:
            actions.decline(**whose(home), way="window", by=bureaus.town.clerk, at=moment("2026-10-22"))
    open_one.refresh_from_db()
    finished.refresh_from_db()
    assert (open_one.state, open_one.reason) == (State.REVOKED, declining.OWN_WISH)
    assert open_one.steps.filter(verb="revoke").count() == 1
    assert finished.state == State.FINISHED, "what is given stays given"
    assert Entry.objects.get(household=homes[0]).outcome == "declined"
    assert [reads.given_to(home.pk)[0].state for home in homes[:2]] == ["declined", "declined"]
    actions.want_again(**whose(homes[0]), by=bureaus.town.clerk, at=moment("2026-11-02"))
    again = work(begun(moment("2026-11-02")), actions.find_next, at=moment("2026-11-02"))
    assert [each.household_id for each in again.entries.all()] == [homes[0].pk], "this year, and only who wants it again"


def test_once_a_year_and_again_next_year_by_itself_for_who_is_still_on_the_roll(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    waiting = work(begun(moment("2026-11-02")), actions.find_next, at=moment("2026-11-02"))
    assert (waiting.entries.count(), waiting.passed_over) == (0, 3), "he waits in October's batch"
    carry_on(bureaus, batch, SENT)
    for sent in Referral.objects.order_by("id"):
        bureaus.say(sent, INSURED, on="2026-10-21")
    later = work(begun(moment("2026-12-02")), actions.find_next, at=moment("2026-12-02"))
    assert later.entries.count() == 0
    gone = Case.objects.get(household=homes[2], programme="extreme_hardship")
    casework.end_award(case_id=gone.pk, cause="own_wish", reason_text="放弃", by=bureaus.town.county, at=moment("2026-12-03"))
    january = confirmed(bureaus, moment("2027-01-04"))
    assert {each.household_id for each in january.entries.all()} == {homes[0].pk, homes[1].pk}
    carry_on(bureaus, january, moment("2027-01-20"))
    assert Referral.objects.filter(household=homes[0]).count() == 2


def test_a_year_that_went_by_unconfirmed_is_not_sent_late(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = work(begun(moment("2026-12-02")), actions.find_next, at=moment("2026-12-02"))
    actions.confirm_batch(batch_id=batch.pk, by=bureaus.town.county, at=moment("2027-01-04"))
    carry_on(bureaus, batch, moment("2027-01-04"))
    assert set(batch.entries.values_list("outcome", "why")) == {("left", handing_on.YEAR_OVER)}
    assert confirmed(bureaus, moment("2027-01-04")).entries.filter(notice__isnull=False).count() == 3


def test_what_somebody_referred_by_hand_is_not_sent_twice(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    bureaus.refer(homes[0], programme="medical_premium", on="2026-10-15")
    carry_on(bureaus, batch, SENT)
    assert Referral.objects.filter(household=homes[0]).count() == 1
    assert batch.entries.get(household=homes[0]).outcome == "left"


def test_whom_the_law_or_the_roll_gives_it_no_longer_waits_for_a_person(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    pays(bureaus, outcome="not_entitled")
    carry_on(bureaus, batch, SENT)
    assert set(batch.entries.values_list("outcome", flat=True)) == {"left"} and not Referral.objects.exists()


def test_where_no_office_takes_it_a_person_looks(bureaus: Bureaus, homes: list[Household], monkeypatch: pytest.MonkeyPatch) -> None:
    batch = confirmed(bureaus)
    monkeypatch.setattr(referrals, "receivers", lambda area: {})
    carry_on(bureaus, batch, SENT)
    assert "还没有接" in batch.entries.first().why


def dies(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, turn: int) -> None:
    """The process dies once, right after the so-manieth call of a step and before its transaction ends."""
    step, calls = getattr(room, name), itertools.count(1)

    def once(*told: Any, **more: Any) -> Any:
        made = step(*told, **more)
        if next(calls) == turn:
            raise SystemError("killed")
        return made

    monkeypatch.setattr(room, name, once)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_killed_in_the_middle_nobody_is_told_or_sent_twice_or_left_out(
    bureaus: Bureaus, homes: list[Household], monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    batch = work(begun(), actions.find_next, at=FOUND)
    actions.confirm_batch(batch_id=batch.pk, by=bureaus.town.county, at=FOUND)
    for step, at in (("_tell", FOUND), ("_referred", SENT)):
        dies(monkeypatch, handing_on, step, turn)
        with pytest.raises(SystemError):
            carry_on(bureaus, batch, at)
        if step == "_referred" and turn < 3:
            actions.decline(**whose(homes[2]), way="window", by=bureaus.town.clerk, at=at)
        carry_on(bureaus, batch, at)
        carry_on(bureaus, batch, at)
    assert Notice.objects.filter(kind="enrolment").count() == 3
    assert Referral.objects.count() == (2 if turn < 3 else 3), "who said no between is not sent"
    assert batch.state == "done"


@pytest.mark.parametrize("step", ["hold", "_take_back"])
def test_a_refusal_that_is_killed_is_no_refusal_and_said_again_is_one(
    bureaus: Bureaus, homes: list[Household], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    carry_on(bureaus, confirmed(bureaus), SENT)
    say: Callable[[], Any] = lambda: actions.decline(**whose(homes[0]), way="window", by=bureaus.town.clerk, at=SENT)  # noqa: E731
    dies(monkeypatch, declining, step, 1)
    with pytest.raises(SystemError), transaction.atomic():
        say()
    assert not NotWanted.objects.exists() and Referral.objects.get(household=homes[0]).state == State.SENT
    say()
    assert Referral.objects.get(household=homes[0]).state == State.REVOKED


def test_the_database_itself_holds_once_a_year(bureaus: Bureaus, homes: list[Household]) -> None:
    batch = confirmed(bureaus)
    entry = batch.entries.first()
    other = begun(moment("2026-11-02"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(enrolment=other, household=entry.household, person=entry.person, programme=entry.programme,
                             area=entry.area, fen=1, found_at=FOUND, for_year=2026)


def test_a_township_run_apart_has_its_own_batch(bureaus: Bureaus, homes: list[Household]) -> None:
    assert not ManagedTownship.objects.exists()
    begun()
    assert Enrolment.objects.filter(programme="medical_premium").count() == 2, "one for each county's roll"
