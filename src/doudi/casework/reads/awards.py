"""Awards now and ever, re-checks that fall due, appeals and reports that wait (待遇, 核查)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.casework.fields import month_number
from doudi.casework.models import AppealRequest, Award, ChangeReport, ReviewDue
from doudi.kernel.days import Month
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Membership


@dataclass(frozen=True)
class OnRoll:
    """One benefit that somebody has in a month."""

    programme: str
    programme_label: str
    monthly_fen: int
    from_month: Month
    until_month: Month | None
    case_id: int
    case_number: str
    status: str
    household_id: int
    gradual_exit: bool


def standing(month: Month) -> QuerySet[Award]:
    """The monthly awards that stand in a month."""
    number = month_number(month)
    return Award.objects.filter(
        Q(until_month__isnull=True) | Q(until_month__gte=number),
        once_fen__isnull=True,
        from_month__lte=number,
        voided_at__isnull=True,
    )


def on_rolls(person_ids: Collection[int], *, day: date) -> dict[int, list[OnRoll]]:
    """The benefits that each of these persons has now, himself or through his household. Two queries."""
    homes: dict[int, list[int]] = defaultdict(list)
    memberships = Membership.objects.filter(person__in=person_ids, valid_until__isnull=True)
    for household, person in memberships.values_list("household_id", "person_id"):
        homes[household].append(person)
    through = Q(person__in=person_ids) | Q(person__isnull=True, household__in=homes)
    found: dict[int, list[OnRoll]] = {person: [] for person in person_ids}
    awards = standing(Month.of(day)).filter(through).select_related("case").order_by("from_month", "id")
    for award in awards:
        for person in [award.person_id] if award.person_id else homes[award.household_id]:
            found[person].append(_as_value(award))
    return found


def on_roll(person_id: int, *, day: date) -> list[OnRoll]:
    """The benefits that a person has now, himself or through his household."""
    return on_rolls([person_id], day=day)[person_id]


def standing_awards(household_id: int, *, day: date) -> list[OnRoll]:
    """What a household and its members get now, and what begins next month."""
    month = Month.of(day)
    own = Award.objects.filter(
        Q(until_month__isnull=True) | Q(until_month__gte=month_number(month)),
        household_id=household_id,
        voided_at__isnull=True,
        once_fen__isnull=True,
    )
    return _as_values(own)


def awards_of(household_id: int) -> list[Award]:
    """Every award of a household, ended and void ones too, the newest first."""
    return list(
        Award.objects.filter(household_id=household_id)
        .select_related("case", "decision", "person")
        .order_by("-from_month", "-id")
    )


def _as_values(awards: QuerySet[Award]) -> list[OnRoll]:
    return [_as_value(award) for award in awards.select_related("case").order_by("from_month", "id")]


def _as_value(award: Award) -> OnRoll:
    return OnRoll(
        award.programme,
        award.programme_label,
        award.monthly_fen,
        award.from_month,
        award.until_month,
        award.case_id,
        award.case.number,
        award.case.status,
        award.household_id,
        award.gradual_exit,
    )


def reviews_due(
    jurisdiction: Jurisdiction, *, until: date | None = None, after: int | None = None, limit: int = 50
) -> list[ReviewDue]:
    """Open re-checks, those with the earliest day first; reported changes have no day and come with `until`
    None.

    Pages go by the offset of the last row seen, because days repeat and change.
    """
    found = ReviewDue.objects.filter(jurisdiction.within(), done_at__isnull=True)
    if until is not None:
        found = found.filter(due_on__lte=until)
    start = after or 0
    return list(
        found.select_related("case__application__applicant", "case__person", "case__household", "award").order_by(
            "due_on", "id"
        )[start : start + limit]
    )


def appeals_open(jurisdiction: Jurisdiction) -> list[AppealRequest]:
    """Requests to look again that nobody has answered."""
    return list(
        AppealRequest.objects.filter(jurisdiction.within("case__area"), answered_at__isnull=True)
        .select_related("case__application__applicant", "decision")
        .order_by("received_at", "id")[:200]
    )


def change_reports_open(jurisdiction: Jurisdiction) -> list[ChangeReport]:
    """Reported changes that nobody has acted on."""
    return list(
        ChangeReport.objects.filter(jurisdiction.within("household__area"), handled_at__isnull=True)
        .select_related("household")
        .order_by("at", "id")[:200]
    )
