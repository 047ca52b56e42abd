"""Making a backup (备份) while people go on working: one snapshot of the database, then the files that it names.

A paper is on disk before its row is committed, so whatever the snapshot knows of is there when the files are read.
What comes out is an ordinary tar archive inside a sealed file; half of one never carries the name that was asked for.
"""

import hashlib
import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import psycopg

from doudi.cli.keeping import access
from doudi.cli.keeping.manifest import NAME, Manifest, Tally, files_of, folders, key_prints
from doudi.cli.keeping.picture import picture
from doudi.cli.keeping.reach import Reach
from doudi.cli.keeping.sealed_file import CHUNK, SealedWriter
from doudi.vault.keys import BACKUP, Ring

PIECE: Final = 8 * CHUNK
DUMP: Final = ("--format=custom", "--compress=gzip:1", "--no-password", "--no-sync")
Show = Callable[[str, int], None]


class BackupFailed(RuntimeError):
    """No backup was made; the message is Chinese and says why."""


def write_backup(target: Path, reach: Reach, ring: Ring, *, at: datetime, show: Show) -> Manifest:
    """Write the backup; its manifest. The file is there whole, or not at all."""
    if target.exists():
        raise BackupFailed(f"{target} 已经有了,不覆盖。请换一个文件名,或只写文件夹,由系统取名。")
    with _whole(target) as file:
        sealed = SealedWriter(file, ring.current(BACKUP))
        # tarfile hands over whole blocks; the stream is never sought in.
        with tarfile.open(fileobj=sealed, mode="w|", bufsize=CHUNK, format=tarfile.PAX_FORMAT) as archive:
            with _snapshot(reach) as (connection, snapshot):
                shown = picture(connection, show)
                rights = access.of(connection)
                dump = _copy_database(archive, reach, snapshot, at, show)
            copied = {name: _copy_folder(archive, name, folder, show) for name, folder in folders().items()}
            manifest = Manifest(sealed.identity, at.isoformat(timespec="seconds"), shown, rights, dump, copied,
                                key_prints(ring))
            _add(archive, NAME, manifest.text(), at)
        sealed.finish()
    return manifest


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """Written aside, on disk, and only then under its name, which nobody else has taken meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except OSError as error:
        raise BackupFailed(f"写不了 {target}:{error.strerror}。请检查磁盘空间和权限。") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


@contextmanager
def _snapshot(reach: Reach) -> Iterator[tuple[psycopg.Connection, str]]:
    with reach.connect(autocommit=False) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection, connection.execute("SELECT pg_export_snapshot()").fetchone()[0]


def _copy_database(archive: tarfile.TarFile, reach: Reach, snapshot: str, at: datetime, show: Show) -> Tally:
    """pg_dump's stream in pieces whose length is known."""
    tally = Tally()
    with tempfile.TemporaryFile() as errors:
        program = reach.program("pg_dump", *DUMP, f"--snapshot={snapshot}", errors=errors, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE)
        try:
            while piece := program.stdout.read(PIECE):
                name = f"database/{tally.pieces + 1:08d}"
                tally.add(name, len(piece), hashlib.sha256(piece).hexdigest())
                _add(archive, name, piece, at)
                archive.members.clear()
                show("数据库", tally.bytes)
        finally:
            program.stdout.close()
            status = program.wait()
        if status:
            errors.seek(0)
            raise BackupFailed(f"导出数据库没有成功:\n{errors.read().decode(errors='replace').strip()}")
    return tally


def _copy_folder(archive: tarfile.TarFile, name: str, folder: Path, show: Show) -> Tally:
    tally = Tally()
    for path in files_of(folder):
        # What is thrown away while we read is claimed by nobody.
        with suppress(FileNotFoundError), open(path, "rb") as file:
            entry = archive.gettarinfo(arcname=f"{name}/{path.relative_to(folder)}", fileobj=file)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            read = Hashing(file)
            archive.addfile(entry, read)
            tally.add(entry.name, entry.size, read.digest())
            archive.members.clear()  # tarfile would remember every name
            show({"papers": "材料", "anchors": "日志存证"}[name], tally.bytes)
    return tally


class Hashing:
    """A file that is read on, and its digest so far."""

    def __init__(self, source: Any) -> None:
        self._source, self._sum = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        part = self._source.read(size)
        self._sum.update(part)
        return part

    def digest(self) -> str:
        """Of everything read."""
        return self._sum.hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes, at: datetime) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), int(at.timestamp()), 0o600
    archive.addfile(entry, io.BytesIO(content))
