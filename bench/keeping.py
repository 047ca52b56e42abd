"""Backup and restore of a hundred thousand persons and cases with two hundred megabytes of papers: MB of what is kept a
second (database and papers as they lie on disk), next to the floor of the same run: PostgreSQL's own programs, or one
reading of the same bytes. As commands, in processes of their own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bench.figure import Figure, Scale, command, seconds
from bench.people import FILL, PERSONS
from bench.www import AREAS, CASES, HOUSEHOLDS

NAMES = ("keeping.backup", "keeping.check", "keeping.restore", "keeping.memory")
PAPERS, PAPER_BYTES = 800, 250_000
MEGABYTE = 1_000_000
DOUDI = [sys.executable, "-m", "doudi.cli.main"]
LOADED = "import doudi.cli.backup, django; django.setup(); import doudi.cli.keeping.taking"


def figures(scale: Scale) -> Iterator[Figure]:
    """keeping.backup, keeping.check, keeping.restore, keeping.memory"""
    if not any(scale.wants(name) for name in NAMES):
        return
    with _city() as (home, size):
        backup, dump = home / "one.backup", home / "floor.dump"
        spent = command([*DOUDI, "backup", str(backup)])
        floor = _postgres(home, "pg_dump", "--format=custom", "--compress=gzip:1", f"--file={dump}")
        yield Figure("keeping.backup", size / spent.seconds, "MB/s", spent.seconds / floor, "pg_dump alone, no papers, no digests")
        loaded = command([sys.executable, "-c", LOADED])
        yield Figure("keeping.memory", spent.megabytes, "MB", spent.megabytes / loaded.megabytes, "the same modules loaded")
        check = command([*DOUDI, "restore", "--check", str(backup)]).seconds
        read = seconds(lambda: _read(backup), rounds=3)
        yield Figure("keeping.check", size / check, "MB/s", check / read, "one reading of the file")
        _postgres(home, "createdb", "floor")
        floor = _postgres(home, "pg_restore", "--dbname=floor", str(dump))
        os.environ["DOUDI_KEYS_FILE"] = str(home / "keys")
        restore = command([*DOUDI, "restore", "--into", str(home / "again"), str(backup)]).seconds
        yield Figure("keeping.restore", size / restore, "MB/s", restore / floor, "pg_restore alone, no papers, no comparison")


def _read(path: Path) -> None:
    with open(path, "rb") as file:
        while file.read(MEGABYTE):
            continue


def _postgres(home: Path, program: str, *words: str) -> float:
    embedded, database = (import_module(f"doudi.config.{name}") for name in ("embedded", "database"))
    os.environ |= {"PGHOST": str(database.folder_of(home)), "PGUSER": database.SUPERUSER,
                   "PGPASSWORD": database.password_of(home, database.SUPERUSER),
                   "PGDATABASE": database.NAME if program == "pg_dump" else "postgres"}
    return command([str(embedded.BINARIES / program), *words]).seconds


@contextmanager
def _city() -> Iterator[tuple[Path, float]]:
    """A data folder with the server running, and the megabytes in it."""
    home = Path(tempfile.mkdtemp(prefix="ddb"))
    os.environ |= {"DOUDI_DATA": str(home), "DJANGO_SETTINGS_MODULE": "doudi.config.settings"}
    embedded = import_module("doudi.config.embedded")
    server = embedded.start(home)
    try:
        subprocess.run([sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity", "0"], check=True,
                       env={**os.environ, "DOUDI_DB_ROLE": "owner"})
        with server.connect("postgres") as connection:
            for text in (AREAS, FILL, CASES):
                connection.execute(text % {"persons": PERSONS, "households": HOUSEHOLDS})
            [size] = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        (home / "papers" / "ab").mkdir(parents=True)
        for number in range(PAPERS):
            (home / "papers" / "ab" / f"ab{number:06d}").write_bytes(os.urandom(PAPER_BYTES))
        yield home, (size + PAPERS * PAPER_BYTES) / MEGABYTE
    finally:
        embedded.stop(server)
        shutil.rmtree(home)
