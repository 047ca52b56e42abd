"""What pages need of care (读): the lists of a desk, one person's history, the houses with their free beds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F

from doudi.basic.extreme_hardship.care.models import (
    Agreement,
    AgreementEnd,
    Assessment,
    CarerKind,
    Finding,
    Institution,
    InstitutionFile,
    Item,
    LeftBecause,
    Service,
    Stay,
    Visit,
    Wish,
)
from doudi.basic.extreme_hardship.care.persons import Cared, cared, cared_for, on_the_roll
from doudi.basic.extreme_hardship.care.placing import taken
from doudi.basic.extreme_hardship.care.rhythm import VISIT_EVERY, missing_words, number, sheets
from doudi.offices.reads import Jurisdiction

CHOICES: Final = {
    "items": Item.choices, "services": Service.choices, "carers": CarerKind.choices, "findings": Finding.choices,
    "agreement_ends": [each for each in AgreementEnd.choices if each[0] not in {"replaced", "moved_in"}],
    "stay_ends": [each for each in LeftBecause.choices if each[0] != "transfer"]}
SHOWN: Final = 20


def _visit_due(who: Cared, day: date) -> bool:
    # Whoever was never visited is due even where nobody set a rhythm.
    return not who.lives_in_institution and (who.visit_by <= day if who.visit_by else who.visited_on is None)


BUCKETS: Final[dict[str, tuple[str, Callable[[Cared, date], bool]]]] = {
    "visits": ("该探访", _visit_due),
    "assess": ("评估到期", lambda who, day: who.assess_by is not None and who.assess_by <= day),
    "place": ("愿进未进", lambda who, day: who.is_owed_a_place),
    "nobody": ("没有人照料", lambda who, day: not who.lives_in_institution and (
        who.agreed_until is None or who.agreed_until <= day)),
    "unasked": ("没问过意愿", lambda who, day: who.wants_institution is None and not who.lives_in_institution),
    "all": ("全部", lambda who, day: True)}


@dataclass(frozen=True)
class Listed:
    """One list of a desk: the rows of the bucket, most pressing first, and how many stand in each."""

    rows: list[Cared]
    counts: dict[str, int]
    missing: tuple[str, ...]


def listed(here: Jurisdiction, day: date, bucket: str) -> Listed:
    """Everybody of the bucket within reach, and which numbers the county still owes."""
    everybody = cared_for(here, day)
    counts = {code: sum(belongs(who, day) for who in everybody) for code, (_, belongs) in BUCKETS.items()}
    rows = [who for who in everybody if BUCKETS[bucket][1](who, day)]
    return Listed(sorted(rows, key=ORDERS.get(bucket, _by_place)), counts, missing_numbers(everybody, day))


def _by_place(who: Cared) -> tuple[Any, ...]:
    return who.area, who.person_id


# Full care before half, the longest wait before the shorter.
_GRADES: Final = {"none": 0, "partial": 1, "": 2, "full": 3}
ORDERS: Final[dict[str, Callable[[Cared], tuple[Any, ...]]]] = {
    "visits": lambda who: (who.visit_by or date.min, _GRADES[who.grade], who.person_id),
    "assess": lambda who: (who.assess_by, _GRADES[who.grade], who.person_id),
    "place": lambda who: (_GRADES[who.grade], who.wished_on, who.person_id)}


def missing_numbers(everybody: Iterable[Cared], day: date) -> tuple[str, ...]:
    """What nobody entered yet and these people would need."""
    numbers = sheets(day)
    lacking = any(who.grade and not who.lives_in_institution
                  and number(numbers(who.area), VISIT_EVERY, grade=who.grade) is None for who in everybody)
    return (missing_words(VISIT_EVERY),) if lacking else ()


def visits_due(here: Jurisdiction, day: date, limit: int) -> list[Cared]:
    """Whom to look in on today, the longest overdue first."""
    due = [who for who in cared_for(here, day) if _visit_due(who, day)]
    return sorted(due, key=ORDERS["visits"])[:limit]


def within(person_id: int, here: Jurisdiction, day: date) -> Cared | None:
    """One person on the roll, inside a jurisdiction."""
    found = cared(person_id, day)
    return found if found is not None and here.covers(found.area) else None


@dataclass(frozen=True)
class Course:
    """What happened to one person, the latest first."""

    assessments: list[Assessment]
    agreements: list[Agreement]
    visits: list[Visit]
    wishes: list[Wish]
    stays: list[Stay]


def course(person_id: int) -> Course:
    """The history of one person's care."""
    def of(model: Any, *order: str) -> list[Any]:
        return list(model.objects.filter(person=person_id).select_related("by").order_by(*order)[:SHOWN])

    stays = Stay.objects.filter(person=person_id).select_related("institution").order_by("-id")[:SHOWN]
    return Course(of(Assessment, "-day", "-id"), of(Agreement, "-id"), of(Visit, "-day", "-id"), of(Wish, "-said_on", "-id"), list(stays))


def words(choices: Iterable[tuple[str, Any]], codes: Iterable[str]) -> str:
    """Codes of a list as words."""
    known = dict(choices)
    return "、".join(str(known[code]) for code in codes)


def found_words(visit: Visit) -> str:
    """What a visit found, in words."""
    return words(Finding.choices, visit.findings) or "都好"


def houses(here: Jurisdiction) -> list[Institution]:
    """The open institutions of an area with `taken` beds, and people `waiting` as far as they are within reach."""
    rows = Institution.objects.filter(here.within("area"), closed_on__isnull=True)
    found = list(rows.order_by("area", "name"))
    waits = Stay.objects.filter(left_on__isnull=True, admitted_on__isnull=True, institution__in=[each.pk for each in found])
    return _counted(found, dict(waits.order_by("institution").values_list("institution").annotate(Count("pk"))))


def open_houses() -> list[Institution]:
    """Every open institution with its `taken` beds, whoever asks."""
    return _counted(list(Institution.objects.filter(closed_on__isnull=True).order_by("area", "name")), {})


def house(institution_id: int) -> Institution | None:
    """One institution with its `taken` beds, closed ones too."""
    found = Institution.objects.filter(pk=institution_id).first()
    return _counted([found], {})[0] if found is not None else None


def _counted(found: list[Institution], waiting: dict[int, int]) -> list[Institution]:
    beds = taken([each.pk for each in found])
    for each in found:
        each.taken, each.waiting = beds.get(each.pk, 0), waiting.get(each.pk, 0)
    return found


def residents(institution_id: int) -> list[Stay]:
    """Who lives in a house or waits for it, as far as whoever asks may see them; those who wait come last."""
    rows = Stay.objects.filter(institution=institution_id, left_on__isnull=True).select_related("person", "household")
    return list(rows.order_by(F("admitted_on").asc(nulls_last=True), "asked_on", "id"))


def still_on_roll(person_ids: Iterable[int], day: date) -> set[int]:
    """Which of these people are 特困 today: whoever no longer is should not hold a bed unnoticed."""
    return set(on_the_roll(day).filter(person__in=list(person_ids)).order_by().values_list("person_id", flat=True))


def files(here: Jurisdiction, limit: int = 10) -> list[InstitutionFile]:
    """The tables that came in lately."""
    return list(InstitutionFile.objects.filter(here.within("county")).select_related("by").order_by("-id")[:limit])


def file(file_id: int) -> InstitutionFile | None:
    """One of them, within reach."""
    return InstitutionFile.objects.filter(pk=file_id).first()


def agreement(agreement_id: int) -> Agreement | None:
    """One agreement, within reach."""
    return Agreement.objects.filter(pk=agreement_id).select_related("person", "household").first()


@dataclass(frozen=True)
class Told:
    """One line of a history."""

    on: date
    what: str
    words: str
    by: str


def told(course: Course) -> list[Told]:
    """What happened, in words, the latest first."""
    lines = [Told(each.day, "评估", f"{each.get_grade_display()}{_failed(each)}", each.assessors) for each in course.assessments]
    lines += [Told(each.day, f"{each.get_how_display()}探访", "。".join(part for part in (found_words(each), each.remark) if part),
                   each.by.name) for each in course.visits]
    lines += [Told(each.said_on, "意愿", "愿意住供养机构" if each.wants_institution else "愿意在家", f"见证人 {each.witness}")
              for each in course.wishes]
    for agreement_ in course.agreements:
        lines.append(Told(agreement_.from_on, "照料协议", f"{agreement_.paper_number},{agreement_.carer_name}", agreement_.by.name))
        if agreement_.ended_on:
            lines.append(Told(agreement_.ended_on, "协议终止", agreement_.get_ended_because_display(), ""))
    for stay in course.stays:
        lines += [Told(on, what, stay.institution.name + more, "") for on, what, more in (
            (stay.admitted_on or stay.asked_on, "入住" if stay.admitted_on else "排队", ""),
            (stay.left_on, "离开" if stay.admitted_on else "不再排队", f",{stay.get_left_because_display()}")) if on]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _failed(assessment: Assessment) -> str:
    return f"(不能自主{words(Item.choices, assessment.failed)})" if assessment.failed else ""
