"""What pages, spreadsheets and machines need of referrals (读): the inbox, the sending side's list, a family's chain of help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from doudi.casework.limits import calendar, working_days_left
from doudi.casework.models import Award
from doudi.casework.programme import programmes
from doudi.casework.referrals.course import DEPARTMENT, LABELS, TABLE
from doudi.casework.referrals.models import (
    OPEN,
    AnswerFile,
    ApiToken,
    Level,
    Question,
    Referral,
    Refusal,
    Reminder,
    Rhythm,
    State,
)
from doudi.casework.referrals.said import Answer, result_words
from doudi.offices.reads import Jurisdiction
from doudi.policy.referring import referables

LOUDNESS = list(Level.values)
BUCKETS = {"new": Q(state=State.SENT), "working": Q(state=State.ACCEPTED), "done": ~Q(state__in=OPEN)}


@dataclass(frozen=True)
class Entry:
    """One referral in a list: with its words, the days left (negative: over) and how loudly it was urged."""

    referral: Referral
    label: str
    name: str
    left: int | None
    level: str
    questions: int

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(State(self.referral.state).label)

    @property
    def urged(self) -> str:
        """The loudest reminder so far, in words."""
        return str(Level(self.level).label) if self.level else ""


def label_of(programme: str) -> str:
    """What a programme is called, also one that is no longer in the register."""
    found = referables().get(programme)
    return found.label if found else programme


def _with_contents() -> QuerySet[Referral]:
    """Those whose family has not been forgotten; what is left of the others is for sums only."""
    return Referral.objects.filter(along__isnull=False)


def inbox(office_ids: Iterable[int], day: date, bucket: str = "", limit: int = 200) -> list[Entry]:
    """What was referred to these offices: open ones first by the day they are due, closed ones latest first."""
    rows = _with_contents().filter(BUCKETS.get(bucket, Q(state__in=OPEN)), office__in=list(office_ids))
    order = ("-closed_at", "-id") if bucket == "done" else ("due_on", "id")
    return entries(rows.order_by(*order)[:limit], day)


def counted(office_ids: Iterable[int]) -> dict[str, int]:
    """How many in each part of the inbox."""
    rows = _with_contents().filter(office__in=list(office_ids))
    return rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in BUCKETS.items()})


def sent(here: Jurisdiction, day: date, what: str = "", limit: int = 200) -> list[Entry]:
    """What went out of an area: open, with a question, over its time (`what`: "asked", "late", "done")."""
    rows = _with_contents().filter(here.within("area")).select_related("office")
    asked = Question.objects.filter(referral=OuterRef("pk"), settled_at__isnull=True)
    urged = Reminder.objects.filter(referral=OuterRef("pk")).exclude(level=Level.SOON)
    if what == "done":
        rows = rows.exclude(state__in=OPEN)
    elif what == "asked":
        rows = rows.filter(Exists(asked))
    else:
        rows = rows.filter(state__in=OPEN)
        rows = rows.filter(Exists(urged)) if what == "late" else rows
    return entries(rows.order_by("-sent_at", "-id")[:limit], day)


def sent_counted(here: Jurisdiction) -> dict[str, int]:
    """How many answers wait for a person, and how many referrals are open."""
    inside = here.within("referral__area")
    return {"asked": Question.objects.filter(inside, settled_at__isnull=True).values("referral").distinct().count(),
            "open": Referral.objects.filter(here.within("area"), state__in=OPEN).count()}


def entries(rows: Iterable[Referral], day: date) -> list[Entry]:
    """Rows with what a list shows of them, in three queries."""
    found, working = list(rows), calendar()
    ids = [row.pk for row in found]
    levels: dict[int, str] = {}
    for pk, level in Reminder.objects.filter(referral__in=ids).order_by("id").values_list("referral_id", "level"):
        levels[pk] = max(levels.get(pk, level), level, key=LOUDNESS.index)
    open_questions = Question.objects.filter(referral__in=ids, settled_at__isnull=True).order_by()
    questions = dict(open_questions.values_list("referral_id").annotate(Count("pk")))
    return [Entry(row, label_of(row.programme), row.along.get("name", ""), _left(row, day, working),
                  levels.get(row.pk, "") if row.is_open else "", questions.get(row.pk, 0)) for row in found]


def _left(row: Referral, day: date, working: Any) -> int | None:
    due = row.next_due_on
    return working_days_left(day, due, working) if row.is_open and due else None


def referral(referral_id: int) -> Referral | None:
    """One referral within reach."""
    return Referral.objects.filter(pk=referral_id).select_related("office", "sent_by").first()


def numbered(number: str, office_id: int) -> Referral | None:
    """The referral of a number, if it was sent to that office."""
    return _with_contents().filter(number=number, office=office_id).first()


def to_office(office_id: int) -> QuerySet[Referral]:
    """The open referrals of one office; of a family that was forgotten nothing goes out any more."""
    return _with_contents().filter(office=office_id, state__in=OPEN).order_by("id")


def page_of(office_id: int, *, only_open: bool, after: str, limit: int) -> list[Referral] | None:
    """Referrals of one office after that number, oldest first; None for a number that is not the office's."""
    rows = to_office(office_id) if only_open else _with_contents().filter(office=office_id).order_by("id")
    last = Referral.objects.filter(office=office_id, number=after).first() if after else None
    if after and last is None:
        return None
    return list(rows.filter(pk__gt=last.pk)[:limit] if last else rows[:limit])


def steps_of(row: Referral) -> list[dict[str, Any]]:
    """What happened to it, in words: {at, label, by, way}."""
    told = row.steps.select_related("by", "token").order_by("id")
    return [{"at": step.at, "label": LABELS.get(step.verb, step.verb), "way": step.get_way_display(),
             "by": step.by.name if step.by else (f"系统接口({step.token.label})" if step.token else "")} for step in told]


def result_of(row: Referral) -> str:
    """What came of it, in words; empty while it is open."""
    if row.state == State.FINISHED:
        return result_words(row.given, row.rhythm, row.amount_fen, row.from_on)
    code = str(Refusal(row.reason_code).label) if row.reason_code else ""
    return "。".join(part for part in (code, row.reason) if part)


def questions_of(row: Referral) -> list[dict[str, Any]]:
    """The answers that wait for a person: {id, kind, words, at}."""
    waiting = row.questions.filter(settled_at__isnull=True).order_by("id")
    return [{"id": each.pk, "kind": each.get_kind_display(), "words": Answer.of(each.said).words, "at": each.at}
            for each in waiting]


def may_do(row: Referral, side: str) -> list[str]:
    """The verbs that the table offers one side now."""
    wanted = {DEPARTMENT: ("accept", "refuse", "finish"), "sender": ("revoke",)}[side]
    return [each.verb for each in TABLE if each.verb in wanted and row.state in each.sources]


def chain(household_id: int, awards: Iterable[Award], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """All help of all departments for a family, by the day it began (救助链): {on, office, who, label, how, amount_fen,
    words, state, referral}. `awards` are the family's, read already; `names` by person number."""
    labels = {each.code: each.label for each in programmes()}
    links = [{"on": each.from_month.first, "office": "民政", "label": labels.get(each.programme, each.programme),
              "who": names.get(str(each.person_id), ""), "how": str(Rhythm.MONTHLY.label), "amount_fen": each.monthly_fen,
              "state": f"到 {each.until_month}" if each.until_month else "正在领", "words": "", "referral": None}
             for each in awards if each.voided_at is None]
    referred = Referral.objects.filter(household=household_id).select_related("office").order_by("id")
    links += [{"on": each.from_on or localdate(each.sent_at), "office": each.office.name, "label": label_of(each.programme),
               "who": each.along.get("name", "") if each.person_id else "", "how": each.get_rhythm_display(),
               "amount_fen": each.amount_fen, "state": str(State(each.state).label), "words": each.given or result_of(each),
               "referral": each.pk} for each in referred]
    return sorted(links, key=lambda link: link["on"])


def tokens(office_ids: Iterable[int]) -> QuerySet[ApiToken]:
    """The keys of departments' machines, the newest first."""
    found = ApiToken.objects.filter(office__in=list(office_ids)).select_related("office", "made_by")
    return found.order_by("-id")


def answer_files(office_ids: Iterable[int], limit: int = 10) -> list[AnswerFile]:
    """The spreadsheets that came in lately."""
    return list(AnswerFile.objects.filter(office__in=list(office_ids)).select_related("by").order_by("-id")[:limit])


def answer_file(file_id: int) -> AnswerFile | None:
    """One of them, within reach."""
    return AnswerFile.objects.filter(pk=file_id).first()
