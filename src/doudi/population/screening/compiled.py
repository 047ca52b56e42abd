"""The law as a run applies it, from a few words that can be sent to another process: programmes, day, calendar, cache."""

from datetime import date
from pathlib import Path

from doudi.kernel.calendar import WorkingCalendar
from doudi.law.kernel import Kernel
from doudi.policy.lawbook import law_book
from doudi.population.screening.judging import Law
from doudi.population.screening.one_by_one import OneByOne


def law_of(programmes: tuple[str, ...], day: date, calendar: WorkingCalendar | None, cache: Path | None) -> Law:
    """The law for a day. Compiled, or taken from the cache."""
    book = law_book()
    kernel = Kernel.of(book, programmes=programmes, day=day, cache=cache)
    return Law(book, kernel, OneByOne(book, programmes, day, calendar))
