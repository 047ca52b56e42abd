"""What pages and jobs need of a batch: how far it is, who changes in which township, who is newly within the line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from doudi.casework.adjusting.models import Batch, Clue, Line
from doudi.casework.batches.models import AT_WORK
from doudi.kernel.areas import TOWNSHIP_DIGITS
from doudi.people.models import Membership
from doudi.standards.setting import counties_of

SHOWN = 200


@dataclass
class Township:
    """The lines of one township: how many, and what they add up to before and after."""

    code: str
    lines: int = 0
    changed: int = 0
    left: int = 0
    old_fen: int = 0
    new_fen: int = 0


def batches(held: Any) -> QuerySet[Batch]:
    """The batches within reach, the newest first."""
    rows = Batch.objects.filter(held.within("area") | Q(area__in=counties_of(held)))
    return rows.select_related("proposal__instrument", "made_by", "confirmed_by").order_by("-id")


def batch(batch_id: int, held: Any) -> Batch | None:
    """One of them."""
    return batches(held).filter(pk=batch_id).first()


def of_proposal(proposal_id: int, held: Any) -> list[Batch]:
    """The batches that came of a proposal."""
    return list(batches(held).filter(proposal_id=proposal_id))


def of_job(batch_id: int) -> Batch:
    """The batch of a job, with those who act in it."""
    return Batch.objects.select_related("made_by", "confirmed_by").get(pk=batch_id)


def unfinished() -> list[Batch]:
    """Batches that a job has to work on."""
    left = Q(state__in=AT_WORK) | Q(clues_at__isnull=True)
    rows = Batch.objects.filter(left, stopped_at__isnull=True)
    return list(rows.order_by("id"))


def townships(found: Batch) -> list[Township]:
    """Lines by township; a line that a person has to see adds its old amount on both sides."""
    made: dict[str, Township] = {}
    for area, outcome, old, new in found.lines.order_by("area", "id").values_list("area", "outcome", "old_fen", "new_fen"):
        code = area[:TOWNSHIP_DIGITS]
        row = made.setdefault(code, Township(code))
        row.lines, row.changed, row.left = row.lines + 1, row.changed + (outcome == "changed"), row.left + (outcome == "left")
        row.old_fen, row.new_fen = row.old_fen + old, row.new_fen + (old if outcome == "left" or new is None else new)
    return list(made.values())


def lines(found: Batch, township: str = "", outcome: str = "") -> QuerySet[Line]:
    """The lines, of one township or outcome if asked, the first so many of them."""
    rows = found.lines.filter(area__begins=township) if township else found.lines.all()
    rows = rows.filter(outcome=outcome) if outcome else rows
    return rows.select_related("case__application__applicant", "case__person").order_by("area", "id")[:SHOWN]


def clues(found: Batch) -> QuerySet[Clue]:
    """Who is newly within the line, by village."""
    return found.clues.select_related("household").order_by("area", "id")[:SHOWN]


def heads(clues_shown: Iterable[Clue]) -> dict[int, str]:
    """The name of the head of each household of these clues."""
    ids = [clue.household_id for clue in clues_shown]
    rows = Membership.objects.filter(household__in=ids, relation="self", valid_until__isnull=True)
    return {row.household_id: row.person.name for row in rows.select_related("person").order_by("id")}
