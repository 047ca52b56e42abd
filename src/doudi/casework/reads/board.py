"""What hangs on the village board: name, number of members, amount, and nothing else (公示).

民发〔2021〕57号 第十九、二十四条; operational rules 9. Names of minors are masked, also where they are the
applicant. No address below the village, no number, no illness leaves this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from doudi.casework.models import Award, Publicity
from doudi.casework.programme import programme, programmes
from doudi.casework.reads.awards import standing
from doudi.kernel.days import Month, age_on
from doudi.kernel.masking import mask_name
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Membership, Person

MAJORITY = 18  # 民法典 第十七条: a person is a minor until then


@dataclass(frozen=True)
class Posted:
    """One line of a list for the board."""

    name: str
    members: int
    amount_fen: int
    programme_label: str
    about: str
    posted_on: date | None
    ends_on: date | None
    village: str
    publicity_id: int | None = None
    place: str = ""
    case_id: int | None = None


def shown_name(person: Person, day: date) -> str:
    """The name as the board may show it."""
    minor = person.birth is None or age_on(person.birth, max(day, person.birth)) < MAJORITY
    return mask_name(person.name) if minor else person.name


def _may_hang() -> Q:
    """Only programmes that are posted at all, and nobody whom the law keeps from being known. Asked again here although
    nothing else can be posted: this list is for everybody."""
    posted = [each.code for each in programmes() if each.publicity]
    endings = [each.code for each in programmes() if each.ending_publicity]
    about = Q(about="award", case__programme__in=posted) | Q(about="ending", case__programme__in=endings)
    return about & Q(case__not_posted=False)


def publicity_list(area: str, *, day: date) -> list[Posted]:
    """What hangs today in an area (any prefix of a village code); for everybody, no sign-in."""
    hanging = Publicity.objects.filter(
        _may_hang(), case__area__begins=area, posted_on__lte=day, ends_on__gte=day, taken_down_at__isnull=True
    )
    return _posted(hanging, day)


def to_take_down(jurisdiction: Jurisdiction, *, day: date, limit: int = 50) -> list[Posted]:
    """What still hangs although its last day is over, the longest first."""
    over = Publicity.objects.filter(
        jurisdiction.within("case__area"), ends_on__lt=day, taken_down_at__isnull=True
    ).order_by("ends_on", "id")
    ids = list(over.values_list("pk", flat=True)[:limit])
    return sorted(_posted(Publicity.objects.filter(pk__in=ids), day), key=lambda row: row.ends_on or day)


def publicity_poster(
    publicity_id: int, *, day: date, jurisdiction: Jurisdiction | None = None
) -> Posted | None:
    """One notice as its poster prints it; None outside the jurisdiction, and once it may not hang any more."""
    found = Publicity.objects.filter(
        _may_hang(), pk=publicity_id, posted_on__lte=day, ends_on__gte=day, taken_down_at__isnull=True
    )
    if jurisdiction is not None:
        found = found.filter(jurisdiction.within("case__area"))
    return next(iter(_posted(found, day)), None)


def _posted(publicities: Iterable[Publicity], day: date) -> list[Posted]:
    rows = list(
        publicities.select_related("case__application__applicant", "case__person", "opinion").order_by(
            "case__area", "posted_on", "id"
        )
    )
    sizes = _sizes({row.case.household_id for row in rows}, day)
    return [
        Posted(
            name=shown_name(row.case.person or row.case.application.applicant, day),
            members=1 if row.case.person_id else sizes.get(row.case.household_id, 0),
            amount_fen=row.opinion.amount_fen or 0,
            programme_label=programme(row.case.programme).board_label,
            about=row.about,
            posted_on=row.posted_on,
            ends_on=row.ends_on,
            village=row.case.area,
            publicity_id=row.pk,
            place=row.place,
            case_id=row.case_id,
        )
        for row in rows
    ]


def _sizes(households: set[int], day: date) -> dict[int, int]:
    members = Membership.objects.filter(household__in=households, valid_from__lte=day).exclude(
        valid_until__lte=day
    )
    return dict(members.order_by().values_list("household_id").annotate(Count("pk")))


def long_term_list(
    area: str, month: Month, *, after: int | None = None, limit: int = 100
) -> tuple[list[Posted], int | None]:
    """Who has help in an area in a month, and the key of the next page (长期公示). It expires with the
    benefit."""
    posted = [each.code for each in programmes() if each.publicity]
    awards = standing(month).filter(
        area__begins=area, id__gt=after or 0, programme__in=posted, case__not_posted=False
    ).order_by("id")
    rows = list(awards.select_related("case__application__applicant", "person")[: limit + 1])
    page = [_standing_line(row, month) for row in rows[:limit]]
    return page, rows[limit - 1].pk if len(rows) > limit else None


def _standing_line(award: Award, month: Month) -> Posted:
    person = award.person or award.case.application.applicant
    return Posted(
        name=shown_name(person, month.first),
        members=award.members,
        amount_fen=award.monthly_fen,
        programme_label=programme(award.programme).board_label,
        about="award",
        posted_on=None,
        ends_on=None,
        village=award.area,
    )
