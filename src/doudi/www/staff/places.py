"""Villages and townships in the words of this desk: for selects, lists and page headings (村居)."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache

from doudi.offices import reads as offices

TOWNSHIP_DIGITS = 9
REMEMBERED_SECONDS = 300


def village_choices(jurisdiction: Any, day: date) -> list[tuple[str, str]]:
    """The villages this desk serves; a desk of several townships sees the township's name in front."""
    villages = [area for prefix in jurisdiction.prefixes for area in offices.villages(prefix, day)]
    townships = {area.code[:TOWNSHIP_DIGITS] for area in villages}
    if len(townships) == 1:
        return [(area.code, area.name) for area in villages]
    names = offices.area_names(townships)
    return [(area.code, f"{names.get(area.code[:TOWNSHIP_DIGITS], '')} {area.name}") for area in villages]


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Village code → 洸河街道 航运新村, for many codes in one query."""
    wanted = {code for code in codes if code}
    townships = {code[:TOWNSHIP_DIGITS] for code in wanted}
    names = _names(wanted | townships)
    if len(townships) == 1 and len(wanted) > 1:
        return {code: names.get(code, code) for code in wanted}
    return {code: f"{names.get(code[:TOWNSHIP_DIGITS], '')} {names.get(code, '')}".strip() or code
            for code in wanted}


def _names(codes: set[str]) -> dict[str, str]:
    """Names of areas; they change a few times a year, so each process remembers them for some minutes."""
    known = cache.get_many([f"area-{code}" for code in codes])
    found = {key.removeprefix("area-"): name for key, name in known.items()}
    missing = codes - set(found)
    if missing:
        fresh = offices.area_names(missing)
        cache.set_many({f"area-{code}": name for code, name in fresh.items()}, REMEMBERED_SECONDS)
        found |= fresh
    return found
