"""`doudi journal`: a journal is checked in its database and as a file far away from it, and the first fault is named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from doudi.audit import actions, sealing
from doudi.audit.models import JournalEntry
from doudi.cli import journal, main
from doudi.vault import keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def house(settings, tmp_path, monkeypatch):
    """Three sealed minutes and one line that is not sealed; keys and anchors of this test's own."""
    settings.ANCHORS = tmp_path / "journal.txt"
    monkeypatch.setenv("DOUDI_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setattr(journal, "set_up", lambda **_: None)
    settings.EMBEDDED_SERVER = None
    for minutes in range(3):
        write(4)
        sealing.seal(at=AT + timedelta(minutes=minutes))
    write(1)
    return tmp_path


def write(count):
    for number in range(count):
        with transaction.atomic():
            actions.record(by=None, at=AT, verb="test", subject=("person", number), purpose="case")


def doudi(*words):
    return main.main(["journal", *map(str, words)])


def as_owner(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_journalentry DISABLE TRIGGER USER; {statement};"
                       " ALTER TABLE audit_journalentry ENABLE TRIGGER USER")


def test_a_whole_journal(capsys):
    assert doudi("verify") == 0
    told = capsys.readouterr().out
    assert "核对了 3 个封条、12 条封存的记录。" in told
    assert "还没封存的记录 1 条" in told
    assert doudi("seal") == 0
    assert doudi("verify") == 0
    assert "没有还没封存的记录。" in capsys.readouterr().out


def test_a_changed_record_is_named(capsys):
    number = JournalEntry.objects.order_by("id")[5].pk
    as_owner(f"UPDATE audit_journalentry SET actor_id = 99 WHERE id = {number}")
    assert doudi("verify") == 1
    assert f"第 {number} 号记录被改过(封条 2)" in capsys.readouterr().err


def test_the_exported_file_is_checked_without_a_database(house, capsys, monkeypatch):
    file = house / "out.jsonl"
    assert doudi("export", file) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    entry = JournalEntry.objects.get(verb="export_journal")
    assert (entry.origin, entry.actor_id) == ("cli journal", None)
    connection.close()
    monkeypatch.setattr(journal, "_with_database", None)
    assert doudi("verify", "--export", file, "--anchors", house / "journal.txt") == 0
    told = capsys.readouterr().out
    assert "12 条封存的记录" in told
    assert "还没封存的记录 2 条" in told


def test_a_file_that_was_changed_cut_or_shuffled_is_refused(house, capsys):
    file = house / "out.jsonl"
    doudi("export", file)
    whole = file.read_bytes().splitlines(keepends=True)
    records = [place for place, line in enumerate(whole) if line.startswith(b'{"id"')]
    number = JournalEntry.objects.order_by("id").first().pk
    second = whole[records[1]]
    for changed, told in (
        (whole[: records[0]] + [whole[records[0]].replace(b'"test"', b'"rest"')] + whole[records[0] + 1 :],
         f"第 {number} 号记录被改过(封条 1)"),
        (whole[: records[0]] + whole[records[1] :], f"第 {number} 号记录不见了(封条 1)"),
        (whole[: records[1]] + whole[records[2] : -1] + [second, whole[-1]], f"第 {number + 1} 号记录不在原来的位置(封条 1)"),
        (whole[:-1], "末尾没有清单"), (whole[:-2] + whole[-1:], "与末尾的清单对不上"), (whole[:-3], "末尾没有清单"),
        ([*whole[:2], b"nonsense\n", *whole[2:]], "第 3 行不是日志"), ([b'{"seal":1}\n', *whole[1:]], "第 1 行的封条读不懂"),
    ):
        file.write_bytes(b"".join(changed))
        assert doudi("verify", "--export", file) == 1
        assert told in capsys.readouterr().err


def test_without_keys_it_says_what_was_not_checked_and_makes_none(house, capsys, monkeypatch):
    file = house / "out.jsonl"
    doudi("export", file)
    monkeypatch.delenv("DOUDI_KEYS_FILE")
    monkeypatch.setenv("DOUDI_DATA", str(house / "elsewhere"))
    assert doudi("verify", "--export", file) == 0
    told = capsys.readouterr().out
    assert "没有密钥" in told
    assert "没有锚文件" in told
    assert not (house / "elsewhere").exists()


def test_somebody_elses_keys_do_not_fit(house, capsys, monkeypatch):
    file = house / "out.jsonl"
    doudi("export", file)
    monkeypatch.setenv("DOUDI_KEYS_FILE", str(house / "others"))
    keys.ring()
    monkeypatch.delenv("DOUDI_KEYS_FILE")
    assert doudi("verify", "--export", file, "--keys", house / "others") == 1
    assert "封条 1 被改过或被换掉" in capsys.readouterr().err
    assert doudi("verify", "--export", file, "--keys", house / "nowhere") == 1
    assert "没有这个密钥文件" in capsys.readouterr().err


def test_a_cut_tail_is_found_by_the_anchors(house, capsys):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_journalseal DISABLE TRIGGER USER; DELETE FROM audit_journalseal WHERE number = 3;"
                       " ALTER TABLE audit_journalseal ENABLE TRIGGER USER")
    assert doudi("verify") == 1
    assert "封条 2 之后的尾部被截掉了" in capsys.readouterr().err
    assert doudi("seal") == 1
    assert "doudi journal carry-on" in capsys.readouterr().err
    assert doudi("carry-on") == 0
    assert doudi("seal") == 0
    assert doudi("verify") == 0
    assert "从备份恢复过:封条 2 之后到 3 的记录在恢复时没有了" in capsys.readouterr().out
