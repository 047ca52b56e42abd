"""The sheets of every county on a day, side by side: what a simulation starts from.

A city-wide answer needs each county's own numbers and choices at once; they are read with three queries and kept until
something is published or withdrawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from doudi.law.sheet import Sheet
from doudi.policy.sheets import StandardsSet
from doudi.population.simulation.messages import digest_of
from doudi.standards.loading import cited, row_from
from doudi.standards.models import Status, Switch, Value


@dataclass(frozen=True)
class InForce:
    """Each county's sheet, and what tells them all from others."""

    sheets: Mapping[str, Sheet]
    digest: str


def in_force(day: date, counties: Iterable[str]) -> InForce:
    """What holds on a day in these counties."""
    return _in_force(day, tuple(sorted(counties)), _stamp(Value), _stamp(Switch))


def _stamp(model: Any) -> tuple[Any, ...]:
    told = model.objects.aggregate(
        published=Max("published_at"), withdrawn=Max("withdrawn_at"), latest=Max("id"),
        count=Count("id", filter=Q(status=Status.PUBLISHED)))
    return tuple(told.values())


@lru_cache(maxsize=4)
def _in_force(day: date, counties: tuple[str, ...], *stamps: Any) -> InForce:
    holds = Q(status=Status.PUBLISHED, valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    values = Value.objects.filter(holds).select_related("instrument").order_by("id")
    published = StandardsSet.from_rows([row_from(value) for value in values])
    switches = list(Switch.objects.filter(holds).select_related("instrument").order_by("valid_from", "id"))
    sheets = {county: _chosen(published.sheet(day, county), county, switches) for county in counties}
    return InForce(sheets, digest_of(sheets))


def _chosen(sheet: Sheet, county: str, switches: list[Switch]) -> Sheet:
    """With the choices of the nearest authority; of its choices the latest."""
    nearest = sorted((row for row in switches if county.startswith(row.area)), key=lambda row: len(row.area))
    rows = [row for group in sheet.rows.values() for row in group]
    return Sheet.of(sheet.day, county, rows, {row.key: row.value for row in nearest},
                    {row.key: cited(row) for row in nearest})
