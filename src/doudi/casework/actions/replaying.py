"""Writing down that determinations were made again (复算), and what came of it.

济办发〔2020〕21号 三21; 三23: every answer can be answered for, and that somebody has looked is in the journal.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.casework import steps
from doudi.casework.models import Case, ReplayRun
from doudi.casework.reads.replays import replayed_until
from doudi.casework.replaying import Spans, Tally, replayed, spans
from doudi.policy.lawbook import law_version

MOST_KEPT = 1000


@transaction.atomic
def record_replay(*, after: int, upto: int, tally: Tally, by: Any, at: datetime) -> ReplayRun:
    """Keep that every determination of a span of ids was made again under the law's present text."""
    run = ReplayRun.objects.create(
        law_version=law_version(),
        after=after,
        upto=upto,
        counted=tally.counted,
        reworded=tally.reworded,
        differing=tally.differing,
        unreadable=tally.unreadable,
        found=[each.to_keep() for each in tally.found[:MOST_KEPT]],
        at=at,
        by=by,
    )
    _note(("replay_run", run.pk), tally, by, at)
    return run


@transaction.atomic
def replay_next(*, most: int, by: Any, at: datetime) -> ReplayRun | None:
    """Make again, at most so many, what was determined since the last replay; after a change of the law's text, from
    the first determination on."""
    todo: Spans = spans(after=replayed_until(), most=most)
    if not todo.count:
        return None
    tally = Tally()
    for after, upto in todo.pairs():
        tally.add(replayed(after=after, upto=upto))
    return record_replay(after=todo.after, upto=todo.upto, tally=tally, by=by, at=at)


@transaction.atomic
def replay_case(*, case_id: int, by: Any, at: datetime) -> Tally:
    """Make every determination of one case again, for somebody who asks."""
    tally = replayed(case=Case.objects.values_list("number", flat=True).get(pk=case_id))
    _note(("case", case_id), tally, by, at)
    return tally


def _note(subject: tuple[str, int], tally: Tally, by: Any, at: datetime) -> None:
    steps.note("replay", subject, by=by, at=at, counted=tally.counted, reworded=tally.reworded,
               differing=tally.differing, unreadable=tally.unreadable)
