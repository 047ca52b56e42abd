"""What a case is about (急难、支出), as facts for the law: entered on the case, or known here and never asked.

国发〔2014〕47号 (the same cause is not helped twice without a reason); 济办发〔2020〕21号 二(三)9 (一事一议 with minutes and
comparable precedents; paid within 24 hours by the clock). What was granted before, when money was handed out, whether
minutes are on file and how many precedents there are is read from the ledger and the papers, whoever asks.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from doudi.casework.models import Award, Case
from doudi.casework.programme import programme
from doudi.law import UNKNOWN, Document
from doudi.offices.access import as_system
from doudi.people.models import Membership, Paper

MINUTES: Final = "minutes"
KIND, WHEN = "event_kind", "event_date"
# Where another day is another loss; an illness or a school year goes on, whenever its costs are counted.
SUDDEN: Final = ("accident", "fire", "death")
DISCRETION: Final = "discretion"
COUNTY_DIGITS = 6
Facts = dict[str, Any]


def as_kept(facts: Mapping[str, Any]) -> Facts:
    """Facts of an event as a case keeps them."""
    kept: Facts = Document(facts, ()).to_json()["household"]
    return kept


def as_told(case: Case) -> Facts:
    """The facts of the event that were entered on a case."""
    return dict(Document.from_json({"household": case.event, "members": []}).household)


def event_facts(case: Case) -> Facts:
    """All facts of the event of a case: those that were entered, and those that the house knows."""
    manifest = programme(case.programme)
    if not manifest.asks:
        return {}
    told = as_told(case)
    advance = case.advances.first()
    with as_system("roll"):
        known = _earlier(case, told) | {
            "event_precedents": precedents(case).count(),
            "event_minutes": _has_minutes(case),
        }
    if advance is not None:
        known["event_paid_at"] = advance.paid_at
        known["event_proposed_amount"] = told.get("event_proposed_amount", advance.amount_fen)
    return told | known


def _has_minutes(case: Case) -> bool:
    # A resident's photograph is no minutes: they come from an office.
    written = Paper.objects.filter(household=case.household_id, kind=MINUTES, removed_at__isnull=True,
                                   uploaded_by__person_id__isnull=True)
    return written.filter(uploaded_at__gte=case.opened_at).exists()


def earlier_awards(case: Case) -> QuerySet[Award]:
    """What was paid once before to this family, or to a family of one of its members, for such causes; the newest first."""
    persons = Membership.objects.filter(household=case.household_id).values("person_id")
    homes = Membership.objects.filter(person__in=persons).values("household_id")
    repeated = programme(case.programme).repeats
    rows = Award.objects.filter(Q(household=case.household_id) | Q(household__in=homes), programme__in=repeated)
    return rows.filter(once_fen__isnull=False, voided_at__isnull=True).exclude(case=case).order_by("-decision__at", "-id")


def _earlier(case: Case, told: Facts) -> Facts:
    awards = list(earlier_awards(case).select_related("case", "decision"))
    causes = [(_cause(as_told(award.case), told), localdate(award.decision.at)) for award in awards]
    for wanted in ("same", UNKNOWN, "different"):
        day = next((day for cause, day in causes if cause is wanted or cause == wanted), None)
        if day is not None:
            return {"event_earlier_cause": wanted, "event_earlier_date": day}
    return {"event_earlier_cause": "none"}


def _cause(earlier: Facts, now: Facts) -> Any:
    """Whether two events are one cause: of another kind they are not, nor a sudden one that came after the earlier."""
    kinds = earlier.get(KIND, UNKNOWN), now.get(KIND, UNKNOWN)
    if UNKNOWN in kinds:
        return UNKNOWN
    if kinds[0] != kinds[1]:
        return "different"
    days = earlier.get(WHEN), now.get(WHEN)
    if kinds[0] not in SUDDEN:
        return "same"
    if not all(isinstance(day, date) for day in days):
        return UNKNOWN
    return "different" if days[0] < days[1] else "same"


def precedents(case: Case) -> QuerySet[Award]:
    """Awards of this county that people settled beyond the law's range (一事一议), for the same kind of event."""
    kind = as_told(case).get(KIND)
    rows = Award.objects.filter(programme=case.programme, area__begins=case.area[:COUNTY_DIGITS], voided_at__isnull=True,
                                once_fen__isnull=False, case__event__event_kind=kind)
    settled = Q(**{f"decision__determination__outcomes__{case.programme}__outcome": DISCRETION})
    return rows.filter(settled).exclude(case=case).order_by("-decision__at", "-id")
