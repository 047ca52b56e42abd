"""`doudi snapshot`: who lives where and what is known of them, as files (人口快照,济办发〔2020〕21号 二(四)12).

From the registry of this installation: without `--out` it is published for the standards workbench, as every night. Or, with
`--register 户籍=FILE …`, from registers of other offices. The exit status is 1 when rows of a register were sent back.
"""

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.module_loading import import_string

from doudi.cli.citywide.progress import Progress
from doudi.cli.citywide.wishes import a_day
from doudi.cli.folder import data_folder
from doudi.cli.ground import CannotStart, database, set_up
from doudi.population.files import Occupied, alone_in
from doudi.population.snapshot.importing import BadRegister, snapshot_of_registers
from doudi.population.snapshot.publishing import CURRENT, PUBLISHED
from doudi.population.snapshot.registers import REGISTERS
from doudi.population.snapshot.writing import FolderInUse

JINING = ZoneInfo("Asia/Shanghai")
SENT_BACK, CANNOT, INTERRUPTED = 1, 2, 130
NO_FOLDER = "从部门名册做的快照要写明存放的文件夹(--out):标准工作台只用系统登记的家庭。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be wished for."""
    wish = parser.add_argument
    wish("--out", type=Path, metavar="DIR", help="存放的文件夹。不写就公布给标准工作台用,做好以前那里用原来的")
    wish("--day", type=a_day, metavar="YYYY-MM-DD", help="哪一天的情况,默认今天")
    wish("--register", type=_register, action="append", default=[], metavar="NAME=FILE",
         help=f"从部门名册做,可写多个,必须有户籍;可用的名册:{'、'.join(REGISTERS)}(CSV、XLSX、Parquet)。不写就从系统登记的家庭做")


def main(args: argparse.Namespace) -> int:
    """Make the snapshot and say what it holds."""
    at = datetime.now(JINING)
    day = args.day or at.date()
    try:
        with _alone(args.out):
            return _of_registers(args, day) if args.register else _of_registry(args.out, day, at)
    except (BadRegister, FolderInUse, CannotStart, Occupied) as error:
        print(error, file=sys.stderr)
        return CANNOT
    except OSError as error:
        print(f"读写 {error.filename or args.out} 出错({error.strerror}):请检查路径、权限和磁盘空间", file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        left = f"{args.out} 里没有 manifest.json,不完整;重做一次会覆盖" if args.out else "原来的快照还在用"
        print(f"\n已停下。{left}。", file=sys.stderr)
        return INTERRUPTED


def _alone(out: Path | None) -> AbstractContextManager[None]:
    if out is None or (out.exists() and not out.is_dir()):
        return nullcontext()
    out.mkdir(parents=True, exist_ok=True)
    return alone_in(out, f"另一个进程正在往 {out} 里写人口快照。等它做完,或者换一个文件夹。")


def _of_registry(out: Path | None, day: date, at: datetime) -> int:
    set_up()
    # The record can be imported only now that Django knows its settings.
    nobody, publish, write, counties = (import_string(f"doudi.people.{name}") for name in (
        "snapshot_files.NobodyThere", "snapshot_files.publish_snapshot", "snapshot_files.write_snapshot", "snapshots.counties"))
    published = data_folder() / PUBLISHED
    with database():
        progress = Progress(0, len(counties(day, at)))
        try:
            manifest = (write if out else publish)(out or published, day=day, at=at, watcher=progress)
        except nobody as error:
            print(error, file=sys.stderr)
            return CANNOT
    progress.end()
    _tell(out or published / CURRENT, manifest)
    if out is None:
        print("标准工作台从现在起用这一份。")
    return 0


def _of_registers(args: argparse.Namespace, day: date) -> int:
    if args.out is None:
        raise BadRegister(NO_FOLDER)
    manifest, sent_back = snapshot_of_registers(args.out, dict(args.register), day=day)
    _tell(args.out, manifest)
    for line in manifest["source"]["columns_refused"]:
        print(line)
    if sent_back:
        print(f"退回 {sent_back:,} 行,列在 {args.out / 'refused.csv'}。")
    return SENT_BACK if sent_back else 0


def _tell(out: Path, manifest: dict) -> None:
    counties = len(manifest["counties"])
    print(f"人口快照:{manifest['people']:,} 人,{manifest['households']:,} 户,{counties} 个县区,{manifest['day']},存于 {out}。")
    print(f"校验 {manifest['sha256'][:16]}。")


def _register(text: str) -> tuple[str, Path]:
    name, mark, file = text.partition("=")
    if not mark or name not in REGISTERS:
        raise argparse.ArgumentTypeError(f"“{text}”看不懂,写成 户籍=文件 这样;可用的名册:{'、'.join(REGISTERS)}")
    return name, Path(file)
