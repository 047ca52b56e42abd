"""Columns in clear become sealed ones (密封旧数据): the step of a migration that carries the values over.

The clear column is renamed, the sealed one added, this step seals row by row in batches, and the clear one is dropped.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import migrations

from doudi.vault.stores import write

BATCH: Final = 2000


def seal_columns(app: str, model: str, columns: Mapping[str, str]) -> migrations.RunPython:
    """Clear column → sealed column of the same rows."""
    return migrations.RunPython(_sealing(app, model, columns))


def _sealing(app: str, model: str, columns: Mapping[str, str]) -> Callable[[Any, Any], None]:
    def seal(apps: Any, _schema_editor: Any) -> None:
        table = apps.get_model(app, model)
        fields = [table._meta.get_field(name) for name in columns.values()]
        after = 0
        while rows := list(table.objects.filter(pk__gt=after).order_by("pk").values_list("pk", *columns)[:BATCH]):
            write(table, [field.column for field in fields],
                  [(pk, [field.sealed(value, pk) for field, value in zip(fields, values, strict=True)]) for pk, *values in rows])
            after = rows[-1][0]

    return seal
