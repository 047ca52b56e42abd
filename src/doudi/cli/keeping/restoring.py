"""Restoring (恢复): into a fresh cluster or a fresh database beside the one in use, compared with the backup's own
picture, and only then switched to. Broken off at any moment it leaves what was there before."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from doudi.cli.keeping import access
from doudi.cli.keeping.manifest import Manifest, files_of
from doudi.cli.keeping.opening import Entry, entries
from doudi.cli.keeping.picture import differences, picture
from doudi.cli.keeping.reach import Reach, database, embedded, here, of_folder
from doudi.cli.switching import STAGE, settle
from doudi.vault.keys import Ring

Show = Callable[[str, int], None]
FRESH = "_restoring"
LOAD = ("--exit-on-error", "--no-password")


class RestoreFailed(RuntimeError):
    """Nothing was switched; the message is Chinese and says why."""


def fresh_folder(stage: Path) -> None:
    """An empty folder to restore into; what an earlier attempt left there is thrown away, with its server."""
    server = embedded("Embedded")(stage)
    if server.cluster.exists():
        embedded("stop")(server)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700, parents=True)


def embedded_server(stage: Path, data: Path, manifest: Manifest) -> Any:
    """A server of our own in the stage, with the passwords of the data folder and the roles of the backup."""
    owner = manifest.access["owner"]
    if owner != database("OWNER"):
        raise RestoreFailed(f"备份里数据库的所有者是 {owner},内置数据库的是 {database('OWNER')}。请恢复到外部数据库。")
    for role in {database("SUPERUSER"), database("OWNER"), database("APP"), *manifest.access["roles"]}:
        database("password_of")(data, role)
        shutil.copy2(data / f"password-{role}", stage / f"password-{role}")
    try:
        server = embedded("start")(stage)
    except embedded("EmbeddedFailed") as error:
        raise RestoreFailed(str(error)) from error
    reach = of_folder(stage)
    with reach.to("postgres").connect() as connection:
        access.make_roles(connection, manifest.access, lambda role: database("password_of")(stage, role))
        # The one that comes with a new server has rights of its own; what is restored has those of the backup only.
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(reach.name)))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(reach.name), sql.Identifier(owner)))
    return server


def fresh_database(reach: Reach, manifest: Manifest) -> Reach:
    """On somebody else's server: an empty database beside the one in use."""
    fresh = reach.to(reach.name + FRESH)
    with reach.to("postgres").connect() as connection:
        missing = access.missing_roles(connection, manifest.access)
        if missing:
            raise RestoreFailed(f"数据库服务器上还没有这些角色:{'、'.join(missing)}。请管理员先建好(CREATE ROLE)再恢复。")
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh.name)))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(fresh.name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise RestoreFailed(f"{reach.user} 不能建数据库,恢复要先建一个新库再换上去。"
                                f"请管理员执行:ALTER ROLE {reach.user} CREATEDB;") from error
    return fresh


def load(backup: Path, ring: Ring, manifest: Manifest, reach: Reach, stage: Path, show: Show) -> list[str]:
    """Everything of the backup into an empty database and an empty folder; what of the database is not the same then."""
    with tempfile.TemporaryFile() as errors, entries(backup, ring) as (sealed, pieces):
        program = reach.program("pg_restore", *LOAD, errors=errors, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            for piece in pieces:
                if piece.part == "database":
                    _feed(program, piece)
                elif piece.part in manifest.folders:
                    _place(piece, stage)
                show("写入", sealed.given)
        finally:
            with suppress(BrokenPipeError):
                program.stdin.close()
            status = program.wait()
        if status:
            errors.seek(0)
            raise RestoreFailed(f"写入数据库没有成功,没有切换:\n{errors.read().decode(errors='replace').strip()[-2000:]}")
    with reach.connect() as connection:
        access.give_rights(connection, reach.name, manifest.access)
        connection.execute("ANALYZE")
        return differences(manifest.database, picture(connection, show))


def _feed(program: subprocess.Popen[bytes], piece: Entry) -> None:
    # A program that has given up closes its ear; what it says is read where it has ended.
    with suppress(BrokenPipeError):
        for block in piece.blocks():
            program.stdin.write(block)


def _place(piece: Entry, stage: Path) -> None:
    path = stage / piece.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "xb") as file:
        for block in piece.blocks():
            file.write(block)
    path.chmod(piece.mode)
    # The age of a paper says whether a draft's photograph may be thrown away.
    os.utime(path, (piece.modified, piece.modified))


def other_files(backup: Path, ring: Ring, stage: Path, folders: Iterable[str], show: Show) -> list[str]:
    """Files that are not, byte for byte, what the backup holds; also those that it does not hold at all."""
    told, known = [], 0
    with entries(backup, ring) as (sealed, pieces):
        for piece in pieces:
            if piece.part in folders:
                known += 1
                told += [] if _same(piece, stage / piece.name) else [f"文件 {piece.name} 和备份里的不一样"]
                show("核对文件", sealed.given)
    standing = sum(1 for folder in folders for _ in files_of(stage / folder))
    return told if standing == known else [*told, f"文件数不一样:备份里 {known} 个,恢复后 {standing} 个"]


def _same(piece: Entry, path: Path) -> bool:
    if not path.is_file():
        return False
    with open(path, "rb") as file:
        return all(file.read(len(block)) == block for block in piece.blocks()) and not file.read(1)


def rename_database(reach: Reach, fresh: Reach, aside: str) -> None:
    """The fresh database takes the name of the one in use, which is kept under another; both or neither."""
    old, new = (sql.Identifier(each.name) for each in (reach, fresh))
    try:
        with reach.to("postgres").connect(autocommit=False) as connection:
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, sql.Identifier(aside)))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))
    except psycopg.errors.ObjectInUse as error:
        raise RestoreFailed("还有程序连着数据库,没有切换。请停掉所有机器上的系统再恢复。") from error
    except psycopg.Error as error:
        raise RestoreFailed(f"数据库没有换成功,还是原来的:{error}") from error


def is_renamed(reach: Reach) -> bool:
    """Whether no restored database waits for its name any more."""
    with reach.connect() as connection:
        return connection.execute("SELECT FROM pg_database WHERE datname = %s", [reach.name + FRESH]).fetchone() is None


def settle_here() -> None:
    """End a switch that was broken off, and throw away what is half restored. For who has the folder to himself."""
    data = settings.DATA
    settle(data, lambda: settings.EMBEDDED_SERVER is None and is_renamed(here()))
    if (data / STAGE).exists():
        fresh_folder(data / STAGE)
        (data / STAGE).rmdir()
