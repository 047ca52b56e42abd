"""`doudi areas FILE --from DAY`: a newer list of areas. New codes open, codes that are gone end, nothing is
deleted."""

import argparse
import sys
from datetime import date
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.ground import CannotStart, database, set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi areas`."""
    parser.add_argument("file", type=Path, help="CSV:code,name,level,parent,kind,source(UTF-8 或 GB18030)")
    parser.add_argument(
        "--from", dest="since", type=date.fromisoformat, required=True, help="从哪天起生效,例如 2026-07-01"
    )
    parser.add_argument("--partial", action="store_true", help="只增改,不把表里没有的停用")


def main(args: argparse.Namespace) -> int:
    """Import, and say what was done and which rows were not taken."""
    set_up()
    try:
        with database():
            status: int = import_string("doudi.cli.installing.import_areas")(
                args.file, args.since, not args.partial
            )
        return status
    except (CannotStart, OSError) as error:
        print(error, file=sys.stderr)
        return 1
