"""One loader for the numbers of the law: what instruments fix, and what localities publish (标准).

A standards set comes from a file (cases/README.md) or from published rows of the record; a key in it
replaces the product's own values of that key altogether. A missing value is not an error (the answer names
it); a malformed file is. 民发〔2021〕57号 第二条: standards are published by the county.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from doudi.kernel.calendar import BadCalendar, WorkingCalendar
from doudi.law.parameters import Parameter
from doudi.law.sheet import Row, Sheet
from doudi.policy.declared import area_of, check_switches, declarations, national_rows, not_yet, row_of
from doudi.policy.reading import BadFile, Mapped, day_of, list_of, mapped, only_keys, read_yaml, text_of
from doudi.policy.rowforms import unfolded

_FILE_KEYS: Final = ("id", "title", "source", "note", "calendar", "parameters", "switches")
_KEY_KEYS: Final = ("term", "unit", "source", "note", "rows")


@dataclass(frozen=True)
class StandardsSet:
    """Everything published that a decision may need: rows by key, switches, and where they come from."""

    id: str
    title: str
    rows: Mapping[str, tuple[Row, ...]]
    switches: Mapping[str, Any] = field(default_factory=dict)
    switch_sources: Mapping[str, str] = field(default_factory=dict)
    calendar: WorkingCalendar | None = None

    @classmethod
    def from_yaml(cls, path: Path | str) -> "StandardsSet":
        """A set in the format of cases/standards; its calendar lies beside it. BadFile: malformed."""
        path = Path(path)
        data = read_yaml(path)
        only_keys(path, data, _FILE_KEYS, "标准文件")
        keys = mapped(path, data.get("parameters"), data.at("parameters"), "parameters")
        set_id = text_of(path, data, "id", default=path.stem)
        rows = {
            key: _rows(path, key, mapped(path, value, keys.at(key), key), set_id)
            for key, value in keys.items()
            if _known(path, keys, key)
        }
        switches = check_switches(
            path, mapped(path, data.get("switches") or Mapped(), data.at("switches"), "switches")
        )
        return cls(
            set_id,
            text_of(path, data, "title", default=set_id),
            rows,
            switches,
            {name: set_id for name in switches},
            _calendar(path, data),
        )

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Row],
        switches: Mapping[str, Any] | None = None,
        *,
        switch_sources: Mapping[str, str] | None = None,
        calendar: WorkingCalendar | None = None,
        title: str = "",
    ) -> "StandardsSet":
        """A set of published rows whose values are native already (`Parameter.parse`)."""
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            grouped.setdefault(row.key, []).append(row)
        return cls(
            "published",
            title,
            {key: tuple(group) for key, group in grouped.items()},
            dict(switches or {}),
            dict(switch_sources or {}),
            calendar,
        )

    def with_switches(self, changed: Mapping[str, Any], source: str = "") -> "StandardsSet":
        """The same set with some switches decided otherwise (a case may say so)."""
        return replace(
            self,
            switches={**self.switches, **changed},
            switch_sources={**self.switch_sources, **{name: source for name in changed}},
        )

    def sheet(self, day: date, area: str, also: Iterable[str] = ()) -> Sheet:
        """What is in force on one day, looked up from one area; `also`: other places that pay (急难发生地)."""
        merged = {**national_rows(), **self.rows}
        places = (area, *also)
        rows = (
            row for group in merged.values() for row in group if any(_may_concern(row, one) for one in places)
        )
        return Sheet.of(day, area, rows, self.switches, self.switch_sources)


def _may_concern(row: Row, area: str) -> bool:
    return area.startswith(row.area) or row.area.startswith(area)


def _known(path: Path, keys: Mapped, key: str) -> bool:
    """Whether a rule uses the key; a key that nobody knows is refused."""
    if key in not_yet():
        _check_not_yet(path, key, mapped(path, keys[key], keys.at(key), key))
        return False
    only_keys(path, _only(keys, key), declarations(), "标准文件")
    return True


def _only(keys: Mapped, key: str) -> Mapped:
    single = Mapped({key: keys[key]})
    single.line, single.lines = keys.line, {key: keys.at(key)}
    return single


def _check_not_yet(path: Path, key: str, data: Mapped) -> None:
    only_keys(path, data, _KEY_KEYS, f"“{key}”")
    for entry in list_of(path, data, "rows"):
        row = mapped(path, entry, data.at("rows"), f"“{key}”的一行")
        area_of(path, row)
        day_of(path, row, "from")


def _rows(path: Path, key: str, data: Mapped, set_id: str) -> tuple[Row, ...]:
    only_keys(path, data, _KEY_KEYS, f"“{key}”")
    declared = declarations()[key]
    parameter = declared.parameter
    source = _source(path, data, set_id)
    entries = (mapped(path, found, data.at("rows"), f"“{key}”的一行") for found in list_of(path, data, "rows"))
    rows = tuple(
        row_of(path, parameter, entry, _source(path, entry, source), extra=("source", "note"))
        for entry in unfolded(path, declared, entries)
    )
    _no_doubles(path, data, parameter, rows)
    return rows


def _source(path: Path, data: Mapped, set_id: str) -> str:
    """Whose words: text, or 文号 and date as a mapping."""
    source = data.get("source", set_id)
    if isinstance(source, Mapped):
        return " ".join(str(part) for part in source.values())
    return text_of(path, data, "source", default=set_id)


def _no_doubles(path: Path, data: Mapped, parameter: Parameter, rows: tuple[Row, ...]) -> None:
    seen: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        place = (row.area, row.valid_from, *sorted(row.selectors.items()))
        if place in seen and seen[place] != row.value:
            what = f"“{parameter.label}”在 {row.area or '全部地区'} {row.valid_from} 有两个不同的数"
            raise BadFile(path, data.at("rows"), what, "留下公布的那一个")
        seen[place] = row.value


def _calendar(path: Path, data: Mapped) -> WorkingCalendar | None:
    name = data.get("calendar")
    if name is None:
        return None
    place = path.parent / text_of(path, data, "calendar")
    try:
        return WorkingCalendar.from_yaml_dict(read_yaml(place))
    except BadCalendar as error:
        raise BadFile(place, 0, str(error), "核对 covers、rest_days、work_days") from error
