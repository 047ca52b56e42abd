"""Stored determinations made again: how many a second, how many come out otherwise (none may), and what that costs beside
deciding alone.

A process and an embedded PostgreSQL of their own, as for the pages. The families are those of the demo townships, each
decided with its whole trace on its own day and village; one for every forty people of PEOPLE. The floor is the law
alone without trace and storage, and one pass over the JSON that is read, on the same documents.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.module_loading import import_string

from bench.figure import Figure, Scale
from bench.law import STANDARDS, TOWNSHIP, VILLAGES
from bench.scratch import database
from doudi.law import Document, Sheet
from doudi.policy import decide
from doudi.policy.sheets import StandardsSet
from doudi.population.township import township

FIRST_DAY = date(2026, 1, 5)
DAYS = 250
BATCH = 500
PEOPLE_EACH = 40
FLOOR_OF = 1000
CORES = 2
HOUSEHOLD = """
INSERT INTO people_household (id, area, address, registration, opened_on, closed_because, created_at)
VALUES (1, '370831001201', NULL, 'rural', '2026-01-01', '', now())
"""


@dataclass(frozen=True)
class Asked:
    """One question to the law."""

    document: Document
    day: date
    sheet: Sheet


def figures(scale: Scale) -> Iterator[Figure]:
    """replay.per_second, replay.cpu, replay.bytes_each"""
    words = [sys.executable, "-m", "bench.replay", str(max(BATCH, scale.people // PEOPLE_EACH))]
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"])


def main(count: int) -> None:
    """Take the figures in this process and print them."""
    standards = StandardsSet.from_yaml(STANDARDS)
    with _database():
        floor, size = _fill(count, standards)
        reads, share_out = import_string("doudi.casework.reads.spans"), import_string("doudi.cli.replaying.share_out")
        todo = reads(after=0)
        start, before = time.perf_counter(), _cpu()
        tally, _ = share_out(todo, CORES)
        took, worked = time.perf_counter() - start, (_cpu() - before) / count
    if tally.counted != count or not tally.in_order or tally.reworded:
        raise RuntimeError(f"{tally.counted} of {count} replayed: {tally.kinds}, {tally.found[:3]}")
    beside = "law and JSON alone, on as many cores"
    found = [
        Figure("replay.per_second", count / took, "determinations/s", count / took * floor / CORES, beside),
        Figure("replay.cpu", worked * 1000, "ms", worked / floor, "law and JSON alone"),
        Figure("replay.bytes_each", size, "B"),
    ]
    print("\n".join(figure.line() for figure in found))


def _cpu() -> float:
    """Seconds of processor that this process and the children it has waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _fill(count: int, standards: StandardsSet) -> tuple[float, float]:
    """Decide and store; the floor in seconds for one, and the bytes that one takes in the database."""
    floor = 0.0
    for batch in range(0, count, BATCH):
        asked = _asked(batch // BATCH, min(BATCH, count - batch), standards)
        stored = _store(asked, standards.calendar)
        if not floor:
            floor = _floor(asked[:FLOOR_OF], stored[:FLOOR_OF], standards.calendar)
    connection = import_string("django.db.connection")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE casework_determination")
        cursor.execute("SELECT pg_total_relation_size('casework_determination')")
        return floor, cursor.fetchone()[0] / count


def _asked(seed: int, count: int, standards: StandardsSet) -> list[Asked]:
    day = FIRST_DAY + timedelta(days=seed % DAYS)
    sheets = {area: standards.sheet(day, area) for area in VILLAGES}
    records = township(VILLAGES, TOWNSHIP, count, seed, day, sheet=standards.sheet(day, TOWNSHIP))
    return [Asked(each.document(), day, sheets[VILLAGES[n % len(VILLAGES)]]) for n, each in enumerate(records)]


def _store(asked: list[Asked], calendar: Any) -> list[str]:
    basis, model = import_string("doudi.casework.basis.of_sheet"), import_string("doudi.casework.models.Determination")
    kept = import_string("doudi.casework.basis.of_calendar")(calendar)
    standing = {id(each.sheet): basis(each.sheet) for each in asked}
    rows = []
    for each in asked:
        decision = decide(each.document, day=each.day, sheet=each.sheet, calendar=calendar)
        rows.append(model(
            household_id=1, day=each.day, kind="import", document=each.document.to_json(), sheet_area=each.sheet.area,
            standards=standing[id(each.sheet)], calendar=kept, law_version=decision.law_version,
            decision=decision.to_json(), explanation={}, outcomes={}, made_at=datetime(2026, 11, 23, tzinfo=UTC)))
    model.objects.bulk_create(rows)
    return [json.dumps([row.document, row.decision], ensure_ascii=False) for row in rows]


def _floor(asked: list[Asked], stored: list[str], calendar: Any) -> float:
    """Of processor time, which a busy machine stretches less than the clock."""

    def alone() -> float:
        before = _cpu()
        for each, text in zip(asked, stored, strict=True):
            json.loads(text)
            decide(each.document, day=each.day, sheet=each.sheet, calendar=calendar, trace=False)
        return _cpu() - before

    alone()
    return statistics.median(alone() for _ in range(3)) / len(asked)


@contextmanager
def _database() -> Iterator[None]:
    with database():
        with import_string("django.db.connection").cursor() as cursor:
            cursor.execute(HOUSEHOLD)
        yield


if __name__ == "__main__":
    main(int(sys.argv[1]))
