"""`doudi replay`: stored determinations made again from what each of them keeps, and every difference named (复算).

The exit status is 1 when any answer comes out otherwise or cannot be read, 0 when all of them are the same.
"""

import argparse
import sys
from datetime import date

from django.utils.module_loading import import_string

from doudi.cli.ground import CannotStart, database, set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which determinations; without any word, those since the last complete replay."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="全部认定")
    which.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="这一天起的认定")
    which.add_argument("--after", type=int, metavar="ID", help="从这个编号之后接着算")
    which.add_argument("--case", metavar="NUMBER", help="只算这个案件的认定")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.add_argument("--processes", type=int, metavar="N", help="同时用几个进程,默认按处理器个数")


def main(args: argparse.Namespace) -> int:
    """Replay, say what differs, and write down that it was done."""
    set_up()
    try:
        with database():
            status: int = import_string("doudi.cli.replaying.run")(args)
        return status
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
