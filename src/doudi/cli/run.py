"""`doudi run`: the whole product with one command. Ctrl-C stops everything, and nothing is lost.

On an empty data folder it makes the database, the tables, the areas of Jining and, unless `--no-demo`, a
township with people and cases to look at. A real installation begins with `doudi init`.
"""

import argparse
import os

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi run`."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址,默认只在本机(127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="端口,默认 8000")
    parser.add_argument("--no-demo", action="store_true", help="空的数据库里不放演示数据")


def main(args: argparse.Namespace) -> int:
    """Make Django ready, then serve."""
    if args.host not in LOCAL and "DOUDI_HOSTS" not in os.environ:
        # Listening to the world means answering to a name; without one being told, any name will do.
        os.environ["DOUDI_HOSTS"] = "*"
    set_up()
    # The rooms can be imported only now that Django knows its settings.
    status: int = import_string("doudi.cli.serving.serve")(
        host=args.host, port=args.port, demo=not args.no_demo
    )
    return status
