"""The published numbers that a run goes by (标准): one sheet for all counties, or one for each; their hash, and which
numbers a county has not published.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.law import LawBook, Parameter, Sheet
from doudi.law.run import needed

REGISTRATIONS: Final = {"urban": "城镇", "rural": "农村"}
# The table of tiers (分档) is asked for only where help is paid by tiers.
ONLY_IF: Final = {"payment_tiers": ("payment_method", "tiers")}


@dataclass(frozen=True)
class Standards:
    """What is in force on the day, whole; a county may have a sheet of its own (its own switches)."""

    title: str
    sheet: Sheet
    by_county: Mapping[str, Sheet] = field(default_factory=dict)
    calendar: WorkingCalendar | None = None

    def at(self, county: str) -> Sheet:
        """The sheet of a county."""
        return self.by_county.get(county, self.sheet)

    @property
    def sha256(self) -> str:
        """The same numbers, switches and sources have the same hash."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, from which `from_json` makes them again."""
        return {
            "title": self.title,
            "sheet": self.sheet.to_json(),
            "by_county": {county: sheet.to_json() for county, sheet in self.by_county.items()},
            "calendar": self.calendar and _calendar_json(self.calendar),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Standards":
        """The standards back."""
        by_county = {county: Sheet.from_json(sheet) for county, sheet in data["by_county"].items()}
        calendar = data["calendar"] and _calendar(data["calendar"])
        return cls(data["title"], Sheet.from_json(data["sheet"]), by_county, calendar)


def _calendar_json(calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "from": calendar.covers_from.isoformat(),
        "until": calendar.covers_until.isoformat(),
        "rest": [day.isoformat() for day in sorted(calendar.rest_days)],
        "work": [day.isoformat() for day in sorted(calendar.work_days)],
        "source": calendar.source,
        "gaps": [[first.isoformat(), last.isoformat()] for first, last in calendar.gaps],
    }


def _calendar(data: Mapping[str, Any]) -> WorkingCalendar:
    day = date.fromisoformat
    return WorkingCalendar(
        day(data["from"]), day(data["until"]), frozenset(map(day, data["rest"])), frozenset(map(day, data["work"])),
        data["source"], tuple((day(first), day(last)) for first, last in data["gaps"]),
    )  # fmt: skip


@dataclass(frozen=True)
class MissingNumber:
    """A number or a choice that a county's households are waiting for."""

    county: str
    label: str
    who: str

    @property
    def text(self) -> str:
        """In one line."""
        return f"{self.county} 没有“{self.label}”" + (f",由{self.who}公布或填写" if self.who else "")


def missing_numbers(
    book: LawBook, programmes: Iterable[str], standards: Standards, counties: Iterable[str]
) -> list[MissingNumber]:
    """What the rules of these programmes read and a county does not have. Whoever it holds up needs information."""
    named = [(book.programmes[code].entity, rule) for code in programmes for rule in book.programmes[code].rules()]
    rules = [book.rules[key] for key in needed(named, book.rules)]
    keys = sorted({key for rule in rules for key in rule.parameters})
    switches = sorted({name for rule in rules for name in rule.switches})
    found = []
    for county in counties:
        sheet = standards.at(county)
        for key in keys:
            labels = _missing(book.parameters[key], sheet, county)
            found += [MissingNumber(county, label, book.parameters[key].who) for label in labels]
        found += [
            MissingNumber(county, book.switches[name].label, book.switches[name].who)
            for name in switches
            if sheet.switches.get(name) is None
        ]
    return found


def _missing(parameter: Parameter, sheet: Sheet, county: str) -> Iterator[str]:
    other, wanted = ONLY_IF.get(parameter.key, ("", None))
    method = sheet.row(other, county, {}) if other else None
    if parameter.optional or (method is not None and method.value != wanted):
        return
    rows = sheet.rows_at(parameter.key, county)
    if "registration" not in parameter.selectors:
        if not rows:
            yield parameter.label
        return
    for registration, word in REGISTRATIONS.items():
        if not any(row.selectors.get("registration", registration) == registration for row in rows):
            yield f"{parameter.label}({word})"
