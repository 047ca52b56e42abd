"""The embedded database: passwords for everybody, two roles, a clean start after a crash, a path short
enough."""

import os
import shutil
import signal
import stat
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from doudi.config import database, embedded
from doudi.config.data_folder import kept_secret

pytestmark = pytest.mark.database


@pytest.fixture
def server():
    # pytest's own folders are too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="dd"))
    started = embedded.start(folder)
    yield started
    embedded.stop(started)
    shutil.rmtree(folder)


def postmaster(server):
    return int((server.cluster / "postmaster.pid").read_text().split("\n")[0])


def test_roles_passwords_and_a_crash(server):
    nobody_gets_in_without_a_password(server)
    the_app_role_owns_nothing(server)
    what_is_committed_is_on_disk_before_it_counts(server)
    secrets_are_readable_by_their_owner_only(server)
    it_starts_again_after_a_kill_and_keeps_what_was_committed(server)
    it_never_starts_beside_processes_of_the_killed_one(server)


def nobody_gets_in_without_a_password(server):
    for role in (database.SUPERUSER, database.OWNER, database.APP):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(server.folder), user=role, dbname=database.NAME, password="guess")
    with server.connect(database.SUPERUSER) as connection:
        rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        [[listening]] = connection.execute("SHOW listen_addresses").fetchall()
    assert rules == [("scram-sha-256",)]
    assert listening == ""


def the_app_role_owns_nothing(server):
    with server.connect(database.OWNER) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS thing (id bigint)")
    with server.connect(database.APP) as app:
        app.execute("INSERT INTO thing VALUES (1)")
        for deed in ("DROP TABLE thing", "ALTER TABLE thing ADD COLUMN x int", "CREATE TABLE other (id int)",
                     "TRUNCATE thing", f"SET ROLE {database.OWNER}", "CREATE ROLE somebody"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(deed)


def what_is_committed_is_on_disk_before_it_counts(server):
    with server.connect(database.APP) as app:
        settings = {name: app.execute(f"SHOW {name}").fetchone()[0]
                    for name in ("fsync", "synchronous_commit", "full_page_writes")}
    assert set(settings.values()) == {"on"}


def secrets_are_readable_by_their_owner_only(server):
    for path in server.data.glob("password-*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert (server.folder / embedded.SOCKET_NAME).is_socket()


def it_starts_again_after_a_kill_and_keeps_what_was_committed(server):
    killed = postmaster(server)
    os.kill(killed, signal.SIGKILL)
    until = time.monotonic() + 10
    while embedded.is_running(server) and time.monotonic() < until:
        time.sleep(0.05)
    # In a container the number often belongs to another process by the time of the next start.
    pid_file = server.cluster / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(str(killed), str(os.getpid()), 1))
    embedded.start(server.data)
    embedded.start(server.data)
    with server.connect(database.APP) as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (1,)


def it_never_starts_beside_processes_of_the_killed_one(server):
    with server.connect(database.APP) as app:
        [backend] = app.execute("SELECT pg_backend_pid()").fetchone()
        os.kill(backend, signal.SIGSTOP)  # too busy to notice that its server is gone
        os.kill(postmaster(server), signal.SIGKILL)
        assert not embedded.is_running(server) or time.sleep(1) is None
        embedded.start(server.data)
        assert not works(backend)
    with server.connect(database.APP) as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (1,)


def works(pid):
    """Whether a process still runs; one that is dead and that nobody has buried yet writes nothing."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_path_too_long_for_a_socket_is_refused_with_the_cure(tmp_path):
    with pytest.raises(embedded.EmbeddedFailed, match="DOUDI_DATA"):
        embedded.start(tmp_path / ("x" * 110))


def test_a_secret_is_made_once_and_kept_private(tmp_path):
    first = kept_secret(tmp_path, "secret-key")
    assert kept_secret(tmp_path, "secret-key") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_another_server_is_named_by_its_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:p%40ss@db.example:5433/doudi?sslmode=require")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:x@db.example/doudi")
    monkeypatch.delenv("DOUDI_DB_ROLE", raising=False)
    settings = database.settings_for(tmp_path)
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "app", "p@ss", "db.example", "5433", "doudi")
    assert settings["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("DOUDI_DB_ROLE", "owner")
    assert database.settings_for(tmp_path)["USER"] == "owner"
    with pytest.raises(ValueError, match="postgresql://"):
        database.from_url("mysql://x")
