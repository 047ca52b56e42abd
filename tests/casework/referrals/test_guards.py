"""Row-level security of referrals in plain SQL as the app role: a department sees its referrals and nothing of the family."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.casework import guards as casework
from doudi.casework.referrals import actions, tokens
from doudi.casework.referrals.guards import GUARDS
from doudi.casework.referrals.models import AnswerFile, Declined, Referral, Reminder
from doudi.offices import access
from doudi.offices.actions import end_post
from doudi.people import guards as record
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import GIVEN, Bureaus, bureau

pytestmark = pytest.mark.database
DAY = date(2026, 10, 20)
OF_A_REFERRAL = {"referrals_referral", "referrals_step", "referrals_question", "referrals_reminder"}
FAMILY = sorted(guard.table for room in (record, casework) for guard in room.GUARDS if guard.table != "audit_journalentry")


@pytest.fixture
def filled(bureaus: Bureaus) -> Referral:
    """A row in every table of the room."""
    town = bureaus.town
    sent = bureaus.refer()
    bureaus.say(sent, GIVEN, name="别人")
    Reminder.objects.create(referral=sent, level="overdue", day=DAY)
    Declined.objects.create(household=sent.household, programme="housing", note="不要", by=town.clerk, at=moment(DAY))
    AnswerFile.objects.create(office=bureaus.medical, by=bureaus.insurer, at=moment(DAY), file_name="a", counts={})
    tokens.make_token(office=bureaus.medical, label="结算", by=None, at=moment(DAY))
    return sent


def counts(tables: Any) -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def seen_by(user: Any, tables: Any = None, day: date = DAY) -> set[str]:
    with access.acting(user.pk, day):
        return {table for table, count in counts(tables or [guard.table for guard in GUARDS]).items() if count}


def test_every_table_has_a_row_or_this_test_is_blind(filled: Referral) -> None:
    assert all(counts(guard.table for guard in GUARDS).values())


def test_the_department_sees_the_referral_and_nothing_of_the_family(bureaus: Bureaus, filled: Referral) -> None:
    assert seen_by(bureaus.insurer) == OF_A_REFERRAL | {"referrals_answerfile", "referrals_apitoken"}
    assert seen_by(bureaus.insurer, FAMILY) == set()


def test_other_departments_and_other_places_see_none(bureaus: Bureaus, filled: Referral) -> None:
    _, far = bureau(bureaus.town, "汶上县医疗保障局", "far-insurer", "370830")
    for stranger in (bureaus.school, far, bureaus.town.far_clerk, bureaus.town.far_county):
        assert seen_by(stranger) <= {"referrals_apitoken"}, stranger
    with access.nobody():
        assert set(counts(guard.table for guard in GUARDS).values()) == {0}


def test_the_sending_side_sees_its_own(bureaus: Bureaus, filled: Referral) -> None:
    for who in (bureaus.town.clerk, bureaus.town.county, bureaus.town.city, bureaus.town.coordinator):
        assert OF_A_REFERRAL <= seen_by(who) and "referrals_answerfile" not in seen_by(who)


def test_a_post_that_ended_shows_nothing_more(bureaus: Bureaus, filled: Referral) -> None:
    end_post(post=bureaus.insurer.posts.get(), day=date(2026, 10, 1), by=None, at=moment("2026-10-01"))
    assert not seen_by(bureaus.insurer) - {"referrals_apitoken"}
    assert OF_A_REFERRAL <= seen_by(bureaus.insurer, day=date(2026, 9, 30))


def test_a_machine_sees_what_its_office_sees(bureaus: Bureaus, filled: Referral) -> None:
    for office, sees in ((bureaus.medical, True), (bureaus.education, False)):
        with access.nobody(), access.as_system("department api", about=str(office.pk)):
            assert bool(counts(["referrals_referral"])["referrals_referral"]) is sees
            assert not any(counts(FAMILY).values())


def test_reminders_reach_nothing_but_referrals(filled: Referral) -> None:
    with access.nobody(), access.as_system("referral reminders"):
        assert counts(["referrals_referral"])["referrals_referral"] == 1 and not any(counts(FAMILY).values())


def test_nobody_writes_into_another_offices_referral(bureaus: Bureaus, filled: Referral) -> None:
    with access.acting(bureaus.school.pk, DAY), connection.cursor() as cursor:
        for change in ("state = 'revoked'", "amount_fen = 5"):
            cursor.execute(f"UPDATE referrals_referral SET {change}")
            assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute("INSERT INTO referrals_reminder (referral_id, level, day) VALUES (%s, 'city', now())", [filled.pk])


def test_a_department_cannot_ask_about_the_file_of_another(bureaus: Bureaus, filled: Referral) -> None:
    """The one thing that is told of a file is told of a referral's only."""
    actions.revoke(referral_id=filled.pk, reason="不办了", by=bureaus.town.clerk, at=moment(DAY))
    with access.acting(bureaus.insurer.pk, DAY), connection.cursor() as cursor:
        cursor.execute("SELECT referrals_file_closed(%s), referrals_file_closed(%s)", [filled.pk, filled.pk + 999])
        assert cursor.fetchone() == (False, False)
