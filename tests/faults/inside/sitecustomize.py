"""Python loads this by itself in every program of the crew under test, because its folder stands in PYTHONPATH.

While a file lies at DOUDI_FAULT_ARM it counts the statements that fit the pattern written there, and at the one asked for
it kills this process, its database session or the whole database server. The product itself knows nothing of it.
"""

import contextlib
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path

ARM = Path(os.environ["DOUDI_FAULT_ARM"]) if "DOUDI_FAULT_ARM" in os.environ else None
_counting = threading.Lock()
_seen: dict[str, int] = {}
COMMIT = "COMMIT"


def _who() -> str:
    words = Path("/proc/self/cmdline").read_bytes().decode().split("\0")
    if "granian" in words:
        return "web"
    return "worker" if "worker" in words else "crew" if "run" in words else ""


def _armed(text: str, when: str) -> dict | None:
    """The order that this very statement fulfils."""
    try:
        order = json.loads(ARM.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if order["when"] != when or order["who"] != WHO or not re.search(order["pattern"], text):
        return None
    with _counting:
        _seen[order["id"]] = _seen.get(order["id"], 0) + 1
        if _seen[order["id"]] != order["nth"]:
            return None
    with contextlib.suppress(OSError):
        # Whoever takes the order away carries it out; a program started again does not find it any more.
        os.rename(ARM, ARM.with_name("fired"))
        return order
    return None


def _strike(order: dict, connection: object) -> None:
    target = {"self": os.getpid, "backend": lambda: connection.info.backend_pid,
              "server": lambda: order["server"]}[order["what"]]()
    # Nought would be every process of this group.
    if target:
        with contextlib.suppress(ProcessLookupError):
            os.kill(target, signal.SIGKILL)


def _around(plain, connection_of, text_of):
    def watched(self, *args, **kwargs):
        text = text_of(args)
        for when in ("before", "after"):
            order = _armed(text, when)
            if order:
                _strike(order, connection_of(self))
            if when == "before":
                result = plain(self, *args, **kwargs)
        return result

    return watched


def _around_async(plain):
    async def watched(self, query, *args, **kwargs):
        order = _armed(str(query), "before")
        if order:
            _strike(order, self.connection)
        result = await plain(self, query, *args, **kwargs)
        order = _armed(str(query), "after")
        if order:
            _strike(order, self.connection)
        return result

    return watched


def _watch() -> None:
    import psycopg  # noqa: PLC0415 - only in a program under test

    def statement(args):
        return str(args[0])

    psycopg.Cursor.execute = _around(psycopg.Cursor.execute, lambda cursor: cursor.connection, statement)
    psycopg.Cursor.executemany = _around(psycopg.Cursor.executemany, lambda cursor: cursor.connection, statement)
    psycopg.Connection.commit = _around(psycopg.Connection.commit, lambda connection: connection, lambda _: COMMIT)
    psycopg.AsyncCursor.execute = _around_async(psycopg.AsyncCursor.execute)


def _never_give_up() -> None:
    # A crew that is killed by the minute for an hour is no sick one here.
    from doudi.cli import children  # noqa: PLC0415

    children.MOST_RESTARTS, children.RESTART_SECONDS = 10**6, 0.1


WHO = _who() if ARM else ""
if WHO in {"web", "worker"}:
    _watch()
elif WHO == "crew" and any(word == "run" for word in sys.orig_argv):
    _never_give_up()
