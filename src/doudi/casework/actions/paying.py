"""The monthly roll: built from the awards as often as needed, then frozen for good (名册).

民发〔2021〕57号 第二十五条; 社会救助暂行办法 第五条. A build is one transaction: killed half-way it leaves
the roll as it was. Months go in order, so that what was decided late has exactly one roll to appear on.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties, ledger
from doudi.casework.fields import as_month
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import RollRun
from doudi.kernel.days import Month
from doudi.offices.access import as_system


@transaction.atomic
def build_roll(*, area: str, month: Month | str, by: Any, at: datetime) -> RollRun:
    """Build or rebuild the open roll of a county (or management area) for a month; a frozen one stays as it
    is.

    `by` is a county officer of that area, or None for the timed job.
    """
    run = _run(area, as_month(month), by=by, at=at)
    if run.frozen:
        return run
    _write(run, "casework.build_roll", by=by, at=at)
    return run


@transaction.atomic
def freeze_roll(*, area: str, month: Month | str, by: Any, at: datetime) -> RollRun:
    """Build a last time and freeze: from here on only the next month can correct it. Twice freezes once."""
    run = _run(area, as_month(month), by=by, at=at)
    if by is None:
        raise NotPossible("名册要由县级民政的人来封存。")
    if run.frozen:
        return run
    if as_month(month) > Month.of(localdate(at)) + 1:
        raise NotPossible("最早只能封存下个月的名册。")
    run.frozen_at, run.frozen_by = at, by
    _write(run, "casework.freeze_roll", by=by, at=at)
    return run


def _run(area: str, month: Month, *, by: Any, at: datetime) -> RollRun:
    if by is not None and not duties.runs_roll(by, payer=area, day=localdate(at)):
        raise NotPossible("只有这个县(市、区)的县级民政可以生成和封存名册。")
    earlier = RollRun.objects.filter(area=area, month__lt=month, frozen_at__isnull=True).first()
    if earlier is not None:
        raise NotPossible(f"{earlier.month} 的名册还没有封存。请先封存,再做 {month} 的。")
    later = RollRun.objects.filter(area=area, month__gt=month).first()
    run = RollRun.objects.filter(area=area, month=month).first()
    if later is not None and run is None:
        raise NotPossible(f"{later.month} 的名册已经有了,不能再做更早的。更早的差额会在下一册补上。")
    if run is None:
        RollRun.objects.bulk_create([RollRun(area=area, month=month, built_at=at)], ignore_conflicts=True)
    return RollRun.objects.select_for_update(of=("self",)).get(area=area, month=month)


def _write(run: RollRun, verb: str, *, by: Any, at: datetime) -> None:
    # Who is paid and how much must not depend on which of the persons this officer may see.
    with as_system("roll"):
        lines = ledger.write_lines(run)
    run.built_at = at
    run.save(update_fields=["built_at", "frozen_at", "frozen_by"])
    total = run.lines.aggregate(total=Sum("amount_fen"))["total"] or 0
    audit.record(
        by=by, at=at, verb=verb, subject=("roll", run.pk), details={"lines": lines, "total_fen": total}
    )
