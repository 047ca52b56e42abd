"""A refused 低保 or 特困 case is not over before every other help was asked about (未通过的,逐项核查其他救助).

济办发〔2020〕21号 三20. `left_open` is a plain function over what the law answered, what was referred, told and applied for; the
verb holds the case open by it. Where the law sees no other programme, nothing is in the way.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import localdate

from doudi.casework import determining, steps
from doudi.casework.determining import NOT_ENTITLED
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Determination, Move
from doudi.casework.models.cases import LIVE
from doudi.casework.programme import programmes
from doudi.casework.referrals.models import Declined, Referral, State
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Membership
from doudi.policy.decide import programme_label
from doudi.policy.lawbook import everything
from doudi.policy.referring import referables

VERB: Final = "close_refused"
REFUSALS: Final = ("refuse", "refuse_delegated")
# Who was refused these must be asked about everything else (21号 三20); the single-person route is 低保 too.
ASKED_AFTER: Final = frozenset({"subsistence", "single_person", "extreme_hardship"})
Claim = tuple[str, str | None]


@dataclass(frozen=True)
class Other:
    """One other programme that the family may get: whose, what the law says of it, and what was done about it."""

    programme: str
    label: str
    member: str | None
    outcome: str
    done: str = ""

    @property
    def referable(self) -> bool:
        """Whether another department decides it."""
        return self.programme in referables()


def others(outcomes: Mapping[str, Any], own: str, labels: Mapping[str, str]) -> list[Other]:
    """Every other programme that the law does not rule out, in the order of the labels."""
    found = []
    for code in labels:
        answer = outcomes.get(code)
        if answer is None or code == own:
            continue
        for member, verdict in answer.get("members", {None: answer}).items():
            if verdict["outcome"] != NOT_ENTITLED:
                found.append(Other(code, labels[code], member, verdict["outcome"]))
    return found


def left_open(found: Sequence[Other], referred: Collection[Claim], told: Collection[Claim],
              applied: Collection[Claim]) -> list[Other]:
    """The programmes about which nobody has done anything yet. A claim is (programme, person or None)."""
    done = {*referred, *told, *applied}
    return [each for each in found if not _about(each, done)]


def _about(each: Other, claims: Collection[Claim]) -> bool:
    """Whether one of the claims settles it: of the person, of the whole family, or of anybody where it is the family's."""
    whose = {person for code, person in claims if code == each.programme}
    return bool(whose) if each.member is None else bool(whose & {each.member, None})


def programme_labels() -> dict[str, str]:
    """Every programme there is: handled here, passed on, or given at a window without a case."""
    known = {each.code: each.label for each in programmes()} | {code: each.label for code, each in referables().items()}
    return known | {code: programme_label(code) for code in everything() if code not in known}


@dataclass(frozen=True)
class Standing:
    """Where the asking about other help stands for one refused case."""

    found: list[Other]
    open: list[Other]


def standing(case: Case, day: date) -> Standing:
    """What the decision's determination says, and the law of the day about every programme that it does not ask about,
    against what was referred, told and applied for."""
    made = _determination(case)
    found = others(_with_the_rest(case, made, day), case.programme, programme_labels()) if made else []
    family = {"household": case.household_id}
    referred = Referral.objects.filter(**family).exclude(state__in=[State.REVOKED])
    running = Case.objects.filter(Q(status__in=LIVE), **family).exclude(pk=case.pk)
    claims = [_claims(rows) for rows in (referred, Declined.objects.filter(**family), running)]
    still = left_open(found, *claims)
    names = ("已转办", "已告知,不申请", "已申请")
    told = [Other(each.programme, each.label, each.member, each.outcome, _done(each, claims, names)) for each in found]
    return Standing(told, still)


def _with_the_rest(case: Case, made: Determination, day: date) -> dict[str, Any]:
    rest = [code for code in everything() if code not in made.outcomes]
    document = determining.known_today(case.household, day)
    said = determining.answers(document, rest, area=case.household.area, day=day)
    return made.outcomes | {code: said[code] for code in rest if code in said}


def _done(each: Other, claims: Sequence[Collection[Claim]], names: Sequence[str]) -> str:
    return next((name for claim, name in zip(claims, names, strict=True) if _about(each, claim)), "")


def _claims(rows: Any) -> set[Claim]:
    found = rows.order_by("id").values_list("programme", "person_id")
    return {(code, None if person is None else str(person)) for code, person in found}


def _determination(case: Case) -> Determination | None:
    decision = case.decisions.filter(result="refuse", set_aside_at__isnull=True).select_related("determination").order_by("-id").first()
    return decision.determination if decision else None


def is_closed(case: Case) -> bool:
    """Whether the last refusal of a case was closed; one that was set aside and refused again is asked about again."""
    last = case.moves.filter(verb__in=[*REFUSALS, VERB]).order_by("-id").values_list("verb", flat=True).first()
    return last == VERB


def asks(case: Case) -> bool:
    """Whether this case is one that must be asked about, and has not been closed yet."""
    return case.programme in ASKED_AFTER and case.status == "refused" and not is_closed(case)


def still_asks(case_id: int) -> bool:
    """The same, of a case by its id."""
    case = Case.objects.filter(pk=case_id).first()
    return case is not None and asks(case)


@transaction.atomic
def decline(*, case_id: int, claims: Collection[Claim], note: str, by: Any, at: datetime) -> int:
    """The family was told of these programmes and does not ask for them; how many are new."""
    case = steps.begin(case_id, VERB, by=by, at=at)
    if not note.strip():
        raise NotPossible("请写明怎么告知的、本人怎么说。")
    waiting = {(each.programme, each.member) for each in standing(case, localdate(at)).open}
    members = set(Membership.objects.filter(household=case.household_id).order_by("id").values_list("person_id", flat=True))
    fresh = [claim for claim in dict.fromkeys(claims) if claim in waiting and (claim[1] is None or int(claim[1]) in members)]
    for programme, member in fresh:
        Declined.objects.create(household_id=case.household_id, person_id=int(member) if member else None,
                                programme=programme, note=note.strip(), by=by, at=at)
    if fresh:
        steps.note("told_and_declined", ("case", case.pk), by=by, at=at, programmes=sorted({code for code, _ in fresh}))
    return len(fresh)


@transaction.atomic
def close_refused(*, case_id: int, by: Any, at: datetime) -> Case:
    """Nothing more is owed to a refused family. NotPossible while another programme was not asked about."""
    case = steps.begin(case_id, VERB, by=by, at=at)
    if is_closed(case):
        return case
    still = standing(case, localdate(at)).open if case.programme in ASKED_AFTER else []
    if still:
        labels = list(dict.fromkeys(each.label for each in still))
        some = "、".join(labels[:4]) + (f"等 {len(labels)} 项" if len(labels) > 4 else "")
        raise NotPossible(f"这家还可能符合{some}。办结前请逐项转办、申请,或者登记“已告知,不申请”。")
    steps.finish(case, VERB, by=by, at=at)
    return case


def waiting(here: Jurisdiction, limit: int = 200) -> list[Case]:
    """Refused cases of an area that nobody has closed, the oldest first."""
    last = Move.objects.filter(case=OuterRef("pk"), verb__in=[*REFUSALS, VERB]).order_by("-id").values("verb")[:1]
    rows = Case.objects.filter(here.within("area"), status="refused", programme__in=ASKED_AFTER).alias(last=Subquery(last))
    return list(rows.exclude(last=VERB).select_related("household").order_by("id")[:limit])
