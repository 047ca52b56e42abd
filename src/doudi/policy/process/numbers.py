"""Looking up one dated number with its source, outside a rule: the value, or what is missing and who enters
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.calendar import NotCovered, WorkingCalendar
from doudi.law import Document, Missing, Sheet
from doudi.policy.declared import SWITCHES_BY_NAME, declarations
from doudi.policy.facts import FACTS

CALENDAR = Missing("calendar", "working_calendar", "工作日历", who="市民政局")


@dataclass
class Numbers:
    """The sheet of one day and area; what was asked for and not there is kept in `missing`."""

    sheet: Sheet
    calendar: WorkingCalendar | None = None
    missing: list[Missing] = field(default_factory=list)

    def get(self, key: str, area: str | None = None, **selectors: str) -> Any:
        """The value in force, or None and a note of what is missing."""
        row = self.sheet.row(key, self.sheet.area if area is None else area, selectors)
        if row is None or (row.value is None and not declarations()[key].parameter.optional):
            parameter = declarations()[key].parameter
            self.missing.append(Missing("parameter", key, parameter.label, who=parameter.who))
            return None
        return row.value

    def switch(self, name: str) -> Any:
        """How a choice is decided, or None and a note that it is not."""
        value = self.sheet.switches.get(name)
        if value is None:
            declared = SWITCHES_BY_NAME[name]
            self.missing.append(Missing("switch", name, declared.label, who=declared.who))
        return value

    def working_day(self, start: date, days: int | None) -> date | None:
        """The day on which a limit of working days ends; None when the calendar does not reach so far."""
        if days is None:
            return None
        if self.calendar is not None:
            try:
                return self.calendar.add_working_days(start, days)
            except NotCovered:
                pass
        self.missing.append(CALENDAR)
        return None


def fact(document: Document, name: str) -> Any:
    """A fact of the household, or its default."""
    return document.household.get(name, FACTS[("household", name)].default)


def member_fact(member: Mapping[str, Any], name: str) -> Any:
    """A fact of a member, or its default."""
    return member.get(name, FACTS[("member", name)].default)


def half_up(value: Fraction, places: int) -> str:
    """A share or ratio for display, rounded half up to some decimals."""
    scaled = value * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
