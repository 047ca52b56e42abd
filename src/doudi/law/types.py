"""The types of the rule language: what a value is and by which period money is meant, so that no
rule mixes units unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias


@dataclass(frozen=True)
class ValueType:
    """A type of the language. `family` decides what may be done with it, `unit` is its Chinese unit
    on a page."""

    name: str
    family: str
    unit: str = ""

    def __repr__(self) -> str:
        return self.name

    def __or__(self, other: None) -> "ValueType":
        """`-> Day | None`: there may be none of it. The reader of the source sees the None."""
        return self

    @property
    def is_money(self) -> bool:
        return self.family == "money"

    @property
    def is_numeric(self) -> bool:
        return self.family in {"money", "number"}


BOOL = ValueType("Bool", "bool")
COUNT = ValueType("Count", "number")
NUMBER = ValueType("Number", "number")
FEN = ValueType("Fen", "money", "元")
FEN_MONTH = ValueType("FenMonth", "money", "元/月")
FEN_YEAR = ValueType("FenYear", "money", "元/年")
DAY = ValueType("Day", "day")
MOMENT = ValueType("Moment", "moment")  # a day and an hour with its zone: clocks that never rest
MONTH = ValueType("Month", "month")
CODE = ValueType("Code", "code")
ZERO = ValueType("0", "number")  # the literal 0 fits every numeric type
NOTHING = ValueType("None", "none")  # what a rule `-> Day | None` gives where there is none

BY_NAME = {t.name: t for t in (BOOL, COUNT, NUMBER, FEN, FEN_MONTH, FEN_YEAR, DAY, MOMENT, MONTH, CODE)}

# No amount, count or number that the language handles is larger: an unknown without a tighter range
# lies inside ±CEILING.
CEILING = 10**13
MOST_COUNTED = 10**3


@dataclass(frozen=True)
class Table:
    """The type of a parameter whose value is a list of rows (分档表): column name to type."""

    columns: Mapping[str, Any]


if TYPE_CHECKING:  # in a rule's signature the types are words for the reader; mypy lets rules be
    Bool: TypeAlias = Any
    Count: TypeAlias = Any
    Number: TypeAlias = Any
    Fen: TypeAlias = Any
    FenMonth: TypeAlias = Any
    FenYear: TypeAlias = Any
    Day: TypeAlias = Any
    Moment: TypeAlias = Any
    Month: TypeAlias = Any
    Code: TypeAlias = Any
else:
    Bool, Count, Number, Fen, FenMonth, FenYear = BOOL, COUNT, NUMBER, FEN, FEN_MONTH, FEN_YEAR
    Day, Moment, Month, Code = DAY, MOMENT, MONTH, CODE


def unify(left: ValueType, right: ValueType) -> ValueType | None:
    """The one type both can be added or compared in; None when they are unlike."""
    if left == right:
        return left
    if ZERO in (left, right):
        other = right if left == ZERO else left
        return other if other.is_numeric else None
    if left.family == right.family == "number":
        return NUMBER
    return None


def product(left: ValueType, right: ValueType) -> ValueType | None:
    """The type of left × right; money times money has none."""
    if not (left.is_numeric and right.is_numeric) or (left.is_money and right.is_money):
        return None
    if left.is_money or right.is_money:
        return left if left.is_money else right
    return COUNT if NUMBER not in (left, right) else NUMBER
