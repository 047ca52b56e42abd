"""Reminders and escalation: by working days, over a holiday, once a day and level; nothing for what is answered."""

from datetime import date, datetime, timedelta

import pytest

from doudi.casework.referrals import actions, reads
from doudi.casework.referrals.models import AnswerFile, Level, Referral, Reminder
from doudi.casework.referrals.reminding import FILES_KEPT, remind
from doudi.casework.referrals.said import Answer
from doudi.offices import access
from doudi.standards.models import CalendarYear, Value
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import GIVEN, Bureaus, limits

pytestmark = pytest.mark.database


def run(day: date | str) -> int:
    """The job of one morning, as the job itself."""
    at: datetime = moment(day, 8)
    with access.nobody(), access.as_system("referral reminders"):
        return remind(at=at)


def levels(sent: Referral) -> list[tuple[str, str]]:
    return [(f"{each.day:%m-%d}", each.level) for each in sent.reminders.order_by("day", "id")]


def test_over_the_national_holiday_nobody_is_urged_and_no_day_counts(bureaus: Bureaus) -> None:
    sent = bureaus.refer(on="2026-09-22")
    bureaus.say(sent, Answer("accept"), on="2026-09-23")
    assert sent.due_on == date(2026, 10, 13)
    for offset in range(31):
        run(date(2026, 9, 23) + timedelta(days=offset))
    assert levels(sent) == [
        ("10-10", "soon"), ("10-12", "soon"), ("10-13", "soon"), ("10-14", "overdue"), ("10-15", "county"),
        ("10-16", "county"), ("10-19", "city"), ("10-20", "city"), ("10-21", "city"), ("10-22", "city"), ("10-23", "city")]


def test_once_a_day_and_level_however_often_the_job_runs(bureaus: Bureaus) -> None:
    sent = bureaus.refer(on="2026-09-14")
    assert [run("2026-09-16"), run("2026-09-16"), run("2026-09-17")] == [1, 0, 1]
    assert levels(sent) == [("09-16", "soon"), ("09-17", "overdue")]
    [entry] = reads.entries([sent], date(2026, 9, 17))
    assert (entry.level, entry.left) == (Level.OVERDUE, -1)


def test_what_is_answered_or_revoked_is_not_urged(bureaus: Bureaus) -> None:
    done, back = bureaus.refer(on="2026-09-01"), bureaus.refer(on="2026-09-01")
    bureaus.say(done, GIVEN)
    actions.revoke(referral_id=back.pk, reason="不办了", by=bureaus.town.clerk, at=moment("2026-09-02"))
    assert run("2026-11-20") == 0


def test_acceptance_has_a_day_of_its_own(bureaus: Bureaus) -> None:
    sent = bureaus.refer(on="2026-09-14")
    bureaus.say(sent, Answer("accept"), on="2026-09-16")
    assert run("2026-09-18") == 0, "accepted in time; the result is not due yet"


def test_a_limit_or_a_calendar_entered_later_counts_from_the_day_it_was_sent(bureaus: Bureaus) -> None:
    Value.objects.filter(key__startswith="referral_").update(status="withdrawn")
    sent = bureaus.refer(on="2026-09-14")
    assert sent.due_on is None and run("2026-11-20") == 0
    limits(referral_result_days=10)
    run("2026-09-21")
    sent.refresh_from_db()
    assert sent.due_on == date(2026, 9, 28) and sent.accept_due_on is None


def test_without_a_calendar_nothing_is_guessed(bureaus: Bureaus) -> None:
    sent = bureaus.refer(on="2026-09-14")
    CalendarYear.objects.update(published=False)
    assert run("2026-11-20") == 0 and not Reminder.objects.filter(referral=sent).exists()


def test_rows_that_went_back_are_forgotten_after_their_time(bureaus: Bureaus) -> None:
    told = {"office": bureaus.medical, "by": bureaus.insurer, "file_name": "a.xlsx", "counts": {}, "returned": b"x"}
    old = AnswerFile.objects.create(at=moment("2026-09-01"), **told)
    new = AnswerFile.objects.create(at=moment("2026-09-01") + FILES_KEPT, **told)
    run("2026-11-20")
    old.refresh_from_db()
    new.refresh_from_db()
    assert (bytes(old.returned), bytes(new.returned)) == (b"", b"x")
