"""A backup and what becomes of it: everything comes back the same, guards and all; what is not whole, not ours or not
wanted is refused before anything is touched."""

import json
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from psycopg import sql

from doudi.cli import ground, switching
from doudi.cli.keeping import after, drilling, putting_back, restoring
from doudi.cli.keeping.opening import fits, proved
from doudi.cli.keeping.picture import differences, picture
from doudi.cli.keeping.reach import of_folder
from doudi.cli.keeping.sealed_file import NotABackup
from doudi.cli.keeping.writing import BackupFailed, write_backup
from doudi.config import embedded
from doudi.config.database import APP, OWNER
from doudi.vault import keys

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SOURCE = "kept"
# What other rooms build for their guards, in small: a role that owns a function, row-level security, a restricted right.
GUARDS = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP};
REVOKE UPDATE, DELETE, TRUNCATE ON audit_journalentry FROM {APP};
CREATE ROLE keeping_guard NOLOGIN BYPASSRLS;
GRANT {OWNER} TO keeping_guard WITH INHERIT FALSE, SET TRUE;
CREATE TABLE villages (code text PRIMARY KEY, families bigint NOT NULL, secret bytea, weight double precision);
ALTER TABLE villages OWNER TO {OWNER};
GRANT SELECT (code, families), INSERT ON villages TO {APP};
REVOKE UPDATE, DELETE ON villages FROM {APP};
ALTER TABLE villages ENABLE ROW LEVEL SECURITY;
ALTER TABLE villages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_villages ON villages FOR SELECT TO {APP} USING (code LIKE current_setting('doudi.areas', true) || '%');
CREATE FUNCTION families_anywhere() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
    AS 'SELECT sum(families)::bigint FROM villages';
ALTER FUNCTION families_anywhere() OWNER TO keeping_guard;
GRANT USAGE ON SCHEMA public TO keeping_guard;
GRANT SELECT ON villages TO keeping_guard;
REVOKE ALL ON FUNCTION families_anywhere() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION families_anywhere() TO {APP};
INSERT INTO villages SELECT to_char(n, 'FM000000000000'), n, decode(md5(n::text), 'hex'), n / 7.0 FROM generate_series(1, 500) n;
ALTER ROLE {APP} IN DATABASE {SOURCE} SET statement_timeout = '5min';
"""


@pytest.fixture(scope="module")
def source(embedded_postgres, django_db_setup, django_db_blocker):
    """A database of its own with the product's tables and some guards, on the server of this run."""
    server = of_folder(Path(django_settings.DATA))
    template = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
    with server.to("postgres").connect() as admin:
        admin.execute(f'CREATE DATABASE {SOURCE} OWNER {OWNER} TEMPLATE "{template}"')
    reach = server.to(SOURCE)
    with reach.connect() as admin:
        for statement in embedded.GRANTS:
            admin.execute(sql.SQL(statement).format(
                owner=sql.Identifier(OWNER), app=sql.Identifier(APP), name=sql.Identifier(SOURCE)))
        admin.execute(GUARDS)
    yield reach
    with server.to("postgres").connect() as admin:
        admin.execute(f"DROP DATABASE {SOURCE} WITH (FORCE)")
        admin.execute("DROP ROLE keeping_guard")


@pytest.fixture
def home(settings, monkeypatch):
    """A data folder with papers, anchors and a key ring; short, for the database's socket."""
    folder = Path(tempfile.mkdtemp(prefix="ddk"))
    settings.DATA, settings.PAPERS = folder, folder / "papers"
    monkeypatch.delenv("DOUDI_KEYS_FILE", raising=False)
    for name, content in (("papers/ab/abc1", b"a paper" * 200_000), ("papers/cd/cde2", b""), ("anchors/2026-11.txt", b"seal 1\n")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    os.utime(folder / "papers/ab/abc1", (1_700_000_000, 1_700_000_000))
    yield folder
    for data in (folder, folder / switching.STAGE, folder / "drill"):
        if embedded.is_running(embedded.Embedded(data)):
            embedded.stop(embedded.Embedded(data))
    shutil.rmtree(folder)


@pytest.fixture
def kept(home, source):
    """A backup of it, and its manifest."""
    path = home / "one.backup"
    return path, write_backup(path, source, keys.ring(), at=AT, show=lambda *_: None)


def app_of(data: Path) -> psycopg.Connection:
    """As web and worker connect: with the settings that come with the role."""
    return embedded.Embedded(data).connect(APP)


def test_everything_comes_back_the_same_guards_and_all(kept, home, monkeypatch):
    path, written = kept
    manifest = proved(path, keys.ring(), lambda *_: None)
    assert (manifest.identity, manifest.rows, manifest.folders["papers"].pieces) == (written.identity, written.rows, 2)
    assert manifest.database["tables"]["public.villages"][0] == 500
    fits(manifest, keys.ring())

    assert putting_back.put_back(backup=path, force=True, only_look=False, elsewhere=False) == 0
    [aside] = home.glob("replaced-*")
    assert (aside / "papers/ab/abc1").read_bytes() == b"a paper" * 200_000
    assert (home / "papers/ab/abc1").read_bytes() == b"a paper" * 200_000
    assert (home / "papers/ab/abc1").stat().st_mtime == 1_700_000_000
    assert (home / "anchors/2026-11.txt").read_bytes() == b"seal 1\n"
    embedded.start(home)
    a_drill_proves_it_and_clears_away(home, monkeypatch)
    the_app_role_is_as_restricted_as_it_was(home)
    a_difference_of_one_letter_or_one_right_is_seen(manifest, home)


def a_drill_proves_it_and_clears_away(home, monkeypatch):
    told = home / "drill.json"
    assert drilling.drill(backup=None, report=told) == 0
    report = json.loads(told.read_text(encoding="utf-8"))
    assert report["equal"] and report["differences"] == []
    assert report["tables"]["public.villages"] == 500
    assert report["files"] == {"papers": 2, "anchors": 2}, "the one put there, and the journal's own since the restore"
    assert set(report["checks"].values()) == {True}
    with monkeypatch.context() as patched:
        patched.setattr(drilling, "CHECKS", ())
        patched.setattr(drilling, "run_steps", lambda *_: (home / "drill/papers/ab/abc1").unlink())
        patched.setattr(restoring, "other_files", spoilt(restoring.other_files, home / "drill/papers/ab/abc1"))
        assert drilling.drill(backup=None, report=told) == 1
    assert "papers/ab/abc1" in "".join(json.loads(told.read_text(encoding="utf-8"))["differences"])
    assert not (home / "drill").exists()


def spoilt(plain, path):
    """One letter of a restored file is another, as on a bad disk."""
    def compare(*args):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"?")
        return plain(*args)

    return compare


def the_app_role_is_as_restricted_as_it_was(home):
    with app_of(home) as app:
        app.execute("SET doudi.areas = '0000000001'")
        assert app.execute("SELECT count(families) FROM villages").fetchone() == (100,)
        assert app.execute("SELECT families_anywhere()").fetchone() == (125250,)
        assert app.execute("SHOW statement_timeout").fetchone() == ("5min",)
        for deed in ("DROP TABLE villages", "SELECT secret FROM villages", "UPDATE villages SET families = 0",
                     "DELETE FROM audit_journalentry", "CREATE TABLE other (id int)", "SET ROLE keeping_guard",
                     "TRUNCATE casework_case", f"SET ROLE {OWNER}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(deed)
    with embedded.Embedded(home).connect(OWNER) as owner:
        owner.execute("CREATE TABLE made_later (id bigint)")
    with app_of(home) as app:
        app.execute("INSERT INTO made_later VALUES (1)")


def a_difference_of_one_letter_or_one_right_is_seen(manifest, home):
    with of_folder(home).connect() as admin:
        admin.execute("DROP TABLE made_later")
        # The note of the restoring itself stands in the journal, and nothing else is new.
        assert [line.partition(":")[0] for line in differences(manifest.database, picture(admin))] == [
            "表 public.audit_journalentry"]
        admin.execute("UPDATE villages SET code = code || 'x' WHERE families = 77")
        admin.execute(f"GRANT UPDATE ON villages TO {APP}")
        admin.execute("DROP POLICY own_villages ON villages")
        found = "\n".join(differences(manifest.database, picture(admin)))
    for told in ("表 public.villages:500 行,恢复后500 行(行数相同,内容不同)", f"{APP}=UPDATE", "policies 少了"):
        assert told in found


def test_what_is_not_whole_or_not_ours_is_refused_before_anything_is_touched(kept, home, capsys, monkeypatch):
    path, _ = kept
    before = sorted(home.iterdir())
    content = path.read_bytes()
    wrong = home / "wrong.backup"
    for spoilt, words in ((content[: len(content) // 2], "断了"), (content[:-10], "断了"), (b"x" * 500, "不是兜底的备份"),
                          (content[:5000] + b"?" + content[5001:], "损坏"), (b"", "文件头")):
        wrong.write_bytes(spoilt)
        assert put(wrong) == 1
        assert words in capsys.readouterr().err
    assert put(home / "nowhere.backup") == 1
    assert "nowhere" in capsys.readouterr().err
    wrong.unlink()
    monkeypatch.setenv("DOUDI_KEYS_FILE", str(home / "other-keys"))
    assert put(path) == 1
    assert "没有找到密钥文件" in capsys.readouterr().err
    keys.ring()
    assert put(path) == 1
    assert "密钥不对" in capsys.readouterr().err
    (home / "other-keys").unlink()
    assert sorted(path for path in home.iterdir() if path.name != "run.lock") == [p for p in before if p.name != "run.lock"]


def put(path, force=False, only_look=False):
    return putting_back.put_back(backup=path, force=force, only_look=only_look, elsewhere=False)


def test_nothing_is_overwritten_unasked(kept, home, capsys, source):
    path, _ = kept
    assert put(path) == 1
    assert "--force" in capsys.readouterr().err
    with pytest.raises(BackupFailed, match="不覆盖"):
        write_backup(path, source, keys.ring(), at=AT, show=lambda *_: None)
    assert put(path, only_look=True) == 0
    assert "完好" in capsys.readouterr().out
    assert not list(home.glob("replaced-*"))


def test_keys_that_the_data_needs_are_asked_for_before_and_a_newer_version_too(kept, home):
    path, _ = kept
    manifest = proved(path, keys.ring(), lambda *_: None)
    lines = (home / "keys").read_text(encoding="ascii").splitlines()
    (home / "keys").write_text("\n".join(lines).replace("data 1 ", "data 2 ") + "\n", encoding="ascii")
    with pytest.raises(NotABackup, match="data 1 号"):
        fits(manifest, keys.ring())
    (home / "keys").write_text("\n".join(lines) + "\n", encoding="ascii")
    manifest.database["migrations"].append("casework.9999_of_the_future")
    with pytest.raises(NotABackup, match="先升级"):
        fits(manifest, keys.ring())


def test_a_restore_that_was_killed_leaves_only_what_the_next_one_clears_away(kept, home):
    path, manifest = kept
    stage = home / switching.STAGE
    restoring.fresh_folder(stage)
    left_running = restoring.embedded_server(stage, home, manifest)
    (stage / "papers").mkdir()
    assert embedded.is_running(left_running)
    with ground.only_one():
        assert not stage.exists()
        assert not embedded.is_running(left_running)


def test_nobody_starts_a_database_in_the_middle_of_a_restore(home):
    with ground.only_one():
        (home / switching.STAGE).mkdir()
        with pytest.raises(ground.CannotStart, match="正在恢复"), ground.database():
            pass
    assert not (home / "postgres").exists()


def test_a_step_after_restoring_that_fails_stops_the_switch(kept, home, monkeypatch, capsys):
    path, _ = kept
    monkeypatch.setattr(after, "environment", lambda *a, **k: {})
    monkeypatch.setattr(putting_back, "run_steps", fail)
    assert put(path, force=True) == 1
    assert "没有切换" in capsys.readouterr().err
    assert not list(home.glob("replaced-*"))
    assert not (home / "postgres").exists()


def fail(*_):
    raise after.StepFailed("没有切换")
