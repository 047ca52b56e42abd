"""The bands, ratios and floors of 21号 that a change breaks (标准校核), by the law's own rules; flags, never blocks.

济办发〔2020〕21号 二(一)1 and 2. A standard above its band is held, not cut: raising it further is what is flagged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from doudi.law.sheet import Sheet
from doudi.policy.process.numbers import half_up
from doudi.policy.process.standards_check import KEYS, PERCENT, check_standard
from doudi.population.simulation.terms import REGISTRATIONS

STANDARD: Final = "subsistence_standard"
FINE: Final[Mapping[str, tuple[Any, ...]]] = {
    "band": ("inside",), "ratio_ok": (True,), "basic_ok": (True,),
    "care_full_ok": (True,), "care_partial_ok": (True,), "care_none_ok": (True,),
}
ONCE: Final = ("ratio_ok", "care_full_ok", "care_partial_ok", "care_none_ok")
"""Answers that do not hang on the registration."""
FIGURES: Final = {"band": "share_percent", "ratio_ok": "urban_rural_ratio", "basic_ok": "basic_min"}
ABOVE: Final = "above"
HELD: Final = "held"
NEED_INFO: Final = "need_info"


@dataclass(frozen=True)
class Check:
    """One answer of the check for one area: before and with the change. `state` is fine, broken, held or open; `figure` is
    what it was measured by, where there is a figure (FIGURES).
    """

    area: str
    registration: str
    key: str
    was: Any
    now: Any
    state: str
    figure: Any = None

    @property
    def label(self) -> str:
        return KEYS[self.key][0]

    @property
    def clause(self) -> str:
        return KEYS[self.key][1]

    @property
    def newly(self) -> bool:
        """Whether the change itself brings it about."""
        return bool(self.was != self.now)


def checks_of(area: str, sheet: Sheet, changed: Sheet) -> list[Check]:
    """Every answer for an area, both registrations, with the change beside what holds now."""
    found = []
    for registration in REGISTRATIONS:
        was = check_standard(sheet, area, registration).details
        now = was if changed is sheet else check_standard(changed, area, registration).details
        raised = _standard(changed, area, registration) > _standard(sheet, area, registration)
        for key, fine in FINE.items():
            if key not in ONCE or registration == REGISTRATIONS[0]:
                state = _state(key, now[key], fine, raised=raised)
                figure = now.get(FIGURES.get(key, ""))
                found.append(Check(area, "" if key in ONCE else registration, key, was[key], now[key], state, figure))
    return found


def _standard(sheet: Sheet, area: str, registration: str) -> int:
    row = sheet.row(STANDARD, area, {"registration": registration})
    return 0 if row is None or row.value is None else int(row.value)


def _state(key: str, now: Any, fine: tuple[Any, ...], *, raised: bool) -> str:
    if now in (NEED_INFO, None):
        return "open"
    if now in fine:
        return "fine"
    return HELD if key == "band" and now == ABOVE and not raised else "broken"


@dataclass(frozen=True)
class Band:
    """Where a monthly standard lies by law: the ends of its band and last year's consumption a month, in exact fen."""

    low: Fraction
    high: Fraction
    consumption: Fraction

    def percent(self, fen: int | Fraction) -> str:
        """The share of consumption that an amount is, in percent with one decimal; what is shown, never compared."""
        return half_up(fen / self.consumption * PERCENT, 1)


def band_of(sheet: Sheet, area: str, registration: str) -> Band | None:
    """The band of the standard (25–35 %, 35–45 % of last year's consumption); None while a number is missing."""
    asked = {"registration": registration}
    band, consumption = sheet.row("standard_band", area, asked), sheet.row("consumption_prior_year", area, asked)
    if band is None or consumption is None or not consumption.value:
        return None
    month = Fraction(consumption.value, 12)
    return Band(month * band.value["low"], month * band.value["high"], month)
