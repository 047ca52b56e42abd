"""A worked case (算例): one household on one day, read strictly from the format of cases/README.md.

A misspelt key, a float, a negative amount, an unknown area, a birth in the future, a doubled member, a
supporter of nobody: each is one clear refusal with file, line and cure (BadFile).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from doudi.law.document import Document
from doudi.law.facts import UNKNOWN
from doudi.policy.caseparents import read_parents
from doudi.policy.casepeople import read_members, read_supporters
from doudi.policy.caseprocess import read_benefits, read_event, read_procedure
from doudi.policy.casevalues import check_area, take_all, take_named
from doudi.policy.declared import check_switches
from doudi.policy.facts import FACTS
from doudi.policy.reading import (
    BadFile,
    Mapped,
    choice_of,
    day_of,
    list_of,
    mapped,
    only_keys,
    read_yaml,
    text_of,
)

_TOP: Final = (
    "case",
    "title",
    "cites",
    "day",
    "standards",
    "switches",
    "household",
    "members",
    "supporters",
    "parents",
    "event",
    "procedure",
    "check_standard",
    "expect",
)

_HOUSEHOLD: Final = {
    "registration": "registration",
    "residence_permit": "residence_permit",
    "migrant": "migrant",
    "contracted_land": "contracted_land",
}
_HOUSEHOLD_PARTS: Final = ("area", "residence_area", "assets", "expenses_12m", "current_benefits", "disaster", "facts")
_ASSETS: Final = (
    "deposits",
    "securities",
    "insurance_cash_value",
    "exempt_amount",
    "vehicles",
    "vehicles_exempt",
    "homes",
    "non_residential_property",
)
_DISASTER: Final = (
    "kind",
    "date",
    "relocated",
    "house_damage",
    "only_home",
    "cannot_live",
    "short_of_water",
    "winter_spring",
)
_EXPENSES: Final = ("medical_self_paid", "education_public_rate", "rehabilitation")


@dataclass(frozen=True)
class StandardToCheck:
    """The published standard that a case asks about itself (标准校核)."""

    area: str
    registration: str


@dataclass(frozen=True)
class Case:
    """One case, ready to be decided."""

    path: Path
    name: str
    title: str
    day: date
    standards: str
    switches: Mapping[str, Any]
    area: str
    document: Document
    has_household: bool
    check_standard: StandardToCheck | None = None
    has_procedure: bool = False
    has_event: bool = False
    event: Mapping[str, Any] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def other_places(self) -> tuple[str, ...]:
        """Where else the numbers of the law may be needed: the place of an emergency."""
        place = self.document.household.get("event_place_area")
        return (place,) if isinstance(place, str) else ()

    def standards_file(self) -> Path:
        """Where the named set lies: in a `standards` folder beside the case or above it. BadFile if
        nowhere.
        """
        for folder in self.path.resolve().parents:
            found = folder / "standards" / f"{self.standards}.yaml"
            if found.is_file():
                return found
        cure = "把标准文件放进 standards 文件夹,或用 --standards 指明"
        raise BadFile(self.path, 0, f"找不到标准文件“{self.standards}”", cure)


def load_case(path: Path | str) -> Case:
    """The case in a file. BadFile for a malformed one."""
    path = Path(path)
    data = read_yaml(path)
    only_keys(path, data, _TOP, "算例")
    day = day_of(path, data, "day")
    has_household = data.get("household") is not None
    household = _household(path, data) if has_household else {}
    members = read_members(path, data, day)
    supporters = read_supporters(path, data, members)
    read_benefits(path, data, household, members)
    event = read_event(path, data, household, members, day)
    household |= read_procedure(path, data)
    read_parents(path, data, members)
    check = _check_standard(path, data)
    return Case(
        path=path,
        name=text_of(path, data, "case", default=path.stem),
        title=text_of(path, data, "title", default=""),
        day=day,
        standards=text_of(path, data, "standards", default=""),
        switches=check_switches(
            path, mapped(path, data.get("switches") or Mapped(), data.at("switches"), "switches")
        ),
        area=str(household["area"])
        if household.get("area") not in (None, UNKNOWN)
        else (check.area if check else ""),
        document=Document(household, tuple(members.values()), tuple(supporters)),
        has_household=has_household,
        check_standard=check,
        has_procedure=data.get("procedure") is not None,
        has_event=bool(event),
        event=event,
        expect=data.get("expect") or {},
    )


def _household(path: Path, data: Mapped) -> dict[str, Any]:
    house = mapped(path, data["household"], data.at("household"), "household")
    only_keys(path, house, (*_HOUSEHOLD, *_HOUSEHOLD_PARTS), "household")
    found = take_all(path, house, "household", _HOUSEHOLD)
    found["area"] = check_area(path, house, "area")
    if house.get("residence_area") is not None:
        found["residence_area"] = check_area(path, house, "residence_area")
    assets = _part(path, house, "assets")
    only_keys(path, assets, (*_ASSETS, "exempt_reason"), "assets")
    found |= take_all(path, assets, "household", {name: name for name in _ASSETS})
    spent = _part(path, house, "expenses_12m")
    only_keys(path, spent, _EXPENSES, "expenses_12m")
    found |= take_all(path, spent, "household", {name: f"expense_{name}" for name in _EXPENSES})
    struck = _part(path, house, "disaster")
    only_keys(path, struck, _DISASTER, "disaster")
    found |= take_all(path, struck, "household", {name: f"disaster_{name}" for name in _DISASTER})
    return found | take_named(path, house, "household")


def _part(path: Path, house: Mapped, key: str) -> Mapped:
    return mapped(path, house.get(key) or Mapped(), house.at(key), key)


def _check_standard(path: Path, data: Mapped) -> StandardToCheck | None:
    if data.get("check_standard") is None:
        if data.get("household") is None:
            raise BadFile(path, 0, "既没有 household 也没有 check_standard", "补上家庭情况")
        return None
    check = mapped(path, data["check_standard"], data.at("check_standard"), "check_standard")
    only_keys(path, check, ("area", "registration"), "check_standard")
    values = FACTS[("household", "registration")].values
    return StandardToCheck(
        check_area(path, check, "area"), choice_of(path, check, "registration", dict(values))
    )


__all__ = ["BadFile", "Case", "StandardToCheck", "list_of", "load_case"]
