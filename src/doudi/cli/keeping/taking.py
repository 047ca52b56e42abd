"""`doudi backup`, once Django is ready: takes the copy, notes it in the journal, says what it does not hold."""

import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from django.db import transaction

from doudi.audit import actions as audit
from doudi.cli.ground import CannotStart, database
from doudi.cli.keeping.manifest import Manifest, files_of, folders
from doudi.cli.keeping.progress import MEGABYTE, Progress
from doudi.cli.keeping.reach import Reach, here
from doudi.cli.keeping.writing import BackupFailed, write_backup
from doudi.vault.keys import BadKeys, ring, ring_file

JINING = ZoneInfo("Asia/Shanghai")


def take(*, target: Path) -> int:
    """0 when the backup is there; 1, with the reason, when it is not."""
    at = datetime.now(JINING)
    path = target / f"doudi-{at:%Y%m%d-%H%M%S}.backup" if target.is_dir() else target
    try:
        with database():
            reach = here()
            progress = Progress("备份", size_of(reach))
            manifest = write_backup(path, reach, ring(), at=at, show=progress.show)
            took = progress.done()
            _note(manifest, path.stat().st_size, at)
    except (CannotStart, BackupFailed, BadKeys) as error:
        print(error, file=sys.stderr)
        return 1
    except psycopg.Error as error:
        print(f"备份没有做成,数据库答复:{error}", file=sys.stderr)
        return 1
    _say(path, manifest, took)
    return 0


def size_of(reach: Reach) -> int:
    """About how many bytes go by: a dump is packed to some third of the database."""
    with reach.connect() as connection:
        database_size = connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]
    return database_size // 3 + sum(path.stat().st_size for folder in folders().values() for path in files_of(folder))


@transaction.atomic
def _note(manifest: Manifest, size: int, at: datetime) -> None:
    audit.record(by=None, at=at, verb="make_backup", subject=("backup", manifest.identity),
                 details={"bytes": size, "tables": len(manifest.database["tables"]), "rows": manifest.rows})


def _say(path: Path, manifest: Manifest, took: float) -> None:
    papers = manifest.folders["papers"].pieces
    print(f"备份完成:{path}\n"
          f"{path.stat().st_size / MEGABYTE:,.1f} MB,{len(manifest.database['tables'])} 张表 {manifest.rows:,} 行,"
          f"材料 {papers:,} 份,用时 {took:.0f} 秒。")
    where = "环境变量 DOUDI_KEYS" if os.environ.get("DOUDI_KEYS") else f"密钥文件 {ring_file()}"
    print(f"备份已加密(国密 SM4),密钥不在备份里。请把{where} 另存一份到别处:没有它,这份备份谁也打不开。\n"
          "备份能不能用,请用 doudi drill 演练一次。")
