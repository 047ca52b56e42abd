"""`doudi retention [--dry-run]`: what must be deleted now, and what keeps the rest (个人信息保护法 第四十七条).

The nightly job does the same; numbers only, no names.
"""

import argparse
import sys

from django.utils.module_loading import import_string

from doudi.cli.ground import CannotStart, database, set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi retention`."""
    parser.add_argument("--dry-run", action="store_true", help="只列出会删什么,什么都不改")


def main(args: argparse.Namespace) -> int:
    """Do the round, or say what it would do; 1 when a family could not be deleted."""
    set_up()
    try:
        with database():
            status: int = import_string("doudi.cli.forgetting.carry_out")(dry_run=args.dry_run)
        return status
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
