"""`doudi backup FILE|FOLDER`: one encrypted file with the database, the papers and the journal's anchors, taken while
people go on working."""

import argparse
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi backup`."""
    parser.add_argument("target", type=Path, help="备份文件;写一个已有的文件夹,就在里面按时间取名")


def main(args: argparse.Namespace) -> int:
    """Make Django ready, then take the backup."""
    set_up()
    status: int = import_string("doudi.cli.keeping.taking.take")(target=args.target)
    return status
