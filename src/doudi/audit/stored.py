"""The journal and its seals as they lie in the database, read as streams: a journal of years is never held whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from doudi.audit.lines import Line, line_of
from doudi.audit.models import JournalSeal
from doudi.audit.seals import Seal, moment

AT_ONCE: Final = 2000
SEALS_AT_ONCE: Final = 200
# The details stay the text that the database holds: reading and writing them again could change a number's form.
SELECT: Final = (
    "SELECT id, xact, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), actor_id, verb,"
    " subject_kind, subject_id, purpose, origin, details::text FROM audit_journalentry"
)


INSERT: Final = (
    "INSERT INTO audit_journalentry (at, actor_id, verb, subject_kind, subject_id, purpose, origin, details)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
)


def add(*entry: Any) -> None:
    """Add an entry: the columns of INSERT, the details as JSON. Plain SQL, because every deed waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, entry)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one moment, while others go on writing."""
    nested = connection.in_atomic_block
    with connection.cursor():
        # Who acts is said before the transaction begins: what it reads is fixed by its first question.
        pass
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def lines(since: int | None = None, upto: int | None = None) -> Iterator[Line]:
    """Entries in the order of sealing: all, or those of a range of transactions."""
    if since is None:
        return _streamed(f"{SELECT} ORDER BY xact, id", [])
    return _streamed(f"{SELECT} WHERE xact >= %s AND xact < %s ORDER BY xact, id", [since, upto])


def line(number: int) -> Line | None:
    """One entry by its number."""
    return next(_streamed(f"{SELECT} WHERE id = %s", [number]), None)


def _streamed(query: str, told: list[Any]) -> Iterator[Line]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, told)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from map(line_of, rows)


def seals(after: int | None = None) -> Iterator[Seal]:
    """Seals in order: all, or those after a number."""
    rows = JournalSeal.objects.order_by("number")
    if after is not None:
        rows = rows.filter(number__gt=after)
    return map(_seal, rows.iterator(chunk_size=SEALS_AT_ONCE))


def last_seal() -> Seal | None:
    """The newest seal."""
    row = JournalSeal.objects.order_by("-number").first()
    return _seal(row) if row else None


def mac_of(number: int) -> bytes | None:
    """The MAC of one seal."""
    mac = JournalSeal.objects.filter(pk=number).values_list("mac", flat=True).first()
    return None if mac is None else bytes(mac)


def keep(made: Seal) -> None:
    """Add a seal."""
    JournalSeal.objects.bulk_create([JournalSeal(
        number=made.number, at=datetime.fromisoformat(made.at), since=made.since, upto=made.upto, count=made.count,
        ids=list(made.ids), hashes=made.hashes, previous=made.previous, key_id=made.key_id, mac=made.mac)])


def _seal(row: JournalSeal) -> Seal:
    return Seal(number=row.number, at=moment(row.at), since=row.since, upto=row.upto, count=row.count, ids=tuple(row.ids),
                hashes=bytes(row.hashes), previous=bytes(row.previous), key_id=row.key_id, mac=bytes(row.mac))
