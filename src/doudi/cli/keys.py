"""`doudi keys`: which keys there are and how much each still seals; a new one; everything sealed anew with the newest.

`doudi keys rotate` may be stopped and begun again. A key that seals nothing any more may be taken out of the key file.
"""

import argparse
import sys

from django.utils.module_loading import import_string

from doudi.cli.ground import CannotStart, database, set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi keys`."""
    deeds = parser.add_subparsers(dest="deed", metavar="做什么")
    deeds.add_parser("list", help="列出密钥和每把还封着多少(不写也是这个)")
    add = deeds.add_parser("add", help="加一把新的,从现在起用它封")
    add.add_argument("purpose", choices=["data", "index"], help="data 封内容,index 供查找")
    deeds.add_parser("rotate", help="把旧密钥封的都换成新的,可以随时停、再接着换")


def main(args: argparse.Namespace) -> int:
    """Do it; 1 with the reason when it cannot be."""
    set_up()
    try:
        with database():
            status: int = import_string(f"doudi.cli.sealing.{args.deed or 'list'}_keys")(args)
        return status
    except (CannotStart, import_string("doudi.vault.keys.BadKeys")) as error:
        print(error, file=sys.stderr)
        return 1
