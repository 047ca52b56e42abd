"""The verbs of batches after a new standard: begun with the publication, counted, confirmed by the county, carried out case by
case.

民发〔2021〕57号 第三十一条. A batch goes the way of all of them (`casework.batches.course`), with one more condition: it is not
confirmed before the month in which the new numbers are paid.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from doudi.casework import actions as casework
from doudi.casework import awarding, determining
from doudi.casework.actions import NotPossible
from doudi.casework.adjusting.counting import line_of, on_the_roll, own_area
from doudi.casework.adjusting.models import Batch, Clue, Line
from doudi.casework.batches.course import Course
from doudi.casework.models import Award, Case
from doudi.casework.programme import programmes
from doudi.kernel.areas import COUNTY_DIGITS
from doudi.kernel.days import Month
from doudi.offices import reads as offices
from doudi.offices.access import as_system
from doudi.people.models import Household
from doudi.population.simulation.terms import Newcomer
from doudi.standards.holding import held_up_by
from doudi.standards.models import Proposal, ProposalState
from doudi.standards.setting import COUNTY_OFFICER, sets

MOVED_ON = "情况和预算的时候不一样了,请单独办"
REASON = "按新公布的标准调整"


class _Adjusting(Course[Batch]):
    model, room, subject, listed, done = Batch, "adjusting", "batch", "count", ("changed",)

    def lines(self, batch: Batch) -> QuerySet[Line]:
        return batch.lines.all()

    def runs(self, batch: Batch, by: Any, day: date) -> bool:
        return sets(offices.jurisdiction(by, day), (COUNTY_OFFICER,), batch.area)

    def about(self, batch: Batch) -> dict[str, Any]:
        return {"area": batch.area, "proposal": batch.proposal_id}

    def check(self, batch: Batch, by: Any, at: datetime) -> None:
        if awarding.month_after(localdate(at)) < batch.first_month:
            raise NotPossible(f"新标准从 {batch.first_month} 起发。{batch.first_month + -1} 以前办,会提前发;请到那个月再确认。")

    def next_rows(self, batch: Batch, count: int) -> Sequence[Case]:
        return list(on_the_roll(batch).filter(pk__gt=batch.looked_to).select_related("household")[:count])

    def look_at(self, batch: Batch, rows: Sequence[Case], at: datetime) -> None:
        day = max(batch.valid_from, localdate(at))
        lines = [line for case in rows if (line := line_of(case, batch, day)) is not None]
        Line.objects.bulk_create(lines)
        batch.unchanged += len(rows) - len(lines)

    def counts(self, batch: Batch) -> dict[str, int]:
        return {"unchanged": batch.unchanged}

    def carry_out(self, batch: Batch, line: Line, by: Any, at: datetime) -> None:
        line.decision = _changed(batch, line, by, at)
        line.outcome = "changed"


COURSE = _Adjusting()
confirm_batch, stop, go_on, carry_out_next = COURSE.confirm, COURSE.stop, COURSE.go_on, COURSE.carry_out_next


@transaction.atomic
def begin(*, proposal_id: int, by: Any, at: datetime) -> list[Batch]:
    """A batch for every county that a published proposal touches. Beginning twice begins once."""
    proposal = Proposal.objects.filter(pk=proposal_id, state=ProposalState.PUBLISHED).first()
    if proposal is None:
        raise NotPossible("这个方案还没有公布。")
    areas = _places({each["area"] for each in (*proposal.changes, *proposal.choices)}, localdate(at))
    keys = {each["key"] for each in (*proposal.changes, *proposal.choices)}
    paying = {manifest.code for manifest in programmes()}
    touched = sorted(paying & {code for key in keys for code in held_up_by(key)})
    with as_system("new standard"):
        made = [_begun(proposal, area, touched, by, at) for area in sorted(areas)]
    return [batch for batch in made if batch is not None]


def _places(areas: Iterable[str], day: date) -> set[str]:
    """The places in which numbers of these areas hold: each looks at its own families. What is set for more than one
    county holds in every county, and in the townships that management areas run.
    """
    asked = set(areas)
    own = {area for area in asked if len(area) >= COUNTY_DIGITS}
    known = {county.code for county in offices.counties(day)} | set(offices.run_apart())
    return own | {code for code in known for area in asked - own if code.startswith(area)}


def _begun(proposal: Proposal, area: str, touched: list[str], by: Any, at: datetime) -> Batch | None:
    if Batch.objects.filter(proposal=proposal, area=area).exists():
        return None
    batch = Batch.objects.create(
        proposal=proposal, area=area, valid_from=proposal.valid_from, first_month=_first_month(proposal.valid_from),
        programmes=touched, made_by=by, made_at=at)
    COURSE.journal("begin", batch, by, at)
    return batch


def _first_month(valid_from: date) -> Month:
    """The first whole month of the new numbers: a month that began by the old ones is paid by the old ones."""
    month = Month.of(valid_from)
    return month if valid_from == month.first else month + 1


def count_next(*, batch_id: int, at: datetime) -> bool:
    """Look at the next cases of a batch; whether there are more. The caller acts as whoever began it."""
    with as_system("new standard"):
        return COURSE.list_next(batch_id=batch_id, at=at)


@transaction.atomic
def note_clues(*, batch_id: int, found: Iterable[Newcomer], at: datetime) -> int:
    """Keep which households are newly within the line, for visits; those on file here that are paid nothing."""
    with as_system("new standard"):
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        rows = {each.household: each for each in found}
        known = Household.standing.filter(own_area(batch.area), pk__in=rows)
        paid = Award.objects.filter(household=OuterRef("pk"), voided_at__isnull=True, until_month__isnull=True)
        known = known.filter(~Exists(paid))
        clues = [Clue(batch=batch, household=home, area=home.area, programme=rows[home.pk].programme,
                      monthly_fen=rows[home.pk].monthly_fen) for home in known.order_by("id")]
        Clue.objects.bulk_create(clues, ignore_conflicts=True)
        batch.clues_at = at
        batch.save(update_fields=["clues_at"])
        COURSE.journal("note_clues", batch, None, at, clues=len(clues))
    return len(clues)


def _changed(batch: Batch, line: Line, by: Any, at: datetime) -> Any:
    """The decision: on a determination made now by the new numbers, only if it says what the county has seen."""
    case = line.case
    made = determining.make(case.household, case=case, kind="change", by=by, at=at,
                            day=max(batch.valid_from, localdate(at)))
    verdict = determining.verdict_for(made, case)
    if verdict["outcome"] != determining.ENTITLED or verdict["amounts"].get("monthly", 0) != line.new_fen:
        raise NotPossible(MOVED_ON)
    return casework.change_award(case_id=case.pk, by=by, at=at, reason=REASON)
