"""Care of 特困 people at the size of the city: forty thousand on the roll, two thousand of them in one county, three hundred
houses; the lists of a county and of a township, today's desk, the figures of the whole city, the register of houses, and one
person. Asked as the app role, under row-level security.

A hundred thousand persons and a hundred thousand other cases lie beside them.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.utils.module_loading import import_string

from bench.figure import Figure, Scale, seconds
from bench.rows import as_app, let_the_owner_become_the_app_role
from bench.www import AT, asked, town

PEOPLE, OF_ONE_COUNTY, HOUSES = 40_000, 2_000, 300
NAMES = ("care.county", "care.township", "care.today", "care.city", "care.missing", "care.houses", "care.person")
# The counties beside the one that the town has; everybody's file begins at the millionth.
PLACES = """
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
SELECT (370820 + c)::text, '县' || c, 'county', '3708', '', 'bench', '2020-01-01' FROM generate_series(0, 9) c;
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
SELECT 370820 + c || '0' || to_char(t, 'FM00'), '镇' || t, 'township', (370820 + c)::text, '', 'bench', '2020-01-01'
FROM generate_series(0, 9) c, generate_series(1, 20) t;
INSERT INTO offices_area (code, name, level, parent_id, kind, source, valid_from)
SELECT code || '20' || v, '村' || v, 'village', code, 'rural', 'bench', '2020-01-01'
FROM offices_area, generate_series(1, 9) v WHERE level = 'township' AND code >= '370820';
CREATE TEMP TABLE old AS SELECT 1000000 + n AS id, CASE WHEN n <= %(county)s THEN '370811' ELSE (370820 + n %% 10)::text END
    || '0' || to_char(n / 10 %% 20 + 1, 'FM00') || '20' || n %% 9 + 1 AS area, n FROM generate_series(1, %(people)s) n;
"""
ROLL = """
INSERT INTO people_household (id, area, registration, opened_on, closed_because, created_at)
SELECT id, area, 'rural', '2026-01-01', '', now() FROM old;
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, account_bank, area, registration, residence_area,
    residence_permit, created_at)
SELECT id, '孔' || chr(20000 + n %% 3000), 'kong', 'k', 'male', '1950-01-01', '', area, 'rural', '', false, now() FROM old;
INSERT INTO people_membership (household_id, person_id, relation, valid_from, ended_because, recorded_at)
SELECT id, id, 'self', '2026-01-01', '', now() FROM old;
INSERT INTO casework_application (id, number, household_id, applicant_id, channel, programmes, submitted_at, idempotency_key)
SELECT id, to_char(202500000000 + n, 'FM000000000000'), id, id, 'counter', ARRAY['extreme_hardship'], '2026-01-01', 'care-' || n
FROM old;
INSERT INTO casework_case (id, number, application_id, programme, household_id, person_id, area, status, opened_at, accepted_on,
    special_reason, registered_relative, relative_note, complaint, complaint_note, delegated, drawn_for_check)
SELECT id, id || '-1', id, 'extreme_hardship', id, id, area, 'confirmed', '2026-01-01', '2026-01-02', '', false, '', false, '', false,
    false FROM old;
INSERT INTO casework_decision (id, case_id, result, level, reasons, reason_text, could_get, differs, at, set_aside_reason)
SELECT id, id, 'confirm', 'county', '[]', '', '[]', false, '2026-01-20', '' FROM old;
INSERT INTO casework_award (case_id, household_id, person_id, programme, area, payer, monthly_fen, parts, members, from_month,
    decision_id, gradual_exit, ended_because)
SELECT id, id, id, 'extreme_hardship', area, left(area, 6), 90000, '{}', 1, 24313, id, false, '' FROM old;
INSERT INTO casework_reviewdue (case_id, area, review_class, due_on, uncovered, started_on, outcome)
SELECT id, area, 'care', '2026-11-20', false, '2026-11-10', '' FROM old WHERE n %% 20 = 0;
"""
CARE = """
INSERT INTO care_institution (id, name, area, licence, beds, nursing_beds, counted_on)
SELECT h, '敬老院' || h, left(area, 9), '证-' || h, 200, NULLIF(h %% 10, 0) * 20, '2026-01-01' FROM generate_series(1, %(houses)s) h
JOIN old ON n = h * 7;
INSERT INTO care_assessment (household_id, person_id, by_id, at, day, failed, grade)
SELECT id, id, %(by)s, now(), day, '{}', (ARRAY['full','partial','none'])[n %% 3 + 1]
FROM old, unnest(ARRAY[date '2026-01-10', date '2026-07-10']) day WHERE n %% 50 > 0;
INSERT INTO care_visit (household_id, person_id, by_id, at, day, how, findings)
SELECT id, id, %(by)s, now(), date '2026-11-20' - 14 * v - n %% 14, 'home', '{}' FROM old, generate_series(0, 9) v WHERE n %% 3 > 0;
INSERT INTO care_agreement (household_id, person_id, by_id, at, paper_number, carer_kind, services, from_on, until_on, ended_because)
SELECT id, id, %(by)s, now(), '协-' || n, 'neighbour', '{meals}', '2026-01-10', '2027-01-10', '' FROM old WHERE n %% 3 > 0;
INSERT INTO care_wish (household_id, person_id, by_id, at, wants_institution, said_on)
SELECT id, id, %(by)s, now(), n %% 5 < 2, '2026-03-01' FROM old WHERE n %% 11 > 0;
INSERT INTO care_stay (household_id, person_id, by_id, at, institution_id, asked_on, admitted_on, left_because)
SELECT id, id, %(by)s, now(), n %% %(houses)s + 1, '2026-03-01', CASE WHEN n %% 3 = 0 THEN date '2026-04-01' END, ''
FROM old WHERE n %% 3 = 0 OR n %% 25 = 1;
"""


def figures(scale: Scale) -> Iterator[Figure]:
    """care.county, care.township, care.today, care.city, care.missing, care.houses, care.person"""
    told = subprocess.run([sys.executable, "-m", "bench.care"], check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        if scale.wants(found["name"]):
            yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"])


def main() -> None:
    """Take the figures in this process and print them."""
    with town() as (clerk, county):
        city, somebody = _cared_for(clerk)
        let_the_owner_become_the_app_role()
        works: dict[str, Callable[[], None]] = dict(zip(NAMES, (
            lambda: asked(county, "/staff/care/"), lambda: asked(clerk, "/staff/care/"), lambda: asked(clerk, "/staff/"),
            lambda: asked(city, "/staff/care/figures/"), lambda: asked(county, "/staff/care/figures/"),
            lambda: asked(city, "/staff/care/houses/"), lambda: asked(clerk, f"/staff/care/{somebody}/")), strict=True))
        with as_app():
            floor = seconds(lambda: asked(clerk, "/staff/sign-in/?next=/", 302), rounds=15)
            for name, work in works.items():
                took = seconds(work, rounds=7)
                print(Figure(name, took * 1000, "ms", took / floor, "sign-in page").line(), flush=True)


def _cared_for(clerk: Any) -> tuple[Any, int]:
    """Everybody laid in; the seat of the city's officer, and one old person of the clerk's township."""
    offices, connection = import_module("doudi.offices.actions"), import_string("django.db.connection")
    told = {"by": None, "at": AT}
    office = offices.open_office(name="city", level="city", prefixes=["3708"], **told)
    officer = offices.make_user(username="city", name="city", password="bench", check_password=False, **told)
    offices.appoint(user=officer, office=office, role="city_officer", since=AT.date(), **told)
    with connection.cursor() as cursor:
        for text in (PLACES, ROLL, CARE):
            cursor.execute(text, {"people": PEOPLE, "county": OF_ONE_COUNTY, "houses": HOUSES, "by": officer.pk})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT old.id FROM old JOIN people_household h ON h.id = 10001 WHERE left(old.area, 9) = left(h.area, 9)"
                       " ORDER BY old.id LIMIT 1")
        somebody = cursor.fetchone()[0]
    seat = import_string("django.test.Client")()
    seat.force_login(officer)
    return seat, somebody


if __name__ == "__main__":
    main()
