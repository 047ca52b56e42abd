"""The numbers of the standards workbench (标准工作台): for each county its standards of 21号 二(一)1 and 2, as typed and as in force.

Whatever was typed stays on the page; what is empty or as it is changes nothing. The ends of a slider are how far the page
lets one drag, no law: any number may be typed.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from doudi.kernel.money import BadAmount, read_yuan, show_yuan
from doudi.law.sheet import Sheet
from doudi.policy.declared import SWITCHES
from doudi.population.simulation.changes import BadChange, Change, Choice
from doudi.population.simulation.checks import STANDARD, Band, band_of
from doudi.standards.holding import held_up_by
from doudi.www.staff.standards_forms import SELECTOR_NAMES, UNDECIDED

BASIC, CARE = "extreme_hardship_basic", "extreme_hardship_care"
NUMBERS: Final = (
    (STANDARD, "registration", "urban"), (STANDARD, "registration", "rural"),
    (BASIC, "registration", "urban"), (BASIC, "registration", "rural"),
    (CARE, "grade", "full"), (CARE, "grade", "partial"), (CARE, "grade", "none"),
)
SHORT: Final = {STANDARD: "低保", BASIC: "特困基本生活", CARE: "照料护理"}
FEN: Final = 100
TENS: Final = 10


@dataclass
class Number:
    """One number of one county: what holds, what is typed, and how far its slider goes (yuan)."""

    key: str
    area: str
    selectors: Mapping[str, str]
    day: date
    now: int | None
    band: Band | None = None
    typed: str = ""
    error: str = ""
    fen: int | None = None
    drawn: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return ".".join((self.key, self.area, *self.selectors.values()))

    @property
    def id(self) -> str:
        """The field's id."""
        return "n-" + self.name.replace(".", "-").replace("_", "-")

    @property
    def label(self) -> str:
        """城镇低保 · 全护理照料护理."""
        [(selector, value)] = self.selectors.items()
        return f"{SELECTOR_NAMES[selector][1][value]}{SHORT[self.key]}"

    @property
    def changed(self) -> bool:
        """Whether a number was typed that does not hold already."""
        return self.fen is not None and self.fen != self.now

    @property
    def shown(self) -> int | None:
        """What stands now or is proposed, in fen."""
        return self.now if self.fen is None else self.fen

    @property
    def ends(self) -> tuple[int, int] | None:
        """How far the slider goes, in whole yuan: around what holds, what is proposed and the band."""
        known = [fen for fen in (self.now, self.fen) if fen]
        if not known:
            return None
        known += [int(self.band.low), int(self.band.high)] if self.band else [known[0] * 8 // 10, known[0] * 13 // 10]
        step = FEN * TENS
        return max(0, min(known) * 9 // 10 // step * TENS), (max(known) * 11 // 10 // step + 1) * TENS

    def read(self, typed: str) -> None:
        """Take what was typed; an error is kept in words."""
        self.typed = typed.strip()
        if not self.typed:
            return
        try:
            self.fen = read_yuan(self.typed)
            self.change().row(self.day)
        except (BadAmount, BadChange) as no:
            self.error, self.fen = f"{no}。", None

    def change(self) -> Change:
        """As a change of the standards."""
        return Change(self.key, self.area, {"value": show_yuan(self.fen or 0)}, dict(self.selectors))


@dataclass
class County:
    """The numbers of one county."""

    code: str
    name: str
    numbers: list[Number]

    @property
    def changed(self) -> int:
        """How many of them are another way."""
        return sum(number.changed for number in self.numbers)

    @property
    def wrong(self) -> bool:
        """Whether one of them cannot be read."""
        return any(number.error for number in self.numbers)


@dataclass
class LocalChoice:
    """One local choice of the whole city: what holds, what is picked."""

    key: str
    label: str
    now: Any
    options: list[tuple[str, str]]
    picked: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"choice.{self.key}"

    @property
    def value(self) -> Any:
        """The native value that was picked."""
        values = next(each.values for each in SWITCHES if each.name == self.key)
        return next((value for value in values if str(value) == self.picked), None)

    @property
    def changed(self) -> bool:
        """Whether it is picked another way than it holds."""
        return bool(self.picked) and self.picked != (UNDECIDED if self.now is None else str(self.now))


@dataclass
class Bench:
    """Everything that can be moved for an area: its counties' numbers, and for the whole city the choices too."""

    area: str
    counties: list[County]
    choices: list[LocalChoice] = field(default_factory=list)

    @property
    def numbers(self) -> list[Number]:
        """All numbers of all counties."""
        return [number for county in self.counties for number in county.numbers]

    def changes(self) -> list[Change]:
        """What is another way; numbers in error are left out."""
        return [number.change() for number in self.numbers if number.changed]

    def picked(self) -> list[Choice]:
        """Which choices are another way."""
        return [Choice(each.key, self.area, each.value) for each in self.choices if each.changed]

    def problems(self) -> list[dict[str, str]]:
        """What to correct, for the list at the top."""
        return [{"id": number.id, "text": f"{county.name} {number.label}:{number.error}"}
                for county in self.counties for number in county.numbers if number.error]


def laid_out(area: str, names: Mapping[str, str], sheets: Mapping[str, Sheet], *, whole_city: bool) -> Bench:
    """The bench of an area: every county inside it with a sheet, or the place itself inside its county."""
    inside = {code: sheet for code, sheet in sheets.items() if code.startswith(area)}
    inside = inside or {area: sheet for code, sheet in sheets.items() if area.startswith(code)}
    counties = [County(code, names.get(code, code), [_number(sheet, code, *which) for which in NUMBERS])
                for code, sheet in inside.items()]
    any_sheet = next(iter(sheets.values()), None)
    choices = [] if any_sheet is None or not whole_city else [
        LocalChoice(each.name, each.label, any_sheet.switches.get(each.name),
                    [*((str(value), words) for value, words in each.values.items()), (UNDECIDED, "还没有定")])
        for each in SWITCHES if held_up_by(each.name)]
    return Bench(area, counties, choices)


def _number(sheet: Sheet, county: str, key: str, selector: str, value: str) -> Number:
    row = sheet.row(key, county, {selector: value})
    band = band_of(sheet, county, value) if key == STANDARD and row is not None and row.value is not None else None
    return Number(key, county, {selector: value}, sheet.day, None if row is None else row.value, band)


def typed_in(bench: Bench, data: Mapping[str, Any]) -> Bench:
    """The bench with what a form sent."""
    for number in bench.numbers:
        number.read(str(data.get(number.name, ""))[:40])
    for choice in bench.choices:
        choice.picked = str(data.get(choice.name, ""))
    return bench


def proposed_in(bench: Bench, changes: Iterable[Mapping[str, Any]], choices: Iterable[Mapping[str, Any]]) -> Bench:
    """The bench with what a proposal holds."""
    kept = {(each["key"], each["area"], *each.get("selectors", {}).values()): each["value"]["value"] for each in changes}
    for number in bench.numbers:
        number.read(kept.get((number.key, number.area, *number.selectors.values()), ""))
    picked = {each["key"]: UNDECIDED if each["value"] is None else str(each["value"]) for each in choices}
    for choice in bench.choices:
        choice.picked = picked.get(choice.key, "")
    return bench
