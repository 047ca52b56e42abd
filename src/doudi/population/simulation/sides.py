"""One side of a comparison: whom the law helps in every household of a part, and with how much a month.

What a family cannot have at once is paid once (casework's manifests exclude it; 民发〔2021〕57号 第二十一条, 43号 第九条): help
for the whole family, or for its members each by himself, whichever is more; and a member has one of his own
programmes. Everybody's entitlement is counted, the money only of what would be paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

from doudi.policy.lawbook import law_book
from doudi.population.columns import Array
from doudi.population.simulation.parts import Part
from doudi.population.simulation.terms import FOR_FAMILY, FOR_MEMBERS, PROGRAMMES

ENTITLED: Final = 1
OPEN: Final = (3, 4)
REFUSED: Final = 5


class Decided(Protocol):
    """One programme's answers, as the kernel gives them: outcome codes and the lowest amount, in fen."""

    outcome: Array
    low: Array


Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """By programme and household: people helped (0: not), fen a month paid, people whose answer is open.

    `total` is what each household is paid a month in all, `refused` how many households the kernel could not hold.
    """

    helped: Mapping[str, Array]
    paid: Mapping[str, Array]
    open: Mapping[str, Array]
    total: Array
    refused: int


def side_of(part: Part, answer: Answer) -> Side:
    """What an answer of the kernel says of each household of the part."""
    helped = {name: _count(part, name, answer[name].outcome == ENTITLED) for name in PROGRAMMES}
    unsettled = {name: _count(part, name, np.isin(answer[name].outcome, OPEN)) for name in PROGRAMMES}
    paid = _paid(part, answer)
    total = paid[FOR_FAMILY] + paid[FOR_MEMBERS[0]] + paid[FOR_MEMBERS[1]]
    refused = int(np.count_nonzero(answer[FOR_FAMILY].outcome == REFUSED))
    return Side(helped, paid, unsettled, total, refused)


def is_of_members(programme: str) -> bool:
    """Whether a programme is decided for each member."""
    return bool(law_book().programmes[programme].entity == "member")


def _count(part: Part, programme: str, which: Array) -> Array:
    """How many people of each household: the marked members, or everybody of a marked household."""
    if not is_of_members(programme):
        return np.where(which, part.sizes, 0).astype(np.int32)
    return np.bincount(part.home[np.flatnonzero(which)], minlength=part.households).astype(np.int32)


def _paid(part: Part, answer: Answer) -> dict[str, Array]:
    family = np.where(answer[FOR_FAMILY].outcome == ENTITLED, answer[FOR_FAMILY].low, 0)
    first, second = (answer[name] for name in FOR_MEMBERS)
    rows = np.flatnonzero((first.outcome == ENTITLED) | (second.outcome == ENTITLED))
    own = [np.where(each.outcome[rows] == ENTITLED, each.low[rows], 0) for each in (first, second)]
    own[0] = np.where(own[0] >= own[1], own[0], 0)
    own[1] = np.where(own[0] > 0, 0, own[1])
    by_member = [_sum(part.home[rows], amounts, part.households) for amounts in own]
    as_family = family >= by_member[0] + by_member[1]
    return {FOR_FAMILY: np.where(as_family, family, 0)} | {
        name: np.where(as_family, 0, amounts) for name, amounts in zip(FOR_MEMBERS, by_member, strict=True)}


def _sum(home: Array, amounts: Array, households: int) -> Array:
    found = np.zeros(households, np.int64)
    np.add.at(found, home, amounts)
    return found
