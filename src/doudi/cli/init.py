"""`doudi init`: a real installation. Areas, calendar, offices and the first administrator; no demo data."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up


def main(arguments: Sequence[str]) -> int:
    """Parse, make Django ready, install."""
    wishes = _parser().parse_args(arguments)
    set_up()
    return import_string("doudi.cli.installing.install")(
        username=wishes.username, name=wishes.name, password_file=wishes.password_file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi init", description="正式安装:载入区划、日历,建立第一个管理员。")
    parser.add_argument("--username", default="", help="管理员用户名;不写就会问")
    parser.add_argument("--name", default="系统管理员", help="管理员姓名")
    parser.add_argument("--password-file", type=Path, help="存有密码的文件;不写就会问")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
