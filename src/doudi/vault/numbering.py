"""Rows with sealed columns (先取号后密封): they have their number before the INSERT, because a value is bound to it.

`create` and `bulk_create` reserve the numbers in one query. Whoever asks whether an ID number is on record and then writes it
holds the index keys where they are in between (`keys_stay`): else two could register one number under two keys.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connections, models

from doudi.vault.fields import SealedColumn

# The advisory lock under which an index key is added (alone) and numbers are registered (together).
INDEX_KEYS: Final = 0x5EA1ED
RESERVE: Final = "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)"


def reserve(model: type[models.Model], count: int, using: str = "default") -> list[int]:
    """So many new numbers of a table."""
    meta = model._meta
    with connections[using].cursor() as cursor:
        cursor.execute(RESERVE, [f'"{meta.db_table}"', meta.pk.column, count])
        return [number for (number,) in cursor.fetchall()]


def keys_stay(using: str = "default") -> None:
    """No index key is added until this transaction ends."""
    with connections[using].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [INDEX_KEYS])


class _AsStored:
    """A row as bulk_update reads it: its sealed columns closed again."""

    def __init__(self, row: models.Model, columns: Sequence[SealedColumn]) -> None:
        self._row = row
        for column in columns:
            self.__dict__[column.attname] = column.pre_save(row, False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


class SealedQuerySet(models.QuerySet):
    """A queryset that numbers its new rows."""

    def create(self, **given: Any) -> Any:
        """One row, numbered first."""
        if given.get("pk") is None and given.get(self.model._meta.pk.attname) is None:
            given["pk"] = reserve(self.model, 1, self.db)[0]
        return super().create(**given)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **more: Any) -> list[Any]:
        """Many rows, numbered in one query."""
        rows = list(objs)
        new = [row for row in rows if row.pk is None]
        for row, number in zip(new, reserve(self.model, len(new), self.db) if new else [], strict=True):
            row.pk = number
        return super().bulk_create(rows, *args, **more)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Many changed rows; sealed columns are sealed anew, each for its row."""
        names = list(fields)
        columns = [found for found in map(self.model._meta.get_field, names) if isinstance(found, SealedColumn)]
        return super().bulk_update([_AsStored(row, columns) for row in objs], names, batch_size=batch_size)


SealedManager = models.Manager.from_queryset(SealedQuerySet, "SealedManager")
