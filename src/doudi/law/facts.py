"""A fact is declared once: forms, database checks, columns and the kernel's inputs all come from
this declaration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from doudi.kernel.days import BEIJING, Month
from doudi.law.reasons import Because, LawError
from doudi.law.types import CEILING, ValueType


class Unset:
    """The value of a fact that nobody knows yet. There is one: UNKNOWN."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false")

    def __reduce__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, memo: object) -> "Unset":
        return self

    def __copy__(self) -> "Unset":
        return self


UNKNOWN = Unset()


@dataclass(frozen=True)
class Between:
    """A value known only to lie between two ends, both possible: a band of money, a day of birth by an age."""

    low: Any
    high: Any


@dataclass(frozen=True)
class OneOf:
    """A code known only to be one of a few."""

    values: frozenset[str]


OPEN = (Unset, Between, OneOf)
"""What stands for a value that is not, or not wholly, known."""

ENTITIES = ("household", "member", "supporter")
FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2200, 12, 31)
FIRST_MOMENT, LAST_MOMENT = (datetime.combine(day, time(), BEIJING) for day in (FIRST_DAY, LAST_DAY))


class BadDocument(Exception):
    """A household's facts that cannot be taken: a misspelt name, a wrong type, a value out of its
    declared range."""

    def __init__(self, text: str, *, entity: str = "", subject: str = "", name: str = "") -> None:
        super().__init__(text)
        self.entity, self.subject, self.name = entity, subject, name


@dataclass(frozen=True)
class Fact:
    """One fact of a household (家庭), a member (成员) or an obliged supporter (赡养抚养扶养义务人)."""

    name: str
    entity: str
    type: Any
    label: str
    question: str = ""
    hint: str = ""
    low: Any = None
    high: Any = None
    values: Mapping[str, str] = field(default_factory=dict)
    default: Any = UNKNOWN
    optional: bool = False
    fresh_days: int | None = None
    sensitivity: str = "normal"
    sources: tuple[str, ...] = ()
    missing: Because | None = None
    missing_who: str = ""
    changes: bool = True  # False where nobody would change it for another answer (relation, birth): no flip

    def __post_init__(self) -> None:
        if self.entity not in ENTITIES or not isinstance(self.type, ValueType):
            raise LawError(
                f"fact {self.name}: entity must be one of {ENTITIES} and type a type of the language"
            )
        low, high = _range(self.type, self.low, self.high)
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    @property
    def unit(self) -> str:
        return str(self.type.unit)

    def check(self, value: Any, subject: str = "") -> None:
        """Refuse a value that is not of the type or not in the range, in words for the person who
        typed it."""
        if value is UNKNOWN or (value is None and self.optional):
            return
        for each in _said(value):
            wrong = _wrong(self, each)
            if wrong:
                raise BadDocument(f"{self.label}:{wrong}", entity=self.entity, subject=subject, name=self.name)


def _said(value: Any) -> tuple[Any, ...]:
    """Every value that is named: one, the two ends, or the codes of a choice."""
    if isinstance(value, Between):
        return value.low, value.high
    return tuple(sorted(value.values)) if isinstance(value, OneOf) else (value,)


def _range(kind: ValueType, low: Any, high: Any) -> tuple[Any, Any]:
    if kind.family == "money":
        return (0 if low is None else low), (CEILING if high is None else high)
    if kind.family == "number":
        return (0 if low is None else low), (10**6 if high is None else high)
    if kind.family == "day":
        return low or FIRST_DAY, high or LAST_DAY
    if kind.family == "moment":
        return low or FIRST_MOMENT, high or LAST_MOMENT
    if kind.family == "month":
        return low or Month.of(FIRST_DAY), high or Month.of(LAST_DAY)
    return low, high


_PYTHON: dict[str, type] = {
    "bool": bool,
    "money": int,
    "number": int,
    "day": date,
    "moment": datetime,
    "month": Month,
    "code": str,
}
_WORDS = {
    "bool": "应为是或否",
    "money": "应为以分计的整数",
    "number": "应为整数",
    "day": "应为日期",
    "moment": "应为带时区的时刻",
    "month": "应为月份",
    "code": "应为代码",
}


def _wrong(fact: Fact, value: Any) -> str:
    family = fact.type.family
    if type(value) is not _PYTHON[family] or (isinstance(value, datetime) and value.tzinfo is None):
        return f"{_WORDS[family]},收到 {value!r}"
    if fact.values and family == "code" and value not in fact.values:
        return f"没有“{value}”这一项,可选:{'、'.join(fact.values)}"
    if fact.low is not None and value < fact.low:
        return f"{value} 小于允许的最小值 {fact.low}"
    if fact.high is not None and value > fact.high:
        return f"{value} 大于允许的最大值 {fact.high}"
    return ""
