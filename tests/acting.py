"""Verbs under row-level security: each acts as whoever presses the button, as a page would let it."""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import localdate

from doudi.config.database import APP
from doudi.offices import access


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor of the owner of the tables, for what the app role may not do: ANALYZE, ALTER."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield cursor
        cursor.execute(f"SET ROLE {APP}")


def as_presser(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The verb, done as `by=` on the day of `at=`; without a person the test goes on as the command that it is."""

    @functools.wraps(verb)
    def pressed(*args: Any, **told: Any) -> Any:
        by = told.get("by")
        if by is None:
            return verb(*args, **told)
        with access.acting(by.pk, localdate(told["at"])):
            return verb(*args, **told)

    return pressed


def press_as_oneself(monkeypatch: pytest.MonkeyPatch, *rooms: ModuleType) -> None:
    """Every verb of these modules acts as its presser for this test."""
    for room in rooms:
        names = getattr(room, "__all__", None) or [name for name in vars(room) if not name.startswith("_")]
        for name in names:
            verb = getattr(room, name)
            own = inspect.ismethod(verb) or getattr(verb, "__module__", "").startswith(room.__name__)
            if callable(verb) and not isinstance(verb, type) and own:
                monkeypatch.setattr(room, name, as_presser(verb))
