"""`doudi run`: the whole product with one command. Ctrl-C stops everything, and nothing is lost.

On an empty data folder it makes the database, the tables, the areas of Jining and, unless `--no-demo`, a
township with people and cases to look at. A real installation begins with `doudi init`.
"""

import argparse
import os
import sys

from django.utils.module_loading import import_string

from doudi.cli.ground import set_up

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
NO_NAME = ("别的机器也能访问时,要说明用什么名字访问:请设环境变量 DOUDI_HOSTS,例如 DOUDI_HOSTS=jiuzhu.example.gov.cn,10.0.0.5。"
           "只是试一试,可以加 --any-host。")
ANY_HOST = "注意:现在不管用什么名字访问都会回答。这只能用于试验,正式使用请去掉 --any-host,改设 DOUDI_HOSTS。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi run`."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址,默认只在本机(127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="端口,默认 8000")
    parser.add_argument("--any-host", action="store_true", help="不管用什么名字访问都回答(只用于试验)")
    parser.add_argument("--no-demo", action="store_true", help="空的数据库里不放演示数据")


def main(args: argparse.Namespace) -> int:
    """Make Django ready, then serve."""
    if args.any_host:
        print(ANY_HOST, file=sys.stderr)
        os.environ["DOUDI_HOSTS"] = "*"
    elif args.host not in LOCAL and "DOUDI_HOSTS" not in os.environ:
        # Whoever answers to any name lets a stranger's name into links and letters: it must be somebody's choice.
        print(NO_NAME, file=sys.stderr)
        return 1
    set_up()
    # The rooms can be imported only now that Django knows its settings.
    status: int = import_string("doudi.cli.serving.serve")(
        host=args.host, port=args.port, demo=not args.no_demo
    )
    return status
