"""The two figures of 济办发〔2020〕21号 二(一)2, per county and for the whole area: counted from the roll and the register of houses.

People are counted in the database, by the roll that pays them; a house belongs to whoever pays the township it lies in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from doudi.basic.extreme_hardship.care.models import Assessment, Institution, Stay
from doudi.basic.extreme_hardship.care.persons import Cared, cared_for, on_the_roll
from doudi.basic.extreme_hardship.care.rhythm import missing_words
from doudi.casework.duties import payers
from doudi.casework.limits import sheet_of
from doudi.offices.reads import Jurisdiction
from doudi.policy.process.care_figures import (
    CONCENTRATED,
    NURSING,
    UNABLE_FROM,
    Figure,
    figure,
    unable_grades,
)


@dataclass(frozen=True)
class People:
    """The people of one roll: how many of each grade, and of them in institutions; "" is not assessed yet."""

    by_grade: dict[str, int]
    housed: dict[str, int]


@dataclass(frozen=True)
class Beds:
    """The beds of one place; `unknown` houses have not said how many are nursing beds."""

    beds: int
    nursing: int
    unknown: tuple[Institution, ...]


@dataclass(frozen=True)
class Place:
    """One roll, or (with no code) the sum of all: people, beds and the two figures."""

    code: str
    people: People
    beds: Beds
    concentrated: Figure | None
    # What the figure would be by either definition, while the city has not said which one counts.
    either: tuple[Figure, ...]
    nursing: Figure
    missing: tuple[str, ...]


def places(here: Jurisdiction, day: date) -> list[Place]:
    """Every roll within reach by its code, and the sum of all in front where there are several."""
    people, beds = _people(here, day), _beds(here)
    codes = sorted(people.keys() | beds.keys())
    found = [_place(code, people.get(code, People({}, {})), beds.get(code, Beds(0, 0, ())), _area(code, here), day) for code in codes]
    if len(found) == 1:
        return found
    whole = People(_summed(each.by_grade for each in people.values()), _summed(each.housed for each in people.values()))
    houses = tuple(house for each in beds.values() for house in each.unknown)
    all_beds = Beds(sum(each.beds for each in beds.values()), sum(each.nursing for each in beds.values()), houses)
    return [_place("", whole, all_beds, _area("", here), day), *found]


def _area(code: str, here: Jurisdiction) -> str:
    """From where the numbers are looked up: a county, else, for a management area or the sum, what is held."""
    return code if code.isdigit() else min(here.prefixes, default="")


def _people(here: Jurisdiction, day: date) -> dict[str, People]:
    grade = Assessment.objects.filter(person=OuterRef("person")).order_by("-day", "-id").values("grade")[:1]
    lives_there = Stay.objects.filter(person=OuterRef("person"), left_on__isnull=True, admitted_on__isnull=False)
    awards = on_the_roll(day).filter(here.within("household__area")).order_by().annotate(
        grade=Subquery(grade), housed=Exists(lives_there))
    counted: QuerySet[Any] = awards.values("payer", "grade").annotate(
        people=Count("person", distinct=True), in_house=Count("person", distinct=True, filter=Q(housed=True)))
    found: dict[str, People] = {}
    for row in counted:
        of = found.setdefault(row["payer"], People({}, {}))
        of.by_grade[row["grade"] or ""] = row["people"]
        of.housed[row["grade"] or ""] = row["in_house"]
    return found


def _beds(here: Jurisdiction) -> dict[str, Beds]:
    payer, found = payers(), dict[str, list[Institution]]()
    for house in Institution.objects.filter(here.within("area"), closed_on__isnull=True).order_by("area", "name"):
        found.setdefault(payer(house.area), []).append(house)
    return {code: Beds(sum(house.beds for house in houses), sum(house.nursing_beds or 0 for house in houses),
                       tuple(house for house in houses if house.nursing_beds is None)) for code, houses in found.items()}


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for grade, number in each.items():
            total[grade] = total.get(grade, 0) + number
    return total


def _place(code: str, people: People, beds: Beds, area: str, day: date) -> Place:
    sheet = sheet_of(day, area)
    grades = unable_grades(sheet)
    nursing = figure(NURSING, part=beds.nursing, whole=beds.beds, missing=len(beds.unknown), sheet=sheet)
    said = _share(people, grades, sheet) if grades else None
    either = () if grades else tuple(_share(people, each, sheet) for each in (("none",), ("partial", "none")))
    return Place(code, people, beds, said, either, nursing, () if grades else (missing_words(UNABLE_FROM),))


def _share(people: People, grades: tuple[str, ...], sheet: Any) -> Figure:
    part, whole = (sum(counts.get(grade, 0) for grade in grades) for counts in (people.housed, people.by_grade))
    return figure(CONCENTRATED, part=part, whole=whole, missing=people.by_grade.get("", 0), sheet=sheet)


def who_is_missing(here: Jurisdiction, day: date) -> list[Cared]:
    """Who is unable or not assessed, and lives at home: those who make the figure what it is, owed a place first."""
    at_home = [who for who in cared_for(here, day) if not who.lives_in_institution and (who.needs_care or not who.grade)]
    return sorted(at_home, key=lambda who: (not who.is_owed_a_place, who.grade != "none", who.area, who.person_id))
