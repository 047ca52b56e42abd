"""`doudi restore`, once Django is ready: proves the file, restores beside what is there, and switches."""

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from doudi.cli import switching
from doudi.cli.ground import CannotStart, only_one
from doudi.cli.keeping import restoring
from doudi.cli.keeping.after import StepFailed, environment, run_steps
from doudi.cli.keeping.manifest import Manifest
from doudi.cli.keeping.opening import fits, proved
from doudi.cli.keeping.progress import Progress
from doudi.cli.keeping.reach import Reach, embedded, here, of_folder
from doudi.cli.keeping.restoring import RestoreFailed
from doudi.cli.keeping.sealed_file import NotABackup
from doudi.vault.keys import BadKeys, Ring, ring, ring_file

JINING = ZoneInfo("Asia/Shanghai")
SHOWN: Final = 20
STOPPED: Final = 130


def put_back(*, backup: Path, force: bool, only_look: bool, elsewhere: bool) -> int:
    """0 when the backup is the installation now (or, only looked at, could be); 1, with the reason, otherwise."""
    try:
        with only_one():
            keys = the_ring()
            progress = Progress("恢复", 2 * backup.stat().st_size if backup.exists() else 0)
            manifest = proved(backup, keys, progress.show)
            fits(manifest, keys)
            if not only_look:
                refuse_full(force)
                copied = keep_keys(settings.DATA) if elsewhere else None
                aside = (_into_folder if settings.EMBEDDED_SERVER else _into_server)(backup, keys, manifest, progress)
            progress.done()
    except (CannotStart, NotABackup, RestoreFailed, StepFailed, BadKeys) as error:
        print(error, file=sys.stderr)
        return 1
    except psycopg.Error as error:
        print(f"没有恢复成,原来的没有动。数据库答复:{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"没有恢复成:{error.strerror}。请检查磁盘空间和权限,再运行一次。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停下。没做完的会在下次运行时清掉。", file=sys.stderr)
        return STOPPED
    _say(manifest, only_look, "" if only_look else aside, None if only_look else copied)
    return 0


def _say(manifest: Manifest, only_look: bool, aside: str, copied: Path | None) -> None:
    if only_look:
        print(f"备份完好,这里能恢复它:{told(manifest)}。")
        return
    print(f"恢复完成:{told(manifest)},逐表核对一致。启动:doudi run --no-demo")
    if copied:
        print(f"密钥文件已抄到 {copied},数据要用它才能读。")
    if aside:
        print(f"原来的系统另存在 {aside},确认无误后可以删除。")


def told(manifest: Manifest) -> str:
    """Which backup, and how much is in it."""
    return (f"{manifest.made_at[:16].replace('T', ' ')} 的备份,{len(manifest.database['tables'])} 张表 {manifest.rows:,} 行,"
            f"材料 {manifest.folders['papers'].pieces:,} 份")


def the_ring() -> Ring:
    """The key ring that is here; a new one would open nothing, so none is made."""
    if not os.environ.get("DOUDI_KEYS") and not ring_file().exists():
        raise NotABackup(f"没有找到密钥文件 {ring_file()}。请先把当时另存的密钥文件放到这里,"
                         "或者用环境变量 DOUDI_KEYS_FILE 指明它在哪里。")
    return ring()


def refuse_full(force: bool) -> None:
    """Never over an installation that somebody may still want."""
    found = switching.in_use(settings.DATA)
    if settings.EMBEDDED_SERVER is None:
        with here().connect() as connection:
            if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]:
                found.append("数据库")
    if found and not force:
        raise RestoreFailed(f"{settings.DATA} 已经有一套系统({'、'.join(found)})。恢复会用备份换掉它;"
                            "确实要换,请加 --force(原来的会另存在一旁,不会删除)。")


def _into_folder(backup: Path, keys: Ring, manifest: Manifest, progress: Progress) -> str:
    data, stage = settings.DATA, settings.DATA / switching.STAGE
    if (kind := embedded("Embedded")(data)).cluster.exists() and embedded("is_running")(kind):
        raise RestoreFailed("这个数据文件夹的数据库还在运行。请先停掉系统再恢复。")
    restoring.fresh_folder(stage)
    server = restoring.embedded_server(stage, data, manifest)
    try:
        _same(restoring.load(backup, keys, manifest, of_folder(stage), stage, progress.show))
        run_steps(manifest.identity, environment(stage, ring_file(), owner=True))
    finally:
        embedded("stop")(server)
    switching.decide(data, stage, _stamp())
    return str(switching.settle(data) or "")


def _into_server(backup: Path, keys: Ring, manifest: Manifest, progress: Progress) -> str:
    data, stage, reach = settings.DATA, settings.DATA / switching.STAGE, here()
    restoring.fresh_folder(stage)
    fresh = restoring.fresh_database(reach, manifest)
    _same(restoring.load(backup, keys, manifest, fresh, stage, progress.show))
    run_steps(manifest.identity, environment(data, ring_file(), url=fresh.url(), owner=True))
    stamp = _stamp()
    switching.decide(data, stage, stamp, pending=True)
    return _renamed(data, reach, fresh, f"{reach.name}_replaced_{stamp.replace('-', '_')}")


def _renamed(data: Path, reach: Reach, fresh: Reach, aside: str) -> str:
    try:
        restoring.rename_database(reach, fresh, aside)
    finally:
        # Whatever happened, the folder follows what the database says.
        moved = switching.settle(data, lambda: restoring.is_renamed(reach))
    return f"数据库 {aside}" + (f"、{moved}" if moved else "")


def keep_keys(data: Path) -> Path | None:
    """Whoever restores into another folder starts it there, and a folder without its ring would make itself a new one, which
    opens nothing: the ring is copied beside the data."""
    place = data / "keys"
    if os.environ.get("DOUDI_KEYS") or place.exists():
        return None
    shutil.copyfile(ring_file(), place)
    place.chmod(0o600)
    return place


def _same(found: list[str]) -> None:
    if found:
        raise RestoreFailed("恢复出来的和备份不一样,没有切换:\n" + "\n".join(found[:SHOWN]))


def _stamp() -> str:
    return f"{datetime.now(JINING):%Y%m%d-%H%M%S}"
