"""When a family's data must go: the longest of its terms, counted from the end of its last case, award or payment.

个人信息保护法 第四十七条. How many months is a dated parameter (policy/parameters/process/retention_*), named by the
manifest; where nobody has entered one, nothing goes and the report says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, Max
from django.utils.timezone import localdate

from doudi.casework.limits import limit_of, sheet_of
from doudi.casework.models import Award, Case, Move, RollLine, Status
from doudi.casework.models.cases import LIVE
from doudi.casework.programme import programme
from doudi.casework.retention.models import Ground
from doudi.kernel.days import Month, add_months
from doudi.people.models import Fact, Household

NOT_APPLIED, REMOVED_PAPER = "retention_months_not_applied", "retention_months_removed_paper"
ENDED_AS = {Status.REFUSED: Ground.REFUSED, Status.WITHDRAWN: Ground.WITHDRAWN}
TOWNSHIP = 9


@dataclass(frozen=True)
class Due:
    """One family's term. `on` None: it is not over, because something runs or because no term is entered."""

    household_id: int
    area: str
    on: date | None
    ground: str = ""
    programme: str = ""
    no_term: bool = False


@dataclass
class Terms:
    """The terms in force on a day, looked up once for a township."""

    day: date
    known: dict[tuple[str, str], int | None] = field(default_factory=dict)

    def months(self, key: str, area: str) -> int | None:
        """How many months; None where nobody entered it."""
        place = (key, area[:TOWNSHIP])
        if place not in self.known:
            self.known[place] = limit_of(sheet_of(self.day, area), key, "months").length
        return self.known[place]


@dataclass
class Files:
    """Some families with what decides about their terms, read in six queries however many they are."""

    ids: Sequence[int]

    @cached_property
    def cases(self) -> Mapping[int, list[Case]]:
        """Their cases."""
        found = defaultdict(list)
        for case in Case.objects.filter(household__in=self.ids).order_by("id"):
            found[case.household_id].append(case)
        return found

    @cached_property
    def ended(self) -> Mapping[int, date]:
        """The day on which each case came to where it stands."""
        moves = Move.objects.filter(case__household__in=self.ids).exclude(came_from=F("went_to"))
        ends = moves.order_by().values_list("case_id").annotate(Max("at"))
        return {case: localdate(at) for case, at in ends}

    @cached_property
    def last_months(self) -> Mapping[int, Month | None]:
        """The last month that was awarded or paid by any roll, by family; None while an award runs."""
        last: dict[int, Month | None] = {}
        awards = Award.objects.filter(household__in=self.ids, voided_at__isnull=True).order_by("id")
        for household, until in awards.values_list("household_id", "until_month"):
            before = last.get(household, until)
            last[household] = None if until is None or before is None else max(before, until)
        lines = RollLine.objects.filter(household__in=self.ids).order_by()
        for household, month in lines.values_list("household_id").annotate(Max("run__month")):
            before = last.get(household, month)
            last[household] = None if before is None else max(before, month)
        return last

    @cached_property
    def last_heard(self) -> Mapping[int, date]:
        """The last day on which somebody told anything of the family itself."""
        told = Fact.objects.filter(household__in=self.ids).order_by().values_list("household_id")
        return {household: localdate(at) for household, at in told.annotate(Max("recorded_at"))}


def dues(households: Iterable[Household], terms: Terms) -> list[Due]:
    """The terms of these families."""
    rows = list(households)
    files = Files([row.pk for row in rows])
    return [_due(row, files, terms) for row in rows]


def _due(household: Household, files: Files, terms: Terms) -> Due:
    cases = files.cases.get(household.pk, [])
    if not cases:
        return _never_applied(household, files, terms)
    last = files.last_months.get(household.pk, Month(1, 1))
    if last is None or last >= Month.of(terms.day) or any(case.status in LIVE for case in cases):
        return Due(household.pk, household.area, None)
    found = [_of_case(case, files.ended.get(case.pk, localdate(case.opened_at)), last, terms) for case in cases]
    if any(each is None for each in found):
        return Due(household.pk, household.area, None, no_term=True)
    on, ground, code = max(each for each in found if each is not None)
    return Due(household.pk, household.area, on, ground, code)


def _of_case(case: Case, ended: date, last: Month, terms: Terms) -> tuple[date, str, str] | None:
    ground = ENDED_AS.get(Status(case.status), Ground.AWARDED)
    months = terms.months(programme(case.programme).retention[ground], case.area)
    if months is None:
        return None
    # Money that went out after the case was over is still the end of it.
    end = max(ended, last.last) if ground == Ground.AWARDED else ended
    return add_months(end, months), str(ground), case.programme


def _never_applied(household: Household, files: Files, terms: Terms) -> Due:
    months = terms.months(NOT_APPLIED, household.area)
    if months is None:
        return Due(household.pk, household.area, None, no_term=True)
    last = max(localdate(household.created_at), files.last_heard.get(household.pk, date.min))
    return Due(household.pk, household.area, add_months(last, months), str(Ground.NOT_APPLIED))
