"""A simulation: the base decided once and kept, every change decided only where it changes something.

`decide` is the law over columns (`law.kernel`, or anything with its interface). Two parts are worked at a time, the largest
first; the answer is the same however the work is spread.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

import pyarrow as pa

from doudi.law.sheet import Sheet
from doudi.population.columns import Array
from doudi.population.simulation.changes import Sheets
from doudi.population.simulation.edges import Edges, cliffs_of, with_more_income
from doudi.population.simulation.effects import Effects, added, effects_of, standing, unmoved
from doudi.population.simulation.parts import Part
from doudi.population.simulation.sides import Answer, Side, side_of

AT_ONCE: Final = 2
Of = TypeVar("Of")


class Kernel(Protocol):
    """What of the kernel is used here."""

    def numbers(self, sheet: Sheet, areas: Any) -> Any: ...

    def decide(self, batch: pa.RecordBatch, numbers: Any, threads: int = 1) -> Answer: ...


@dataclass
class Simulation:
    """Everybody, as the law decides them by the sheets in force; `sheets` has one for every part's county."""

    parts: tuple[Part, ...]
    kernel: Kernel
    sheets: Sheets
    sides: Mapping[str, Side] = field(init=False)
    before: Mapping[str, Array] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = tuple(sorted(self.parts, key=lambda part: -part.households))
        self.sides = self.each(lambda part: self.side(part, self.sheets[part.county]))
        self.before = {part.county: standing(part, self.sides[part.county]) for part in self.parts}

    def side(self, part: Part, sheet: Sheet, batch: pa.RecordBatch | None = None) -> Side:
        """What the law says of a part by a sheet; of the same households with other facts, if a batch is given."""
        numbers = self.kernel.numbers(sheet, part.areas)
        return side_of(part, self.kernel.decide(part.batch if batch is None else batch, numbers, threads=1))

    def effects(self, changed: Sheets) -> Effects:
        """What moves when these counties have another sheet."""
        return added(self.each(lambda part: self._effects(part, changed)).values())

    def _effects(self, part: Part, changed: Sheets) -> Effects:
        base, before = self.sides[part.county], self.before[part.county]
        if part.county not in changed:
            return unmoved(part, before, base.refused)
        return effects_of(part, base, self.side(part, changed[part.county]), before)

    def edges(self, changed: Sheets, step_fen: int, reach: Iterable[str]) -> Edges:
        """Who would lose more than he gains when the first member earns `step_fen` a month more, by the changed sheets;
        of the households within these prefixes.
        """
        prefixes = tuple(reach)

        def of_part(part: Part) -> Edges:
            sheet = changed.get(part.county, self.sheets[part.county])
            now = self.side(part, sheet) if part.county in changed else self.sides[part.county]
            then = self.side(part, sheet, with_more_income(part.batch, step_fen))
            return cliffs_of(part, now, then, step_fen, prefixes)

        asked = tuple(part for part in self.parts if any(area.startswith(prefixes) for area in part.areas))
        return sum(self.each(of_part, asked).values(), Edges())

    def each(self, work: Callable[[Part], Of], parts: tuple[Part, ...] | None = None) -> dict[str, Of]:
        """Some work for every part (or for these), two at a time; by county."""
        asked = self.parts if parts is None else parts
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return {part.county: done for part, done in zip(asked, pool.map(work, asked), strict=True)}
