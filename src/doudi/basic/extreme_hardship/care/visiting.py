"""Looking in on people who live at home (探访, 济办发〔2020〕21号 二(一)2): recorded with one press where all is well."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care.models import Finding, Visit
from doudi.basic.extreme_hardship.care.persons import taken_up
from doudi.casework.lifecycle import NotPossible

VISITORS: Final = ("coordinator", "clerk", "county_officer")


@transaction.atomic
def visit(*, person_id: int, day: date, how: str, findings: Iterable[str], remark: str, by: Any, at: datetime) -> Visit:
    """Record one visit; the same visitor on the same day counts once."""
    who = taken_up(person_id, VISITORS, by=by, day=localdate(at))
    found = sorted(set(findings), key=Finding.values.index) if set(findings) <= set(Finding.values) else None
    if found is None or how not in {"home", "phone"}:
        raise NotPossible("怎么探访、发现了什么,请从列表里选。")
    if day > localdate(at):
        raise NotPossible("探访的日期还没有到,请核对。")
    if who.lives_in_institution:
        raise NotPossible(f"住在{who.house},由机构照料,不用登记居家探访。")
    if Finding.OTHER in found and not remark.strip():
        raise NotPossible("选了“其他”,请写一句是什么情况。")
    same = Visit.objects.filter(person_id=who.person_id, day=day, by=by).first()
    if same is not None:
        if same.findings == found and same.how == how:
            return same
        raise NotPossible(f"您 {day} 已经登记过一次探访,内容不一样。请核对日期。")
    made = Visit.objects.create(household_id=who.household_id, person_id=who.person_id, day=day, how=how, findings=found,
                                remark=remark.strip(), by=by, at=at)
    audit.record(by=by, at=at, verb="care.visit", subject=("household", who.household_id),
                 details={"person": person_id, "found": found})
    return made
