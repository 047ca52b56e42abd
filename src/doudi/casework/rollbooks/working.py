"""From an uploaded file to the families in it (备料), and from families to plans against the record.

Used by the dry run, by the import itself and for the rows that go back; so all three see the same thing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.timezone import localdate

from doudi.casework.programme import programmes
from doudi.casework.rollbooks.columns import Layout, lay_out
from doudi.casework.rollbooks.families import Family, Rules, families
from doudi.casework.rollbooks.models import ImportRun
from doudi.casework.rollbooks.reading import RollbookRefused, read
from doudi.casework.rollbooks.recall import places, recall
from doudi.casework.rollbooks.record import Plan, judge
from doudi.casework.rollbooks.rows import Reading
from doudi.offices import reads as offices

CHUNK_ROWS: Final = 500
IMPORTERS: Final = ("county_officer", "city_officer")
_EXAMPLES: Final = 20
ALL_AREAS: Final = ("",)


@dataclass(frozen=True, slots=True)
class Work:
    """A file laid out, its rows read and grouped."""

    layout: Layout
    families: tuple[Family, ...]
    day: date


def prefixes_of(user: Any, day: date) -> tuple[str, ...]:
    """Where somebody may import rolls. None is the installation itself: everywhere."""
    if user is None:
        return ALL_AREAS
    held = offices.jurisdiction(user, day)
    found = tuple(prefix for role, prefixes in held.by_role if role in IMPORTERS for prefix in prefixes)
    if not found:
        raise RollbookRefused("只有县级民政的人可以导入名册。请把文件交给县级民政。")
    return found


def prepare(run: ImportRun) -> Work:
    """Read the run's file the way its columns say. The day is the day of the upload, also when it is
    resumed.
    """
    if not run.content:
        raise RollbookRefused("这个文件已经按规定删除。要再看，请重新上传。")
    day = localdate(run.at)
    layout = lay_out(read(run.content, run.file_name))
    reading = Reading(
        mapping=run.columns, places=places(prefixes_of(run.by, day)), day=day, programme=run.programme
    )
    manifests = programmes()
    rules = Rules(
        pays=frozenset(each.code for each in manifests if each.pays),
        per_person=frozenset(each.code for each in manifests if each.per_person),
        first_month=run.first_month,
    )
    return Work(layout, tuple(families((reading.entry(row) for row in layout.rows), rules)), day)


def chunks(found: Iterable[Family], rows: int = CHUNK_ROWS) -> Iterator[list[Family]]:
    """Whole families, together about so many rows."""
    chunk: list[Family] = []
    size = 0
    for family in found:
        chunk.append(family)
        size += len(family.row_numbers)
        if size >= rows:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def plans_for(found: Sequence[Family], run: ImportRun, day: date) -> list[Plan]:
    """What would be done with these families today."""
    known = recall(found, day=day, first_month=run.first_month, prefixes=prefixes_of(run.by, day))
    return [judge(family, known) for family in found]


def forecast(work: Work, run: ImportRun) -> dict[str, Any]:
    """The dry run: rows by outcome, families and money, and the first faults."""
    rows: Counter[str] = Counter()
    households: Counter[str] = Counter()
    money: Counter[str] = Counter()
    faults: dict[int, str] = {}
    for chunk in chunks(work.families, 4 * CHUNK_ROWS):
        for plan in plans_for(chunk, run, work.day):
            rows.update(plan.outcomes.values())
            households[household_outcome(plan)] += 1
            money["new"] += sum(payment.monthly_fen for payment in plan.new_payments)
            if plan.usable:
                money["all"] += sum(payment.monthly_fen for payment in plan.family.payments)
            faults |= plan.reasons
    return {
        "rows": dict(rows),
        "households": dict(households),
        "monthly_fen": dict(money),
        "faults": [{"row": number, "reason": faults[number]} for number in sorted(faults)[:_EXAMPLES]],
    }


def household_outcome(plan: Plan) -> str:
    """One word for a family: error, new, changed, unchanged."""
    if not plan.usable:
        return "error"
    if plan.household is None:
        return "new"
    rest = {outcome for outcome in plan.outcomes.values() if outcome != "error"}
    return "unchanged" if rest == {"unchanged"} else "changed"


def faults_of(work: Work, run: ImportRun) -> Mapping[int, str]:
    """Row → reason: what the run wrote down, or before it has run what the dry run finds."""
    if run.state == "done":
        return {row.number: row.reason for row in run.outcomes.filter(outcome="error").order_by("number")}
    found: dict[int, str] = {}
    for chunk in chunks(work.families, 4 * CHUNK_ROWS):
        for plan in plans_for(chunk, run, work.day):
            found |= {number: reason for number, reason in plan.reasons.items() if number}
    return found
