"""A part: the households of one county, with the codes that effects are counted by.

Township, registration and type of family together are a cell; every count is one pass of `bincount` over cells.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from doudi.kernel.areas import TOWNSHIP_DIGITS
from doudi.law.sheet import Sheet
from doudi.population.columns import Array
from doudi.population.simulation.families import type_of_each
from doudi.population.simulation.terms import FAMILIES, REGISTERED, REGISTRATIONS


@dataclass(frozen=True)
class Part:
    """The households of one county as one batch; its area column is a dictionary.

    `sizes` are members of each household, `home` the household of each member; `cell` is
    (township × registration) × type of family.
    """

    county: str
    batch: pa.RecordBatch
    areas: tuple[str, ...]
    townships: tuple[str, ...]
    sizes: Array
    home: Array
    cell: Array

    @property
    def households(self) -> int:
        return int(self.batch.num_rows)

    @property
    def people(self) -> int:
        return len(self.home)

    @property
    def cells(self) -> int:
        """How many cells there are, empty ones too."""
        return len(self.townships) * len(REGISTERED) * len(FAMILIES)


def part_of(county: str, batch: pa.RecordBatch, day: date, sheet: Sheet) -> Part:
    """The part of one county's batch (layout of `population.schema`, no household without an area)."""
    areas = batch.column("area")
    dictionary = areas.dictionary.to_pylist()
    townships = tuple(sorted({code[:TOWNSHIP_DIGITS] for code in dictionary}))
    place = np.array([townships.index(code[:TOWNSHIP_DIGITS]) for code in dictionary], np.int32)
    members = batch.column("members")
    sizes = np.diff(members.offsets.to_numpy())
    registration = batch.column("registration").fill_null(len(REGISTRATIONS)).to_numpy().astype(np.int32)
    kinds = type_of_each(members.flatten(), sizes, day, sheet)
    at = place[areas.indices.to_numpy()] * len(REGISTERED) + registration
    cell = (at * len(FAMILIES) + kinds).astype(np.int32)
    home = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return Part(county, batch, tuple(dictionary), townships, sizes.astype(np.int32), home, cell)
