"""`doudi manage …`: Django's own commands, with the embedded database running for as long as they need it."""

import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from doudi.cli.ground import CannotStart, database, set_up

# These change tables or make databases: they connect as the owner.
AS_OWNER = frozenset({"migrate", "flush", "sqlflush", "test", "squashmigrations", "dbshell"})


def main(arguments: Sequence[str]) -> int:
    """Pass everything on to Django."""
    set_up(owner=bool(AS_OWNER & set(arguments[:1])))
    try:
        with database():
            execute_from_command_line(["doudi manage", *arguments])
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    return 0
