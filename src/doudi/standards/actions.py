"""Entering and publishing local numbers, choices and the calendar (57号 第二条; operational rules 17).

Nothing counts until it is published, and nothing is published without a document number and an effective
date.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from doudi.audit import actions as audit
from doudi.kernel.calendar import BadCalendar, WorkingCalendar
from doudi.policy.declared import declarations
from doudi.policy.reading import read_yaml
from doudi.policy.rowforms import unfolded
from doudi.standards.loading import StandardRefused, check_switch, checked_row, parts_of
from doudi.standards.models import CalendarYear, Instrument, Status, Switch, Value

__all__ = ["StandardRefused"]
DOUBLED = "同一项、同一地区、同一天起已经公布过一个数。要改,请先撤回那一条。"


@transaction.atomic
def enter_instrument(
    *, number: str, title: str, by: Any, at: datetime, issued_on: date | None = None
) -> Instrument:
    """The document that orders numbers, once per document number."""
    if not number.strip() or not title.strip():
        raise StandardRefused("请填写文号和文件名称。")
    instrument, made = Instrument.objects.get_or_create(
        number=number.strip(), defaults={"title": title.strip(), "issued_on": issued_on})
    if made:
        audit.record(by=by, at=at, verb="enter_instrument", subject=("instrument", instrument.pk))
    return instrument


@transaction.atomic
def enter_value(*, key: str, area: str, value: Mapping[str, Any], valid_from: date, by: Any, at: datetime,
                selectors: Mapping[str, Any] | None = None, valid_until: date | None = None,
                instrument: Instrument | None = None, note: str = "") -> Value:
    """A number as a draft. `value` holds the named values as a standards file writes them: {"value":
    "620.00"}."""
    selectors = dict(selectors or {})
    checked_row(key, area, selectors, value, valid_from, valid_until)
    entered = Value.objects.create(
        key=key,
        area=area,
        selectors=selectors,
        value=dict(value),
        valid_from=valid_from,
        valid_until=valid_until,
        instrument=instrument,
        entered_by=by,
        entered_at=at,
        note=note,
    )
    audit.record(by=by, at=at, verb="enter_value", subject=("value", entered.pk),
                 details={"key": key, "area": area, "from": valid_from.isoformat()})
    return entered


@transaction.atomic
def enter_switch(
    *,
    key: str,
    area: str,
    value: Any,
    valid_from: date,
    by: Any,
    at: datetime,
    valid_until: date | None = None,
    instrument: Instrument | None = None,
    note: str = "",
) -> Switch:
    """A choice that the law leaves open, as a draft; None says that it is undecided."""
    check_switch(key, value)
    entered = Switch.objects.create(
        key=key,
        area=area,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        instrument=instrument,
        entered_by=by,
        entered_at=at,
        note=note,
    )
    audit.record(by=by, at=at, verb="enter_switch", subject=("switch", entered.pk),
                 details={"key": key, "area": area, "from": valid_from.isoformat()})
    return entered


@transaction.atomic
def publish(
    *, entered: Value | Switch, by: Any, at: datetime, instrument: Instrument | None = None
) -> Value | Switch:
    """From its effective date on the number counts. Publishing twice is publishing once."""
    entered = type(entered).objects.select_for_update().get(pk=entered.pk)
    if entered.status == Status.PUBLISHED:
        return entered
    if entered.status == Status.WITHDRAWN:
        raise StandardRefused("这一条已经撤回,不能再公布。请重新录入。")
    entered.instrument = instrument or entered.instrument
    if entered.instrument is None:
        raise StandardRefused("没有文号不能公布。请先填写文号和文件名称。")
    entered.status, entered.published_by, entered.published_at = Status.PUBLISHED, by, at
    try:
        with transaction.atomic():
            entered.save(update_fields=["status", "published_by", "published_at", "instrument"])
    except IntegrityError as error:
        raise StandardRefused(DOUBLED) from error
    _journal("publish", entered, by, at)
    return entered


@transaction.atomic
def withdraw(*, entered: Value | Switch, by: Any, at: datetime, reason: str) -> Value | Switch:
    """The number no longer counts; it stays in the history with the reason."""
    if not reason.strip():
        raise StandardRefused("请写明为什么撤回。")
    entered = type(entered).objects.select_for_update().get(pk=entered.pk)
    if entered.status != Status.WITHDRAWN:
        entered.status, entered.withdrawn_by, entered.withdrawn_at = Status.WITHDRAWN, by, at
        entered.note = reason.strip()[:200]
        entered.save(update_fields=["status", "withdrawn_by", "withdrawn_at", "note"])
        _journal("withdraw", entered, by, at)
    return entered


def _journal(verb: str, entered: Value | Switch, by: Any, at: datetime) -> None:
    kind = "value" if isinstance(entered, Value) else "switch"
    audit.record(by=by, at=at, verb=f"{verb}_{kind}", subject=(kind, entered.pk),
                 details={"key": entered.key, "area": entered.area, "from": entered.valid_from.isoformat()})


@transaction.atomic
def enter_calendar(*, calendar: WorkingCalendar, by: Any, at: datetime, publish: bool = True) -> CalendarYear:
    """One year's days off and worked weekends, from the notice of 国务院办公厅. Entering again replaces the
    year."""
    year = calendar.covers_from.year
    if calendar.covers_until.year != year or calendar.gaps:
        raise StandardRefused("工作日历请一年一份地录入。")
    row, _ = CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "covers_from": calendar.covers_from,
            "covers_until": calendar.covers_until,
            "rest_days": sorted(calendar.rest_days),
            "work_days": sorted(calendar.work_days),
            "source": calendar.source,
            "published": publish,
            "entered_by": by,
            "entered_at": at,
        },
    )
    audit.record(
        by=by, at=at, verb="enter_calendar", subject=("calendar", year), details={"published": publish}
    )
    return row


def calendar_from(
    *,
    covers_from: date,
    covers_until: date,
    rest_days: Iterable[date],
    work_days: Iterable[date],
    source: str,
) -> WorkingCalendar:
    """A year's calendar from what a page collected. Raises StandardRefused."""
    try:
        return WorkingCalendar(covers_from, covers_until, frozenset(rest_days), frozenset(work_days), source)
    except BadCalendar as error:
        raise StandardRefused(f"{error}。") from error


@transaction.atomic
def seed_calendar(*, years: Iterable[int], by: Any, at: datetime) -> list[int]:
    """The years that the package chinesecalendar knows, where nobody has entered them yet."""
    entered = set(CalendarYear.objects.values_list("year", flat=True))
    new = [year for year in years if year not in entered]
    for year in new:
        enter_calendar(calendar=WorkingCalendar.seeded([year]), by=by, at=at)
    return new


@transaction.atomic
def load_file(*, path: Path, number: str, title: str, by: Any, at: datetime) -> int:
    """Enter and publish every number and choice of a standards file under one document. How many were new."""
    data = read_yaml(path)
    instrument = enter_instrument(number=number, title=title, by=by, at=at)
    told = {"instrument": instrument, "by": by, "at": at}
    count = 0
    for key, parameter in (data.get("parameters") or {}).items():
        if key in declarations():
            rows = unfolded(path, declarations()[key], parameter["rows"])
            count += sum(_load_row(key, row, **told) for row in rows)
    since = min(
        (row["from"] for p in (data.get("parameters") or {}).values() for row in p["rows"]), default=at.date()
    )
    area = str(data.get("area") or "3708")
    for key, value in (data.get("switches") or {}).items():
        count += _load_switch(key, area, value, since, **told)
    return count


def _load_row(key: str, row: Mapping[str, Any], *, instrument: Instrument, by: Any, at: datetime) -> int:
    selectors, value = parts_of(row, key)
    known = Value.objects.filter(
        key=key,
        area=row.get("area", ""),
        selectors=selectors,
        valid_from=row["from"],
        status=Status.PUBLISHED,
    )
    if known.exists():
        return 0
    entered = enter_value(
        key=key,
        area=row.get("area", ""),
        selectors=selectors,
        value=value,
        valid_from=row["from"],
        valid_until=row.get("until"),
        instrument=instrument,
        by=by,
        at=at,
    )
    publish(entered=entered, by=by, at=at)
    return 1


def _load_switch(key: str, area: str, value: Any, since: date, *, instrument: Instrument, by: Any,
                 at: datetime) -> int:
    if Switch.objects.filter(key=key, area=area, valid_from=since, status=Status.PUBLISHED).exists():
        return 0
    entered = enter_switch(
        key=key, area=area, value=value, valid_from=since, instrument=instrument, by=by, at=at
    )
    publish(entered=entered, by=by, at=at)
    return 1
