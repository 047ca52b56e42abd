"""Who acts (以谁的身份): nobody, a user on a day, or the system for a named purpose (济办发〔2020〕21号 三23).

The database connection tells PostgreSQL before every question, and PostgreSQL itself works out from the user's posts
which rows may be seen (`reach`). Nobody is the beginning and sees nothing: forgetting to say who acts hides rows and
never shows one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date

from doudi.offices.reach import PURPOSES


@dataclass(frozen=True)
class Acting:
    """A user (staff or resident) on a day; and what the system itself does at this moment, about which number."""

    user_id: int | None = None
    day: date | None = None
    purpose: str = ""
    about: str = ""


NOBODY = Acting()
_ACTING: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


def current() -> Acting:
    """Who acts now."""
    return _ACTING.get()


@contextmanager
def acting(user_id: int | None, day: date) -> Iterator[None]:
    """Inside, this user acts and nobody else; without a user, nobody does. The day counts the posts."""
    yield from _inside(Acting(user_id, day) if user_id is not None else NOBODY)


@contextmanager
def nobody() -> Iterator[None]:
    """Inside, nobody acts: for a process that begins work for many."""
    yield from _inside(NOBODY)


@contextmanager
def as_system(purpose: str, about: str = "") -> Iterator[None]:
    """Inside, the system does one named thing, beside what the user himself may see (`reach.PURPOSES`).

    Also a decorator. Every use is listed in tests/offices/test_doors.py.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"no purpose {purpose!r}: reach.PURPOSES lists them")
    yield from _inside(replace(current(), purpose=purpose, about=about))


def _inside(acts: Acting) -> Iterator[None]:
    token = _ACTING.set(acts)
    try:
        yield
    finally:
        _ACTING.reset(token)
