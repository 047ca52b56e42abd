"""The one door for what departments answer (部门答复): a page, a row of a spreadsheet, a call of a machine.

Nothing is taken silently that a person should see first: an answer after the file closed, one that contradicts what stands,
one whose number and name do not belong together, becomes a question (待核实). What was said before is not done again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import course
from doudi.casework.referrals.course import DEPARTMENT, Voice
from doudi.casework.referrals.models import Question, Referral, State
from doudi.casework.referrals.said import Answer, checked, put


class KeyUsed(NotPossible):
    """The caller's mark was used for something else before."""


class Unknown(NotPossible):
    """No referral of that number for this department."""


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: taken now, known already, or waiting for a person."""

    referral: Referral
    taken: bool
    question: Question | None = None

    @property
    def words(self) -> str:
        """For whoever answered."""
        if self.question is not None:
            return f"{self.referral.number} 的答复要由转出单位核实:{self.question.get_kind_display()}。"
        return f"{self.referral.number} {State(self.referral.state).label}{'' if self.taken else '(以前已经答复过,没有重复)'}。"


@transaction.atomic
def answer(*, number: str, told: Answer, voice: Voice, name: str | None) -> Outcome:
    """Take one answer about the referral of that number. `name`: of whom it is, None where the answerer had the referral
    itself before him. Unknown, KeyUsed, NotPossible."""
    referral = course.locked(number=number.strip().upper())
    if referral is None or not course.speaks_for(referral, DEPARTMENT, voice):
        raise Unknown(f"没有编号是“{number.strip()[:20]}”的转办,或者不是转给贵单位的。请核对编号。")
    told = checked(told, localdate(voice.at))
    digest = told.digest(name or "")
    before = _said_before(referral, voice, digest)
    if before is not None:
        return before
    kind = _doubt(referral, told, name)
    if kind:
        return _ask(referral, told, kind, voice, digest)
    if told.fits(referral):
        return Outcome(referral, taken=False)
    course.check(referral, told.verb, voice)
    put(referral, told)
    course.move(referral, told.verb, voice, digest=digest)
    return Outcome(referral, taken=True)


def _said_before(referral: Referral, voice: Voice, digest: str) -> Outcome | None:
    step = referral.steps.filter(key=voice.key).select_related("question").first() if voice.key else None
    if step is None:
        return None
    if step.digest != digest:
        raise KeyUsed("这个 Idempotency-Key 以前用过,内容却不一样。每次新的答复请用新的。")
    return Outcome(referral, taken=False, question=step.question)


def _is_same(name: str, referral: Referral) -> bool:
    return "".join(name.split()) == "".join(referral.along.get("name", "").split())


def _doubt(referral: Referral, told: Answer, name: str | None) -> str:
    if name is not None and not _is_same(name, referral):
        return "wrong_person"
    # To accept what is over already says nothing that anybody would have to look into.
    if told.verb == "accept" or told.fits(referral):
        return ""
    if _file_closed(referral):
        return "file_closed"
    return "" if referral.is_open else "differs"


def _file_closed(referral: Referral) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_file_closed(%s)", [referral.pk])
        return bool(cursor.fetchone()[0])


def _ask(referral: Referral, told: Answer, kind: str, voice: Voice, digest: str) -> Outcome:
    said: dict[str, Any] = told.kept()
    for waiting in referral.questions.filter(kind=kind, settled_at__isnull=True).order_by("id"):
        if waiting.said == said:
            return Outcome(referral, taken=False, question=waiting)
    question = Question.objects.create(referral=referral, kind=kind, said=said, at=voice.at)
    course.note(referral, "ask", voice, came_from=referral.state, digest=digest, question=question)
    return Outcome(referral, taken=True, question=question)
