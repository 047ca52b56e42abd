"""The sheet (标准单): every parameter row and switch in force on one day, with its source. A rule
never knows where a number came from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.days import Month


@dataclass(frozen=True)
class Row:
    """One published value: for whom (area prefix and selectors), from when, until when, on whose words."""

    key: str
    area: str
    selectors: Mapping[str, Any]
    value: Any
    valid_from: date
    valid_until: date | None = None
    source: str = ""

    def in_force(self, day: date) -> bool:
        """Both ends are days in force."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Sheet:
    """What is in force on `day`, looked up from `area` (the household's) unless a rule names another area."""

    day: date
    area: str
    rows: Mapping[str, tuple[Row, ...]]
    switches: Mapping[str, Any] = field(default_factory=dict)
    switch_sources: Mapping[str, str] = field(default_factory=dict)
    _found: dict[tuple[Any, ...], Row | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        day: date,
        area: str,
        rows: Iterable[Row],
        switches: Mapping[str, Any],
        switch_sources: Mapping[str, str] | None = None,
    ) -> "Sheet":
        """A sheet from any rows: those not in force on the day are left out."""
        found: dict[str, list[Row]] = {}
        for row in rows:
            if row.in_force(day):
                found.setdefault(row.key, []).append(row)
        return cls(
            day,
            area,
            {key: tuple(group) for key, group in found.items()},
            dict(switches),
            dict(switch_sources or {}),
        )

    def row(self, key: str, area: str, selectors: Mapping[str, Any]) -> Row | None:
        """The row that applies: the longest area prefix wins, then the latest date."""
        return self.find(key, area, tuple(selectors), tuple(selectors.values()))

    def find(self, key: str, area: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Row | None:
        """The row that applies, for selectors as two tuples; looked for once."""
        asked = (key, area, names, values)
        if asked not in self._found:
            self._found[asked] = self._look_for(key, area, tuple(zip(names, values, strict=True)))
        return self._found[asked]

    def _look_for(self, key: str, area: str, selectors: tuple[tuple[str, Any], ...]) -> Row | None:
        best: Row | None = None
        for row in self.rows.get(key, ()):
            if not area.startswith(row.area) or not _fits(row, selectors) or not row.in_force(self.day):
                continue
            if best is None or (len(row.area), row.valid_from) > (len(best.area), best.valid_from):
                best = row
        return best

    def rows_at(self, key: str, area: str) -> list[Row]:
        """Every row of a key whose area fits, whatever its selectors."""
        return [row for row in self.rows.get(key, ()) if area.startswith(row.area) and row.in_force(self.day)]

    def at(self, area: str) -> "Sheet":
        """The same sheet, looked up from another area."""
        return self if area == self.area else replace(self, area=area)

    def with_switches(self, **changed: Any) -> "Sheet":
        """The same sheet with some switches decided otherwise."""
        return Sheet(self.day, self.area, self.rows, {**self.switches, **changed}, self.switch_sources)

    def with_row(self, row: Row) -> "Sheet":
        """The same sheet with one row replaced or added (what if this number were another)."""
        kept = tuple(
            r
            for r in self.rows.get(row.key, ())
            if (r.area, dict(r.selectors)) != (row.area, dict(row.selectors))
        )
        return Sheet(
            self.day, self.area, {**self.rows, row.key: (*kept, row)}, self.switches, self.switch_sources
        )

    def to_json(self) -> dict[str, Any]:
        rows = [
            {
                "key": r.key,
                "area": r.area,
                "selectors": dict(r.selectors),
                "value": _encode(r.value),
                "from": r.valid_from.isoformat(),
                "until": r.valid_until and r.valid_until.isoformat(),
                "source": r.source,
            }
            for group in self.rows.values()
            for r in group
        ]
        return {
            "day": self.day.isoformat(),
            "area": self.area,
            "rows": rows,
            "switches": dict(self.switches),
            "switch_sources": dict(self.switch_sources),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sheet":
        """The sheet back from `to_json`: its rows as they were, whatever the day."""
        rows: dict[str, list[Row]] = {}
        for r in data["rows"]:
            since, until = date.fromisoformat(r["from"]), r["until"] and date.fromisoformat(r["until"])
            row = Row(r["key"], r["area"], r["selectors"], _decode(r["value"]), since, until, r["source"])
            rows.setdefault(row.key, []).append(row)
        return cls(
            date.fromisoformat(data["day"]),
            data["area"],
            {key: tuple(group) for key, group in rows.items()},
            data["switches"],
            data["switch_sources"],
        )


def _fits(row: Row, selectors: tuple[tuple[str, Any], ...]) -> bool:
    # A row without a selector holds for every value of it.
    return all(name not in row.selectors or row.selectors[name] == value for name, value in selectors)


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Month):
        return {"month": str(value)}
    if isinstance(value, Mapping):
        return {"parts": {name: _encode(part) for name, part in value.items()}}
    if isinstance(value, tuple):
        return [_encode(part) for part in value]
    return value


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "number": Fraction,
    "day": date.fromisoformat,
    "month": Month.parse,
}


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(part) for part in value)
    if not isinstance(value, Mapping):
        return value
    ((tag, content),) = value.items()
    if tag == "parts":
        return {name: _decode(part) for name, part in content.items()}
    return _DECODERS[tag](content)
