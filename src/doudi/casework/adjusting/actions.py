"""The verbs of batches after a new standard: begun with the publication, counted, confirmed by the county, carried out case by
case.

民发〔2021〕57号 第三十一条. Counting and carrying out are jobs: killed anywhere they go on where they stopped, and neither lose nor
double anything, because each case is one transaction that checks its own line under lock.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import actions as casework
from doudi.casework import awarding, determining
from doudi.casework.actions import NotPossible
from doudi.casework.adjusting.counting import line_of, on_the_roll
from doudi.casework.adjusting.models import Batch, Clue, Line, State
from doudi.casework.models import Award
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

CHUNK = 50
MOVED_ON = "情况和预算的时候不一样了,请单独办"
REASON = "按新公布的标准调整"


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
    known = {county.code for county in offices.counties(day)} | offices.townships_run_by_others()
    return own | {code for code in known for area in asked - own if code.startswith(area)}


def _begun(proposal: Proposal, area: str, touched: list[str], by: Any, at: datetime) -> Batch | None:
    if Batch.objects.filter(proposal=proposal, area=area).exists():
        return None
    batch = Batch.objects.create(
        proposal=proposal, area=area, valid_from=proposal.valid_from, first_month=_first_month(proposal.valid_from),
        programmes=touched, made_by=by, made_at=at)
    _journal("begin", batch, by, at)
    return batch


def _first_month(valid_from: date) -> Month:
    """The first whole month of the new numbers: a month that began by the old ones is paid by the old ones."""
    month = Month.of(valid_from)
    return month if valid_from == month.first else month + 1


def count_next(*, batch_id: int, at: datetime) -> bool:
    """Look at the next cases of a batch; whether there are more. The caller acts as whoever began it."""
    with transaction.atomic(), as_system("new standard"):
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != State.PREPARING or batch.stopped_at is not None:
            return False
        day = max(batch.valid_from, localdate(at))
        cases = list(on_the_roll(batch).filter(pk__gt=batch.last_case).select_related("household")[:CHUNK])
        lines = [line for case in cases if (line := line_of(case, batch, day)) is not None]
        Line.objects.bulk_create(lines)
        batch.unchanged += len(cases) - len(lines)
        batch.last_case = cases[-1].pk if cases else batch.last_case
        if len(cases) < CHUNK:
            batch.state = State.READY
            _journal("count", batch, None, at, lines=batch.lines.count(), unchanged=batch.unchanged)
        batch.save(update_fields=["unchanged", "last_case", "state"])
    return len(cases) == CHUNK


@transaction.atomic
def note_clues(*, batch_id: int, found: Iterable[Newcomer], at: datetime) -> int:
    """Keep which households are newly within the line, for visits; those on file here that are paid nothing."""
    with as_system("new standard"):
        batch = Batch.objects.get(pk=batch_id)
        rows = {each.household: each for each in found}
        known = Household.standing.filter(pk__in=rows, area__begins=batch.area)
        paid = Award.objects.filter(household=OuterRef("pk"), voided_at__isnull=True, until_month__isnull=True)
        known = known.filter(~Exists(paid))
        clues = [Clue(batch=batch, household=home, area=home.area, programme=rows[home.pk].programme,
                      monthly_fen=rows[home.pk].monthly_fen) for home in known.order_by("id")]
        Clue.objects.bulk_create(clues, ignore_conflicts=True)
        _journal("note_clues", batch, None, at, clues=len(clues))
    return len(clues)


@transaction.atomic
def confirm_batch(*, batch_id: int, by: Any, at: datetime) -> Batch:
    """The county has seen who changes and lets it happen (确认一批). Pressed twice counts once."""
    batch = _locked(batch_id, by, at)
    if batch.state in {State.CONFIRMED, State.DONE}:
        return batch
    if batch.state == State.PREPARING:
        raise NotPossible("还没有算完。请等名单出全以后再确认。")
    if awarding.month_after(localdate(at)) < batch.first_month:
        raise NotPossible(f"新标准从 {batch.first_month} 起发。{batch.first_month + -1} 以前办,会提前发;请到那个月再确认。")
    batch.state, batch.confirmed_by, batch.confirmed_at, batch.stopped_at = State.CONFIRMED, by, at, None
    batch.save(update_fields=["state", "confirmed_by", "confirmed_at", "stopped_at"])
    _journal("confirm", batch, by, at, lines=batch.lines.filter(outcome="waiting").count())
    return batch


@transaction.atomic
def stop(*, batch_id: int, by: Any, at: datetime) -> Batch:
    """Nothing more of the batch is done until somebody lets it go on (停下)."""
    batch = _locked(batch_id, by, at)
    if batch.stopped_at is None and batch.state in {State.PREPARING, State.CONFIRMED}:
        batch.stopped_at = at
        batch.save(update_fields=["stopped_at"])
        _journal("stop", batch, by, at)
    return batch


@transaction.atomic
def go_on(*, batch_id: int, by: Any, at: datetime) -> Batch:
    """Let a stopped batch go on where it stopped (继续)."""
    batch = _locked(batch_id, by, at)
    if batch.stopped_at is not None:
        batch.stopped_at = None
        batch.save(update_fields=["stopped_at"])
        _journal("go_on", batch, by, at)
    return batch


def carry_out_next(*, batch_id: int, by: Any, at: datetime) -> bool:
    """Change the amount of the next family; whether there may be more. `by` is who confirmed, and acts."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != State.CONFIRMED or batch.stopped_at is not None:
            return False
        line = batch.lines.select_for_update(of=("self",)).filter(outcome="waiting").order_by("id").first()
        if line is None:
            batch.state, batch.done_at = State.DONE, at
            batch.save(update_fields=["state", "done_at"])
            _journal("finish", batch, by, at, changed=batch.lines.filter(outcome="changed").count())
            return False
        _carry_out(batch, line, by, at)
    return True


def _carry_out(batch: Batch, line: Line, by: Any, at: datetime) -> None:
    try:
        with transaction.atomic():
            line.decision = _changed(batch, line, by, at)
            line.outcome = "changed"
    except NotPossible as no:
        line.outcome, line.why, line.decision = "left", str(no)[:200], None
    line.save(update_fields=["outcome", "why", "decision"])


def _changed(batch: Batch, line: Line, by: Any, at: datetime) -> Any:
    """The decision: on a determination made now by the new numbers, only if it says what the county has seen."""
    case = line.case
    made = determining.make(case.household, case=case, kind="change", by=by, at=at,
                            day=max(batch.valid_from, localdate(at)))
    verdict = determining.verdict_for(made, case)
    if verdict["outcome"] != determining.ENTITLED or verdict["amounts"].get("monthly", 0) != line.new_fen:
        raise NotPossible(MOVED_ON)
    return casework.change_award(case_id=case.pk, by=by, at=at, reason=REASON)


def _locked(batch_id: int, by: Any, at: datetime) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or not sets(offices.jurisdiction(by, localdate(at)), (COUNTY_OFFICER,), batch.area):
        raise NotPossible("没有这一批,或者不归您这里办。")
    return batch


def _journal(verb: str, batch: Batch, by: Any, at: datetime, **details: Any) -> None:
    audit.record(by=by, at=at, verb=f"adjusting.{verb}", subject=("batch", batch.pk),
                 details={"area": batch.area, "proposal": batch.proposal_id, **details})
