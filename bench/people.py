"""The record with a hundred thousand invented persons: finding somebody, reading a household for the law and
for a page, the day's sheet.

An embedded PostgreSQL of its own, fsync on; the floor is reading one person by number on the same server.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from bench.figure import Figure, Scale, seconds
from bench.scratch import database
from doudi.kernel.identifiers import make_id_number

PERSONS = 100_000
DAY = date(2026, 11, 23)
NUMBER = make_id_number("370811", date(1970, 1, 1), 1)
SOMEBODY, FIRST, SEALED_AT_ONCE = 12_345, 370811190000000000, 5_000
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FILL = """
INSERT INTO people_household (id, area, registration, opened_on, closed_because, created_at)
SELECT n, '3708110' || to_char(n %% 20 + 1, 'FM00') || '20' || (n %% 9 + 1), 'rural', '2026-01-01', '', now()
FROM generate_series(1, %(households)s) n;
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, account_bank, area, registration, residence_area,
    residence_permit, created_at)
SELECT n, substr('王李张刘陈杨赵黄周吴', n %% 10 + 1, 1) || chr(20000 + n %% 3000) || chr(24000 + n %% 700),
    (ARRAY['wang','li','zhang','liu','chen','yang','zhao','huang','zhou','wu'])[n %% 10 + 1] || md5(n::text),
    'wxy', 'male', '1970-01-01', '', '3708110' || to_char((n / 3) %% 20 + 1, 'FM00') || '201', 'rural', '', false, now()
FROM generate_series(1, %(persons)s) n;
INSERT INTO people_membership (household_id, person_id, relation, valid_from, ended_because, recorded_at)
SELECT (n - 1) / 3 + 1, n, CASE (n - 1) %% 3 WHEN 0 THEN 'self' WHEN 1 THEN 'spouse' ELSE 'child' END,
    '2026-01-01', '', now() FROM generate_series(1, %(persons)s) n;
INSERT INTO people_fact (person_id, name, value, as_of, valid_from, source, office, recorded_at,
    retracted_because)
SELECT n, fact, '1200000', '2026-06-01', '2026-06-01', 'declared', '', now(), ''
FROM generate_series(1, %(persons)s) n, unnest(ARRAY['income_wage','income_land','income_pension',
    'income_rent','income_other','school_fee_actual']) fact;
"""


def figures(scale: Scale) -> Iterator[Figure]:
    """people.find.*, people.document, people.page, people.sheet"""
    with _record() as reads:
        floor = seconds(lambda: reads["person"](7), rounds=50)
        for name, work in _works(reads).items():
            if scale.wants(name):
                took = seconds(work, rounds=15)
                yield Figure(name, took * 1000, "ms", took / floor, "one person by number")


def _works(reads: dict[str, Any]) -> dict[str, Callable[[], object]]:
    here = reads["Jurisdiction"](("370811006", "370811007"), frozenset({"clerk"}))
    household = reads["household"](12_345)
    return {
        "people.find.id": lambda: reads["find"](NUMBER, here),
        "people.find.last4": lambda: reads["find"]("2345", here),
        "people.find.name": lambda: reads["find"]("王", here),
        "people.find.pinyin": lambda: reads["find"]("zhang", here),
        "people.find.phone": lambda: reads["find"]("13800012345", here),
        "people.find.nobody": lambda: reads["find"]("欧阳", here),
        "people.document": lambda: reads["document"](household, DAY),
        "people.page": lambda: reads["facts_of"](household, DAY),
        "people.sheet": lambda: reads["sheet"](DAY, "370811006201"),
    }


def seal_people(count: int) -> None:
    """ID number and telephone of the invented persons, sealed in their rows."""
    person, write = (import_string(f"doudi.{name}") for name in ("people.models.Person", "vault.stores.write"))
    number, phone = person._meta.get_field("id_number"), person._meta.get_field("phone")
    for start in range(1, count + 1, SEALED_AT_ONCE):
        rows = [(n, [number.sealed(NUMBER if n == SOMEBODY else str(FIRST + n), n), phone.sealed(f"138{n:08}", n)])
                for n in range(start, min(start + SEALED_AT_ONCE, count + 1))]
        write(person, ["id_number", "phone"], rows)


@contextmanager
def _record() -> Iterator[dict[str, Any]]:
    with database():
        connection = import_string("django.db.connection")
        with connection.cursor() as cursor:
            cursor.execute(FILL, {"persons": PERSONS, "households": PERSONS // 3 + 1})
            seal_people(PERSONS)
            cursor.execute("VACUUM ANALYZE")
        load = import_string("doudi.standards.actions.load_file")
        numbers = import_string("doudi.standards.reads")
        example = Path(numbers.__file__).parent / "data" / "demo-standards.yaml"
        load(path=example, number="示例", title="示例", by=None, at=AT)
        reads = import_string("doudi.people.reads")
        yield {**vars(reads), "sheet": numbers.sheet}
