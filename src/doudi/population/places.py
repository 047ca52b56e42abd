"""Where the invented households live: counties with their share of the city's people, villages with
weights.

The area table (GB/T 2260 and statistical codes) is handed in by the caller, who knows which areas exist on
the day; the counties' populations come from `data/population.csv` (year-end usual residents 2023).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from doudi.kernel.areas import committee_kind, county_of, level_of, township_of
from doudi.population.columns import Array

# How likely a household of a village is registered urban, by kind of committee. The kind does not decide it.
URBAN_SHARE: Final = {"urban": 0.88, "rural": 0.17, "": 0.6}
# A neighbourhood committee (居委会) serves more people than a village committee.
MEAN_SIZE: Final = {"urban": 4.5, "rural": 1.0, "": 0.5}
_VILLAGE_SEED: Final = 3708


class BadAreas(ValueError):
    """An area table without what the generator needs; the message is Chinese."""


@dataclass(frozen=True)
class Place:
    """The villages (12-digit codes) among which households are spread, with weights and urban shares."""

    villages: tuple[str, ...]
    weights: Array
    urban_share: Array

    @classmethod
    def of(cls, villages: Sequence[str]) -> "Place":
        """A place of these villages; the sizes are invented, fixed by the codes. Raises BadAreas when there
        is none.
        """
        if not villages:
            raise BadAreas("区划表里没有村（居）")
        codes = tuple(sorted(villages))
        kinds = [committee_kind(code) for code in codes]
        scatter = [np.random.default_rng([_VILLAGE_SEED, int(code)]).lognormal(0.0, 0.5) for code in codes]
        weights = np.array([MEAN_SIZE[kind] for kind in kinds]) * np.array(scatter)
        return cls(codes, weights / weights.sum(), np.array([URBAN_SHARE[kind] for kind in kinds]))


def read_area_codes(path: Path) -> list[str]:
    """The column `code` of an area table (CSV). Raises BadAreas when the column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or "code" not in rows[0]:
        raise BadAreas(f"{path.name} 里没有 code 这一列")
    return [row["code"] for row in rows]


def places_by_county(codes: Iterable[str]) -> dict[str, Place]:
    """A place for each county that has villages in the table."""
    villages: dict[str, list[str]] = {}
    for code in codes:
        if level_of(code) == "village":
            villages.setdefault(county_of(code), []).append(code)
    return {county: Place.of(found) for county, found in sorted(villages.items())}


def place_of_township(codes: Iterable[str], township: str) -> Place:
    """The place of one township. Raises BadAreas when the table has no village of it."""
    villages = [code for code in codes if level_of(code) == "village" and township_of(code) == township]
    if not villages:
        raise BadAreas(f"区划表里没有乡镇（街道）{township} 的村（居）")
    return Place.of(villages)


@cache
def county_population() -> Mapping[str, int]:
    """Usual residents by county code. A row that is part of another (高新区 370871 of 任城区) is taken out
    of it.
    """
    with (files("doudi.population") / "data/population.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] and not row["code"].endswith("00")]
    people = {row["code"]: int(row["persons"]) for row in rows}
    for row in rows:
        if row["part_of"]:
            people[row["part_of"]] -= int(row["persons"])
    return people


def shares(people: int, counties: Sequence[str]) -> dict[str, int]:
    """How many of `people` live in each county: by population, largest remainders, adding up exactly.

    Raises BadAreas for a county without a population figure.
    """
    figures = county_population()
    unknown = [county for county in counties if county not in figures]
    if unknown:
        raise BadAreas(f"没有 {'、'.join(unknown)} 的人口数")
    total = sum(figures[county] for county in counties)
    whole = {county: people * figures[county] // total for county in counties}
    by_remainder = sorted(counties, key=lambda county: (-(people * figures[county] % total), county))
    for county in by_remainder[: people - sum(whole.values())]:
        whole[county] += 1
    return whole
