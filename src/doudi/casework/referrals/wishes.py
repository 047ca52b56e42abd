"""What a family asked for in its one application and another department decides (一并申请): for whom, and whether it was
handed on.

济办发〔2020〕21号 三20 (统一受理, 办理或转请). The application itself says what was asked; a programme is settled once it was
referred, or the family told that it does not want it. What rests on a standing that is still being decided waits for it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils.timezone import localdate

from doudi.casework import determining, duties, steps
from doudi.casework.determining import NOT_ENTITLED
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Application, Case
from doudi.casework.models.cases import LIVE, Status
from doudi.casework.referrals import actions
from doudi.casework.referrals.course import SENDERS
from doudi.casework.referrals.models import OPEN, Declined, Referral, State
from doudi.law import Document
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Household
from doudi.policy.facts import FACTS
from doudi.policy.referring import referables

BEST_FIRST: Final = (determining.ENTITLED, determining.DISCRETION, determining.NEED_INFO, NOT_ENTITLED)
Claim = tuple[str, int | None]


@dataclass(frozen=True)
class Wish:
    """One programme for the family or one member; `outcome` is what the law says today."""

    programme: str
    person: int | None
    outcome: str

    @property
    def label(self) -> str:
        """What it is called."""
        return referables()[self.programme].label

    @property
    def ready(self) -> bool:
        """Whether the law does not rule it out today; else it waits for a standing, or for a person's judgement."""
        return self.outcome != NOT_ENTITLED

    @property
    def claim(self) -> Claim:
        """Programme and person."""
        return self.programme, self.person


@dataclass(frozen=True)
class HandedOn:
    """What a press came to: what went out, and why the rest did not."""

    sent: list[Referral]
    problems: list[str]


def unsettled(household: Household) -> dict[str, int]:
    """The programmes that were asked for and not yet settled, with the applicant of the last application."""
    papers = household.applications.filter(programmes__overlap=list(referables())).order_by("id")
    return still_unsettled(household, papers, Case.objects.filter(application__in=papers).order_by("id"))


def still_unsettled(household: Household, papers: Iterable[Application], cases: Iterable[Case]) -> dict[str, int]:
    """The same of applications, oldest first, and cases that are at hand."""
    standing: dict[int, set[bool]] = {}
    for case in cases:
        standing.setdefault(case.application_id, set()).add(case.status != Status.WITHDRAWN)
    asked: dict[str, tuple[datetime, int]] = {}
    for made in papers:
        if standing.get(made.pk) == {False}:
            continue
        asked |= {code: (made.submitted_at, made.applicant_id) for code in made.programmes if code in referables()}
    if not asked:
        return {}
    referred = Referral.objects.filter(household=household).exclude(state=State.REVOKED)
    told = _last(referred, "sent_at"), _last(Declined.objects.filter(household=household), "at")
    running = set(referred.filter(state__in=OPEN).order_by().values_list("programme", flat=True))
    return {code: who for code, (when, who) in asked.items()
            if code not in running and not any(code in last and last[code] >= when for last in told)}


def _last(rows: QuerySet[Any], name: str) -> dict[str, datetime]:
    """The last moment for each programme."""
    return dict(rows.order_by().values_list("programme").annotate(last=Max(name)))


def wishes(household: Household, day: date) -> list[Wish]:
    """What waits to be handed on, for whom, with what the law says of it today."""
    asked = unsettled(household)
    if not asked:
        return []
    document = determining.known_today(household, day)
    now, then = (determining.answers(each, asked, area=household.area, day=day)
                 for each in (document, _as_if_confirmed(document, household)))
    return [Wish(code, person, outcome) for code in referables() if code in asked
            for person, outcome in _whose(code, now.get(code, {}), then.get(code, {}), asked[code])]


def _as_if_confirmed(document: Document, household: Household) -> Document:
    """The same family with the standings that are being decided."""
    running = Case.objects.filter(household=household, status__in=LIVE).order_by("id")
    members = {row["id"] for row in document.members}
    for code, person in running.values_list("programme", "person_id"):
        entity, subject = ("household", "") if person is None else ("member", str(person))
        if (entity, f"receives_{code}") in FACTS and (person is None or subject in members):
            document = document.with_value(entity, subject, f"receives_{code}", True)
    return document


def _whose(code: str, now: Mapping[str, Any], then: Mapping[str, Any], applicant: int) -> list[tuple[int | None, str]]:
    """For whom, and what the law says today. Whom nobody rules out; where everybody is, the applicant: he may ask anyway."""
    if not referables()[code].per_person:
        return [(None, _best(now))]
    hopeful = [who for who, verdict in then.get("members", {}).items() if verdict["outcome"] != NOT_ENTITLED]
    if not hopeful:
        return [(applicant, _best(now) if "members" not in now else NOT_ENTITLED)]
    return [(int(who), now.get("members", {}).get(who, {}).get("outcome", NOT_ENTITLED)) for who in hopeful]


def _best(answer: Mapping[str, Any]) -> str:
    outcomes = [each["outcome"] for each in answer.get("members", {"": answer}).values() if "outcome" in each]
    return min(outcomes, key=BEST_FIRST.index, default=NOT_ENTITLED)


@transaction.atomic
def hand_on(*, household_id: int, claims: Collection[Claim], by: Any, at: datetime) -> HandedOn:
    """Refer what was asked for. What no office takes, or is with one already, is said and stops nothing else."""
    household = _mine(household_id, by, localdate(at))
    waiting = {each.claim for each in wishes(household, localdate(at))}
    sent, problems = [], []
    for programme, person in claims:
        if (programme, person) not in waiting:
            continue
        try:
            with transaction.atomic():
                sent.append(actions.refer(household_id=household_id, programme=programme, person_id=person,
                                          wanted="本人一并申请,请按规定办理并反馈结果。", by=by, at=at))
        except NotPossible as no:
            problems.append(str(no))
    return HandedOn(sent, problems)


def hand_on_ready(*, household_id: int, by: Any, at: datetime) -> HandedOn:
    """Everything that the law does not rule out today (受理以后一并转办)."""
    household = _mine(household_id, by, localdate(at))
    ready = [each.claim for each in wishes(household, localdate(at)) if each.ready]
    return hand_on(household_id=household_id, claims=ready, by=by, at=at) if ready else HandedOn([], [])


@transaction.atomic
def let_go(*, household_id: int, claims: Iterable[Claim], note: str, by: Any, at: datetime) -> int:
    """The family was told and does not want these any more; how many."""
    household = _mine(household_id, by, localdate(at))
    if not note.strip():
        raise NotPossible("请写明怎么告知的、本人怎么说。")
    waiting = {each.claim for each in wishes(household, localdate(at))}
    dropped = [claim for claim in dict.fromkeys(claims) if claim in waiting]
    for programme, person in dropped:
        Declined.objects.create(household_id=household_id, person_id=person, programme=programme, note=note.strip(), by=by, at=at)
    if dropped:
        steps.note("told_and_declined", ("household", household_id), by=by, at=at,
                   programmes=sorted({code for code, _ in dropped}))
    return len(dropped)


def _mine(household_id: int, by: Any, day: date) -> Household:
    household = Household.objects.filter(pk=household_id).first()
    if household is None or not duties.serves(by, SENDERS, area=household.area, day=day):
        raise NotPossible("没有这一户,或者不归您转办。转办由乡镇(街道)经办或者县级民政办理。")
    return household


def waiting(here: Jurisdiction, limit: int = 200) -> list[Household]:
    """Families of an area with something that was asked for and not yet settled, who asked first before the others."""
    rows = Application.objects.filter(here.within("household__area"), programmes__overlap=list(referables()))
    first = rows.order_by().values_list("household").annotate(first=Min("id")).order_by("first")
    found = Household.objects.in_bulk([pk for pk, _ in first])
    return [found[pk] for pk, _ in first if unsettled(found[pk])][:limit]

