"""The effects of a change, cell by cell and added up: households and people that gain, lose or get another amount, and money.

Money is fen a month; a year is twelve of them. An effect is the difference of two sides of the same households: what
stays as it is costs nothing to count.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from doudi.kernel.areas import COUNTY_DIGITS
from doudi.population.columns import Array
from doudi.population.simulation.counting import count_by, sum_by
from doudi.population.simulation.parts import Part
from doudi.population.simulation.sides import Side
from doudi.population.simulation.terms import FAMILIES, PAYING, PROGRAMMES, REGISTERED

STANDING: Final = ("households", "people", "open_households", "monthly_fen")
MOVES: Final = (
    "gained_households", "gained_people", "lost_households", "lost_people", "changed_households", "changed_people",
    "opened_households", "monthly_fen",
)
OVERALL: Final = ("risen_households", "fallen_households", "fallen_people", "fallen_fen")
"""Households that get more, or less, over all programmes together; how many people they are, and how much less."""
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Effects:
    """Counts of the cells of one or many parts. `cells` names each: township, registration, type of family.

    `before` is [cells, programmes, STANDING], `moves` [cells, programmes, MOVES], `overall` [cells, OVERALL].
    """

    cells: tuple[Place, ...]
    before: Array
    moves: Array
    overall: Array
    refused: int = 0

    def rows(self, key: Callable[[Place], str]) -> dict[str, "Effects"]:
        """The effects of each group of cells, by the group's name, in the order of its first cell."""
        groups: dict[str, list[int]] = {}
        for number, place in enumerate(self.cells):
            groups.setdefault(key(place), []).append(number)
        return {name: self._only(numbers) for name, numbers in groups.items()}

    def _only(self, numbers: list[int]) -> "Effects":
        return Effects(tuple(self.cells[n] for n in numbers), self.before[numbers], self.moves[numbers],
                       self.overall[numbers], self.refused)

    def figures(self) -> dict[str, Any]:
        """Everything added up: by programme before and moves, the totals over all of them, a year beside a month."""
        before, moves = self.before.sum(axis=0), self.moves.sum(axis=0)
        programmes = {
            name: {"before": _named(STANDING, before[n]), "moves": _named(MOVES, moves[n])}
            for n, name in enumerate(PROGRAMMES)
        }
        paid = int(before[:, STANDING.index("monthly_fen")].sum())
        more = int(moves[:, MOVES.index("monthly_fen")].sum())
        return {"programmes": programmes, **_named(OVERALL, self.overall.sum(axis=0)),
                "paid_fen": paid, "more_fen": more, "more_year_fen": 12 * more}


def _named(names: Iterable[str], values: Array) -> dict[str, int]:
    return {name: int(value) for name, value in zip(names, values, strict=True)}


def added(all_effects: Iterable[Effects]) -> Effects:
    """The effects of several parts side by side. ValueError without any."""
    found = list(all_effects)
    return Effects(
        tuple(place for each in found for place in each.cells),
        np.concatenate([each.before for each in found]),
        np.concatenate([each.moves for each in found]),
        np.concatenate([each.overall for each in found]),
        sum(each.refused for each in found),
    )


def standing(part: Part, side: Side) -> Array:
    """What holds on one side: [cells, programmes, STANDING]."""
    counted = [[
        count_by(part.cell[helped > 0], part.cells), sum_by(part.cell, helped, part.cells),
        count_by(part.cell[side.open[name] > 0], part.cells),
        sum_by(part.cell, side.paid[name], part.cells) if name in PAYING else np.zeros(part.cells, np.int64),
    ] for name, helped in side.helped.items()]
    return np.moveaxis(np.array(counted, np.int64), 2, 0)


def unmoved(part: Part, before: Array, refused: int) -> Effects:
    """Nothing changes for this part."""
    return Effects(places(part), before, np.zeros((part.cells, len(PROGRAMMES), len(MOVES)), np.int64),
                   np.zeros((part.cells, len(OVERALL)), np.int64), refused)


def effects_of(part: Part, base: Side, changed: Side, before: Array) -> Effects:
    """What moves from the base to the changed side; `before` is `standing` of the base."""
    moves = np.stack([_moves(part, base, changed, name) for name in PROGRAMMES], axis=1)
    return Effects(places(part), before, moves, _overall(part, base.total, changed.total), changed.refused)


def _moves(part: Part, base: Side, changed: Side, name: str) -> Array:
    was, now = base.helped[name], changed.helped[name]
    amount = changed.paid[name] - base.paid[name] if name in PAYING else np.zeros(len(was), np.int64)
    rows = np.flatnonzero((was != now) | (amount != 0))
    cell, was, now = part.cell[rows], was[rows], now[rows]
    new, gone, both = (was == 0) & (now > 0), (was > 0) & (now == 0), (was > 0) & (now > 0)
    opened = np.flatnonzero((changed.open[name] > 0) & (base.open[name] == 0))
    counted = [
        count_by(cell[new], part.cells), sum_by(cell, np.maximum(now - was, 0), part.cells),
        count_by(cell[gone], part.cells), sum_by(cell, np.maximum(was - now, 0), part.cells),
        count_by(cell[both], part.cells), sum_by(cell[both], np.minimum(was, now)[both], part.cells),
        count_by(part.cell[opened], part.cells), sum_by(cell, amount[rows], part.cells),
    ]
    return np.array(counted, np.int64).T


def _overall(part: Part, was: Array, now: Array) -> Array:
    risen, fallen = np.flatnonzero(now > was), np.flatnonzero(now < was)
    cell = part.cell[fallen]
    counted = [
        count_by(part.cell[risen], part.cells), count_by(cell, part.cells),
        sum_by(cell, part.sizes[fallen], part.cells), sum_by(cell, (was - now)[fallen], part.cells),
    ]
    return np.array(counted, np.int64).T


def places(part: Part) -> tuple[Place, ...]:
    """The names of the part's cells, in their order."""
    return tuple((township, registration, kind) for township in part.townships
                 for registration in REGISTERED for kind in FAMILIES)


def county_of(place: Place) -> str:
    """The county of a cell."""
    return place[0][:COUNTY_DIGITS]


AXES: Final[Mapping[str, Callable[[Place], str]]] = {
    "county": county_of, "township": lambda place: place[0], "registration": lambda place: place[1],
    "family": lambda place: place[2],
}
