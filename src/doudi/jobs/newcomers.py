"""Who is newly within the line by a published standard: the law over everybody on file, by the numbers of the day before and
those of the first day (主动发现, 21号 二(四)12).

Only the record's own files are asked, as they are known at this moment and as far as whoever began the batch sees them: people
of a register or an invented city have no file that a clue could point to.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.kernel.areas import COUNTY_DIGITS
from doudi.law.kernel import Kernel
from doudi.law.sheet import Sheet
from doudi.people.snapshot_files import tables_of
from doudi.policy.lawbook import law_book
from doudi.population.simulation.loading import one_batch
from doudi.population.simulation.messages import KEPT
from doudi.population.simulation.newcomers import newcomers
from doudi.population.simulation.parts import part_of
from doudi.population.simulation.simulating import Simulation
from doudi.population.simulation.terms import AMOUNTS, PROGRAMMES, Newcomer
from doudi.standards.sheets import in_force


def compiled() -> Path:
    """Where the compute process keeps the law that it compiled: it is the same."""
    return Path(settings.DATA) / KEPT


def newcomers_of(batch: Any, *, at: datetime) -> Iterator[Newcomer]:
    """The households of the batch's area that its numbers newly help."""
    rows = one_batch(tables_of(batch.area, day=at.date(), at=at))
    if rows is None:
        return
    county, day = batch.area[:COUNTY_DIGITS], batch.valid_from
    before, after = (in_force(each, [county]).sheets[county] for each in (day - timedelta(days=1), day))
    kernel = Kernel.of(law_book(), programmes=PROGRAMMES, day=day, cache=compiled(), amounts=AMOUNTS, masks=False)
    part = part_of(county, rows, day, after)
    simulation = Simulation((part,), kernel, {county: _still(before, day)})
    yield from newcomers(part, simulation.sides[county], simulation.side(part, after))


def _still(sheet: Sheet, day: date) -> Sheet:
    """The same numbers as if they still held on the day: a birthday between the two days makes nobody a newcomer."""
    rows = (replace(row, valid_until=None) for group in sheet.rows.values() for row in group)
    return Sheet.of(day, sheet.area, rows, sheet.switches, sheet.switch_sources)
