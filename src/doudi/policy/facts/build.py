"""Short ways to declare a fact, so that the lists beside this file read like the form a clerk fills in.

Amounts are whole fen. An income or an expense that is not stated is zero; one that is stated as not
established is UNKNOWN (未查清) and stays so until somebody finds out (民发〔2021〕57号 第十二条). An optional
fact is None when there is none of it: nobody died, no court has ordered anything.
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.law.types import BOOL, CODE, COUNT, DAY, FEN, MOMENT, ValueType

MOST_FEN: Final = 10_000_000_000
"""一亿元: the largest single amount a fact may hold; it bounds every sum that the rules make."""

YEAR: Final = 365
HALF_YEAR: Final = 183

BANKS: Final = ("declared", "bank", "securities", "insurance")

DECLARED: Final = ("declared",)

CASEWORK: Final = ("casework",)
"""What the work on a case knows by itself and nobody is asked."""


class Maker:
    """Declares the facts of one entity (家庭, 成员, 赡养抚养扶养义务人)."""

    def __init__(self, entity: str) -> None:
        self.entity = entity

    def money(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        kind: ValueType = FEN,
        default: object = 0,
        fresh: int = HALF_YEAR,
        sources: tuple[str, ...] = DECLARED,
    ) -> Fact:
        """An amount of money: once, by the month or by the year."""
        return Fact(
            name=name,
            entity=self.entity,
            type=kind,
            label=label,
            question=question,
            hint=hint,
            low=0,
            high=MOST_FEN,
            default=default,
            optional=default is None,
            fresh_days=fresh,
            sensitivity="sensitive",
            sources=sources,
        )

    def count(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        low: int = 0,
        high: int = 99,
        default: object = 0,
        fresh: int | None = HALF_YEAR,
        values: dict[str, str] | None = None,
        sensitivity: str = "personal",
        sources: tuple[str, ...] = ("declared", "visited"),
        changes: bool = True,
    ) -> Fact:
        """A whole number."""
        return Fact(
            name=name,
            entity=self.entity,
            type=COUNT,
            label=label,
            question=question,
            hint=hint,
            low=low,
            high=high,
            values=values or {},
            default=default,
            fresh_days=fresh,
            sensitivity=sensitivity,
            sources=sources,
            changes=changes,
        )

    def yes_no(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        default: object = False,
        fresh: int | None = HALF_YEAR,
        sensitivity: str = "personal",
        sources: tuple[str, ...] = ("declared", "visited"),
        changes: bool = True,
    ) -> Fact:
        """A question answered by yes or no."""
        return Fact(
            name=name,
            entity=self.entity,
            type=BOOL,
            label=label,
            question=question,
            hint=hint,
            default=default,
            fresh_days=fresh,
            sensitivity=sensitivity,
            sources=sources,
            changes=changes,
        )

    def code(
        self,
        name: str,
        label: str,
        question: str,
        values: dict[str, str],
        hint: str = "",
        *,
        default: object = UNKNOWN,
        fresh: int | None = HALF_YEAR,
        sensitivity: str = "personal",
        sources: tuple[str, ...] = DECLARED,
        changes: bool = True,
    ) -> Fact:
        """One word out of a short list."""
        return Fact(
            name=name,
            entity=self.entity,
            type=CODE,
            label=label,
            question=question,
            hint=hint,
            values=values,
            default=default,
            fresh_days=fresh,
            sensitivity=sensitivity,
            sources=sources,
            changes=changes,
        )

    def day(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        default: object = UNKNOWN,
        sources: tuple[str, ...] = ("declared", "police"),
        changes: bool = True,
    ) -> Fact:
        """A calendar day."""
        return Fact(
            name=name,
            entity=self.entity,
            type=DAY,
            label=label,
            question=question,
            hint=hint,
            default=default,
            optional=default is None,
            sensitivity="personal",
            sources=sources,
            changes=changes,
        )

    def moment(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        sources: tuple[str, ...] = CASEWORK,
    ) -> Fact:
        """A moment with its zone; None while it has not come."""
        return Fact(
            name=name,
            entity=self.entity,
            type=MOMENT,
            label=label,
            question=question,
            hint=hint,
            default=None,
            optional=True,
            sensitivity="personal",
            sources=sources,
        )

    def text(
        self,
        name: str,
        label: str,
        question: str,
        hint: str = "",
        *,
        default: object = None,
        sources: tuple[str, ...] = DECLARED,
        changes: bool = True,
    ) -> Fact:
        """Free text: an area code, a member's id."""
        return Fact(
            name=name,
            entity=self.entity,
            type=CODE,
            label=label,
            question=question,
            hint=hint,
            default=default,
            optional=default is None,
            sensitivity="personal",
            sources=sources,
            changes=changes,
        )
