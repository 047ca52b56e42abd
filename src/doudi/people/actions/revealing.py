"""Seeing the whole of a number or address is a deed of its own (查看完整信息): asked for, with a reason, journalled.

个人信息保护法 第六、五十一条: pages mask; who handles a family's case where he serves may look, one field at a time. The
journal keeps who looked at which field of whom and why, never what was seen.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.kernel.masking import PERSONAL
from doudi.offices import reads as offices
from doudi.people.models import Household, Membership, Person, RevealNote
from doudi.people.refusals import Refused

# Whoever handles cases; the city looks at figures, an administrator at accounts of staff.
MAY_REVEAL = ("coordinator", "clerk", "county_officer")
FIELDS = {"id_number": "证件号", "phone": "电话", "account_number": "银行账号", "address": "户籍地址", "home": "现在住址"}
OTHER = "other"
REASONS = {
    "call": "打电话联系本人",
    "visit": "入户、送达要找到地方",
    "check": "核对证件或材料",
    "pay": "核对发放账号",
    "asked": "本人要求核对",
    OTHER: "其他",
}
LONGEST_NOTE = 100


@transaction.atomic
def reveal(
    *, person: Person, household: Household, field: str, reason: str, by: Any, at: datetime, note: str = ""
) -> str:
    """The whole value of one field. Raises Refused, in words for the officer."""
    note = " ".join(note.split())
    _refuse_empty(field, reason, note)
    if not may_reveal(offices.jurisdiction(by, localdate(at)), household.area):
        raise Refused("只有在这个地方经办案件的协理员、经办人员、县级民政可以查看。", "reason")
    _refuse_names(household, note)
    if PERSONAL.search(note):
        raise Refused("理由里不要写证件号、电话号码,写清用途就行。", "note")
    if note:
        RevealNote.objects.create(person=person, field=field, note=note, by=by, at=at)
    audit.record(by=by, at=at, verb="reveal", subject=("person", person.pk), purpose=reason,
                 details={"field": field, "household": household.pk})
    return household.address if field == "home" else getattr(person, field) or ""


def may_reveal(jurisdiction: offices.Jurisdiction, area: str) -> bool:
    """Whether these posts handle cases in this place."""
    return any(jurisdiction.covers_as(role, area) for role in MAY_REVEAL)


def _refuse_empty(field: str, reason: str, note: str) -> None:
    if field not in FIELDS:
        raise Refused("请选要看哪一项。", "field")
    if reason not in REASONS:
        raise Refused("请选为什么要看。", "reason")
    if reason == OTHER and not note:
        raise Refused("选了「其他」,请写明为什么要看。", "note")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"理由最多写 {LONGEST_NOTE} 个字。", "note")


def _refuse_names(household: Household, note: str) -> None:
    # Whoever reads why somebody looked need not learn of whom.
    names = Membership.objects.filter(household=household).order_by("id").values_list("person__name", flat=True)
    if any(name in note for name in names):
        raise Refused("理由里不要写姓名,日志里已经记下是哪一位。", "note")
