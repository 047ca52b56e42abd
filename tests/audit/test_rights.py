"""What the app's own database role cannot do to the journal, tried with a connection of that role; and what the owner of
the database, who can do everything, cannot do without being found.
"""

import random
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from doudi.audit import actions, anchors, sealing, stored
from doudi.audit.checking import Checker
from doudi.config.database import APP, OWNER, folder_of, password_of
from doudi.vault import keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
INSERT = ("INSERT INTO audit_journalentry (at, verb, subject_kind, subject_id, purpose, origin, details{})"
          " VALUES (now(), 'test', 'person', '1', '', '', '{{}}'{})")


@pytest.fixture
def file(settings, tmp_path):
    settings.ANCHORS = tmp_path / "journal.txt"
    return settings.ANCHORS


def write(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            actions.record(by=None, at=AT, verb=f"test_{number % 3}", subject=("person", number), details={"n": number})


@pytest.fixture
def app(db):
    role = {"host": str(folder_of(settings.DATA)), "dbname": connection.settings_dict["NAME"], "user": APP}
    with psycopg.connect(**role, password=password_of(settings.DATA, APP), autocommit=True) as connected:
        yield connected


def test_the_app_role_adds_reads_and_seals(app, file):
    app.execute(INSERT.format("", ""))
    assert app.execute("SELECT verb FROM audit_journalentry").fetchall() == [], "who says nothing sees nothing"
    app.execute("SELECT doudi_act_as(NULL, current_date, 'sealing', '')")
    assert app.execute("SELECT verb FROM audit_journalentry").fetchall() == [("test",)]
    app.execute("INSERT INTO audit_journalseal VALUES (1, now(), 0, 1, 0, '{}', '', '', 1, '')")
    assert app.execute("SELECT number FROM audit_journalseal").fetchall() == [(1,)]


FORBIDDEN = [
    "UPDATE audit_journalentry SET verb = 'other'", "DELETE FROM audit_journalentry", "TRUNCATE audit_journalentry",
    "UPDATE audit_journalseal SET count = 0", "DELETE FROM audit_journalseal", "TRUNCATE audit_journalseal",
    "DROP TRIGGER journal_is_only_added ON audit_journalentry", "DROP TABLE audit_journalseal",
    "ALTER TABLE audit_journalentry DISABLE TRIGGER ALL", "ALTER TABLE audit_journalentry ALTER xact SET DEFAULT 0",
    f"ALTER TABLE audit_journalentry OWNER TO {APP}", f"SET ROLE {OWNER}", "SET ROLE postgres",
    "SET session_replication_role = replica", f"GRANT {OWNER} TO {APP}", f"ALTER ROLE {APP} SUPERUSER",
    f"ALTER ROLE {OWNER} PASSWORD 'mine'", "DROP INDEX journal_by_xact",
    "CREATE OR REPLACE FUNCTION journal_shift() RETURNS bigint LANGUAGE sql AS 'SELECT 7::bigint'",
    "CREATE OR REPLACE FUNCTION journal_is_only_added() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    # An entry of its own choice of place: below the seals, or with a number of another one.
    INSERT.format(", xact", ", 1"), INSERT.format(", id", ", 999"),
]


def test_the_app_role_can_do_nothing_else(app):
    for deed in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(deed)
            pytest.fail(deed)


def test_the_apps_password_does_not_open_the_owners_door():
    for password in (password_of(settings.DATA, APP), "", None):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(folder_of(settings.DATA)), dbname=connection.settings_dict["NAME"], user=OWNER,
                            password=password)


def test_no_line_of_the_door_rules_trusts_anybody():
    rules = (folder_of(settings.DATA) / "cluster" / "pg_hba.conf").read_text().splitlines()
    methods = {line.split()[-1] for line in rules if line.strip() and not line.startswith("#")}
    assert methods == {"scram-sha-256"}


def checked(file):
    ring = keys.ring()
    checker = Checker(find=stored.line, key=lambda number: ring.key(keys.JOURNAL, number),
                      anchors=anchors.read_anchors(file))
    return checker.check(stored.seals(), stored.lines())


CHANGES = {
    "at": "at + interval '1 second'", "actor_id": "coalesce(actor_id, 0) + 1", "verb": "verb || 'x'",
    "subject_kind": "'case'", "subject_id": "subject_id || '0'", "purpose": "'other'", "origin": "'web 1.1.1.1'",
    "details": "details || jsonb_build_object('more', 1)", "xact": "xact - 1000000", "id": "id + 1000000",
}
ATTACKS = [
    *(f"UPDATE audit_journalentry SET {column} = {value} WHERE id = {{one}}" for column, value in CHANGES.items()),
    "DELETE FROM audit_journalentry WHERE id = {one}",
    "UPDATE audit_journalentry a SET verb = b.verb, subject_id = b.subject_id, details = b.details"
    " FROM audit_journalentry b WHERE (a.id, b.id) IN (({one}, {two}), ({two}, {one}))",
    "INSERT INTO audit_journalentry (at, verb, subject_kind, subject_id, purpose, origin, details, xact)"
    " SELECT at, verb, subject_kind, '77', purpose, origin, details, xact FROM audit_journalentry WHERE id = {one}",
    "UPDATE audit_journalseal SET count = count + 1 WHERE number = 2",
    "UPDATE audit_journalseal SET ids[1] = ids[1] + 1 WHERE number = 2",
    "UPDATE audit_journalseal SET at = at + interval '1 second' WHERE number = 1",
    "UPDATE audit_journalseal SET mac = previous WHERE number = 3",
    "DELETE FROM audit_journalseal WHERE number = 2", "DELETE FROM audit_journalseal WHERE number = 3",
    "DELETE FROM audit_journalentry WHERE xact >= (SELECT upto FROM audit_journalseal WHERE number = 2);"
    " DELETE FROM audit_journalseal WHERE number = 3",
    "TRUNCATE audit_journalentry, audit_journalseal",
]


def test_the_owner_who_switches_the_trigger_off_is_found(file):
    for minutes in range(3):
        write(6)
        sealing.seal(at=AT + timedelta(minutes=minutes))
    seed = random.randrange(10**9)
    print(f"SEED={seed}")
    chance, ids = random.Random(seed), [line.id for line in stored.lines()]
    with transaction.atomic():
        assert checked(file).broken is None
        for attack in ATTACKS:
            # Of different remainders by three: their verbs differ.
            one = chance.choice(ids)
            two = chance.choice([each for each in ids if (each - one) % 3])
            place = transaction.savepoint()
            with connection.cursor() as cursor:
                for table in ("entry", "seal"):
                    cursor.execute(f"ALTER TABLE audit_journal{table} DISABLE TRIGGER USER")
                cursor.execute(attack.format(one=one, two=two))
            assert checked(file).broken is not None, f"SEED={seed} {attack}"
            transaction.savepoint_rollback(place)
        assert checked(file).broken is None
