"""The register of institutions (供养服务机构): kept by the county one by one or from a table; beds never fewer than people.

A table's good rows are taken each in its own transaction; the others go back in the same layout with the reason. A house is
known by its licence: a row sent twice changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care.models import Institution, InstitutionFile
from doudi.basic.extreme_hardship.care.placing import occupied
from doudi.casework import duties
from doudi.casework.lifecycle import NotPossible
from doudi.casework.rollbooks.cells import BadCell, day, half_width, words
from doudi.casework.rollbooks.filled import filled, workbook
from doudi.casework.rollbooks.reading import read
from doudi.offices.reads import Jurisdiction, current

KEEPERS: Final = ("county_officer",)
COLUMNS: Final = ("机构名称", "登记证号", "所在乡镇（街道）", "床位数", "护理型床位数", "数到哪一天")
NEEDED: Final = COLUMNS[:4]
MOST_ROWS, MOST_BEDS, MOST_DIGITS = 2000, 5000, 5


@dataclass(frozen=True)
class House:
    """What is told of an institution."""

    name: str
    licence: str
    area: str
    beds: int
    nursing_beds: int | None
    counted_on: date


@transaction.atomic
def keep(*, told: House, by: Any, at: datetime) -> tuple[Institution, bool]:
    """Enter an institution, or what has changed of it; and whether anything did."""
    today = localdate(at)
    if not duties.serves(by, KEEPERS, area=told.area, day=today):
        raise NotPossible("机构由所在县的民政部门登记。所在地不归您管。")
    _check(told, today)
    # The licence says which house it is; two counties cannot both have it.
    house = Institution.objects.select_for_update(of=("self",)).filter(licence=told.licence).first()
    if house is None:
        made = Institution.objects.create(name=told.name, licence=told.licence, area=told.area, beds=told.beds,
                                          nursing_beds=told.nursing_beds, counted_on=told.counted_on)
        return _kept(made, by, at)
    if not duties.serves(by, KEEPERS, area=house.area, day=today):
        raise NotPossible("这个登记证号是别的县的机构,请核对。")
    if told.counted_on < house.counted_on:
        raise NotPossible(f"{house.counted_on} 有更近的床位数,没有改。")
    new = {"name": told.name, "area": told.area, "beds": told.beds, "nursing_beds": told.nursing_beds, "counted_on": told.counted_on}
    if all(getattr(house, column) == value for column, value in new.items()):
        return house, False
    living = occupied(house.pk)
    if told.beds < living:
        raise NotPossible(f"床位数不能少于已经住的 {living} 人。")
    for column, value in new.items():
        setattr(house, column, value)
    house.save(update_fields=list(new))
    return _kept(house, by, at)


def _kept(house: Institution, by: Any, at: datetime) -> tuple[Institution, bool]:
    audit.record(by=by, at=at, verb="care.keep_institution", subject=("institution", house.pk),
                 details={"beds": house.beds, "nursing_beds": house.nursing_beds})
    return house, True


@transaction.atomic
def close(*, institution_id: int, on: date, by: Any, at: datetime) -> Institution:
    """A house closes once nobody lives in it or waits for it; twice is once."""
    house = Institution.objects.select_for_update(of=("self",)).filter(pk=institution_id).first()
    if house is None or not duties.serves(by, KEEPERS, area=house.area, day=localdate(at)):
        raise NotPossible("没有这家机构,或者不归您管。")
    if house.closed_on is not None:
        return house
    if on > localdate(at):
        raise NotPossible("关停的日期还没有到,请核对。")
    if occupied(house.pk) or house.stays.filter(left_on__isnull=True).exists():
        raise NotPossible("还有人住着或者在排队。请先给他们办转院或者离开。")
    house.closed_on = on
    house.save(update_fields=["closed_on"])
    audit.record(by=by, at=at, verb="care.close_institution", subject=("institution", house.pk))
    return house


def _check(told: House, today: date) -> None:
    if not told.name or not told.licence:
        raise NotPossible("请填机构名称和登记证号。")
    if not 0 < told.beds <= MOST_BEDS:
        raise NotPossible(f"床位数要在 1 到 {MOST_BEDS} 之间。")
    if told.nursing_beds is not None and told.nursing_beds > told.beds:
        raise NotPossible("护理型床位不能比全部床位多。")
    if told.counted_on > today:
        raise NotPossible("“数到哪一天”还没有到,请核对。")


def take_in(*, content: bytes, file_name: str, county: str, here: Jurisdiction, by: Any, at: datetime) -> InstitutionFile:
    """Take every good row of a table; the others go back. RollbookRefused: no table of ours."""
    sheet = filled(read(content, file_name), COLUMNS, NEEDED, MOST_ROWS)
    townships = {area.name: area.code for area in current(localdate(at)).filter(here.within("code"), level="township")}
    counts, bad = {"taken": 0, "known": 0, "bad": 0}, []
    for row, cells in sheet.rows():
        try:
            _, changed = keep(told=_told(cells, townships, localdate(at)), by=by, at=at)
        except (NotPossible, BadCell) as no:
            bad.append((row, str(no)))
            counts["bad"] += 1
        else:
            counts["taken" if changed else "known"] += 1
    return _file(county, file_name, counts, sheet.returned(bad), by, at)


def template() -> bytes:
    """An empty table with the columns that are read."""
    return workbook(COLUMNS, [], "供养服务机构")


def _told(cells: dict[str, str], townships: dict[str, str], today: date) -> House:
    place = cells["所在乡镇（街道）"]
    area = townships.get(place) or townships.get(half_width(place)) or (place if place in townships.values() else "")
    if not area:
        raise BadCell(f"没有找到“{place}”。请写本县乡镇（街道）的全名或者九位代码。")
    nursing, counted = cells.get("护理型床位数", ""), cells.get("数到哪一天", "")
    return House(words(cells["机构名称"]), words(cells["登记证号"]), area, _count(cells["床位数"], "床位数"),
                 _count(nursing, "护理型床位数") if nursing else None, day(counted) if counted else today)


def _count(text: str, column: str) -> int:
    tidy = half_width(text).removesuffix("张").removesuffix(".0")
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) <= MOST_DIGITS):
        raise BadCell(f"“{column}”要是整数,现在是“{text}”。")
    return int(tidy)


@transaction.atomic
def _file(county: str, file_name: str, counts: dict[str, int], returned: bytes, by: Any, at: datetime) -> InstitutionFile:
    kept = InstitutionFile.objects.create(county=county, by=by, at=at, file_name=file_name.rsplit("/", 1)[-1][-200:], counts=counts,
                                          returned=returned)
    audit.record(by=by, at=at, verb="care.import_institutions", subject=("list", "institutions"), details={"file": kept.pk, **counts})
    return kept
