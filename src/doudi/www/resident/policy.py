"""政策和标准: what is in force today, where, on which document; what nobody has published yet is said so
(P16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.offices import reads as offices
from doudi.policy.declared import declarations
from doudi.policy.facts.household import REGISTRATIONS
from doudi.standards import reads as standards
from doudi.www import clock
from doudi.www.selfcheck.programmes import NAMES, WHAT

CITY = "3708"
COUNTY_DIGITS = 6
# What a family asks for first; the other numbers stand on the officers' pages.
SHOWN = (
    "subsistence_standard",
    "low_income_multiple",
    "extreme_hardship_basic",
    "extreme_hardship_care",
    "financial_assets_multiple",
    "payment_method",
    "rigid_ratio",
)
GRADES = {"full": "全自理", "partial": "半护理", "none": "全护理"}


def policy(request: HttpRequest) -> HttpResponse:
    """Programmes in plain words, then the numbers with their documents."""
    day = clock.today()
    rows = in_force(row for row in standards.published_values(CITY, day) if row.key in SHOWN)
    names = offices.area_names({row.area for row in rows})
    groups = []
    for key in SHOWN:
        found = [shown(row, names) for row in rows if row.key == key]
        if found:
            groups.append({"label": declarations()[key].parameter.label, "rows": found})
    return render(
        request,
        "resident/policy.html",
        {
            "programmes": [{"name": NAMES[code], "what": WHAT[code]} for code in NAMES],
            "groups": groups,
            "day": day,
        },
    )


def in_force(rows: Iterable[Any]) -> list[Any]:
    """Of several rows for the same place and people the one that came into force last; counties, not their parts."""
    latest: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        if len(row.area) <= COUNTY_DIGITS:
            latest.setdefault((row.key, row.area, *sorted(row.selectors.items())), row)
    return list(latest.values())


def shown(row: Any, names: dict[str, str]) -> dict[str, Any]:
    """One number: for whom, how much, on which document, since when."""
    selectors = [
        REGISTRATIONS.get(value) or GRADES.get(value) or NAMES.get(value) or value
        for value in row.selectors.values()
    ]
    instrument = row.instrument
    sample = instrument is None or "示例" in f"{instrument.number}{instrument.title}"
    return {
        "where": " ".join([names.get(row.area, "全市"), *selectors]),
        "value": value_words(row.key, row.value),
        "instrument": instrument,
        "since": row.valid_from,
        "sample": sample,
    }


def value_words(key: str, value: Any) -> str:
    """The published value with its unit."""
    declared = declarations()[key]
    plain = value.get("value") if isinstance(value, dict) else value
    values = getattr(declared.parameter, "values", None) or {}
    if plain in values:
        return str(values[plain])
    return f"{plain} {declared.unit}".strip()
