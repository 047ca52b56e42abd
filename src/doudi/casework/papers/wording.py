"""How days, months and sums are written in a letter (书写), and the small parts that several papers share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from doudi.kernel.money import show_yuan_grouped


def day_words(day: date) -> str:
    """2026年9月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_words(month: str) -> str:
    """2026年10月, from "2026-10"."""
    year, number = month.split("-")
    return f"{int(year)}年{int(number)}月"


def yuan(fen: int | None) -> str:
    """An amount as a letter shows it; a dash where there is none."""
    return "—" if fen is None else show_yuan_grouped(fen)


class LawReason(Protocol):
    """What the law gives as a reason; `label` and `clause` are printed as they come."""

    label: str
    clause: object


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason (理由) as printed: the finding, the numbers in plain words, the clause."""

    label: str
    clause: str
    text: str = ""

    @classmethod
    def of(cls, reason: LawReason, text: str = "") -> "Ground":
        return cls(label=reason.label, clause=str(reason.clause or ""), text=text)

    def data(self) -> dict[str, str]:
        return {"label": self.label, "clause": self.clause, "text": self.text}


@dataclass(frozen=True, kw_only=True)
class SumLine:
    """One line of the law's explanation; `level` is its depth in the tree."""

    text: str
    level: int = 0
    mark: str = "plain"
    clause: str = ""

    def data(self) -> dict[str, Any]:
        return {"text": self.text, "level": self.level, "mark": self.mark, "clause": self.clause}


def flatten(line: Mapping[str, Any], level: int = 0, deepest: int = 2) -> list[SumLine]:
    """The stored tree of an explanation as lines to print, no deeper than a reader follows."""
    words = "：".join(part for part in (line["label"], line["text"]) if part)
    if line.get("margin"):
        words = f"{words}（{line['margin']}）"
    lines = [SumLine(text=words, level=level, mark=line["mark"], clause=str(line.get("clause") or ""))]
    if level < deepest:
        for child in line.get("children", ()):
            lines.extend(flatten(child, level + 1, deepest))
    return lines


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """A fact used (用到的情况): what, its value in words, who said so and when."""

    label: str
    value: str
    source: str = ""

    def data(self) -> dict[str, str]:
        return {"label": self.label, "value": self.value, "source": self.source}


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The ways to object (救济途径); the two limits come from parameters, never from here."""

    review_days: int
    suit_months: int
    review_body: str
    citation: str

    def data(self, heading: str) -> dict[str, Any]:
        return {
            "heading": heading, "review_days": str(self.review_days), "suit_months": str(self.suit_months),
            "review_body": self.review_body, "citation": self.citation,
        }


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What stands on every paper: who issues it, its number (文号), the case, the day, where to ask."""

    office: str
    number: str
    case_number: str
    day: date
    addressee: str
    programme: str
    link: str = ""
    code: str = ""
    phone: str = "12349"
    reach: str = ""
