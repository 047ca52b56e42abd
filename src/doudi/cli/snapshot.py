"""`doudi snapshot --out DIR`: who lives where and what is known of them, as files (人口快照,济办发〔2020〕21号 二(四)12).

From the registry of this installation, or with `--register 户籍=FILE …` from registers of other offices. The exit status is
1 when rows of a register were sent back.
"""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.module_loading import import_string

from doudi.cli.citywide.wishes import a_day
from doudi.cli.ground import CannotStart, database, set_up
from doudi.cli.keeping.progress import Progress
from doudi.population.snapshot.importing import BadRegister, snapshot_of_registers
from doudi.population.snapshot.registers import REGISTERS
from doudi.population.snapshot.writing import FolderInUse

JINING = ZoneInfo("Asia/Shanghai")
SENT_BACK, CANNOT, INTERRUPTED = 1, 2, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be wished for."""
    wish = parser.add_argument
    wish("--out", type=Path, required=True, metavar="DIR", help="存放的文件夹")
    wish("--day", type=a_day, metavar="YYYY-MM-DD", help="哪一天的情况,默认今天")
    wish("--register", type=_register, action="append", default=[], metavar="NAME=FILE",
         help=f"从部门名册做,可写多个,必须有户籍;可用的名册:{'、'.join(REGISTERS)}(CSV、XLSX、Parquet)。不写就从系统登记的家庭做")


def main(args: argparse.Namespace) -> int:
    """Make the snapshot and say what it holds."""
    at = datetime.now(JINING)
    day = args.day or at.date()
    try:
        return _of_registers(args, day) if args.register else _of_registry(args, day, at)
    except (BadRegister, FolderInUse, CannotStart) as error:
        print(error, file=sys.stderr)
        return CANNOT
    except OSError as error:
        print(f"读写 {error.filename or args.out} 出错({error.strerror}):请检查路径、权限和磁盘空间", file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print(f"\n已停下。{args.out} 里没有 manifest.json,不完整;重做一次会覆盖。", file=sys.stderr)
        return INTERRUPTED


def _of_registry(args: argparse.Namespace, day: date, at: datetime) -> int:
    set_up()
    progress = Progress("人口快照")
    with database():
        manifest = import_string("doudi.cli.citywide.registry.write_registry")(
            args.out, day=day, at=at, show=lambda county, people: progress.show(f"{county} 已取 {people:,} 人"))
    progress.done()
    _tell(args.out, manifest)
    return 0


def _of_registers(args: argparse.Namespace, day: date) -> int:
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
