"""One worker at a time on one import (同一次导入只由一个进程做), and which imports nobody works on.

The sign is a lock that the database itself takes back when its holder is killed, so that a dead worker never keeps an
import to itself. Two workers on one import would do no harm, only each other's work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

SPACE: Final = 370800  # our own numbers among the advisory locks
_TAKE = "SELECT pg_try_advisory_lock(%s, %s)"
_GIVE_BACK = "SELECT pg_advisory_unlock(%s, %s)"
_HELD = """SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@contextmanager
def alone_on(run_id: int) -> Iterator[bool]:
    """Whether this process is the one that works on the import; it stays so until the end of the block."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [SPACE, run_id])
        taken = cursor.fetchone()[0]
    try:
        yield taken
    finally:
        # A broken connection has given it back already.
        if taken and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(_GIVE_BACK, [SPACE, run_id])


def in_work() -> set[int]:
    """The imports that some process works on at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [SPACE])
        return {row[0] for row in cursor.fetchall()}
