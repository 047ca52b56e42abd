"""Assessing how far somebody looks after himself (自理能力评估, 民发〔2021〕43号 第二十一至二十三条).

Six items are looked at; the grade is the law's. What was found becomes a fact of the person, so that the next determination
and the care money follow from it and nobody is asked twice.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care.models import Assessment, Item
from doudi.basic.extreme_hardship.care.persons import PROGRAMME, taken_up
from doudi.casework.actions.reviewing import request_care_assessment
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import sheet_of
from doudi.casework.models import ReviewDue
from doudi.law import Document
from doudi.people import actions as people
from doudi.people.models import Person
from doudi.policy.decide import decide

ASSESSORS: Final = ("clerk", "county_officer")
REPORTERS: Final = ("coordinator", *ASSESSORS)
_ANYBODY: Final = "1"


def grade_of(failed: int, day: date, area: str) -> str:
    """The grade for so many items that somebody cannot do, by the rule of the law and nothing beside it."""
    document = Document({"area": area, "registration": "rural"}, ({"id": _ANYBODY, "care_items_failed": failed},), ())
    asked = decide(document, day=day, sheet=sheet_of(day, area), programmes=(PROGRAMME,), trace=False)
    verdict = asked.verdict(PROGRAMME, _ANYBODY)
    return str(verdict.details["care_grade"]) if verdict is not None else ""


@transaction.atomic
def assess(*, person_id: int, day: date, failed: Iterable[str], assessors: str, by: Any, at: datetime) -> Assessment:
    """Record one assessment; the same day told again with the same items counts once."""
    today = localdate(at)
    who = taken_up(person_id, ASSESSORS, by=by, day=today)
    items = sorted(set(failed), key=Item.values.index) if set(failed) <= set(Item.values) else None
    if items is None:
        raise NotPossible("评估项目请从六项里选。")
    if day > today:
        raise NotPossible("评估的日期还没有到,请核对。")
    if not assessors.strip():
        raise NotPossible("请写明由谁评估。")
    same = Assessment.objects.filter(person_id=who.person_id, day=day).first()
    if same is not None:
        if same.failed == items:
            return same
        raise NotPossible(f"{day} 已经评估过,结果不一样。请核对日期;要更正,请按实际重新评估的那一天登记。")
    if who.assessed_on is not None and day < who.assessed_on:
        raise NotPossible(f"{who.assessed_on} 已经有更近的评估。请核对日期。")
    made = Assessment.objects.create(
        household_id=who.household_id, person_id=who.person_id, day=day, failed=items, grade=grade_of(len(items), day, who.area),
        assessors=assessors.strip(), by=by, at=at)
    people.record_facts(subject=Person.objects.get(pk=who.person_id), values={"care_items_failed": len(items)}, as_of=day,
                        source="visited", by=by, at=at)
    audit.record(by=by, at=at, verb="care.assess", subject=("household", who.household_id),
                 details={"person": person_id, "grade": made.grade})
    return made


@transaction.atomic
def report_change(*, person_id: int, happened_on: date, by: Any, at: datetime) -> ReviewDue:
    """Somebody can do more or less than before: he is assessed again within the limit of the law (第二十三条)."""
    who = taken_up(person_id, REPORTERS, by=by, day=localdate(at))
    if happened_on > localdate(at):
        raise NotPossible("报告的日期还没有到,请核对。")
    return request_care_assessment(case_id=who.case_id, happened_on=happened_on, by=by, at=at)
