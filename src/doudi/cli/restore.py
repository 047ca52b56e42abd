"""`doudi restore FILE [--into DATA]`: puts a backup in the place of what is there, which is kept aside."""

import argparse
import os
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.folder import data_folder
from doudi.cli.ground import set_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi restore`."""
    parser.add_argument("backup", type=Path, help="备份文件")
    parser.add_argument("--into", type=Path, metavar="DATA", help="恢复到哪个数据文件夹;不写就是现在用的")
    parser.add_argument("--force", action="store_true", help="那里已经有一套系统也换掉(原来的另存在一旁)")
    parser.add_argument("--check", action="store_true", help="只核对备份是否完好、这里能不能恢复,什么都不动")


def main(args: argparse.Namespace) -> int:
    """Make Django ready for the folder that is restored into, then restore."""
    if args.into is not None:
        # The keys are where they were, unless the other folder has its own.
        data, ring = args.into.resolve(), data_folder() / "keys"
        if ring.exists() and not (data / "keys").exists():
            os.environ.setdefault("DOUDI_KEYS_FILE", str(ring))
        os.environ["DOUDI_DATA"] = str(data)
    set_up()
    status: int = import_string("doudi.cli.keeping.putting_back.put_back")(
        backup=args.backup, force=args.force, only_look=args.check, elsewhere=args.into is not None)
    return status
