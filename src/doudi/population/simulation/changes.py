"""A change that somebody thinks about: other numbers and other choices, on top of the sheets of every county.

Each county has a sheet of its own, because a choice of the nearest authority counts. A changed number is written as a
standards file writes it and read by the one loader; what cannot be read is refused in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from doudi.law.parameters import BadValue
from doudi.law.sheet import Row, Sheet
from doudi.policy.declared import SWITCHES_BY_NAME, declarations, row_of
from doudi.policy.reading import BadFile, Mapped

Sheets = Mapping[str, Sheet]
"""By county code."""
PROPOSED: Final = "拟"
_FORM: Final = Path("测算")


class BadChange(ValueError):
    """A change that no rule could read; the message is Chinese."""


@dataclass(frozen=True)
class Change:
    """One number another way: {"value": "820.00"} as in a standards file, for an area and its selectors."""

    key: str
    area: str
    value: Mapping[str, Any]
    selectors: Mapping[str, str] = field(default_factory=dict)

    def row(self, day: date) -> Row:
        """The law's row. Raises BadChange."""
        declared = declarations().get(self.key)
        if declared is None:
            raise BadChange(f"没有“{self.key}”这一项标准")
        entry = Mapped({"area": self.area, "from": day, **self.selectors, **self.value})
        entry.lines = {}
        try:
            return row_of(_FORM, declared.parameter, entry, PROPOSED)
        except (BadFile, BadValue) as error:
            raise BadChange(getattr(error, "what", str(error))) from error

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"key": self.key, "area": self.area, "value": dict(self.value), "selectors": dict(self.selectors)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Change":
        """Back from `to_json`."""
        return cls(told["key"], told["area"], told["value"], told.get("selectors", {}))


@dataclass(frozen=True)
class Choice:
    """One local choice another way; None says undecided."""

    key: str
    area: str
    value: Any

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"key": self.key, "area": self.area, "value": self.value}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Choice":
        """Back from `to_json`."""
        return cls(told["key"], told["area"], told["value"])


def with_changes(sheets: Sheets, changes: Iterable[Change], choices: Iterable[Choice] = ()) -> dict[str, Sheet]:
    """The sheets of those counties in which something is another way; BadChange for what cannot be read."""
    numbers = [(change, row) for change in changes for row in [change.row(next(iter(sheets.values())).day)]]
    picked = [choice for choice in choices if _offered(choice)]
    found = {}
    for county, sheet in sheets.items():
        changed = sheet
        for change, row in numbers:
            if _concerns(change.area, county) and not _is_same(sheet, row):
                changed = changed.with_row(row)
        other = {each.key: each.value for each in picked
                 if county.startswith(each.area) and sheet.switches.get(each.key) != each.value}
        changed = changed.with_switches(**other) if other else changed
        if changed is not sheet:
            found[county] = changed
    return found


def _concerns(area: str, county: str) -> bool:
    return county.startswith(area) or area.startswith(county)


def _is_same(sheet: Sheet, row: Row) -> bool:
    """Whether the number holds there already, from the same area."""
    known = sheet.row(row.key, row.area, row.selectors)
    return known is not None and known.value == row.value and known.area == row.area


def _offered(choice: Choice) -> bool:
    if choice.key not in SWITCHES_BY_NAME:
        raise BadChange(f"没有“{choice.key}”这一项选择")
    try:
        SWITCHES_BY_NAME[choice.key].check(choice.value)
    except BadValue as error:
        raise BadChange(str(error)) from error
    return True


def lowers(sheets: Sheets, changed: Sheets) -> bool:
    """Whether any number of the change lies below what holds now: then that somebody gets less is no surprise."""
    return any(
        known is not None and _below(row.value, known.value)
        for county, sheet in changed.items() for rows in sheet.rows.values() for row in rows
        if row.source == PROPOSED
        for known in [sheets[county].row(row.key, row.area or county, row.selectors)]
    )


def _below(value: Any, known: Any) -> bool:
    # A table or a pair of numbers is not simply lower; it may lower something.
    return bool(value != known if isinstance(value, Mapping | tuple | str) else value < known)
