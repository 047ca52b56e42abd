"""免申即享告知书 of what another department decides: what will be asked for on somebody's behalf, and until when he may say no.

济办发〔2020〕21号 三20. It announces, and decides nothing: the department's own answer follows.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from doudi.casework.enrolling.models import Entry
from doudi.casework.models import Notice
from doudi.casework.papers.sheet import Paper, PaperWithheld
from doudi.casework.papers.wording import Letterhead, day_words, yuan
from doudi.casework.referrals.actions import receivers
from doudi.policy.lawbook import reason_labels
from doudi.policy.referring import referables


@dataclass(frozen=True, kw_only=True)
class EnrolmentNotice(Paper):
    """What, for which year, how much, by whom, and until when one may say no."""

    person: str
    year: int
    fen: int
    department: str
    reason: str
    clause: str
    until: date
    kind = "enrolled"
    title = "免申即享告知书"

    def body(self) -> dict[str, Any]:
        return {"person": self.person, "year": str(self.year), "amount": yuan(self.fen), "department": self.department,
                "reason": self.reason, "clause": self.clause, "until": day_words(self.until)}

    def heading(self) -> str:
        return f"{self.head.programme}{self.title}"


def enrolment_notice(notice: Notice, head: Letterhead) -> EnrolmentNotice:
    """The letter of the person that this notice is for. PaperWithheld."""
    entry = Entry.objects.select_related("person").filter(notice=notice).first()
    if entry is None or entry.person is None or entry.decline_until is None or entry.for_year is None:
        raise PaperWithheld("没有找到这份告知书说的事。")
    what = referables()[entry.programme]
    enrolled, office = what.enrolled, receivers(entry.area).get(entry.programme)
    if enrolled is None:
        raise PaperWithheld("这一项现在不是免申即享。")
    return EnrolmentNotice(
        head=replace(head, programme=entry.label, addressee=entry.person.name), person=entry.person.name, year=entry.for_year,
        fen=entry.fen, department=office.name if office else what.office[0] + "部门",
        reason=reason_labels()[enrolled.because], clause=enrolled.clause, until=entry.decline_until)
