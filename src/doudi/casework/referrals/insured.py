"""参保率 of the poor (济办发〔2020〕21号 二(二)3·6 切实提高贫困群体参保率): of the people on the rolls, who is insured, who is not, and of
whom nobody knows, by the roll that pays them.

Insured is whom an office or the family says so within the time for which such a word is good, and whom the insurance bureau has answered
for this year (资助参保). An unknown one leaves the rate open: a share of the known ones would look better than the truth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from doudi.casework.fields import month_number
from doudi.casework.models import Award
from doudi.casework.referrals.models import Referral, State
from doudi.kernel.days import Month
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Fact, Membership
from doudi.policy.facts import FACTS

CLAUSE: Final = "济办发〔2020〕21号 二(二)3·6(参保率)"
PROGRAMME: Final = "medical_premium"
ON_ROLLS: Final = ("extreme_hardship", "subsistence", "single_person", "low_income")
NOT, INSURED = "none", ("residents", "employees")


@dataclass(frozen=True)
class Rate:
    """The people of one roll; with no code, of all of them."""

    code: str
    insured: int
    without: int
    unknown: int

    @property
    def whole(self) -> int:
        """Everybody on the roll."""
        return self.insured + self.without + self.unknown

    @property
    def share(self) -> Fraction | None:
        """The rate, exactly; None while somebody is unknown, or nobody there."""
        return None if self.unknown or not self.whole else Fraction(self.insured, self.whole)


@dataclass(frozen=True)
class Uninsured:
    """Somebody who is not insured, or of whom nobody knows (`known` false)."""

    person: Any
    household: Any
    known: bool


def on_the_rolls(here: Jurisdiction, day: date) -> QuerySet[Membership]:
    """The people of an area who stand on a roll, or will next month, once for each family, with `payer`, `insurance` and `funded`."""
    month = month_number(Month.of(day))
    awards = Award.objects.filter(
        Q(until_month__isnull=True) | Q(until_month__gte=month), Q(person__isnull=True) | Q(person=OuterRef("person")),
        household=OuterRef("household"), programme__in=ON_ROLLS, voided_at__isnull=True, once_fen__isnull=True)
    lasts = FACTS["member", "insurance"].fresh_days
    said = Fact.objects.filter(person=OuterRef("person"), name="insurance", retracted_at__isnull=True, valid_from__lte=day,
                               as_of__lte=day).exclude(valid_until__lte=day)
    said = said.filter(as_of__gte=day - timedelta(days=lasts)) if lasts is not None else said
    funded = Referral.objects.filter(programme=PROGRAMME, person=OuterRef("person"), state=State.FINISHED, from_on__year=day.year)
    rows = Membership.objects.filter(here.within("household__area"), valid_from__lte=day, household__closed_on__isnull=True)
    return rows.exclude(valid_until__lte=day).annotate(
        payer=Subquery(awards.order_by("pk").values("payer")[:1]), funded=Exists(funded),
        insurance=Subquery(said.order_by("-as_of", "-recorded_at", "-pk").values("value")[:1])).filter(payer__isnull=False)


def rates(here: Jurisdiction, day: date) -> list[Rate]:
    """Each roll by its code, and the sum in front where there are several."""
    counted = on_the_rolls(here, day).order_by().values("payer", "insurance", "funded").annotate(
        people=Count("person", distinct=True))
    found: dict[str, list[int]] = {}
    for row in counted:
        found.setdefault(row["payer"], [0, 0, 0])[_place(row["insurance"], funded=row["funded"])] += row["people"]
    each = [Rate(code, *found[code]) for code in sorted(found)]
    if len(each) < 2:
        return each
    return [Rate("", *(sum(numbers) for numbers in zip(*found.values(), strict=True))), *each]


def _place(insurance: Any, *, funded: bool) -> int:
    """0 insured, 1 not, 2 unknown."""
    if funded or insurance in INSURED:
        return 0
    return 1 if insurance == NOT else 2


def without_insurance(here: Jurisdiction, day: date, most: int) -> Iterator[Uninsured]:
    """The work list: who is not insured before who is unknown, village by village."""
    place = Case(When(insurance__in=INSURED, then=0), When(insurance__in=[NOT], then=1), default=2, output_field=IntegerField())
    rows = on_the_rolls(here, day).filter(funded=False).alias(place=place).filter(place__gt=0)
    for row in rows.select_related("person", "household").order_by("place", "household__area", "person_id")[:most]:
        yield Uninsured(row.person, row.household, row.insurance == NOT)
