"""What a fact is: the one declaration from which forms, checks, file layouts and the rules' names come.

For 济办发〔2020〕21号 item 21 (one file per household) and the layout of the rule language: facts are flat, one
value per name on a household, a member, or a supporter outside the household.
"""
from dataclasses import dataclass, field
from typing import Final, Literal

Entity = Literal["household", "member", "supporter"]
FactType = Literal["fen", "count", "bool", "day", "code", "area", "text"]
Sensitivity = Literal["plain", "personal", "sensitive"]


class Unknown:
    """The value of a fact that nobody has established yet (未查清): never zero, never no."""

    _one: "Unknown | None" = None

    def __new__(cls) -> "Unknown":
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return (Unknown, ())

    def __bool__(self) -> bool:
        raise TypeError("an unknown fact is neither true nor false; ask the rule language")


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Fact:
    """One fact: its name, whose it is, what it may hold, and how it is asked for in plain words."""

    name: str
    entity: Entity
    type: FactType
    unit: str
    label: str
    question: str
    hint: str = ""
    low: int | None = None
    high: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    default: object = UNKNOWN
    fresh_days: int | None = None
    sensitivity: Sensitivity = "personal"
    sources: tuple[str, ...] = ("declared",)
