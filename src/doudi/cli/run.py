"""`doudi run`: the whole product with one command. Ctrl-C stops everything, and nothing is lost.

On an empty data folder it makes the database, the tables, the areas of Jining and, unless `--no-demo`, a township
with people and cases to look at. A real installation begins with `doudi init`.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def main(arguments: Sequence[str]) -> int:
    """Parse, make Django ready, serve."""
    wishes = _parser().parse_args(arguments)
    if wishes.host not in LOCAL and "DOUDI_HOSTS" not in os.environ:
        # Listening to the world means answering to a name; without one being told, any name will do.
        os.environ["DOUDI_HOSTS"] = "*"
    set_up()
    # The rooms can be imported only now that Django knows its settings.
    return import_string("doudi.cli.serving.serve")(host=wishes.host, port=wishes.port, demo=not wishes.no_demo)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi run", description="启动系统:数据库、网页和后台任务。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址,默认只在本机(127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="端口,默认 8000")
    parser.add_argument("--no-demo", action="store_true", help="空的数据库里不放演示数据")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
