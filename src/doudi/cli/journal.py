"""`doudi journal …`: seal the journal now, check it, export it, carry on after a restore (等保三级 安全审计).

An exported journal is checked on any machine: with the key ring everything, without it less, and it says what.
"""

import argparse
import os
import sys
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.audit.anchors import BadAnchors
from doudi.audit.exporting import BadExport
from doudi.cli.checking import check_file
from doudi.cli.folder import data_folder
from doudi.cli.ground import CannotStart, database, set_up
from doudi.vault.keys import BadKeys

DEEDS = {
    "verify": "核对:封条、记录、锚文件逐条对,第一处不对的地方会说出来",
    "export": "导出成一个文件(JSON Lines),拿到别的机器上也能核对",
    "seal": "马上封存,不等每分钟一次的任务",
    "carry-on": "从备份恢复以后运行一次:事务编号接着往下数,锚文件记下从哪里续接",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi journal`."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="做什么")
    made = {name: deeds.add_parser(name, help=text, description=text) for name, text in DEEDS.items()}
    made["verify"].add_argument("--export", type=Path, help="核对一个导出的文件,不连数据库")
    made["verify"].add_argument("--anchors", type=Path, help="锚文件;核对数据库时默认用本系统的")
    made["verify"].add_argument("--keys", type=Path, help="密钥文件;默认用本系统的,没有就少查几样")
    made["export"].add_argument("file", type=Path, help="写到哪个文件")


def main(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when something is broken or could not be done; which, stands on the screen."""
    try:
        if args.deed == "verify":
            has_keys = _find_keys(args.keys)
            if args.export:
                return check_file(args.export, args.anchors, has_keys=has_keys)
            return _with_database("check_database", args.anchors, has_keys=has_keys)
        if args.deed == "export":
            return _with_database("export", args.file)
        return _with_database(args.deed.replace("-", "_"), owner=args.deed == "carry-on")
    except (CannotStart, BadAnchors, BadExport, BadKeys, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _find_keys(given: Path | None) -> bool:
    """Point to the ring without ever making one: a new ring would call every seal false."""
    if given is None and (os.environ.get("DOUDI_KEYS") or os.environ.get("DOUDI_KEYS_FILE")):
        return True
    path = given or data_folder() / "keys"
    if given is not None and not path.exists():
        raise CannotStart(f"没有这个密钥文件:{path}。")
    if path.exists():
        os.environ["DOUDI_KEYS_FILE"] = str(path)
    return path.exists()


def _with_database(deed: str, *words: object, owner: bool = False, **told: object) -> int:
    set_up(owner=owner)
    with database():
        status: int = import_string(f"doudi.cli.journalling.{deed}")(*words, **told)
    return status
