"""The columns of one entity while a synthetic block is being made: NumPy values under the names of declared
facts.

A name that `doudi.policy.facts` does not declare is refused at once, and so is a value outside its declared
range: what the generator writes is by construction what forms and imports would take.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from doudi.law.facts import Fact
from doudi.policy.facts import FACTS

Array = npt.NDArray[Any]

_SMALL_COUNT: Final = 127
_MIDDLE_COUNT: Final = 32767


def storage_type(fact: Fact) -> str:
    """The NumPy type that holds every value of the fact's declared range: money int64 (fen), days int32
    and moments int64 (seconds) since 1970, counts the smallest integer that is wide enough, codes their place in the declared list
    (int8), text object.
    """
    family = fact.type.family
    if family == "number":
        return "int8" if fact.high <= _SMALL_COUNT else "int16" if fact.high <= _MIDDLE_COUNT else "int32"
    if family == "code":
        return "int8" if fact.values else "object"
    return {"money": "int64", "bool": "bool", "day": "int32", "moment": "int64", "month": "int32"}[family]


def code(entity: str, name: str, value: str) -> int:
    """The number that stands for a code in the columns: its place in the fact's declared list. KeyError if
    not there.
    """
    return (
        list(FACTS[(entity, name)].values).index(value)
        if value in FACTS[(entity, name)].values
        else _no(name, value)
    )


def _no(name: str, value: str) -> int:
    raise KeyError(f"{name} has no value {value!r}")


class Columns:
    """Values of `size` households, members or supporters by fact name, and which of them nobody knows."""

    def __init__(self, entity: str, size: int) -> None:
        self.entity = entity
        self.size = size
        self.values: dict[str, Array] = {}
        self.unknown: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        return self.values[name]

    def fact(self, name: str) -> Fact:
        """The declaration. KeyError for a name that is not declared."""
        return FACTS[(self.entity, name)]

    def put(self, name: str, values: Array | float) -> None:
        """Set a column; numbers are brought to the storage type. ValueError outside the declared range."""
        fact = self.fact(name)
        column = np.ascontiguousarray(np.broadcast_to(np.asarray(values), (self.size,))).astype(
            storage_type(fact)
        )
        if fact.type.family in ("money", "number") and self.size:
            if column.min() < fact.low or column.max() > fact.high:
                raise ValueError(f"{name} leaves {fact.low}..{fact.high}: {column.min()}..{column.max()}")
        self.values[name] = column

    def put_code(self, name: str, chosen: Mapping[str, Array], otherwise: str) -> None:
        """Set a code column: `otherwise`, except where a mask says another code; later masks win."""
        column = np.full(self.size, code(self.entity, name, otherwise), np.int8)
        for value, mask in chosen.items():
            column[mask] = code(self.entity, name, value)
        self.values[name] = column

    def put_choice(self, name: str, options: tuple[str, ...], picked: Array) -> None:
        """Set a code column from numbers that pick one of `options`."""
        numbers = np.array([code(self.entity, name, option) for option in options], np.int8)
        self.values[name] = numbers[picked]

    def is_code(self, name: str, *values: str) -> Array:
        """Where a code column holds one of the values."""
        return np.isin(self.values[name], [code(self.entity, name, value) for value in values])

    def hide(self, name: str, mask: Array) -> None:
        """Make values unknown (未查清), or absent for an optional fact."""
        before = self.unknown.get(name)
        self.unknown[name] = mask if before is None else before | mask
