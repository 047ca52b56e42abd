"""`python -m tests.faults`: a seeded run of kills, a line for each, and what does not hold at the end.

The line of a kill says whom and where; the same seed gives the same kills. `--from` and `--only` repeat a part of a run.
"""

import argparse
import os
import sys
import time
from collections import Counter
from importlib import import_module
from typing import Any

import django
import psycopg

from tests.faults.city import City, city
from tests.faults.plan import plan

RESUMED_WITHIN = 300
STALLED = """UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'
    WHERE id <> (SELECT max(id) FROM procrastinate_workers)"""
LONG_AGO = "UPDATE rollbooks_importrun SET started_at = started_at - interval '1 hour' WHERE state IN ('queued', 'running')"


def main() -> int:
    """0 when everything holds."""
    args = _arguments()
    kills = [kill for kill in plan(args.seed, args.kills) if not args.only or kill.deed in args.only]
    print(f"seed {args.seed}, {len(kills)} kills", flush=True)
    with city(keep=args.keep) as town_hall:
        town_hall.start()
        os.environ |= {"DOUDI_DATA": str(town_hall.data), "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
                       "DOUDI_DB_ROLE": "owner"}
        django.setup()
        prepare, people_of = (import_module(f"tests.faults.{name}") for name in ("town", "deeds"))
        began = time.monotonic()
        town = prepare.prepare(town_hall.port, kills, args.rows)
        print(f"the town is ready after {time.monotonic() - began:.0f} s", flush=True)
        people = people_of.People(town)
        spent = _run(town_hall, people, kills)
        wrong = _looked_at(town_hall, people, hurry=args.hurry)
        town_hall.stop()
        reached = Counter("reached" if each not in {"at the end", "by the clock"} else each for each in town_hall.fired)
        print(f"{len(kills)} kills in {spent:.0f} s ({len(kills) / spent:.2f}/s); named points {dict(reached)}; "
              f"{', '.join(people_of.told(people))}; doudi run started {town_hall.starts} times", flush=True)
    for line in wrong:
        print(f"DOES NOT HOLD (seed {args.seed}): {line}", file=sys.stderr)
    print("everything holds" if not wrong else f"{len(wrong)} things do not hold", flush=True)
    return 1 if wrong else 0


def _run(town_hall: City, people: Any, kills: list) -> float:
    began = time.monotonic()
    for kill in kills:
        start = time.monotonic()
        with town_hall.under(kill):
            people.do(kill.deed)
            if kill.deed == "import" and kill.after_ms is None:
                # The worker may still be coming back from the kill before; it meets its point within a chunk or two.
                until = time.monotonic() + 40
                while town_hall.arm.exists() and time.monotonic() < until:
                    time.sleep(0.02)
        town_hall.answers()
        met = {"at the end": ", point not met: killed after the deed", "by the clock": ""}.get(town_hall.fired[-1], "")
        print(f"#{kill.number} {kill}{met} [{time.monotonic() - start:.1f} s]", flush=True)
    return time.monotonic() - began


def _looked_at(town_hall: City, people: Any, hurry: bool) -> list[str]:
    """Let the jobs that were cut off go on, build the open rolls, then ask every question."""
    invariants, embedded = (import_module(name) for name in ("tests.faults.invariants", "doudi.config.embedded"))
    server = embedded.Embedded(town_hall.data)
    with _recovered(server) as connection:
        if hurry:
            # Time passes: a worker counts as dead after half a minute, an import as abandoned after one.
            for statement in (STALLED, LONG_AGO):
                connection.execute(statement)
            _defer_now(connection)
        _wait_for_jobs(connection)
        return list(invariants.broken(connection, people))


def _recovered(server: Any) -> Any:
    """A connection, once the database is through the recovery that the last kill of a session began."""
    until = time.monotonic() + RESUMED_WITHIN
    while True:
        try:
            return server.connect("postgres")
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _defer_now(connection: Any) -> None:
    tasks = import_module("doudi.jobs.tasks")
    exceptions = import_module("procrastinate.exceptions")
    for task in (tasks.retry_stalled, tasks.resume_imports):
        try:
            task.defer(timestamp=0)
        except exceptions.AlreadyEnqueued:
            continue


def _wait_for_jobs(connection: Any) -> None:
    began, until = time.monotonic(), time.monotonic() + RESUMED_WITHIN
    question = "SELECT count(*) FROM rollbooks_importrun WHERE state IN ('queued', 'running')"
    while time.monotonic() < until and connection.execute(question).fetchone()[0]:
        time.sleep(0.3)
    print(f"all imports had ended {time.monotonic() - began:.0f} s after the last kill", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--rows", type=int, default=1200, help="rows of one import; a chunk has 500")
    parser.add_argument("--only", nargs="*", default=[], help="only kills during these deeds")
    parser.add_argument("--hurry", action="store_true", help="let the time until a dead worker counts as dead pass at once")
    parser.add_argument("--keep", action="store_true", help="leave the data folder for a look")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
