"""The town of tests/casework with people on the roll of 特困, two houses, and short ways to look after somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from doudi.basic.extreme_hardship.care import agreeing, assessing, institutions, persons, placing, visiting
from doudi.basic.extreme_hardship.care.agreeing import Terms
from doudi.basic.extreme_hardship.care.institutions import House
from doudi.kernel.identifiers import make_id_number
from doudi.offices.reads import Jurisdiction, jurisdiction
from doudi.standards.actions import enter_instrument, enter_value, publish
from tests.acting import press_as_oneself
from tests.casework.conftest import START, Town, _pressed_as_oneself, law, moment, town

__all__ = ["_pressed_as_oneself", "law", "town"]
TODAY = date(2026, 9, 21)
ITEMS = ["eating", "dressing", "bed", "toilet", "walking", "washing"]


def number(key: str, value: Any, area: str = "3708", **selectors: str) -> None:
    """Publish one number."""
    paper = enter_instrument(number="测试〔2026〕8号", title="照料", by=None, at=START)
    entered = enter_value(key=key, area=area, value={"value": value}, by=None, at=START, valid_from=START.date(), selectors=selectors)
    publish(entered=entered, by=None, at=START, instrument=paper)


@dataclass
class Home:
    """The care of a township."""

    town: Town

    def person(self, name: str = "李长河", **more: Any) -> Any:
        """Somebody on the roll of 特困."""
        case = self.town.awarded(90000, programme="extreme_hardship", household=self.town.family(name, **more))
        return case.person

    def cared(self, person: Any, day: date = TODAY) -> persons.Cared:
        """What stands of him."""
        found = persons.cared(person.pk, day)
        assert found is not None
        return found

    def here(self, by: Any = None, day: date = TODAY) -> Jurisdiction:
        """What the clerk (or whoever) reaches."""
        return jurisdiction(by or self.town.clerk, day)

    def assess(self, person: Any, failed: int, on: str = "2026-09-01", by: Any = None) -> Any:
        """So many of the six items are too much for him."""
        return assessing.assess(person_id=person.pk, day=date.fromisoformat(on), failed=ITEMS[:failed], assessors="赵一、钱二",
                                by=by or self.town.clerk, at=moment(TODAY))

    def visit(self, person: Any, on: str, *findings: str, by: Any = None, remark: str = "") -> Any:
        """Somebody looks in."""
        return visiting.visit(person_id=person.pk, day=date.fromisoformat(on), how="home", findings=findings, remark=remark,
                              by=by or self.town.coordinator, at=moment(max(on, str(TODAY))))

    def agree(self, person: Any, paper: str = "示例-1", from_on: str = "2026-07-01", until_on: str = "2027-07-01",
              carer: int = 1, by: Any = None, **more: Any) -> Any:
        """A carer signs."""
        told = {"paper_number": paper, "carer_kind": "neighbour", "carer_name": "孙二嫂",
                "carer_id_number": make_id_number("370811", date(1970, 1, 1), carer), "carer_phone": "13800000001",
                "services": ("meals", "watching"), "from_on": date.fromisoformat(from_on), "until_on": date.fromisoformat(until_on)}
        return agreeing.agree(person_id=person.pk, terms=Terms(**{**told, **more}), by=by or self.town.clerk, at=moment(TODAY))

    def wishes(self, person: Any, institution: bool = True, on: str = "2026-08-01") -> Any:
        """He says before a witness where he wants to live."""
        return placing.wish(person_id=person.pk, wants_institution=institution, said_on=date.fromisoformat(on), witness="村主任",
                            by=self.town.coordinator, at=moment(TODAY))

    def house(self, name: str = "甲敬老院", beds: int = 2, nursing: int | None = 1, licence: str = "", by: Any = None,
              area: str = "370811006", on: str = "2026-01-10") -> Any:
        """An institution of the county."""
        told = House(name, licence or f"证-{name}", area, beds, nursing, date.fromisoformat(on))
        return institutions.keep(told=told, by=by or self.town.county, at=moment(TODAY))[0]

    def admit(self, person: Any, house: Any, on: str = "2026-09-10", by: Any = None) -> Any:
        """He moves in."""
        return placing.admit(person_id=person.pk, institution_id=house.pk, on=date.fromisoformat(on), by=by or self.town.clerk,
                             at=moment(TODAY))

    def wait(self, person: Any, house: Any, on: str = "2026-08-02") -> Any:
        """He waits for a bed."""
        return placing.ask_for_place(person_id=person.pk, institution_id=house.pk, on=date.fromisoformat(on), by=self.town.clerk,
                                     at=moment(TODAY))

    def leave(self, person: Any, because: str = "home", on: str = "2026-09-20", by: Any = None) -> Any:
        """He goes."""
        return placing.leave(person_id=person.pk, on=date.fromisoformat(on), because=because, by=by or self.town.clerk,
                             at=moment(TODAY))


@pytest.fixture
def home(town: Town, monkeypatch: pytest.MonkeyPatch) -> Home:
    press_as_oneself(monkeypatch, assessing, agreeing, visiting, placing, institutions)
    return Home(town)
