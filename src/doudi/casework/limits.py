"""How long a step may take: read from the day's sheet by the key the manifest names, counted by the real
calendar.

民发〔2021〕57号 第十五至二十二条. No number stands here; a day that the calendar does not cover has no due
day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from doudi.casework.programme import programme
from doudi.kernel.calendar import NotCovered
from doudi.kernel.days import add_months
from doudi.standards import reads as standards


@dataclass(frozen=True)
class Limit:
    """One limit: so many working days, calendar days or months, on which clause. None: nobody entered it
    yet."""

    key: str
    length: int | None
    counted_in: str
    clause: str


def sheet_of(day: date, area: str) -> Any:
    """The numbers and switches in force for a village on a day."""
    return standards.sheet(day, area)


def calendar() -> Any:
    """The working calendar as it is entered now; None while nobody entered a year."""
    return standards.working_calendar()


def due_day(start: date, limit: Limit, working: Any) -> date | None:
    """The last day of the limit; None where the calendar does not reach or the limit is not entered."""
    if limit.length is None:
        return None
    if limit.counted_in == "months":
        return add_months(start, limit.length)
    if limit.counted_in == "calendar_days":
        return start + timedelta(days=limit.length)
    if working is None:
        return None
    try:
        return working.add_working_days(start, limit.length)
    except NotCovered:
        return None


def last_day_posted(posted: date, *, sheet: Any, key: str) -> date | None:
    """The last day a notice hangs; the posting day is day one where the local choice says so."""
    length = limit_of(sheet, key).length
    if length is None:
        return None
    first_counts = switch(sheet, "publicity_first_day_counts")
    return posted + timedelta(days=length - 1 if first_counts else length)


def limit_of(sheet: Any, key: str, counted_in: str = "working_days") -> Limit:
    """One limit as the sheet has it, with the instrument that orders it."""
    row = sheet.row(key, sheet.area, {})
    if row is None or row.value is None:
        return Limit(key, None, counted_in, "")
    return Limit(key, int(row.value), counted_in, row.source)


def small_sum(case: Any, day: date) -> int | None:
    """Up to how many fen the township confirms this case by itself (小额审批); None where it never does, or nobody entered
    it."""
    key = programme(case.programme).small_sum
    row = None if key is None else sheet_of(day, case.area).row(key, case.area, {})
    return None if row is None or row.value is None else int(row.value)


def switch(sheet: Any, key: str) -> Any:
    """One local choice; None where it is undecided."""
    return sheet.switches.get(key)


def flag(sheet: Any, key: str) -> bool:
    """A dated yes/no parameter of the place; no where nothing is entered."""
    row = sheet.row(key, sheet.area, {})
    return row is not None and row.value is True


def share(sheet: Any, key: str) -> Fraction | None:
    """A share as an exact fraction; None where it is not entered."""
    row = sheet.row(key, sheet.area, {})
    return None if row is None or row.value is None else Fraction(row.value)


def working_days_left(day: date, due: date, working: Any) -> int | None:
    """Working days from a day to a due day (negative: over); None where the calendar does not reach."""
    if working is None:
        return None
    try:
        return working.working_days_between(day, due)
    except NotCovered:
        return None
