"""What row-level security costs: pages asked as the app role under it, and as the owner of the tables without it and
without saying who acts, in turns in the same run, with a hundred thousand persons and a hundred thousand cases.

The case list is asked by a county officer (everything is his) and by a clerk (a twentieth is), the workbench and the
search by the clerk.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.module_loading import import_string

from bench.figure import Figure, Scale
from bench.www import asked, town

ROUNDS = 25
NAMES = ("rows.case_list_county", "rows.case_list_clerk", "rows.workbench", "rows.search_name", "rows.search_pinyin")


def figures(scale: Scale) -> Iterator[Figure]:
    """rows.case_list_county, rows.case_list_clerk, rows.workbench, rows.search_name, rows.search_pinyin"""
    if not any(scale.wants(name) for name in NAMES):
        return
    told = subprocess.run([sys.executable, "-m", "bench.rows"], check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        if scale.wants(found["name"]):
            yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"])


def main() -> None:
    """Take the figures in this process and print them."""
    with town() as (clerk, county):
        let_the_owner_become_the_app_role()
        works: dict[str, Callable[[], None]] = dict(zip(NAMES, (
            lambda: asked(county, "/staff/cases/"), lambda: asked(clerk, "/staff/cases/"),
            lambda: asked(clerk, "/staff/?bucket=overdue"), lambda: asked(clerk, "/staff/search/?q=王"),
            lambda: asked(clerk, "/staff/search/?q=zhang")), strict=True))
        for name, work in works.items():
            guarded, bare = _in_turns(work)
            print(Figure(name, guarded * 1000, "ms", guarded / bare, "without row-level security").line(), flush=True)


def _in_turns(work: Callable[[], None]) -> tuple[float, float]:
    """The median seconds under row-level security and without; a busy moment of the machine falls on both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(2 * (ROUNDS + 1)):
        bare = turn % 2 == 1
        with _unguarded() if bare else as_app():
            start = time.perf_counter()
            work()
            if turn > 1:
                taken[bare].append(time.perf_counter() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])


@contextmanager
def as_app() -> Iterator[None]:
    connection: Any = import_string("django.db.connection")
    connection.ensure_connection()
    connection.connection.execute("SET ROLE doudi_app")
    yield
    connection.connection.execute("RESET ROLE")


@contextmanager
def _unguarded() -> Iterator[None]:
    connection: Any = import_string("django.db.connection")
    connection._say_who_acts = lambda: None
    yield
    del connection._say_who_acts


def let_the_owner_become_the_app_role() -> None:
    settings: Any = import_string("django.conf.settings")
    server = import_string("doudi.config.embedded.Embedded")(settings.DATA)
    with server.connect("postgres", "postgres") as superuser:
        superuser.execute("GRANT doudi_app TO doudi_owner")


if __name__ == "__main__":
    main()
