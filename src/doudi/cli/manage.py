"""`doudi manage …`: Django's own commands, with the embedded database running for as long as they need it."""

import argparse
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from doudi.cli.ground import CannotStart, database, set_up
from doudi.offices import access

# These change tables or make databases: they connect as the owner.
AS_OWNER = frozenset({"migrate", "flush", "sqlflush", "test", "squashmigrations", "dbshell"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything behind `doudi manage` is Django's."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="Django 的命令和参数")


def main(args: argparse.Namespace) -> int:
    """Pass everything on to Django."""
    owner = bool(AS_OWNER & set(args.words[:1]))
    set_up(owner=owner)
    try:
        # The owner is held by no policy, and may meet a database without any.
        with database(), access.nobody() if owner else nullcontext():
            execute_from_command_line(["doudi manage", *args.words])
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    return 0
