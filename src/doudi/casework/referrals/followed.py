"""Referrals as the family sees them (查进度): with whom the matter is, since when, by when, and what came of it, in plain words.

济办发〔2020〕21号 三20 (一次办好); 民发〔2021〕57号 第二十二条. Of whom, is what the progress of applications goes by: the files in
which a person stands. What nobody entered, a last day above all, is said to be unknown.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from doudi.casework.limits import calendar, working_days_left
from doudi.casework.referrals.models import OPEN, Referral, Refusal, State
from doudi.casework.referrals.reads import label_of
from doudi.casework.referrals.said import result_words

SHOWN = 20
NOW = {State.SENT: "材料已经送到，等它签收", State.ACCEPTED: "它收下了，正在办", State.FINISHED: "办好了",
       State.REFUSED: "它退回来了，没有办成", State.REVOKED: "撤回来了，不再办"}


@dataclass(frozen=True)
class Followed:
    """One referral in words. `accept_by` and `by` are the last days to accept and to
    answer, None where nobody entered the limit, `days_left` those to whichever comes first; `result` what was
    given; `why` why it came back, ours or theirs; `checking` that an answer is being looked into."""

    number: str
    programme: str
    label: str
    whose: str
    office: str
    phone: str
    address: str
    asked: str
    state: str
    now: str
    sent_on: date
    accepted_on: date | None
    closed_on: date | None
    accept_by: date | None
    by: date | None
    due: date | None
    days_left: int | None
    result: str
    why: str
    checking: bool

    @property
    def is_open(self) -> bool:
        """Whether the department still owes an answer."""
        return self.state in OPEN


def followed(person_id: int, *, day: date) -> list[Followed]:
    """The referrals of a person's families, the newest first; what was forgotten by its term is not among them."""
    rows = Referral.objects.filter(household__memberships__person_id=person_id, along__isnull=False).distinct()
    return [_told(row, day) for row in rows.select_related("office").order_by("-id")[:SHOWN]]


def _told(row: Referral, day: date) -> Followed:
    due = row.next_due_on if row.is_open else None
    finished = row.state == State.FINISHED
    return Followed(
        number=row.number, programme=row.programme, label=label_of(row.programme),
        whose=row.along.get("name", "") if row.person_id else "", office=row.office.name, phone=row.office.phone,
        address=row.office.address, asked=row.wanted, state=row.state, now=NOW[State(row.state)],
        sent_on=localdate(row.sent_at), accepted_on=localdate(row.accepted_at) if row.accepted_at else None,
        closed_on=localdate(row.closed_at) if row.closed_at else None, accept_by=row.accept_due_on if row.state == State.SENT else None,
        by=row.due_on if row.is_open else None,
        due=due, days_left=working_days_left(day, due, calendar()) if due else None,
        result=result_words(row.given, row.rhythm, row.amount_fen, row.from_on) if finished else "",
        why="" if finished else _why(row), checking=row.questions.filter(settled_at__isnull=True).exists())


def _why(row: Referral) -> str:
    code = str(Refusal(row.reason_code).label) if row.reason_code else ""
    return "：".join(part for part in (code, row.reason) if part)
