"""The verbs of roll files (名册导入导出). Keyword-only, `by=` a user (None: the installation), `at=` the
moment.

upload → columns → dry run → start → carry out (the job) → rows in error go back. Everything may be done
twice.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties
from doudi.casework.models import RollRun
from doudi.casework.rollbooks import exporting
from doudi.casework.rollbooks.alone import alone_on
from doudi.casework.rollbooks.columns import check_mapping, guess, lay_out
from doudi.casework.rollbooks.families import NO_ROW, Family
from doudi.casework.rollbooks.models import ColumnMapping, ImportRow, ImportRun, State
from doudi.casework.rollbooks.reading import RollbookRefused, read
from doudi.casework.rollbooks.record import Plan
from doudi.casework.rollbooks.working import chunks, forecast, plans_for, prefixes_of, prepare
from doudi.casework.rollbooks.writing import Scribe, Written, write
from doudi.kernel.days import Month
from doudi.offices.access import as_system
from doudi.people.refusals import Refused
from doudi.vault.numbering import keys_stay

# Long enough to correct the rows in error; the file holds ID numbers and accounts and is not needed after.
KEPT_FOR = timedelta(days=60)
FORGOTTEN_REASON = "原因已随文件删除"
FORGOTTEN_AT_ONCE = 1000
_COLLISION = "写入时和系统里别处的登记冲突，请核对这一户后再导入。"


@transaction.atomic
def upload(*, content: bytes, file_name: str, by: Any, at: datetime) -> ImportRun:
    """Take a file in; its columns are remembered or guessed. The same open file again is the same run."""
    prefixes_of(by, localdate(at))
    digest = hashlib.sha256(content).hexdigest()
    known = ImportRun.objects.filter(sha256=digest, by=by).exclude(state=State.DONE).first()
    if known is not None:
        return known
    layout = lay_out(read(content, file_name))
    remembered = ColumnMapping.objects.filter(fingerprint=layout.fingerprint).first()
    run = ImportRun.objects.create(
        file_name=Path(file_name).name[-200:],
        sha256=digest,
        content=content,
        headers=list(layout.headers),
        fingerprint=layout.fingerprint,
        columns=remembered.columns if remembered else guess(layout.headers),
        remembered=remembered is not None,
        programme=remembered.programme if remembered else "",
        first_month=Month.of(localdate(at)) + 1,
        state=State.UPLOADED,
        rows=len(layout.rows),
        by=by,
        at=at,
    )
    audit.record(by=by, at=at, verb="upload_roll", subject=("import_run", run.pk), details={"rows": run.rows})
    return run


@transaction.atomic
def set_columns(
    *,
    run_id: int,
    columns: Mapping[str, int],
    by: Any,
    at: datetime,
    programme: str = "",
    first_month: Month | None = None,
) -> ImportRun:
    """Say which column means what; remembered for the next file of this layout."""
    run = _locked(run_id, by, at)
    _refuse_started(run)
    check_mapping(columns, run.headers, has_default_programme=bool(programme))
    run.columns, run.programme = dict(columns), programme
    run.first_month = first_month or run.first_month
    run.state, run.forecast = State.UPLOADED, {}
    run.save(update_fields=["columns", "programme", "first_month", "state", "forecast"])
    ColumnMapping.objects.update_or_create(
        fingerprint=run.fingerprint,
        defaults={
            "headers": run.headers,
            "columns": run.columns,
            "programme": programme,
            "confirmed_by": by,
            "confirmed_at": at,
        },
    )
    audit.record(by=by, at=at, verb="set_roll_columns", subject=("import_run", run.pk))
    return run


@transaction.atomic
def dry_run(*, run_id: int, by: Any, at: datetime) -> ImportRun:
    """Count what an import would do, without doing it (试算)."""
    run = _locked(run_id, by, at)
    _refuse_started(run)
    check_mapping(run.columns, run.headers, has_default_programme=bool(run.programme))
    # Who of them is known elsewhere counts, also where this officer may not look.
    with as_system("roll import"):
        run.forecast = forecast(prepare(run), run)
    run.state = State.CHECKED
    run.save(update_fields=["forecast", "state"])
    audit.record(by=by, at=at, verb="try_roll", subject=("import_run", run.pk), details=run.forecast["rows"])
    return run


@transaction.atomic
def start(*, run_id: int, by: Any, at: datetime) -> ImportRun:
    """Let the import begin: the face enqueues the job in the same transaction. Twice starts once."""
    run = _locked(run_id, by, at)
    if run.state in {State.QUEUED, State.RUNNING, State.DONE}:
        return run
    if run.state != State.CHECKED:
        raise RollbookRefused("还没有试算。请先试算，看过结果再导入。")
    if not run.content:
        raise RollbookRefused("这个文件已经按规定删除。要导入，请重新上传。")
    run.state, run.started_at = State.QUEUED, at
    run.save(update_fields=["state", "started_at"])
    audit.record(by=by, at=at, verb="start_roll_import", subject=("import_run", run.pk))
    return run


@transaction.atomic
def drop(*, run_id: int, by: Any, at: datetime) -> None:
    """Throw an upload away that has not started."""
    run = _locked(run_id, by, at)
    _refuse_started(run)
    audit.record(by=by, at=at, verb="drop_roll_import", subject=("import_run", run.pk))
    run.delete()


def carry_out(
    *, run_id: int, at: datetime, after_chunk: Callable[[ImportRun], None] | None = None
) -> ImportRun:
    """The job: chunks of some 500 rows, a transaction each. Killed anywhere, it goes on where it was."""
    with alone_on(run_id) as mine:
        run = ImportRun.objects.get(pk=run_id)
        return _carry_out(run, at, after_chunk) if mine else run


def _carry_out(run: ImportRun, at: datetime, after_chunk: Callable[[ImportRun], None] | None) -> ImportRun:
    if run.state == State.DONE:
        return run
    if run.state not in {State.QUEUED, State.RUNNING}:
        raise RollbookRefused("这次导入还没有开始。请先试算并确认导入。")
    work = prepare(run)
    done = set(run.outcomes.order_by("number").values_list("number", flat=True))
    scribe = Scribe(
        by=run.by,
        at=at,
        day=work.day,
        first_month=run.first_month,
        source=f"在册名册 {run.file_name}"[:80],
        payer_of=duties.payers(),
    )
    for chunk in chunks(family for family in work.families if not done.issuperset(family.row_numbers)):
        run = _do(run, chunk, scribe)
        if after_chunk is not None:
            after_chunk(run)
    return _finish(run, at)


def _do(run: ImportRun, chunk: Sequence[Family], scribe: Scribe) -> ImportRun:
    """One chunk; where somebody registered one of its people at this very moment, family by family."""
    try:
        return _chunk(run.pk, chunk, scribe)
    except (IntegrityError, Refused):
        for family in chunk:
            try:
                run = _chunk(run.pk, [family], scribe)
            except (IntegrityError, Refused):
                run = _collided(run.pk, family)
        return run


@transaction.atomic
def _chunk(run_id: int, chunk: Sequence[Family], scribe: Scribe) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    numbers = [number for family in chunk for number in family.row_numbers]
    done = set(run.outcomes.filter(number__in=numbers).order_by("number").values_list("number", flat=True))
    keys_stay()
    left = [family for family in chunk if not done.intersection(family.row_numbers)]
    plans = plans_for(left, run, scribe.day)
    written = write([plan for plan in plans if plan.usable], scribe)
    _note(run, plans, written)
    counts = Counter(outcome for plan in plans for outcome in plan.outcomes.values())
    audit.record(
        by=scribe.by, at=scribe.at, verb="import_roll", subject=("import_run", run.pk), details=counts
    )
    return run


def _note(run: ImportRun, plans: Sequence[Plan], written: Sequence[Written]) -> None:
    """What became of every row, and how far the run is."""
    places = {id(each.plan): each for each in written}
    rows = [
        _row(run, plan, number, places.get(id(plan)))
        for plan in plans
        for number in plan.outcomes
        if number != NO_ROW
    ]
    ImportRow.objects.bulk_create(rows)
    run.state = State.RUNNING
    run.done_rows += len(rows)
    run.save(update_fields=["state", "done_rows"])


def _row(run: ImportRun, plan: Plan, number: int, written: Written | None) -> ImportRow:
    person = written.persons.get(number) if written else None
    return ImportRow(
        run=run,
        number=number,
        outcome=plan.outcomes[number],
        reason=plan.reasons.get(number, "")[:1000],
        person=person,
        household=written.household if written and person else None,
    )


@transaction.atomic
def _collided(run_id: int, family: Family) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    ImportRow.objects.bulk_create(
        [
            ImportRow(run=run, number=number, outcome="error", reason=family.wrong.get(number, _COLLISION))
            for number in family.row_numbers
        ]
    )
    run.done_rows += len(family.row_numbers)
    run.save(update_fields=["done_rows"])
    return run


@transaction.atomic
def _finish(run: ImportRun, at: datetime) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.DONE:
        by_outcome = run.outcomes.order_by().values_list("outcome").annotate(Count("id")).order_by("outcome")
        run.state, run.finished_at, run.counts = State.DONE, at, dict(by_outcome)
        run.save(update_fields=["state", "finished_at", "counts"])
        audit.record(
            by=run.by, at=at, verb="finish_roll_import", subject=("import_run", run.pk), details=run.counts
        )
    return run


@transaction.atomic
def forget_files(*, at: datetime, by: Any = None) -> int:
    """Empty the files of runs that were done a while ago (what they told is on the record), and of those nobody ever
    started; with them what was said of single rows, which repeats what stood in them."""
    before = at - KEPT_FOR
    over = Q(state=State.DONE, finished_at__lt=before)
    given_up = Q(state__in=[State.UPLOADED, State.CHECKED], at__lt=before)
    old = list(ImportRun.objects.filter(over | given_up, content__isnull=False).order_by("id").defer("content"))
    for run in old:
        run.content, run.file_name = b"", f"{run.pk}{Path(run.file_name).suffix}"
        run.forecast = {name: told for name, told in run.forecast.items() if name != "faults"}
        run.save(update_fields=["content", "file_name", "forecast"])
        _forget_reasons(run)
    forgotten = len(old)
    if forgotten:
        audit.record(
            by=by,
            at=at,
            verb="forget_roll_files",
            subject=("import_runs", forgotten),
            details={"runs": forgotten},
        )
    return forgotten


def _forget_reasons(run: ImportRun) -> None:
    rows = list(run.outcomes.filter(reason__isnull=False).only("pk"))
    for row in rows:
        row.reason = FORGOTTEN_REASON
    ImportRow.objects.bulk_update(rows, ["reason"], batch_size=FORGOTTEN_AT_ONCE)


def _locked(run_id: int, by: Any, at: datetime) -> ImportRun:
    prefixes_of(by, localdate(at))
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_id, by=by).first()
    if run is None:
        raise RollbookRefused("没有找到这次导入，或者是别人上传的。")
    return run


def _refuse_started(run: ImportRun) -> None:
    if run.state not in {State.UPLOADED, State.CHECKED}:
        raise RollbookRefused(f"这次导入{run.get_state_display()}，不能再改。要改请重新上传文件。")


@transaction.atomic
def export_roll(*, run_id: int, form: str, out: BinaryIO, by: Any, at: datetime) -> str:
    """Write a frozen roll into `out`: form xlsx, csv (UTF-8 with BOM) or csv-gb18030. Returns the file's
    name.
    """
    roll = RollRun.objects.get(pk=run_id)
    if by is not None and not duties.takes_roll(by, payer=roll.area, day=localdate(at)):
        raise RollbookRefused("只有这个县（市、区）的县级民政和财政可以导出名册。")
    if not roll.frozen:
        raise RollbookRefused("名册还没有封存。请先封存，再导出。")
    if form not in exporting.FORMS:
        raise RollbookRefused("名册可以导出 XLSX、CSV（UTF-8）、CSV（GB18030）三种。")
    # A payee may live elsewhere; the bank needs the number all the same.
    with as_system("roll"):
        lines = exporting.write_roll(roll, form, out)
    audit.record(
        by=by, at=at, verb="export_roll", subject=("roll", roll.pk), details={"form": form, "lines": lines}
    )
    return exporting.file_name(roll, form)
