"""Codes of places: GB/T 2260 (province, city, county: 6 digits), statistical codes (township 9, village 12).

Pure reading of the code itself. What an area is called, whether it still exists and which office serves it
(高新区, 太白湖新区 and 经开区 serve townships of other code areas) is known by `offices`.
"""

import re
from typing import Final, Literal

AreaLevel = Literal["province", "city", "county", "township", "village"]
CommitteeKind = Literal["urban", "rural", ""]

COUNTY_DIGITS: Final = 6
TOWNSHIP_DIGITS: Final = 9
VILLAGE_DIGITS: Final = 12


class BadArea(ValueError):
    """A code that is no area code, or too high up for what was asked; the message is Chinese."""


def level_of(code: str) -> AreaLevel:
    """province, city, county, township or village, told from the length and the zeros. Raises BadArea."""
    if re.fullmatch(r"[1-9][0-9]{5}([0-9]{3}){0,2}", code) is None:
        raise BadArea(f"区划代码“{code}”不对：应为 6 位（县）、9 位（乡镇）或 12 位（村）数字")
    if len(code) == VILLAGE_DIGITS:
        return "village"
    if len(code) == TOWNSHIP_DIGITS:
        return "township"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def city_of(code: str) -> str:
    """The 6-digit code of the city (地级市) around the area: "370811" → "370800". BadArea for a province."""
    if level_of(code) == "province":
        raise BadArea(f"{code} 是省级代码，不属于某个市")
    return code[:4] + "00"


def county_of(code: str) -> str:
    """The 6-digit code of the county. Raises BadArea for a city or province."""
    if level_of(code) in ("province", "city"):
        raise BadArea(f"{code} 不在县级以下，不属于某个县（市、区）")
    return code[:COUNTY_DIGITS]


def township_of(code: str) -> str:
    """The 9-digit code of the township. Raises BadArea for anything above a township."""
    if level_of(code) not in ("township", "village"):
        raise BadArea(f"{code} 不在乡镇以下，不属于某个乡镇（街道）")
    return code[:TOWNSHIP_DIGITS]


def parent_of(code: str) -> str | None:
    """The code one level up; None for a province. Raises BadArea."""
    level = level_of(code)
    if level == "village":
        return code[:TOWNSHIP_DIGITS]
    if level == "township":
        return code[:COUNTY_DIGITS]
    if level == "county":
        return code[:4] + "00"
    return code[:2] + "0000" if level == "city" else None


def prefix_of(code: str) -> str:
    """What all codes inside the area begin with: "370000" → "37", "370800" → "3708", others themselves."""
    level = level_of(code)
    return {"province": code[:2], "city": code[:4]}.get(level, code)


def lies_in(code: str, prefix: str) -> bool:
    """Whether an area lies in (or is) the one named by a prefix or by a full code of any level."""
    level_of(code)
    if len(prefix) == COUNTY_DIGITS:
        prefix = prefix_of(prefix)
    return code.startswith(prefix)


def committee_kind(village: str) -> CommitteeKind:
    """urban 居委会 (suffix 001–199), rural 村委会 (200–399), "" for quasi-units.

    Raises BadArea unless a village. It is the kind of committee, not the urban-rural class, and not
    the registration that selects a standard.
    """
    if level_of(village) != "village":
        raise BadArea(f"{village} 不是村（居）代码")
    suffix = int(village[TOWNSHIP_DIGITS:])
    if 1 <= suffix <= 199:
        return "urban"
    return "rural" if 200 <= suffix <= 399 else ""
