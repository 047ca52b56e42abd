"""`doudi drill` (恢复演练), once Django is ready: backs up, restores beside, compares everything, and clears away.

The copy runs on a server of its own in `drill` of the data folder; nothing of what is in use is touched.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from doudi.cli.ground import CannotStart, database
from doudi.cli.keeping import restoring
from doudi.cli.keeping.after import StepFailed, environment, run_steps
from doudi.cli.keeping.manifest import Manifest
from doudi.cli.keeping.opening import fits, proved
from doudi.cli.keeping.progress import MEGABYTE, Progress
from doudi.cli.keeping.putting_back import the_ring
from doudi.cli.keeping.reach import embedded, here, of_folder
from doudi.cli.keeping.restoring import RestoreFailed
from doudi.cli.keeping.sealed_file import NotABackup
from doudi.cli.keeping.taking import size_of
from doudi.cli.keeping.writing import BackupFailed, write_backup
from doudi.vault.keys import BadKeys, ring, ring_file

JINING = ZoneInfo("Asia/Shanghai")
FOLDER: Final = "drill"
SHOWN: Final = 20
# What the restored copy has to pass besides being the same; a command of `doudi` each.
CHECKS: Final = (("manage", "check"), ("manage", "migrate", "--check"), ("journal", "verify"))


@dataclass
class Report:
    """What was done and what was found."""

    began: str
    backup: str = ""
    backup_bytes: int = 0
    backup_seconds: float = 0
    restore_seconds: float = 0
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether the copy is the original."""
        return not self.differences and all(self.checks.values())


def drill(*, backup: Path | None, report: Path | None) -> int:
    """0 when everything is the same, 1 when anything is not."""
    made = Report(datetime.now(JINING).isoformat(timespec="seconds"))
    try:
        with database():
            _drill(backup, made)
    except (CannotStart, NotABackup, BackupFailed, RestoreFailed, StepFailed, BadKeys) as error:
        made.differences.append(str(error))
    except psycopg.Error as error:
        made.differences.append(f"数据库答复:{error}")
    except OSError as error:
        made.differences.append(f"{error.filename or settings.DATA}:{error.strerror}")
    if report is not None:
        report.write_text(json.dumps({**asdict(made), "equal": made.equal}, ensure_ascii=False, indent=1), encoding="utf-8")
    _say(made)
    return 0 if made.equal else 1


def _drill(backup: Path | None, made: Report) -> None:
    stage = settings.DATA / FOLDER
    with _cleared(stage):
        path = backup or stage / "drill.backup"
        keys = the_ring() if backup else ring()
        if backup is None:
            progress = Progress("演练:备份", size_of(here()))
            write_backup(path, here(), keys, at=datetime.now(JINING), show=progress.show)
            made.backup_seconds = round(progress.done(), 1)
        made.backup, made.backup_bytes = str(backup or "现在做的一份"), path.stat().st_size
        progress = Progress("演练:恢复", 3 * made.backup_bytes)
        manifest = proved(path, keys, progress.show)
        fits(manifest, keys)
        made.tables = {name: rows for name, (rows, _) in manifest.database["tables"].items()}
        made.files = {name: tally.pieces for name, tally in manifest.folders.items()}
        _restored(path, manifest, stage, made, progress)
        made.restore_seconds = round(progress.done(), 1)


def _restored(path: Path, manifest: Manifest, stage: Path, made: Report, progress: Progress) -> None:
    keys = the_ring()
    server = restoring.embedded_server(stage, settings.DATA, manifest)
    try:
        made.differences += restoring.load(path, keys, manifest, of_folder(stage), stage, progress.show)
        made.differences += restoring.other_files(path, keys, stage, manifest.folders, progress.show)
        run_steps(manifest.identity, environment(stage, ring_file(), owner=True))
        for check in CHECKS:
            progress.show(f"检查 {' '.join(check)}")
            made.checks[" ".join(check)] = _passes(check, stage)
    finally:
        embedded("stop")(server)


@contextmanager
def _cleared(stage: Path) -> Iterator[None]:
    restoring.fresh_folder(stage)
    try:
        yield
    finally:
        restoring.fresh_folder(stage)
        with suppress(OSError):
            shutil.rmtree(stage)


def _passes(command: tuple[str, ...], stage: Path) -> bool:
    done = subprocess.run([sys.executable, "-m", "doudi.cli.main", *command], env=environment(stage, ring_file()),
                          check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip()[-2000:], file=sys.stderr)
    return done.returncode == 0


def _say(made: Report) -> None:
    print(f"恢复演练 {made.began[:16].replace('T', ' ')}:{made.backup},{made.backup_bytes / MEGABYTE:,.1f} MB,"
          f"备份 {made.backup_seconds:.0f} 秒,恢复和核对 {made.restore_seconds:.0f} 秒")
    print(f"  表 {len(made.tables)} 张 {sum(made.tables.values()):,} 行,文件 {sum(made.files.values()):,} 个")
    for name, passed in made.checks.items():
        print(f"  {'通过' if passed else '没有通过'}:doudi {name}")
    for line in made.differences[:SHOWN]:
        print(f"  不一致:{line}")
    if len(made.differences) > SHOWN:
        print(f"  ……共 {len(made.differences)} 处不一致")
    print("结论:恢复出来的和原来完全一致。" if made.equal else "结论:没有通过,请把上面的文字交给技术人员。")
