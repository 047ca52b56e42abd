"""The ground that a command stands on: data folder, database server, tables up to date, static files
collected."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from doudi.offices import access

SETTINGS = "doudi.config.settings"


class CannotStart(RuntimeError):
    """The command cannot go on; the message is Chinese and says what to do."""


def set_up(*, owner: bool = False) -> None:
    """Read the settings and load the rooms. `owner`: as the role that may change tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if owner:
        os.environ["DOUDI_DB_ROLE"] = "owner"
    django.setup()


@contextmanager
def only_one() -> Iterator[None]:
    """Refuse to run the product twice on one data folder."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with open(settings.DATA / "run.lock", "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"数据文件夹 {settings.DATA} 里的系统已经在运行。请先停掉它,"
                              "或者用环境变量 DOUDI_DATA 另指定一个文件夹。") from error
        yield


@contextmanager
def database(*, ours: bool = False) -> Iterator[None]:
    """The database server is there; the embedded one stops afterwards if it was started for this, or is
    `ours`."""
    if settings.EMBEDDED_SERVER is None:
        yield
        return
    start, running, halt, kind, failed = (import_string(f"{settings.EMBEDDED_SERVER}.{name}") for name in (
        "start", "is_running", "stop", "Embedded", "EmbeddedFailed"))
    server = kind(settings.DATA)
    was_running = server.cluster.exists() and running(server)
    try:
        start(settings.DATA)
    except failed as error:
        raise CannotStart(str(error)) from error
    try:
        yield
    finally:
        connection.close()
        if ours or not was_running:
            halt(server)


def tables_up_to_date() -> bool:
    """Whether every migration has been applied; the app role may look. An empty database does not yet know what it is
    to act, so nobody does."""
    with access.nobody():
        return _all_applied()


def _all_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Bring the tables up to date, in a process of its own that connects as their owner."""
    if tables_up_to_date():
        return
    result = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--noinput", "--skip-checks", "--verbosity", "0"],
        check=False,
        env={**os.environ, "DOUDI_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": SETTINGS},
    )
    if result.returncode:
        raise CannotStart("数据库表没有建好,上面是原因。数据没有丢;请把这些文字交给技术人员。")


def refuse_unguarded() -> None:
    """Do not serve as a role that row-level security does not hold: an owner of tables, or a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('people_person')")
        (guarded,) = cursor.fetchone()
    if not guarded:
        raise CannotStart("连接数据库的账号是表的所有者或超级用户,行级权限管不住它。请把 DATABASE_URL 换成普通账号,"
                          "所有者的账号写在 DATABASE_OWNER_URL 里。")


def collect_static() -> None:
    """Copy static files under hashed names, if they have changed since the last time."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted, encoding="ascii")


def _static_fingerprint() -> str:
    digest = hashlib.sha256(django.get_version().encode())
    for finder in (import_string(name)() for name in settings.STATICFILES_FINDERS):
        for path, storage in finder.list([]):
            entry = Path(storage.path(path)).stat()
            digest.update(f"{path} {entry.st_size} {entry.st_mtime_ns}\n".encode())
    return digest.hexdigest()
