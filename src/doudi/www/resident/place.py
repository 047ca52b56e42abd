"""Choosing a place with a thumb: county, then street or township, then village; no typing, no script.

高新区, 太白湖新区 and 经开区 stand among the counties because that is how people speak of where they live.
"""

from __future__ import annotations

from doudi.offices import reads as offices
from doudi.www import clock

TOWN_DIGITS = 9
Places = list[tuple[str, str]]


def counties() -> Places:
    """Counties and management areas; a statistical row of a management area is not shown beside it."""
    managed = list(offices.management_areas())
    doubled = {area.statistical_code for area in managed}
    return [
        *((area.code, area.name) for area in offices.counties() if area.code not in doubled),
        *((area.id, area.name) for area in managed),
    ]


def towns(county: str) -> Places:
    """Streets and townships of a county or of a management area."""
    if county.isdigit():
        return [(area.code, area.name) for area in offices.townships(county)]
    return [(area.code, area.name) for area in offices.managed_townships(county)]


def villages(town: str) -> Places:
    """Villages and neighbourhoods of a township, without the long official ending."""
    return [(area.code, short(area.name)) for area in offices.villages(town)]


def short(name: str) -> str:
    """航运新村 for 航运新村社区居民委员会."""
    for ending in ("居民委员会", "村民委员会", "居委会", "村委会"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def known_county(code: str) -> str:
    """The code, if it is one of the list; it comes by the address line."""
    return code if code in dict(counties()) else ""


def known_town(code: str) -> str:
    """The code, if such a township or street is there today."""
    there = len(code) == TOWN_DIGITS and code.isascii() and code.isdecimal()
    return code if there and offices.area_exists(code, clock.today(), "township") else ""


def county_name(county: str) -> str:
    """Its name as people say it."""
    return dict(counties()).get(county, county)
