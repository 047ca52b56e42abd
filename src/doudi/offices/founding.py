"""The first offices (机构初始化): one for the city, one per county and management area, one per township.

A township run by a management area belongs to that area's office and not to the county whose code it
carries, so that no two county offices decide the same case (operational rules 13).
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.offices import reads
from doudi.offices.actions import open_office
from doudi.offices.models import Area, Office

CITY_PREFIX = "3708"
CITY_OFFICE = "济宁市民政局"


@transaction.atomic
def found_offices(*, by: Any, at: datetime) -> Office:
    """Open what is not open yet; gives the city's office."""
    city = open_office(name=CITY_OFFICE, level="city", prefixes=[CITY_PREFIX], by=by, at=at)
    managed: dict[str, Office] = {}
    for area in reads.management_areas():
        townships = reads.managed_townships(area.pk)
        prefixes = [area.statistical_code] if area.statistical_code else [each.code for each in townships]
        office = open_office(
            name=f"{area.name}社会救助服务机构",
            level="county",
            prefixes=prefixes,
            parent=city,
            management_area=area,
            by=by,
            at=at,
        )
        managed |= {each.code: office for each in townships}
    for county in reads.counties():
        _county(county, city, managed, by=by, at=at)
    return city


def _county(county: Area, city: Office, managed: dict[str, Office], *, by: Any, at: datetime) -> None:
    townships = list(reads.townships(county.code))
    own = [each for each in townships if each.code not in managed]
    office = None
    if own:
        # A county keeps its whole code unless somebody else runs a part of it.
        prefixes = [county.code] if len(own) == len(townships) else [each.code for each in own]
        office = open_office(
            name=f"{county.name}民政局", level="county", prefixes=prefixes, parent=city, by=by, at=at
        )
    for each in townships:
        parent = managed.get(each.code, office)
        open_office(
            name=f"{each.name}社会救助窗口",
            level="township",
            prefixes=[each.code],
            parent=parent,
            by=by,
            at=at,
        )
