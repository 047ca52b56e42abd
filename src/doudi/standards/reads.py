"""The numbers in force for an area on a day, what is still missing, and how each came to be."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from django.db.models import Q, QuerySet

from doudi.kernel.calendar import WorkingCalendar
from doudi.law.sheet import Sheet
from doudi.policy.declared import SELECTORS, SWITCHES, Declared, declarations
from doudi.policy.sheets import StandardsSet
from doudi.standards.holding import held_up_by
from doudi.standards.loading import cited, row_from
from doudi.standards.models import CalendarYear, Instrument, Status, Switch, Value

PREFIX_LENGTHS = (0, 2, 4, 6, 9, 12)
# The third registration, "all", is asked only where a switch says so; the urban and the rural number always
# are.
ASKED = {**SELECTORS, "registration": ("urban", "rural")}

# The table of tiers (分档) is needed only where help is paid by tiers.
ASKED_ONLY_IF = {"payment_tiers": ("payment_method", "tiers")}


@dataclass(frozen=True)
class MissingNumber:
    """A number or choice that nobody has entered: what, for whom, who enters it, what it holds up."""

    kind: str
    key: str
    label: str
    selectors: dict[str, str]
    unit: str
    clause: str
    who_enters: str
    programmes: tuple[str, ...]


def _prefixes(area: str) -> list[str]:
    return sorted({area[:length] for length in PREFIX_LENGTHS} | {area})


def _in_force(day: date, area: str) -> Q:
    ends = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return ends & Q(status=Status.PUBLISHED, valid_from__lte=day, area__in=_prefixes(area))


def sheet(day: date, area: str) -> Sheet:
    """Every number and choice in force for an area on a day, with the document it stands in. Two queries."""
    values = Value.objects.filter(_in_force(day, area)).select_related("instrument").order_by("id")
    switches, sources = _switches(day, area)
    published = StandardsSet.from_rows(
        [row_from(value) for value in values], switches, switch_sources=sources
    )
    return published.sheet(day, area)


def sheet_within(day: date, area: str) -> Sheet:
    """The same for an area and every place inside it: numbers of its townships too, choices as the area has them."""
    here = Q(area__in=_prefixes(area)) | Q(area__startswith=area)
    ends = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    values = Value.objects.filter(here, ends, status=Status.PUBLISHED, valid_from__lte=day)
    switches, sources = _switches(day, area)
    rows = [row_from(value) for value in values.select_related("instrument").order_by("id")]
    return StandardsSet.from_rows(rows, switches, switch_sources=sources).sheet(day, area)


def _switches(day: date, area: str) -> tuple[dict[str, Any], dict[str, str]]:
    # The choice of the nearest authority counts, and of its choices the latest: later rows overwrite earlier
    # ones.
    rows = Switch.objects.filter(_in_force(day, area)).select_related("instrument").order_by("id")
    chosen: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (len(row.area), row.valid_from, row.pk)):
        chosen[row.key], sources[row.key] = row.value, cited(row)
    return chosen, sources


def working_calendar() -> WorkingCalendar | None:
    """All published years as one calendar; None when none is entered."""
    years = CalendarYear.objects.filter(published=True).order_by("year")
    calendars = [WorkingCalendar(year.covers_from, year.covers_until, frozenset(year.rest_days),
                                 frozenset(year.work_days), year.source) for year in years]
    return WorkingCalendar.joined(calendars) if calendars else None


def calendar_years() -> QuerySet[CalendarYear]:
    """The years as they were entered."""
    return CalendarYear.objects.order_by("year")


def missing(area: str, day: date) -> list[MissingNumber]:
    """Every local number and open choice without a value for an area on a day, and what it holds up."""
    current = sheet(day, area)
    found = [
        _missing_number(key, declared, wanted)
        for key, declared in declarations().items()
        if declared.local
        for wanted in _combinations(declared)
        if current.row(key, area, wanted) is None and not _not_asked(current, key, area)
    ]
    for switch in SWITCHES:
        if current.switches.get(switch.name) is None:
            found.append(MissingNumber("switch", switch.name, switch.label, {}, "", switch.cite, switch.who,
                                       held_up_by(switch.name)))
    return found


def _not_asked(current: Sheet, key: str, area: str) -> bool:
    """Whether a choice made elsewhere means that nobody will ask for this number."""
    if key not in ASKED_ONLY_IF:
        return False
    other, wanted = ASKED_ONLY_IF[key]
    row = current.row(other, area, {})
    return row is not None and row.value != wanted


def _combinations(declared: Declared) -> list[dict[str, str]]:
    names = declared.parameter.selectors
    return [dict(zip(names, values, strict=True)) for values in product(*(ASKED[name] for name in names))]


def _missing_number(key: str, declared: Declared, wanted: dict[str, str]) -> MissingNumber:
    return MissingNumber("parameter", key, declared.parameter.label, wanted, declared.unit, declared.clause,
                         declared.parameter.who, held_up_by(key))


def history(key: str, area: str) -> list[Value | Switch]:
    """Everything ever entered for a key in an area or inside it: drafts and withdrawn rows too, newest
    first."""
    model = Value if key in declarations() else Switch
    rows = model.objects.filter(key=key, area__startswith=area).select_related(
        "instrument", "entered_by", "published_by", "withdrawn_by")
    return list(rows.order_by("-valid_from", "-id"))


def drafts(area: str) -> list[Value | Switch]:
    """What is entered for an area or inside it and not published yet."""
    return [row for model in (Value, Switch) for row in model.objects.filter(
        status=Status.DRAFT, area__startswith=area).select_related("instrument", "entered_by").order_by("id")]


def published_values(area: str, day: date, key: str = "") -> QuerySet[Value]:
    """The published rows in force on a day for an area or inside it, as the public page shows them."""
    inside = Q(area__startswith=area) | Q(area__in=_prefixes(area))
    ends = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = Value.objects.filter(inside, ends, status=Status.PUBLISHED, valid_from__lte=day)
    rows = rows.filter(key=key) if key else rows
    return rows.select_related("instrument").order_by("key", "area", "-valid_from", "id")


def value(value_id: int) -> Value | None:
    """One entered number."""
    return Value.objects.filter(pk=value_id).select_related("instrument").first()


def switch(switch_id: int) -> Switch | None:
    """One entered choice."""
    return Switch.objects.filter(pk=switch_id).select_related("instrument").first()


def instruments() -> QuerySet[Instrument]:
    """The documents, newest first."""
    return Instrument.objects.order_by("-issued_on", "-id")


def instrument(number: str) -> Instrument | None:
    """The document of that number."""
    return Instrument.objects.filter(number=number).first()


def is_empty() -> bool:
    """Whether nothing has been entered yet."""
    return not Value.objects.exists() and not Switch.objects.exists()
