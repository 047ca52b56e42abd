"""What the journal costs: on the write path and on a household page, with it and without it in the same run, four clients
at once; and how fast entries are sealed and checked, against the SM3 of the same bytes.

A process of its own, like the staff pages, whose town it uses.
"""

import gc
import importlib
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bench.figure import Figure, Scale
from bench.www import AT, town

NAMES = ("journal.write", "journal.page", "journal.seal", "journal.verify")
CLIENTS, ROUNDS = 4, 9
WRITES, PAGES = 60, 12
ENTRIES, AT_ONCE = 100_000, 2_000
FILL = """
INSERT INTO audit_journalentry (at, actor_id, verb, subject_kind, subject_id, purpose, origin, details)
SELECT now(), n %% 50, 'read', 'household', n::text, 'case', 'web 10.0.0.7', jsonb_build_object('case', n)
FROM generate_series(1, %s) n
"""
# Numbers for facts that were never told before, so that each write writes.
FRESH = count(1)


def figures(scale: Scale) -> Iterator[Figure]:
    """journal.write, journal.page, journal.seal, journal.verify"""
    if not any(scale.wants(name) for name in NAMES):
        return
    told = subprocess.run([sys.executable, "-m", "bench.journal"], check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        if scale.wants(found["name"]):
            yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"] or "")


def main() -> None:
    """Take the figures in this process and print them."""
    with town() as (clerk, _):
        for figure in (*_costs(clerk), *_speeds()):
            print(figure.line(), flush=True)


def _costs(clerk: Any) -> Iterator[Figure]:
    page = f"/staff/cases/{30_001}/"
    for name, work, each in (("journal.write", _write, WRITES), ("journal.page", lambda: _open(clerk, page), PAGES)):
        journalled, bare = _both(work, each)
        yield Figure(name, journalled / each / CLIENTS * 1000, "ms", journalled / bare, "the same without a journal line")


def _write() -> None:
    number = next(FRESH)
    person = _named("doudi.people.reads.person")(number % 90_000 + 1)
    _named("doudi.people.actions.record_fact")(
        subject=person, name="income_wage", value=number, as_of=date(2026, 11, 1) + timedelta(days=number % 20),
        source="declared", by=None, at=AT)


def _open(clerk: Any, page: str) -> None:
    client = _named("django.test.Client")()
    client.cookies = clerk.cookies
    if client.get(page).status_code != 200:
        raise RuntimeError(page)


def _both(work: Callable[[], None], each: int) -> tuple[float, float]:
    """Seconds of a round with the journal and without; the median of rounds that take turns."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * ROUNDS + 2):
        journalled = turn % 2 == 0
        with _journal(journalled):
            took = _at_once(work, each)
        if turn > 1:
            times[journalled].append(took)
    return statistics.median(times[True]), statistics.median(times[False])


@contextmanager
def _journal(on: bool) -> Iterator[None]:
    actions = importlib.import_module("doudi.audit.actions")
    plain = actions.record
    actions.record = plain if on else lambda **_: None
    try:
        yield
    finally:
        actions.record = plain


def _at_once(work: Callable[[], None], each: int) -> float:
    """Seconds until every client has done its work; each has a thread and a connection of its own."""
    ready, failed = threading.Barrier(CLIENTS + 1), []

    def client() -> None:
        connection = _named("django.db.connection")
        connection.ensure_connection()
        ready.wait()
        try:
            for _ in range(each):
                work()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    gc.collect()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - start


def _speeds() -> Iterator[Figure]:
    sealing, stored = (importlib.import_module(f"doudi.audit.{name}") for name in ("sealing", "stored"))
    connection = _named("django.db.connection")
    sealing.seal(at=AT)
    spent, sealed = 0.0, 0
    for minute in range(ENTRIES // AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [AT_ONCE])
        start = time.perf_counter()
        sealed += sealing.seal(at=AT + timedelta(minutes=minute + 1)) or 0
        spent += time.perf_counter() - start
    texts = [line.text for line in stored.lines()]
    digest = _named("doudi.kernel.sealing.digest")
    start = time.perf_counter()
    for text in texts:
        digest(text)
    floor = (time.perf_counter() - start) / len(texts)
    yield Figure("journal.seal", sealed / spent, "records/s", spent / sealed / floor, "SM3 of the same lines")
    start = time.perf_counter()
    report = _checked(sealing, stored)
    took = time.perf_counter() - start
    yield Figure("journal.verify", report.records / took, "records/s", took / report.records / floor, "SM3 of the same lines")


def _checked(sealing: Any, stored: Any) -> Any:
    ring, kind = _named("doudi.vault.keys.ring")(), _named("doudi.audit.checking.Checker")
    anchors = _named("doudi.audit.anchors.read_anchors")(Path(sealing.anchors_file()))
    with stored.one_moment():
        report = kind(find=stored.line, key=lambda number: ring.key("journal", number), anchors=anchors).check(
            stored.seals(), stored.lines())
    if report.broken or report.records < ENTRIES:
        raise RuntimeError(f"the journal is broken: {report}")
    return report


def _named(address: str) -> Any:
    module, name = address.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    main()
