"""Staff pages with a hundred thousand persons and a hundred thousand cases: server time of the household page, the
list of all cases, and the workbench, asked through Django's test client (middleware, session, templates and all).

A process and an embedded PostgreSQL of their own, because Django knows one database for its life; the floor is the
sign-in page, which asks the database nothing of the record.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils.module_loading import import_string

from bench.figure import Figure, Scale, seconds
from bench.people import FILL, PERSONS, seal_people
from bench.scratch import database

HOUSEHOLDS = PERSONS // 3 + 1
CASES_EACH = 3
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NAMES = ("www.household_page", "www.case_list", "www.workbench")
AREAS = """
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
VALUES ('3708', '济宁市', 'city', NULL, '', 'bench', '2020-01-01'),
    ('370811', '任城区', 'county', '3708', '', 'bench', '2020-01-01');
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
SELECT '3708110' || to_char(t, 'FM00'), '街道' || t, 'township', '370811', '', 'bench', '2020-01-01'
FROM generate_series(1, 20) t;
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
SELECT '3708110' || to_char(t, 'FM00') || '20' || v, '村' || v, 'village', '3708110' || to_char(t, 'FM00'), 'rural',
    'bench', '2020-01-01' FROM generate_series(1, 20) t, generate_series(1, 9) v;
"""
CASES = """
INSERT INTO casework_application (id, number, household_id, applicant_id, channel, programmes, submitted_at,
    idempotency_key)
SELECT n, to_char(202600000000 + n, 'FM000000000000'), n, (n - 1) * 3 + 1, 'counter',
    ARRAY['subsistence','low_income','rigid_expenditure'], '2026-11-01', 'bench-' || n
FROM generate_series(1, %(households)s - 1) n;
INSERT INTO casework_case (id, number, application_id, programme, household_id, area, status, opened_at, accepted_on,
    special_reason, registered_relative, relative_note, complaint, complaint_note, delegated, drawn_for_check,
    next_due_on)
SELECT (a.id - 1) * 3 + p, a.number || '-' || p, a.id, a.programmes[p], a.household_id, h.area,
    (ARRAY['submitted','accepted','surveyed','publicised','county_review','confirmed','refused'])[a.id %% 7 + 1],
    '2026-11-01', '2026-11-02', '', false, '', false, '', false, false, date '2026-11-10' + (a.id %% 60)::int
FROM casework_application a JOIN people_household h ON h.id = a.household_id, generate_series(1, 3) p;
INSERT INTO casework_clock (case_id, kind, parameter, counted_in, length, clause, started_on, due_on, uncovered)
SELECT id, kind, 'decision_days', 'working_days', 30, '', accepted_on, next_due_on, false
FROM casework_case, unnest(ARRAY['decision','township_opinion']) kind;
INSERT INTO casework_move (case_id, verb, came_from, went_to, at, reason, clause)
SELECT id, verb, '', status, '2026-11-02', '', '' FROM casework_case, unnest(ARRAY['submit','accept','record_visit']) verb;
SELECT setval(pg_get_serial_sequence('casework_case', 'id'), (SELECT max(id) FROM casework_case));
"""


def figures(scale: Scale) -> Iterator[Figure]:
    """www.household_page, www.case_list, www.workbench"""
    if not any(scale.wants(name) for name in NAMES):
        return
    told = subprocess.run([sys.executable, "-m", "bench.www"], check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        if scale.wants(found["name"]):
            yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"])


def main() -> None:
    """Take the figures in this process and print them."""
    with town() as (clerk, county):
        floor = seconds(lambda: asked(clerk, "/staff/sign-in/?next=/", 302), rounds=15)
        works = {
            "www.household_page": lambda: asked(clerk, "/staff/cases/30001/"),
            "www.case_list": lambda: asked(county, "/staff/cases/"),
            "www.workbench": lambda: asked(county, "/staff/?bucket=overdue"),
        }
        for name, work in works.items():
            took = seconds(work, rounds=15)
            print(Figure(name, took * 1000, "ms", took / floor, "sign-in page").line(), flush=True)


def asked(client: Any, address: str, wanted: int = 200) -> None:
    answer = client.get(address)
    if answer.status_code != wanted:
        raise RuntimeError(f"{address} answered {answer.status_code}")


@contextmanager
def town() -> Iterator[tuple[Any, Any]]:
    with database(DOUDI_HOSTS="testserver", DOUDI_SECOND_FACTOR="offered") as folder:
        (folder / "static").mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
        connection = import_string("django.db.connection")
        with connection.cursor() as cursor:
            for text in (AREAS, FILL, CASES):
                cursor.execute(text, {"persons": PERSONS, "households": HOUSEHOLDS})
            seal_people(PERSONS)
            cursor.execute("VACUUM ANALYZE")
        yield _officers()


def _officers() -> tuple[Any, Any]:
    """A clerk whose township holds the household asked for, and the county officer over all of it."""
    offices, standards = (import_module(f"doudi.{room}.actions") for room in ("offices", "standards"))
    client = import_string("django.test.Client")
    area = import_string("doudi.casework.models.Case").objects.get(pk=30_001).area
    told = {"by": None, "at": AT}
    example = Path(standards.__file__).parent / "data" / "demo-standards.yaml"
    standards.load_file(path=example, number="示例", title="示例", **told)
    standards.seed_calendar(years=[2025, 2026], **told)
    seats = []
    for name, level, role, prefix in (("clerk", "township", "clerk", area[:9]),
                                      ("county", "county", "county_officer", "370811")):
        office = offices.open_office(name=name, level=level, prefixes=[prefix], **told)
        user = offices.make_user(username=name, name=name, password="bench", check_password=False, **told)
        offices.appoint(user=user, office=office, role=role, since=AT.date(), **told)
        seat = client()
        seat.force_login(user)
        seats.append(seat)
    return seats[0], seats[1]


if __name__ == "__main__":
    main()
