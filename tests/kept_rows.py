"""Rows that hundreds of tests need alike are made through the verbs once a run, and laid in as they are afterwards."""

from collections.abc import Callable
from typing import Any

from doudi.standards.models import CalendarYear, Instrument, Switch, Value

_KEPT: dict[str, list[tuple[Any, list[Any]]]] = {}
TABLES = (Instrument, Value, Switch, CalendarYear)


def published(name: str, load: Callable[[], Any]) -> None:
    """Published numbers and calendar: `load` the first time, the same rows later. For tables that were empty."""
    if name not in _KEPT:
        load()
        _KEPT[name] = [(table, list(table.objects.order_by("pk"))) for table in TABLES]
        return
    for table, rows in _KEPT[name]:
        table.objects.bulk_create(rows)
