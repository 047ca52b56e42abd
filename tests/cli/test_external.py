"""The product on somebody else's PostgreSQL, and back to a moment before a disaster: with the words of docs/point-in-time.md."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from doudi.cli.keeping.picture import differences, picture
from doudi.config.embedded import BINARIES, SERVER_USER

pytestmark = pytest.mark.database
PAGE = (Path(__file__).parents[2] / "docs" / "point-in-time.md").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-m", "doudi.cli.main"]
PATIENCE = 240


def told(kind: str, number: int) -> str:
    """The statements or settings that stand on the page."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)[number]


@dataclass
class Server:
    """A PostgreSQL that the product did not start: over TCP, with passwords, archiving its log."""

    home: Path
    name: str
    port: int

    @property
    def folder(self) -> Path:
        return self.home / self.name

    def run(self, program: str, *words: str) -> None:
        root = os.geteuid() == 0
        # The server outlives pg_ctl and keeps its handles: no pipe may wait for it.
        with open(self.home / "said", "ab") as said:
            done = subprocess.run(
                [str(BINARIES / program), *words], check=False, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                env={**os.environ, "PGPASSWORD": "super"}, user=SERVER_USER if root else None,
                group=pwd.getpwnam(SERVER_USER).pw_gid if root else None, extra_groups=[] if root else None)
        assert done.returncode == 0, (self.home / "said").read_text(errors="replace")[-2000:]

    def settings(self, text: str) -> None:
        with open(self.folder / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(text.replace("/backup", str(self.home)) + "\n")

    def start(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-t", "120", "-l", str(self.home / f"{self.name}.log"),
                 "-o", f"-p {self.port} -k '{self.home}' -h 127.0.0.1", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-m", "fast", "stop")

    def connect(self, database: str = "doudi", user: str = "postgres", password: str = "super") -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=user, password=password, dbname=database, autocommit=True)

    def environment(self, data: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
        at = f"127.0.0.1:{self.port}/doudi"
        return {**kept, "DOUDI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
                "DATABASE_URL": f"postgresql://doudi_app:app-password@{at}",
                "DATABASE_OWNER_URL": f"postgresql://doudi_owner:owner-password@{at}"}


@pytest.fixture(scope="module")
def home():
    folder = Path(tempfile.mkdtemp(prefix="ddx"))
    folder.chmod(0o755)
    for name in ("wal", "base", "data"):
        (folder / name).mkdir()
    if os.geteuid() == 0:
        account()
        for path in (folder, folder / "wal", folder / "base"):
            shutil.chown(path, SERVER_USER, pwd.getpwnam(SERVER_USER).pw_gid)
    yield folder
    shutil.rmtree(folder)


def account() -> None:
    # The product makes this account on its first start as root.
    with suppress(KeyError):
        pwd.getpwnam(SERVER_USER)
        return
    subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SERVER_USER], check=True)


@pytest.fixture(scope="module")
def server(home):
    made = Server(home, "server", free_port())
    password = home / "password"
    password.write_text("super", encoding="ascii")
    made.run("initdb", "-D", str(made.folder), "-U", "postgres", "--pwfile", str(password), "--encoding=UTF8",
             "--locale=C.UTF-8", "--auth=scram-sha-256")
    made.settings(told("conf", 0))
    made.start()
    with made.connect("postgres") as admin:
        for statement in told("sql", 0).strip().split(";\n"):
            admin.execute(statement)
    with made.connect() as admin:
        admin.execute(told("sql", 1))
    yield made
    with suppress(AssertionError):
        made.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def doudi(server: Server, data: Path, *words: str) -> str:
    done = subprocess.run([*COMMAND, *words], env=server.environment(data), capture_output=True, text=True, check=False,
                          timeout=PATIENCE)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def running(server: Server, data: Path):
    port = free_port()
    process = subprocess.Popen([*COMMAND, "run", "--no-demo", "--port", str(port)], env=server.environment(data),
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield port, process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def answers(port: int, process: subprocess.Popen) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/sign-in/", timeout=10) as answer:
            return answer.status
        time.sleep(0.2)
    raise AssertionError("it does not answer")


def test_a_city_on_its_own_postgresql(server, home):
    data = home / "data"
    it_installs_and_serves(server, data)
    doudi(server, data, "backup", str(home / "data" / "sunday.backup"))
    noted, moment = people_work_on_until_a_moment(server, home)
    it_is_destroyed(server)
    back_at_the_moment_everything_is_as_it_was(server, home, noted, moment)
    the_backup_takes_the_place_of_what_is_left(server, data)


def it_installs_and_serves(server, data):
    (data / "password").write_text("Guanli-yuan-8", encoding="utf-8")
    doudi(server, data, "init", "--username", "guanliyuan", "--password-file", str(data / "password"))
    assert not (data / "postgres").exists()
    with running(server, data) as (port, process):
        assert answers(port, process) == 200
    with server.connect(user="doudi_app", password="app-password") as app:
        assert app.execute("SELECT count(*) FROM audit_journalentry").fetchone() == (0,), "nobody said who asks"
        app.execute("SELECT doudi_act_as(NULL::bigint, NULL::date, 'command', '')")
        assert app.execute("SELECT count(*) > 0 FROM audit_journalentry").fetchone() == (True,)
        for deed in ("DROP TABLE casework_case", "DELETE FROM audit_journalentry", "CREATE TABLE other (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(deed)


def people_work_on_until_a_moment(server, home):
    server.run("pg_basebackup", "--pgdata", str(home / "base" / "monday"), "--checkpoint=fast", "--wal-method=none",
               "--username=postgres", "--host=127.0.0.1", f"--port={server.port}")
    with server.connect() as admin:
        admin.execute("UPDATE offices_area SET name = name || '甲' WHERE level = 'township'")
        admin.execute("CREATE TABLE monday AS SELECT n FROM generate_series(1, 2000) n")
        noted = picture(admin)
        moment = str(admin.execute("SELECT clock_timestamp()").fetchone()[0])
    return noted, moment


def it_is_destroyed(server):
    with server.connect() as admin:
        admin.execute("DROP TABLE casework_rollline, casework_award CASCADE")
        admin.execute("TRUNCATE offices_user CASCADE")
        admin.execute("SELECT pg_switch_wal()")
    until = time.monotonic() + 60
    with server.connect() as admin:
        while admin.execute("SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'").fetchone()[0]:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert admin.execute("SELECT failed_count FROM pg_stat_archiver").fetchone() == (0,)


def back_at_the_moment_everything_is_as_it_was(server, home, noted, moment):
    back = Server(home, "back", free_port())
    shutil.copytree(home / "base" / "monday", back.folder)
    if os.geteuid() == 0:
        for path in [back.folder, *back.folder.rglob("*")]:
            shutil.chown(path, SERVER_USER, pwd.getpwnam(SERVER_USER).pw_gid)
    back.folder.chmod(0o700)
    back.settings(re.sub(r"recovery_target_time = '.*'", f"recovery_target_time = '{moment}'", told("conf", 1)))
    (back.folder / "recovery.signal").touch()
    if os.geteuid() == 0:
        shutil.chown(back.folder / "recovery.signal", SERVER_USER)
    back.start()
    try:
        with back.connect() as admin:
            until = time.monotonic() + 60
            while admin.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
                assert time.monotonic() < until
                time.sleep(0.1)
            assert differences(noted, picture(admin)) == []
        doudi(back, home / "data", "manage", "migrate", "--check")
    finally:
        back.stop()
    with server.connect() as admin:
        assert admin.execute("SELECT to_regclass('casework_award')").fetchone() == (None,)


def the_backup_takes_the_place_of_what_is_left(server, data):
    backup = data / "sunday.backup"
    with pytest.raises(AssertionError, match="--force"):
        doudi(server, data, "restore", str(backup))
    with server.connect(user="doudi_app", password="app-password"), pytest.raises(AssertionError, match="还有程序连着数据库"):
        doudi(server, data, "restore", "--force", str(backup))
    with server.connect() as admin:
        assert admin.execute("SELECT to_regclass('casework_award')").fetchone() == (None,)
    said = doudi(server, data, "restore", "--force", str(backup))
    assert "doudi_replaced_" in said
    with server.connect() as admin:
        assert admin.execute("SELECT count(*) FROM casework_award").fetchone() == (0,)
        assert admin.execute("SELECT count(*) FROM offices_user").fetchone() == (1,)
        names = {row[0] for row in admin.execute("SELECT datname FROM pg_database")}
    assert len([name for name in names if name.startswith("doudi_replaced_")]) == 1
    assert "doudi_restoring" not in names
    with server.connect(user="doudi_app", password="app-password") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM audit_journalentry")
    assert not (data / "postgres").exists()
    with running(server, data) as (port, process):
        assert answers(port, process) == 200
