"""Who is entitled by what is known already (谁符合): families on the rolls of the month, asked of the law one by one.

Only a plain yes counts: where a fact is missing or people must decide, nobody is enrolled. What the family has already, or
will not have, is passed over.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from doudi import policy
from doudi.casework import determining
from doudi.casework.enrolling.kinds import Kind, kind
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted
from doudi.casework.fields import month_number
from doudi.casework.limits import calendar, flag, sheet_of
from doudi.casework.models import Award, Case
from doudi.casework.models.cases import OCCUPYING
from doudi.casework.referrals.models import OPEN as WITH_A_DEPARTMENT
from doudi.casework.referrals.models import Referral, State
from doudi.kernel.days import Month
from doudi.law import Document
from doudi.people import reads as people
from doudi.people.models import Household, Membership

HELPED, NOT_WANTED = "helped", "not_wanted"


@dataclass(frozen=True)
class Found:
    """One yes of the law: for the household or for one person of it, with the sum and the law's reasons in words."""

    person_id: int | None
    fen: int
    because: str = ""


def given_here(what: Kind, area: str, day: date) -> bool:
    """Whether the place gives it without an application: where the national text asks for one, only by its own word."""
    return what.local is None or flag(sheet_of(day, area), what.local)


def on_rolls(codes: tuple[str, ...], month: Month) -> QuerySet[Award]:
    """The monthly awards of these programmes that stand in a month."""
    number = month_number(month)
    late_enough = Q(until_month__isnull=True) | Q(until_month__gte=number)
    return Award.objects.filter(
        late_enough, programme__in=codes, voided_at__isnull=True, once_fen__isnull=True, from_month__lte=number
    )


def next_households(batch: Enrolment, count: int) -> list[Household]:
    """The next families on the roll, in the order of their ids."""
    awards = on_rolls(kind(batch.programme).on_rolls, batch.month).filter(payer=batch.area)
    rows = Household.standing.filter(pk__gt=batch.looked_to, pk__in=awards.values("household_id"))
    return list(rows.order_by("id")[:count])


def ground_of(row: Entry, month: Month) -> Case | None:
    """The case by which the family, or this very person, stands on one of the rolls in a month; None for who has left."""
    awards = on_rolls(kind(row.programme).on_rolls, month).filter(household=row.household_id)
    own = awards.filter(Q(person_id=row.person_id) | Q(person__isnull=True)).select_related("case").order_by("-id").first()
    return own.case if own is not None else None


def day_of(batch: Enrolment, today: date) -> date:
    """The day whose facts and rolls count: of a month that is over its last one."""
    return min(today, batch.month.last)


def facts_of(batch: Enrolment) -> dict[str, Any]:
    """What a publication said of the event, as the law reads it."""
    return dict(Document.from_json({"household": batch.facts, "members": []}).household)


def entitled(household: Household, code: str, facts: dict[str, Any], day: date) -> list[Found]:
    """The plain yeses of the law for a programme, each with a sum that is more than nothing where it gives money."""
    document = determining.with_casework(people.document(household, day), household, None, day, facts)
    decision = policy.decide(document, day=day, sheet=sheet_of(day, household.area), calendar=calendar(), programmes=[code],
                             trace=False)
    found, what = [], kind(code)
    for asked, member, verdict in determining.verdicts_of(decision):
        if asked != code or verdict is None or verdict.outcome != determining.ENTITLED:
            continue
        fen = determining.lawful_sum({"amounts": verdict.amounts})
        reasons = {each.code: each.label for each in verdict.because}
        if (fen or not what.pays) and (not what.because or what.because in reasons):
            found.append(Found(int(member) if member else None, fen or 0, ";".join(reasons.values())))
    return found


def in_the_way(household: Household, code: str, person_id: int | None, month: Month, apart_from: int | None = None) -> str:
    """Why nobody is enrolled again: already helped or asking (`helped`), or not wanted (`not_wanted`); else empty. `apart_from`
    is the entry that is being carried out itself."""
    refused = NotWanted.objects.filter(household=household, programme=code, person_id=person_id, withdrawn_at__isnull=True)
    if refused.exists():
        return NOT_WANTED
    if kind(code).handed_on:
        return HELPED if _handed_on_for(code, person_id, month.year, apart_from) else ""
    same = Case.objects.filter(household=household, programme=code, person_id=person_id)
    if same.filter(OCCUPYING).exists() or _paid_for(household, code, person_id, month):
        return HELPED
    return ""


def _handed_on_for(code: str, person_id: int | None, year: int, apart_from: int | None) -> bool:
    """Whether it is on its way to the department for the year, is there, or was answered in it, whoever sent it."""
    found = Entry.objects.filter(programme=code, person=person_id, for_year=year, outcome__in=["waiting", "referred"])
    sent = Referral.objects.filter(programme=code, person=person_id).exclude(state=State.REVOKED)
    this_year = Q(state__in=WITH_A_DEPARTMENT) | Q(sent_at__year=year) | Q(from_on__year=year)
    return found.exclude(pk=apart_from).exists() or sent.filter(this_year).exists()


def _paid_for(household: Household, code: str, person_id: int | None, month: Month) -> bool:
    """Whether it was given for the month already, in this file or in another one of the same people."""
    persons = [person_id] if person_id else list(
        Membership.objects.filter(household=household).order_by("id").values_list("person_id", flat=True))
    homes = Membership.objects.filter(person__in=persons).values("household_id")
    number = month_number(month)
    late_enough = Q(until_month__isnull=True) | Q(until_month__gte=number)
    rows = Award.objects.filter(late_enough, programme=code, household__in=homes, voided_at__isnull=True)
    whose = Q(person_id=person_id) if person_id else Q(person__isnull=True)
    return rows.filter(whose, from_month__lte=number).exists()


def look_at(batch: Enrolment, household: Household, at: datetime) -> None:
    """An entry for every yes of a family, unless something is in its way: that is counted in the batch."""
    for found in entitled(household, batch.programme, facts_of(batch), day_of(batch, localdate(at))):
        why = in_the_way(household, batch.programme, found.person_id, batch.month)
        if why == NOT_WANTED:
            batch.declined += 1
        elif why:
            batch.passed_over += 1
        else:
            Entry.objects.create(enrolment=batch, household=household, person_id=found.person_id, programme=batch.programme,
                                 area=household.area, fen=found.fen, found_at=at,
                                 for_year=batch.month.year if batch.handed_on else None)
