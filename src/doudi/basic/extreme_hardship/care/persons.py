"""Who is cared for (在册特困人员): everybody with a running award, with what stands of his care and what is due.

One question to the database, whoever asks; due days are worked out afterwards with the numbers of each township.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from doudi.basic.extreme_hardship.care.models import Agreement, Assessment, Grade, Stay, Visit, Wish
from doudi.basic.extreme_hardship.care.rhythm import next_assessment, next_visit, sheets
from doudi.casework import duties
from doudi.casework.fields import month_number
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Award, ReviewDue
from doudi.kernel.days import Month
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Household

PROGRAMME: Final = "extreme_hardship"
NEEDS_CARE: Final = (Grade.PARTIAL, Grade.NONE)


@dataclass(frozen=True)
class Cared:
    """One person on the roll of 特困, and how he is cared for today."""

    person_id: int
    name: str
    household_id: int
    # Where he lives.
    area: str
    case_id: int
    grade: str
    assessed_on: date | None
    assess_by: date | None
    # A change was reported and not looked at yet.
    changed: bool
    agreement_id: int | None
    agreed_until: date | None
    visited_on: date | None
    visit_by: date | None
    wants_institution: bool | None
    wished_on: date | None
    stay_id: int | None
    house: str
    asked_on: date | None
    admitted_on: date | None

    @property
    def grade_words(self) -> str:
        """The grade in words; empty before the first assessment."""
        return str(Grade(self.grade).label) if self.grade else ""

    @property
    def lives_in_institution(self) -> bool:
        """集中供养, as opposed to 分散供养."""
        return self.admitted_on is not None

    @property
    def is_waiting(self) -> bool:
        """Whether he waits for a place."""
        return self.stay_id is not None and self.admitted_on is None

    @property
    def is_owed_a_place(self) -> bool:
        """Wishes for an institution and lives at home: 愿进全进."""
        return self.wants_institution is True and not self.lives_in_institution

    @property
    def needs_care(self) -> bool:
        """失能、半失能."""
        return self.grade in NEEDS_CARE


def on_the_roll(day: date) -> QuerySet[Award]:
    """The running awards of 特困 people, also those that begin next month."""
    running = Q(until_month__isnull=True) | Q(until_month__gte=month_number(Month.of(day)))
    return Award.objects.filter(running, programme=PROGRAMME, person__isnull=False, voided_at__isnull=True)


def latest(rows: QuerySet[Any], **columns: str) -> Subquery:
    """Of these rows the first one of an award's person, as one value of several columns: the database is asked once for it,
    not once a column."""
    return Subquery(rows.filter(person=OuterRef("person")).values(told=JSONObject(**columns))[:1])


def with_care(awards: QuerySet[Award]) -> QuerySet[Award]:
    """The awards with what stands of each person's care beside them; None where nothing does."""
    changes = ReviewDue.objects.filter(review_class="care", done_at__isnull=True, case=OuterRef("case")).order_by("-id")
    return awards.annotate(
        assessed=latest(Assessment.objects.order_by("-day", "-id"), grade="grade", on="day"),
        changed=Subquery(changes.values(told=JSONObject(on="started_on", by="due_on"))[:1]),
        agreed=latest(Agreement.objects.filter(ended_on__isnull=True).order_by("-id"), id="pk", until="until_on"),
        visited=latest(Visit.objects.order_by("-day", "-id"), on="day"),
        wished=latest(Wish.objects.order_by("-said_on", "-id"), institution="wants_institution", on="said_on"),
        stay=latest(Stay.objects.filter(left_on__isnull=True).order_by("id"), id="pk", house="institution__name", asked="asked_on",
                    admitted="admitted_on"))


def cared_for(here: Jurisdiction, day: date) -> list[Cared]:
    """Everybody on the roll within reach, by village."""
    awards = on_the_roll(day).filter(here.within("household__area"))
    return _as_values(awards, day)


def cared(person_id: int, day: date) -> Cared | None:
    """One of them, within the reach of whoever asks."""
    found = _as_values(on_the_roll(day).filter(person=person_id), day)
    return found[0] if found else None


def _as_values(awards: QuerySet[Award], day: date) -> list[Cared]:
    rows = with_care(awards).order_by("household__area", "person_id", "-from_month", "-id").values(
        "person_id", "household_id", "case_id", "assessed", "changed", "agreed", "visited", "wished", "stay",
        name=F("person__name"), lives=F("household__area"), since=F("decision__at"))
    numbers, found = sheets(day), {}
    for row in rows:
        # An amount that changes next month makes two awards of one person; the later one comes first.
        if row["person_id"] not in found:
            found[row["person_id"]] = _value(row, numbers(row["lives"]))
    return list(found.values())


def _value(row: dict[str, Any], sheet: Any) -> Cared:
    assessed, changed, agreed, visited, wished, stay = (
        row[name] or {} for name in ("assessed", "changed", "agreed", "visited", "wished", "stay"))
    grade, assessed_on, visited_on, admitted_on = assessed.get("grade", ""), _day(assessed), _day(visited), _day(stay, "admitted")
    changed_on, first = _day(changed), localdate(row["since"])
    open_change = changed_on is not None and (assessed_on is None or assessed_on < changed_on)
    again = first if assessed_on is None else next_assessment(assessed_on, sheet)
    assess_by = min((each for each in (again, _day(changed, "by") if open_change else None) if each), default=None)
    return Cared(
        row["person_id"], row["name"], row["household_id"], row["lives"], row["case_id"], grade, assessed_on, assess_by, open_change,
        agreed.get("id"), _day(agreed, "until"), visited_on,
        None if admitted_on else next_visit(visited_on, grade, sheet, first),
        wished.get("institution"), _day(wished), stay.get("id"), stay.get("house", ""), _day(stay, "asked"), admitted_on)


def _day(told: dict[str, Any], name: str = "on") -> date | None:
    return date.fromisoformat(told[name]) if told.get(name) else None


def taken_up(person_id: int, roles: Iterable[str], *, by: Any, day: date) -> Cared:
    """The person a verb is about, his file locked until the end of the transaction. NotPossible: not on the roll, or not
    for whoever asks."""
    found = cared(person_id, day)
    if found is None or not duties.serves(by, roles, area=found.area, day=day):
        raise NotPossible("在册特困人员里没有这个人,或者不归您办理。")
    Household.objects.select_for_update(of=("self",)).get(pk=found.household_id)
    again = cared(person_id, day)
    if again is None:
        raise NotPossible("在册特困人员里已经没有这个人。")
    return again
