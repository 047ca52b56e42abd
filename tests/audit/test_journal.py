"""The journal: one line with the deed or none, never personal data, never changed."""

from datetime import UTC, datetime

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from doudi.audit import actions, reads
from doudi.audit.models import JournalEntry
from doudi.audit.origin import from_where

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def write(**more):
    with transaction.atomic():
        actions.record(by=None, at=AT, verb="test", subject=("person", 7), **more)


def test_a_deed_is_found_under_its_subject():
    write(details={"facts": ["deposits"], "from": "2026-11-23"})
    [entry] = reads.entries_about("person", 7)
    assert (entry.verb, entry.actor_id, entry.details["facts"]) == ("test", None, ["deposits"])


@pytest.mark.parametrize("details", [
    {"note": "身份证 370811195503071234"}, {"note": "37081119550307123x"}, {"deep": [{"x": "13805371234"}]},
    {"seen": 13805371234}, {"phone": ""}, {"id_number": None}, {"seen": "15位370811550307123"}, {"who": "王建国"},
    {"seen": ["370811550307123"]}, {"card": "6222021234567890123"}, {"call": "0537-2345678"}, {"deep": {"name": "x"}},
    {"id_last4": "1234"}, {"birth": "1955-03-07"}, {"seen": "1370537123４"}, {"13805371234": 1}, {"to": "370811195503071234"},
])
def test_personal_data_is_refused(details):
    with pytest.raises(actions.PersonalDataInJournal):
        write(details=details)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "details",
    [
        {"area": "370811006201"},
        {"number": "JN20261123000017"},
        {"sha": "a370811195503071234b"},
        {"fen": 12345678901},
        {"total_fen": 13805371234},
        {"names": ["income_wage"], "changed": ["name", "phone"]},
        {"moment": "2026-11-23T02:00:00.123456+00:00"},
    ],
)
def test_codes_and_numbers_of_files_are_allowed(details):
    write(details=details)


@pytest.mark.parametrize("purpose", ["去看王建国", "case 13805371234"])
def test_a_purpose_is_a_code(purpose):
    with pytest.raises(actions.PersonalDataInJournal):
        write(purpose=purpose)


def test_where_a_deed_came_from_is_said_once_around_it():
    write()
    with from_where("job end_expired"):
        write()
        with from_where(lambda by: f"web {by}"):
            write()
        write()
    origins = JournalEntry.objects.order_by("id").values_list("origin", flat=True)
    assert list(origins) == ["", "job end_expired", "web None", "job end_expired"]


@pytest.mark.parametrize(
    "deed", ["UPDATE audit_journalentry SET verb = 'other'", "DELETE FROM audit_journalentry"]
)
def test_nobody_changes_a_line_not_even_the_owner(deed):
    write()
    with pytest.raises((InternalError, ProgrammingError), match="only added"), transaction.atomic():
        connection.cursor().execute(deed)


@pytest.mark.django_db(transaction=True)
def test_no_line_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=None, at=AT, verb="test", subject=("person", 7))
