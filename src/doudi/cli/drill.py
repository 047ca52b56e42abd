"""`doudi drill`: proves that a backup can be restored, by restoring it beside what is in use and comparing everything."""

import argparse
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi drill`."""
    parser.add_argument("--backup", type=Path, help="用这份已有的备份演练;不写就现在做一份,用完删掉")
    parser.add_argument("--json", type=Path, metavar="FILE", help="把结果另写成 JSON 文件")


def main(args: argparse.Namespace) -> int:
    """Make Django ready, then drill."""
    set_up()
    status: int = import_string("doudi.cli.keeping.drilling.drill")(backup=args.backup, report=args.json)
    return status
