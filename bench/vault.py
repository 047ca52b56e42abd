"""Keys changed under people at work, and what sealing costs where a person is registered or a roll is written out.

A process and an embedded PostgreSQL of their own, fsync on; the windows that write meanwhile are processes too.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import django
from django.utils.module_loading import import_string

from bench.figure import Figure, Scale, seconds
from bench.scratch import database
from doudi.kernel.identifiers import make_id_number

SMALL, WINDOWS, LINES, REGISTERED = 5_000, 2, 10_000, 100
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NAMES = ("vault.rotate", "vault.register", "vault.open")
FILL = """
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, account_bank, area, registration, residence_area,
    residence_permit, created_at)
SELECT n, '王建国', 'wangjianguo', 'wjg', '', null, '', '370811006201', 'rural', '', false, now()
FROM generate_series(1, %s) n;
SELECT setval(pg_get_serial_sequence('people_person', 'id'), %s);
"""
COLUMNS = ("id_number", "phone", "account_number", "account_name", "address")


def figures(scale: Scale) -> Iterator[Figure]:
    """vault.rotate, vault.register, vault.open"""
    if not any(scale.wants(name) for name in NAMES):
        return
    told = subprocess.run([sys.executable, "-m", "bench.vault"], check=True, stdout=subprocess.PIPE, text=True)
    for line in told.stdout.splitlines():
        found = json.loads(line)
        if scale.wants(found["name"]):
            yield Figure(found["name"], found["value"], found["unit"], found["ratio"], found["ratio_to"])


def main() -> None:
    """Take the figures in this process and print them."""
    count = int(os.environ.get("PEOPLE") or SMALL)
    with _record(count):
        for figure in (_rotate(count), _register(), _open(count)):
            print(figure.line(), flush=True)


def number_of(n: int) -> str:
    """The ID number of the invented person n; another for each of them."""
    return make_id_number("370811", date(1930 + n // 1000 % 90, 1 + n // 90_000 % 12, 1 + n // 1_080_000), n % 1000)


def _rotate(count: int) -> Figure:
    alone = _timed_rotation(count)
    windows = [subprocess.Popen([sys.executable, "-m", "bench.vault", str(number), str(count)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True) for number in range(WINDOWS)]
    for window in windows:
        window.stdout.readline()  # it has begun
    among = _timed_rotation(count)
    written = [json.loads(window.communicate("\n")[0]) for window in windows]
    if any(window.returncode for window in windows) or not all(written):
        raise RuntimeError("a window could not go on while the keys changed")
    _all_readable(count)
    return Figure("vault.rotate", count / among, "persons/s", among / alone, f"nobody writing (they wrote {sum(written)})")


def _timed_rotation(count: int) -> float:
    rotation = import_string("doudi.vault.rotation")
    for purpose in rotation.ROTATED:
        rotation.add_key(purpose)
    start = time.perf_counter()
    done = rotation.rotate()
    took = time.perf_counter() - start
    if done.unreadable or done.sealed < count:
        raise RuntimeError(f"{len(done.unreadable)} unreadable, {done.sealed} of {count} sealed anew")
    return took


def _all_readable(count: int) -> None:
    """Every value of every person opens, and everybody is found; else CannotOpen or RuntimeError."""
    person, numbered = (import_string(f"doudi.people.{name}") for name in ("models.Person", "reads.person_numbered"))
    seen = 0
    for row in person.objects.filter(pk__lte=count).order_by("pk").iterator(chunk_size=2000):
        seen += all(getattr(row, column) for column in COLUMNS)
    if seen != count or any(numbered(number_of(n)).pk != n for n in range(1, count + 1, max(1, count // 500))):
        raise RuntimeError(f"{count - seen} of {count} cannot be read")


def window(number: int, count: int) -> None:
    """A window: corrects and registers until it is told to stop, then says how often it wrote."""
    django.setup()
    people, numbered = import_string("doudi.people.actions"), import_string("doudi.people.reads.person_numbered")
    print("begun", flush=True)
    os.set_blocking(sys.stdin.fileno(), False)
    written = 0
    while not sys.stdin.read(1):
        n = 1 + (number + WINDOWS * 7919 * written) % count
        person = numbered(number_of(n))
        people.correct_person(person=person, phone=f"150{written:08}", by=None, at=AT)
        people.register_person(name="王建国", id_number=number_of(n), by=None, at=AT)
        written += 1
    print(written, flush=True)


def _register() -> Figure:
    people = import_string("doudi.people.actions")
    turn = iter(range(10**6))

    def registered() -> None:
        for _ in range(REGISTERED):
            n = 900_000 + next(turn)
            people.register_person(name="王建国", id_number=number_of(n), phone=f"138{n:08}", account_number=f"62179900{n:08}",
                                   address="柳行新村 8 号", area="370811006201", by=None, at=AT)

    sealed, plain = _both(registered)
    return Figure("vault.register", sealed / REGISTERED * 1000, "ms", sealed / plain, "the same without a cipher")


def _open(count: int) -> Figure:
    person = import_string("doudi.people.models.Person")
    rows = list(person.objects.filter(pk__lte=min(count, LINES)).order_by("pk").values_list("pk", "id_number"))
    took = seconds(lambda: [closed.open(pk) for pk, closed in rows])
    with _no_cipher():
        plain = seconds(lambda: [closed.open(pk) for pk, closed in rows])
    return Figure("vault.open", took / len(rows) * 1e6, "µs", took / plain, "the same without a cipher")


def _both(work: Callable[[], None]) -> tuple[float, float]:
    sealed = seconds(work, rounds=5)
    with _no_cipher():
        return sealed, seconds(work, rounds=5)


@contextmanager
def _no_cipher() -> Iterator[None]:
    """The same layout, nothing computed: what is left is what the column costs without its cipher."""
    head, tail = bytes([1, 0, 1]) + bytes(12), bytes(16)
    with (patch("doudi.vault.fields.seal", lambda _key, plain, _place: head + plain + tail),
          patch("doudi.vault.fields.unseal", lambda _key, stored, _place: b""),
          patch("doudi.vault.fields.blind", lambda _key, text, field: f"{text[-8:]}{field[-8:]}".encode()[:16].ljust(16))):
        yield


@contextmanager
def _record(count: int) -> Iterator[Any]:
    with database():
        connection = import_string("django.db.connection")
        with connection.cursor() as cursor:
            cursor.execute(FILL, [count, count])
            _seal(count)
            cursor.execute("VACUUM ANALYZE")
        yield


def _seal(count: int) -> None:
    person, write = (import_string(f"doudi.{name}") for name in ("people.models.Person", "vault.stores.write"))
    fields = [person._meta.get_field(column) for column in COLUMNS]
    for start in range(1, count + 1, SMALL):
        write(person, COLUMNS, [
            (n, [field.sealed(value, n) for field, value in zip(fields, _told(n), strict=True)])
            for n in range(start, min(start + SMALL, count + 1))])


def _told(n: int) -> tuple[str, ...]:
    return number_of(n), f"139{n:08}", f"6217990000{n:09}", "王建国", f"柳行新村 {n} 号"


if __name__ == "__main__":
    window(int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 1 else main()
