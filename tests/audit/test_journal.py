"""The journal: one line with the deed or none, never personal data, never changed."""

from datetime import UTC, datetime

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from doudi.audit import actions, reads
from doudi.audit.models import JournalEntry
from doudi.config.database import APP

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
    {"note": 13805371234}, {"phone": ""}, {"id_number": None}, {"note": "15位370811550307123"},
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
    ],
)
def test_codes_and_numbers_of_files_are_allowed(details):
    write(details=details)


@pytest.mark.parametrize(
    "deed", ["UPDATE audit_journalentry SET verb = 'other'", "DELETE FROM audit_journalentry"]
)
def test_nobody_changes_a_line_not_even_the_owner(deed):
    write()
    with pytest.raises((InternalError, ProgrammingError), match="only added"), transaction.atomic():
        connection.cursor().execute(deed)


def test_the_app_role_may_add_and_read_but_not_change():
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT privilege_type FROM information_schema.role_table_grants"
                       " WHERE grantee = %s AND table_name = 'audit_journalentry' ORDER BY 1", [APP])
        rights = [row[0] for row in cursor.fetchall()]
    assert "UPDATE" not in rights
    assert "DELETE" not in rights
    assert "TRUNCATE" not in rights


@pytest.mark.django_db(transaction=True)
def test_no_line_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=None, at=AT, verb="test", subject=("person", 7))
