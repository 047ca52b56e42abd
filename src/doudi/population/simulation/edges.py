"""The edges of help (陡坡): families that would have less in all if they earned a little more.

Each household is asked once more with the first member's wages a step higher. Where help falls by more than the step,
earning costs money: that is an edge worth smoothing before a standard is published (济办发〔2020〕21号 二(一)1).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.population.simulation.parts import Part
from doudi.population.simulation.sides import Side

WAGES = "income_wage"


@dataclass(frozen=True)
class Edges:
    """How many households and people stand at such an edge, and how much more they lose than they gain, fen a month."""

    households: int = 0
    people: int = 0
    lost_fen: int = 0

    def __add__(self, other: "Edges") -> "Edges":
        return Edges(self.households + other.households, self.people + other.people, self.lost_fen + other.lost_fen)


def cliffs_of(part: Part, now: Side, then: Side, step_fen: int, prefixes: tuple[str, ...]) -> Edges:
    """Who loses more than the step, of the households within the prefixes that are paid something now and whose answer
    stays settled.
    """
    inside = np.array([area.startswith(prefixes) for area in part.areas])[part.batch.column("area").indices.to_numpy()]
    settled = ~np.any([then.open[name] > 0 for name in then.open], axis=0)
    net = now.total - then.total - step_fen
    rows = np.flatnonzero(inside & (now.total > 0) & (net > 0) & settled)
    return Edges(len(rows), int(part.sizes[rows].sum()), int(net[rows].sum()))


def with_more_income(batch: pa.RecordBatch, step_fen: int) -> pa.RecordBatch:
    """The same households, the first member's wages higher by the step a month; unknown wages stay unknown."""
    members = batch.column("members")
    flat, offsets = members.flatten(), members.offsets.to_numpy()
    first = np.zeros(len(flat), np.int64)
    starts = offsets[:-1][np.diff(offsets) > 0] - offsets[0]
    first[starts] = 12 * step_fen
    names = [each.name for each in flat.type]
    columns = flat.flatten()
    columns[names.index(WAGES)] = pc.add(columns[names.index(WAGES)], pa.array(first))
    raised = pa.StructArray.from_arrays(columns, fields=list(flat.type))
    shifted = pa.array(offsets - offsets[0], pa.int32())
    arrays = [pa.ListArray.from_arrays(shifted, raised, type=members.type) if name == "members" else batch.column(name)
              for name in batch.schema.names]
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)
