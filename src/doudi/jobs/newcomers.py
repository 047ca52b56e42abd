"""Who is newly within the line by a published standard: the law over the snapshot of the record, by the numbers of the day
before and of the first day (主动发现, 21号 二(四)12).

Only where a snapshot of the record itself lies in the data folder: invented people are no clues.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from doudi.law.kernel import Kernel
from doudi.policy.lawbook import law_book
from doudi.population.simulation.loading import counties, is_invented, snapshot_in
from doudi.population.simulation.newcomers import newcomers
from doudi.population.simulation.parts import part_of
from doudi.population.simulation.simulating import Simulation
from doudi.population.simulation.terms import AMOUNTS, PROGRAMMES, Newcomer
from doudi.standards.sheets import in_force


def newcomers_of(batch: Any, data: Path) -> Iterator[Newcomer]:
    """The households of the batch's county that its numbers newly help; none without a snapshot of the record."""
    snapshot = snapshot_in(data / "snapshot")
    if snapshot is None or is_invented(snapshot):
        return
    day, kept = batch.valid_from, data / "simulator"
    before, after = (in_force(each, [batch.area]).sheets for each in (day - timedelta(days=1), day))
    kernel = Kernel.of(law_book(), programmes=PROGRAMMES, day=day, cache=kept, amounts=AMOUNTS)
    for county, rows in counties(snapshot, kept, kernel.reads):
        if county == batch.area:
            part = part_of(county, rows, day, after[county])
            simulation = Simulation((part,), kernel, before)
            yield from newcomers(part, simulation.sides[county], simulation.side(part, after[county]))
