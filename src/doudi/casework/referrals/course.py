"""How a referral goes (转办流程): one table of what may be said from where, by which side; the one writer of its state.

济办发〔2020〕21号 三20. A step, the state and the journal line are written in the caller's transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals.models import ApiToken, Question, Referral, State, Step, Way

S = State
SENDERS: Final = ("clerk", "county_officer")
DEPARTMENT: Final = "department"


@dataclass(frozen=True)
class Row:
    """One row of the table: what it is called, from where, to where, and which side says it."""

    verb: str
    label: str
    sources: tuple[str, ...]
    to: str
    side: str


TABLE: Final = (
    Row("send", "转出", (), S.SENT, "sender"),
    Row("accept", "签收", (S.SENT,), S.ACCEPTED, DEPARTMENT),
    Row("refuse", "退回", (S.SENT, S.ACCEPTED), S.REFUSED, DEPARTMENT),
    Row("finish", "反馈结果", (S.SENT, S.ACCEPTED), S.FINISHED, DEPARTMENT),
    Row("revoke", "撤回", (S.SENT, S.ACCEPTED), S.REVOKED, "sender"),
    # A person has looked into an answer that came late or differed, and takes it.
    Row("take_late", "核实后采用结果", tuple(S), S.FINISHED, "sender"),
    Row("take_back", "核实后按退回办", tuple(S), S.REFUSED, "sender"),
    Row("take_on", "核实后按签收办", (S.SENT,), S.ACCEPTED, "sender"),
)
BY_VERB: Final = {row.verb: row for row in TABLE}
ANSWERS: Final = ("accept", "refuse", "finish")
LABELS: Final = {row.verb: row.label for row in TABLE} | {"ask": "答复待核实", "dismiss": "核实后不采用"}


@dataclass(frozen=True)
class Voice:
    """Who says something: an officer or a department's machine, when, and by which way. `key` is the caller's own mark."""

    by: Any
    at: datetime
    way: str = Way.PAGE
    token: ApiToken | None = None
    key: str = ""


def check(referral: Referral, verb: str, voice: Voice) -> Row:
    """The row, or NotPossible with what to do instead."""
    row = BY_VERB[verb]
    if not speaks_for(referral, row.side, voice):
        who = "受件部门的经办" if row.side == DEPARTMENT else "转出的乡镇(街道)经办或者县级民政"
        raise NotPossible(f"您不能办「{row.label}」:这一步由{who}办理。")
    if referral.state not in row.sources:
        wanted = "、".join(f"「{S(each).label}」" for each in row.sources)
        raise NotPossible(f"{referral.number} 现在是「{S(referral.state).label}」,要在{wanted}时才能「{row.label}」。")
    return row


def speaks_for(referral: Referral, side: str, voice: Voice) -> bool:
    """Whether this voice belongs to that side of the referral on the day."""
    if voice.token is not None:
        return side == DEPARTMENT and voice.token.office_id == referral.office_id
    day = localdate(voice.at)
    if side == DEPARTMENT:
        return any(post.role == DEPARTMENT and post.office_id == referral.office_id for post in duties.posts(voice.by, day))
    return duties.serves(voice.by, SENDERS, area=referral.area, day=day)


def move(referral: Referral, verb: str, voice: Voice, *, digest: str = "", question: Question | None = None) -> None:
    """Do one row to a locked referral; whatever else changed on it is saved along."""
    row, before = BY_VERB[verb], referral.state
    referral.state = row.to
    if verb in {"accept", "take_on"}:
        referral.accepted_at = voice.at
    referral.closed_at = None if referral.is_open else voice.at
    referral.save()
    note(referral, verb, voice, came_from=before, digest=digest, question=question)


def note(referral: Referral, verb: str, voice: Voice, *, came_from: str, digest: str = "",
         question: Question | None = None) -> None:
    """The step and its line in the journal of the family."""
    Step.objects.create(referral=referral, verb=verb, came_from=came_from, went_to=referral.state, at=voice.at, by=voice.by,
                        token=voice.token, way=voice.way, key=voice.key, digest=digest, question=question)
    audit.record(by=voice.by, at=voice.at, verb=f"referrals.{verb}", subject=("household", referral.household_id),
                 details={"referral": referral.pk, "programme": referral.programme, "office": referral.office_id,
                          "way": voice.way})


def locked(**which: Any) -> Referral | None:
    """One referral within reach, its row locked until the transaction ends."""
    return Referral.objects.select_for_update(of=("self",)).filter(**which).first()
