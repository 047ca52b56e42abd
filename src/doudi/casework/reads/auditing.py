"""From every yuan back to its decision and the facts it was taken on (审计抽查, 济办发〔2020〕21号 三23).

Nothing is asked anew here: a decision is shown with the determination that it was taken on, as it was stored.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from doudi.casework import determining
from doudi.casework.models import Case, Decision, Determination, RollLine
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Household

MOST_LINES = 600  # fifty years of one benefit; a household that has more is cut, and the page says so


@dataclass(frozen=True)
class DecidedOn:
    """A decision, the case it decides, and what the law was told and answered."""

    decision: Decision
    case: Case
    determination: Determination | None
    names: dict[str, str]


def paid_households(jurisdiction: Jurisdiction) -> QuerySet[Household]:
    """The households of an area that stand on a roll, in the order of their keys."""
    lines = RollLine.objects.filter(household=OuterRef("pk"))
    return Household.objects.filter(jurisdiction.within("area")).filter(Exists(lines)).order_by("id")


def paid_to(household_id: int) -> list[RollLine]:
    """Every line of every roll for a household, the newest first, with roll, award and decision."""
    lines = RollLine.objects.filter(household=household_id).select_related("run", "award__decision", "award__case")
    return list(lines.order_by("-run__month", "-for_month", "-id")[:MOST_LINES])


def decided_on(decision_id: int, jurisdiction: Jurisdiction) -> DecidedOn | None:
    """One decision with its determination; None outside the jurisdiction."""
    found = Decision.objects.filter(jurisdiction.within("case__area"), pk=decision_id)
    decision = found.select_related("case__household", "case__person", "determination__made_by", "determination__household", "by",
                                    "set_aside_by").first()
    if decision is None:
        return None
    made = decision.determination
    names = determining.names_in(made.household, made.day) if made is not None else {}
    return DecidedOn(decision, decision.case, made, names)
