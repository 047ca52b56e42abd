"""Who is within the line only by the new numbers (新符合): a list for visits, never an enrolment.

济办发〔2020〕21号 二(四)12 (主动发现): somebody goes and asks; the family decides whether it applies.
"""

from collections.abc import Iterator

import numpy as np

from doudi.population.simulation.parts import Part
from doudi.population.simulation.sides import Side, is_of_members
from doudi.population.simulation.terms import PAYING, Newcomer


def newcomers(part: Part, base: Side, changed: Side) -> Iterator[Newcomer]:
    """Households that a paying programme helps on the changed side and that none helped before, each once."""
    numbers, areas = part.batch.column("household").to_numpy(), part.batch.column("area")
    without = np.all([base.helped[name] == 0 for name in PAYING], axis=0)
    seen = np.zeros(part.households, bool)
    for name in sorted(PAYING, key=is_of_members):
        rows = np.flatnonzero(without & ~seen & (changed.helped[name] > 0) & (changed.total > 0))
        seen[rows] = True
        for row in rows:
            yield Newcomer(int(numbers[row]), areas[int(row)].as_py(), name, int(changed.helped[name][row]),
                           int(changed.total[row]))
