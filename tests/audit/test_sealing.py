"""Sealing: complete, nobody comes late, writers never wait; the anchors keep up with the seals, whatever was killed."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from doudi.audit import actions, anchors, sealing, stored
from doudi.audit.checking import Checker
from doudi.audit.models import JournalEntry, JournalSeal
from doudi.vault import keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def file(settings, tmp_path) -> Path:
    settings.ANCHORS = tmp_path / "anchors" / "journal.txt"
    return settings.ANCHORS


def write(number: int = 1, verb: str = "test") -> None:
    with transaction.atomic():
        for each in range(number):
            actions.record(by=None, at=AT, verb=verb, subject=("person", each), details={"n": each})


def checked(file: Path | None = None):
    ring = keys.ring()
    known = anchors.read_anchors(file) if file else None
    checker = Checker(find=stored.line, key=lambda number: ring.key(keys.JOURNAL, number), anchors=known)
    with stored.one_moment():
        return checker.check(stored.seals(), stored.lines())


def test_a_seal_takes_everything_that_is_there_and_the_next_one_what_came_after(file):
    write(3)
    assert sealing.seal(at=AT) == 3
    write(2)
    assert sealing.seal(at=AT + timedelta(minutes=1)) == 2
    write(1)
    report = checked(file)
    assert (report.broken, report.seals, report.records, report.open_count) == (None, 2, 5, 1)
    assert report.open_since == "2026-11-26T02:00:00.000000Z"
    first, second = JournalSeal.objects.order_by("number")
    assert second.previous == first.mac
    assert second.since == first.upto


def test_an_empty_minute_makes_no_seal_and_an_empty_hour_one(file):
    assert sealing.seal(at=AT) == 0
    for minutes in (1, 30, 59):
        assert sealing.seal(at=AT + timedelta(minutes=minutes)) is None
    assert sealing.seal(at=AT + timedelta(minutes=60)) == 0
    assert checked(file).seals == 2


def test_who_began_earlier_and_ends_later_is_sealed_later_and_is_not_lost(file):
    begun, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.record(by=None, at=AT, verb="slow", subject=("person", 1))
            begun.set()
            sealed.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    begun.wait(20)
    write(2, "quick")
    # The later ones have to wait for the earlier transaction: a line has no gaps.
    assert sealing.seal(at=AT) == 0
    sealed.set()
    writer.join()
    assert sealing.seal(at=AT + timedelta(minutes=1)) == 3
    assert checked(file).broken is None


def test_a_writer_goes_on_while_somebody_seals(file):
    write(1)
    with transaction.atomic():
        assert sealing._alone()
        done = []
        writer = threading.Thread(target=lambda: (write(1, "meanwhile"), done.append(1), connection.close()))
        writer.start()
        writer.join(20)
        assert done == [1]
        # And a second sealer leaves it to the first.
        other = threading.Thread(target=lambda: (done.append(sealing.seal(at=AT)), connection.close()))
        other.start()
        other.join(20)
    assert done == [1, None]
    assert sealing.seal(at=AT) == 2


def test_what_was_rolled_back_leaves_no_hole_in_the_seals(file):
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record(by=None, at=AT, verb="never", subject=("person", 1))
        raise ZeroDivisionError
    write(1)
    assert sealing.seal(at=AT) == 2
    assert checked(file).broken is None


@pytest.mark.parametrize("left", ["", "seal 2 2026-11-26T0", "all"])
def test_a_crash_between_seal_and_anchor_is_mended_at_the_next_run(file, left):
    for minutes in range(3):
        write(1)
        sealing.seal(at=AT + timedelta(minutes=minutes))
    whole = file.read_text()
    one, two, three = whole.splitlines(keepends=True)
    file.write_text({"": one, "seal 2 2026-11-26T0": one + two[:19], "all": ""}[left])
    assert sealing.seal(at=AT + timedelta(minutes=3)) is None
    assert file.read_text() == whole
    assert file.stat().st_mode & 0o777 == 0o600


def test_anchors_can_also_go_to_a_log_elsewhere(file, caplog):
    write(1)
    with caplog.at_level("INFO", logger="doudi.anchors"):
        sealing.seal(at=AT)
    [said] = caplog.messages
    assert said == f"journal {file.read_text().strip()}"


def test_a_journal_whose_tail_was_cut_is_not_sealed_on(file):
    for minutes in range(2):
        write(1)
        sealing.seal(at=AT + timedelta(minutes=minutes))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_journalseal DISABLE TRIGGER USER; DELETE FROM audit_journalseal WHERE number = 2;"
                       " ALTER TABLE audit_journalseal ENABLE TRIGGER USER")
    assert str(checked(file).broken) == "封条 1 之后的尾部被截掉了(锚文件记到封条 2)"
    with pytest.raises(sealing.CannotSeal, match="carry-on"):
        sealing.seal(at=AT + timedelta(minutes=2))


def test_after_a_restore_into_a_new_cluster_the_line_goes_on(file):
    write(2)
    sealing.seal(at=AT)
    write(1)
    sealing.seal(at=AT + timedelta(minutes=1))
    with connection.cursor() as cursor:
        # As in a new cluster: the numbers that transactions get are far below those on the record, and a seal is gone.
        cursor.execute("ALTER TABLE audit_journalseal DISABLE TRIGGER USER; DELETE FROM audit_journalseal WHERE number = 2;"
                       " ALTER TABLE audit_journalseal ENABLE TRIGGER USER")
        cursor.execute("CREATE OR REPLACE FUNCTION journal_shift() RETURNS bigint LANGUAGE sql IMMUTABLE"
                       " AS 'SELECT -1000000::bigint'")
    with pytest.raises(sealing.CannotSeal):
        sealing.seal(at=AT + timedelta(minutes=2))
    assert sealing.carry_on(at=AT + timedelta(minutes=3)) == 1
    sealing.carry_on(at=AT + timedelta(minutes=3))
    write(1)
    assert sealing.seal(at=AT + timedelta(minutes=4)) == 4
    report = checked(file)
    assert (report.broken, report.seals, report.unanchored) == (None, 2, 0)
    [carried] = anchors.read_anchors(file).carried
    assert (carried.number, carried.lost) == (1, 2)


def test_a_false_carry_on_is_found(file):
    write(1)
    sealing.seal(at=AT)
    with open(file, "a") as lines:
        lines.write(f"carry-on 1 2026-11-26T02:05:00.000000Z 1 {'0' * 64}\n")
    assert str(checked(file).broken) == "锚文件里封条 1 之后的续接行不是用本系统的密钥写的"


def test_old_keys_check_what_they_sealed(file, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("DOUDI_KEYS_FILE", str(tmp_path / "keys"))
    write(1)
    sealing.seal(at=AT)
    keys.add_key(keys.JOURNAL)
    write(1)
    sealing.seal(at=AT + timedelta(minutes=1))
    assert list(JournalSeal.objects.order_by("number").values_list("key_id", flat=True)) == [1, 2]
    assert checked(file).broken is None


def test_the_database_numbers_entries_by_their_transaction_and_not_by_their_id():
    write(2)
    with transaction.atomic(), connection.cursor() as cursor:
        actions.record(by=None, at=AT, verb="test", subject=("person", 1))
        cursor.execute("SELECT pg_current_xact_id()::text::bigint + journal_shift()")
        [now] = cursor.fetchone()
        cursor.execute("SELECT xact FROM audit_journalentry ORDER BY id")
        numbers = [row[0] for row in cursor.fetchall()]
    assert numbers[0] == numbers[1] < numbers[2] == now
    assert JournalEntry.objects.count() == 3
