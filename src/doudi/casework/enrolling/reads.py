"""What pages and jobs need of batches: how far each is, who is in it, and what one family is given or will not have."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from doudi.casework.batches.models import AT_WORK, State
from doudi.casework.enrolling.handing_on import has_work
from doudi.casework.enrolling.models import Enrolment, Entry, NotWanted
from doudi.casework.enrolling.telling import referred_for, referred_words, waiting_words
from doudi.casework.models import Case
from doudi.casework.programme import Programme, programmes
from doudi.people.models import Household, Membership

SHOWN = 200


@dataclass(frozen=True)
class Given:
    """One benefit that a family is given without having asked, or would be: `state` is waiting, running or declined."""

    household_id: int
    person_id: int | None
    programme: str
    label: str
    name: str
    state: str
    words: str
    fen: int | None
    per: str
    since: date | None


def batches() -> QuerySet[Enrolment]:
    """The batches within reach, the newest first, with `found` and `total_fen`."""
    rows = Enrolment.objects.select_related("made_by", "confirmed_by")
    return rows.annotate(found=Count("entries"), total_fen=Sum("entries__fen", default=0)).order_by("-id")


def batch(batch_id: int) -> Enrolment | None:
    """One of them."""
    return batches().filter(pk=batch_id).first()


def of_job(batch_id: int) -> Enrolment:
    """The batch of a job, with who acts in it."""
    return Enrolment.objects.select_related("confirmed_by").get(pk=batch_id)


def unfinished(day: date) -> list[Enrolment]:
    """Batches that a job has to work on; one that is handed on rests while families may say no."""
    rows = Enrolment.objects.filter(state__in=AT_WORK, stopped_at__isnull=True)
    return [each for each in rows.order_by("id") if each.state == State.PREPARING or not each.handed_on or has_work(each, day)]


def entries(found: Enrolment, outcome: str = "") -> QuerySet[Entry]:
    """The entries, of one outcome if asked, the first so many of them; with the family and the person."""
    rows = found.entries.filter(outcome=outcome) if outcome else found.entries.all()
    return rows.select_related("household", "person", "case", "referral").order_by("area", "id")[:SHOWN]


def counts(found: Enrolment) -> dict[str, int]:
    """How many entries of each outcome."""
    rows = found.entries.order_by("outcome").values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(("waiting", "enrolled", "referred", "declined", "left"), 0) | dict(rows)


def heads(rows: Any) -> dict[int, str]:
    """The name of the head of each household of these entries."""
    ids = [row.household_id for row in rows]
    found = Membership.objects.filter(household__in=ids, relation="self", valid_until__isnull=True)
    return {row.household_id: row.person.name for row in found.select_related("person").order_by("id")}


def published() -> list[Programme]:
    """The programmes whose batches begin with a publication."""
    return [each for each in programmes() if each.enrolment is not None and each.enrolment.published]


def households_of(person_id: int) -> list[int]:
    """The files in which somebody stands today."""
    rows = Membership.objects.filter(person=person_id, valid_until__isnull=True, household__closed_on__isnull=True)
    return list(rows.order_by("household_id").values_list("household_id", flat=True))


def given_to(household_id: int) -> list[Given]:
    """What a family is given without having asked, waits for, and will not have; the newest first."""
    home = Household.objects.filter(pk=household_id).first()
    if home is None:
        return []
    refused = {(each.programme, each.person_id): each for each in NotWanted.objects.filter(
        household=home, withdrawn_at__isnull=True).select_related("person")}
    found: dict[tuple[str, int | None], Given] = {}
    for case in Case.objects.filter(household=home, application__channel="automatic", status="confirmed").select_related(
            "person").order_by("-id"):
        award = case.awards.filter(voided_at__isnull=True).order_by("-id").first()
        found.setdefault((case.programme, case.person_id), _given(
            case, "running", "已经开通", award.sum_fen if award else None, award.per if award else "", case.opened_at.date()))
    for entry in Entry.objects.filter(household=home, outcome="waiting").select_related("person").order_by("-id"):
        found.setdefault((entry.programme, entry.person_id), _given(
            entry, "waiting", waiting_words(entry), entry.fen, entry.per, entry.found_at.date()))
    for entry in referred_for(home):
        found.setdefault((entry.programme, entry.person_id), _given(
            entry, "running", referred_words(entry), entry.fen, entry.per, entry.found_at.date()))
    for key, said in refused.items():
        found[key] = _given(said, "declined", "您说了不要", None, "", said.at.date())
    return list(found.values())


def _given(row: Any, state: str, words: str, fen: int | None, per: str, since: date) -> Given:
    label = row.programme_label if isinstance(row, Case) else row.label
    name = row.person.name if row.person is not None else ""
    return Given(row.household_id, row.person_id, row.programme, label, name, state, words, fen, per, since)
