"""Counting what was decided, by township and programme: how many with which outcome, how many households and people are
entitled, and what that comes to a month, in fen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from doudi.kernel.areas import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.law import LawBook
from doudi.law.types import FEN_MONTH
from doudi.population.screening.engine import ENTITLED, OUTCOMES, Array, Decided
from doudi.population.screening.layout import Columns

FIGURES: Final = (*OUTCOMES, "households", "people", "monthly_fen")
Key = tuple[str, str]
Figures = list[int]


@dataclass
class Tally:
    """Figures by (township, programme), in whole numbers."""

    book: LawBook
    rows: dict[Key, Figures] = field(default_factory=dict)

    def add(self, columns: Columns, decided: Decided, towns: Sequence[str], at: Array, home: Array, people: Array) -> None:
        """Count one programme of a batch. `at`: the place in `towns` of each decided row; `home`: the household row it
        belongs to; `people`: how many live in each household row."""
        programme = columns.programme
        counts = np.bincount(at * len(OUTCOMES) + decided.outcome, minlength=len(towns) * len(OUTCOMES))
        entitled = np.flatnonzero(decided.outcome == ENTITLED)
        where = at[entitled]
        per_member = programme.entity == "member"
        first = np.unique(home[entitled], return_index=True)[1] if per_member else np.arange(len(entitled))
        homes = np.bincount(where[first], minlength=len(towns))
        heads = np.bincount(where, minlength=len(towns)) if per_member else _sums(where, people[home[entitled]], len(towns))
        money = np.zeros(len(towns), np.int64)
        for name, (low, _) in columns.spans(decided).items():
            if self.book.rules[programme.entity, programme.amounts[name]].type == FEN_MONTH:
                money += _sums(where, low[entitled], len(towns))
        for place, town in enumerate(towns):
            by_outcome = counts[place * len(OUTCOMES) : (place + 1) * len(OUTCOMES)].tolist()
            self._row((town, programme.code), [*by_outcome, int(homes[place]), int(heads[place]), int(money[place])])

    def _row(self, key: Key, figures: Figures) -> None:
        before = self.rows.get(key)
        self.rows[key] = figures if before is None else [a + b for a, b in zip(before, figures, strict=True)]

    def add_json(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Count what another process has counted."""
        for row in rows:
            self._row((row["area"], row["programme"]), [int(row[name]) for name in FIGURES])

    def to_json(self) -> list[dict[str, Any]]:
        """As a county keeps it."""
        return [
            {"area": town, "programme": programme, **dict(zip(FIGURES, figures, strict=True))}
            for (town, programme), figures in sorted(self.rows.items())
        ]


def _sums(where: Array, values: Array, towns: int) -> Array:
    # bincount would add up floats.
    found = np.zeros(towns, np.int64)
    np.add.at(found, where, values.astype(np.int64))
    return found


def added(parts: Iterable[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The townships of all counties, then every county as a whole, then the city; each with its level."""
    found: dict[tuple[str, str, str], Figures] = {}
    for part in parts:
        for row in part:
            figures = [int(row[name]) for name in FIGURES]
            levels = (("township", row["area"]), ("county", row["area"][:COUNTY_DIGITS]), ("all", ""))
            for level, area in levels:
                key = (level, area, row["programme"])
                before = found.get(key, [0] * len(FIGURES))
                found[key] = [a + b for a, b in zip(before, figures, strict=True)]
    order = {"all": 0, "county": 1, "township": 2}
    return [
        {"level": level, "area": area, "programme": programme, **dict(zip(FIGURES, figures, strict=True))}
        for (level, area, programme), figures in sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1:]))
    ]


def township_of_area(area: str) -> str:
    """The township of a village code, or whatever of it there is."""
    return area[:TOWNSHIP_DIGITS]
