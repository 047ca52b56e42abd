"""Everything that lies sealed, and which keys it still needs (密封的东西): columns, sessions, files.

A store tells how many values each key seals, and seals the next few with the newest key. Where a rotation stands is read
from the values themselves, so there is nothing to lose when it is killed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.apps import apps
from django.db import connection, models, transaction

from doudi.kernel.sealing import HEAD, CannotOpen
from doudi.vault.fields import KEY_NUMBER, SealedBytes, SealedColumn
from doudi.vault.keys import DATA, INDEX, ring

Uses = Counter[tuple[str, int]]
ROWS_AT_ONCE, FILES_AT_ONCE = 200, 5
NUMBER: Final = "get_byte({column}, {at}) * 256 + get_byte({column}, {at} + 1)"


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction did: how many rows or files it sealed anew, what it could not open, where it stopped (None: at
    the end)."""

    sealed: int = 0
    unreadable: tuple[str, ...] = ()
    last: Any = None


class Store(Protocol):
    """Something that keeps sealed values."""

    name: str
    first: Any
    at_once: int

    def uses(self) -> Uses:
        """How many values each key seals here, by purpose and number."""

    def seal_again(self, after: Any, count: int, *, wait: bool) -> Step:
        """Seal the next few values behind `after` that need another key, in one transaction; what somebody else holds is
        left out unless `wait`."""


class Table:
    """The sealed columns of one model."""

    first = 0

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.name = model, model._meta.db_table
        self.columns = [field for field in model._meta.concrete_fields if isinstance(field, SealedColumn)]
        files = any(isinstance(field, SealedBytes) for field in self.columns)
        self.at_once = FILES_AT_ONCE if files else ROWS_AT_ONCE

    def uses(self) -> Uses:
        found: Uses = Counter()
        with connection.cursor() as cursor:
            for purpose, column, number in self._numbers():
                cursor.execute(f'select {number}, count(*) from "{self.name}" where "{column}" is not null group by 1')
                found.update({(purpose, key): count for key, count in cursor.fetchall()})
        return found

    def _numbers(self) -> Iterator[tuple[str, str, str]]:
        """Purpose, column and the expression of the key number, for every key that a value needs."""
        for field in self.columns:
            column = f'"{field.column}"'
            yield DATA, field.column, NUMBER.format(column=column, at=field.head_bytes + HEAD - KEY_NUMBER)
            if field.needles:
                yield INDEX, field.column, NUMBER.format(column=column, at=0)

    @transaction.atomic
    def seal_again(self, after: Any, count: int, *, wait: bool) -> Step:
        keys, pk = ring(), self.model._meta.pk.column
        old = " or ".join(f"{number} <> {keys.current(purpose).id}" for purpose, _, number in self._numbers())
        names = ", ".join(f'"{field.column}"' for field in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'select "{pk}", {names} from "{self.name}" where "{pk}" > %s and ({old}) '
                           f'order by "{pk}" limit %s for no key update {"" if wait else "skip locked"}', [after, count])
            rows = cursor.fetchall()
        unreadable: list[str] = []
        anew = [(number, [self._again(field, value, number, unreadable)
                          for field, value in zip(self.columns, values, strict=True)]) for number, *values in rows]
        write(self.model, [field.column for field in self.columns], anew)
        broken = {place.rpartition(":")[2] for place in unreadable}
        return Step(len(rows) - len(broken), tuple(unreadable), rows[-1][0] if rows else None)

    def _again(self, field: SealedColumn, value: Any, number: int, unreadable: list[str]) -> bytes | None:
        if value is None:
            return None
        try:
            return field.sealed(field.opened(bytes(value), number), number)
        except CannotOpen:
            unreadable.append(f"{self.name}.{field.column}:{number}")
            return bytes(value)


def write(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[int, Sequence[bytes | None]]]) -> int:
    """Sealed values put into the columns of many rows, in one statement; how many rows."""
    if not rows:
        return 0
    pk, table = model._meta.pk.column, model._meta.db_table
    values = ", ".join(f'"{name}"' for name in columns)
    told = ", ".join(f'"{name}" = new."{name}"' for name in columns)
    arrays = ", ".join("%s::bytea[]" for _ in columns)
    by_column = [list(column) for column in zip(*(row for _, row in rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(f'update "{table}" set {told} from unnest(%s::bigint[], {arrays}) new("{pk}", {values}) '
                       f'where "{table}"."{pk}" = new."{pk}"', [[number for number, _ in rows], *by_column])
        return cursor.rowcount


def tables() -> list[Store]:
    """Every model that has a sealed column."""
    found = [Table(model) for model in apps.get_models()]
    return [table for table in found if table.columns]


# Rooms above put in what they keep outside the database, when they are loaded.
kept_elsewhere: list[Store] = []
