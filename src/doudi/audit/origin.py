"""From where a deed was done (从哪里): said once for each request, job or command, and read by every journal line.

A page says `web` and the address, a timed job `job NAME`, a command `cli NAME`. Nobody who calls a verb passes it on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# Asked only when a line is written, with the user of that line: most requests write none.
Teller = Callable[[Any], str]

_TELLER: ContextVar[Teller | None] = ContextVar("doudi_journal_origin", default=None)


@contextmanager
def from_where(origin: str | Teller) -> Iterator[None]:
    """Everything journalled inside says this origin; a function is asked with the line's user."""
    teller: Teller = origin if callable(origin) else lambda _by: origin
    token = _TELLER.set(teller)
    try:
        yield
    finally:
        _TELLER.reset(token)


def origin_of(by: Any) -> str:
    """Where a deed of this user comes from now; empty when nobody said."""
    teller = _TELLER.get()
    return teller(by) if teller else ""
