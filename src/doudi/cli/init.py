"""`doudi init`: a real installation. Areas, calendar, offices and the first administrator; no demo data."""

import argparse
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi init`."""
    parser.add_argument("--username", default="", help="管理员用户名;不写就会问")
    parser.add_argument("--name", default="系统管理员", help="管理员姓名")
    parser.add_argument("--password-file", type=Path, help="存有密码的文件;不写就会问")


def main(args: argparse.Namespace) -> int:
    """Make Django ready, then install."""
    set_up()
    status: int = import_string("doudi.cli.installing.install")(
        username=args.username, name=args.name, password_file=args.password_file)
    return status
