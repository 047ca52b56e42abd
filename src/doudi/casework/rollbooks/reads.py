"""What pages need of imports (读): runs, columns to choose from, progress, the rows that go back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from doudi.casework.rollbooks.alone import in_work
from doudi.casework.rollbooks.columns import COLUMNS, Column
from doudi.casework.rollbooks.models import ImportRow, ImportRun, State
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.casework.rollbooks.returning import returned_file, rows_to_return
from doudi.casework.rollbooks.working import faults_of, prepare
from doudi.offices.access import as_system

# A worker takes a new job within seconds; after this long something has gone wrong with it.
PICKED_UP_WITHIN: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    state: str
    label: str
    done: int
    rows: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.rows if self.rows else 100


def columns() -> tuple[Column, ...]:
    """Everything a column can mean, for the page where a person corrects the guess."""
    return COLUMNS


def runs(user: Any) -> QuerySet[ImportRun]:
    """The imports of a user, the latest first, without the files."""
    return ImportRun.objects.filter(by=user).defer("content").order_by("-id")


def abandoned(at: datetime) -> list[int]:
    """Imports that were started a while ago, are not done, and nobody works on."""
    waiting = ImportRun.objects.filter(state__in=[State.QUEUED, State.RUNNING], started_at__lt=at - PICKED_UP_WITHIN)
    working = in_work()
    return [pk for pk in waiting.order_by("id").values_list("pk", flat=True) if pk not in working]


def run(run_id: int, user: Any) -> ImportRun:
    """One import of this user."""
    found = ImportRun.objects.defer("content").filter(pk=run_id, by=user).first()
    if found is None:
        raise RollbookRefused("没有找到这次导入，或者是别人上传的。")
    return found


def sample(run_id: int, user: Any, rows: int = 5) -> list[tuple[str, ...]]:
    """The first rows under the headers, to check the columns by eye."""
    return [row.cells for row in prepare(_whole(run_id, user)).layout.rows[:rows]]


def progress(run_id: int, user: Any) -> Progress:
    """One small query, for a page that asks every second."""
    found = run(run_id, user)
    return Progress(found.state, found.get_state_display(), found.done_rows, found.rows)


def outcomes(run_id: int, user: Any) -> QuerySet[ImportRow]:
    """What became of every row."""
    return ImportRow.objects.filter(run=run(run_id, user)).order_by("number")


def bad_rows(run_id: int, user: Any) -> tuple[str, bytes]:
    """File name and content of the rows in error, in the layout they came in."""
    whole = _whole(run_id, user)
    work = prepare(whole)
    with as_system("roll import"):
        rows = rows_to_return(work.layout, work.families, faults_of(work, whole))
    if not rows:
        raise RollbookRefused("没有出错的行。")
    stem = whole.file_name.rsplit(".", 1)[0]
    return f"{stem}-错行.{'csv' if work.layout.table.kind == 'csv' else 'xlsx'}", returned_file(
        work.layout, rows
    )


def _whole(run_id: int, user: Any) -> ImportRun:
    return ImportRun.objects.get(pk=run(run_id, user).pk)
