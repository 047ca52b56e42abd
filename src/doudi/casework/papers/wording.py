"""How days, months and sums are written in a letter (书写), and the small parts that several papers share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from doudi.kernel.money import show_yuan_grouped

MOST_LINES: Final = 10
_REASON: Final = "理由"
_SIGNS: Final = (" × ", " ÷ ", " + ", " − ")


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


def in_brief(tree: Mapping[str, Any]) -> list[SumLine]:
    """The stored explanation as a letter prints it: each condition with both sides, where one failed its
    parts that failed, and the arithmetic of each amount. The whole tree is for the screen.
    """
    lines: list[SumLine] = []
    for line in tree.get("children", ()):
        if line["label"] == _REASON:
            continue
        if line["mark"] == "plain":
            lines += [_line(line), *_arithmetic(line)] if line["text"] else []
        elif line["mark"] != "yes":
            failed = [
                part
                for part in line.get("children", ())
                if part["mark"] == line["mark"] and part.get("margin")
            ]
            lines += [_line(line), *(_line(part, level=1) for part in failed)]
        elif line.get("margin"):
            lines.append(_line(line))
    return lines[:MOST_LINES]


def _line(line: Mapping[str, Any], level: int = 0) -> SumLine:
    words = "：".join(part for part in (line["label"], line["text"]) if part)
    return SumLine(text=words, level=level, mark=line["mark"], clause=str(line.get("clause") or ""))


def _arithmetic(line: Mapping[str, Any], depth: int = 2) -> list[SumLine]:
    found = []
    for part in line.get("children", ()):
        sums = " = " in part["text"] and any(sign in part["text"] for sign in _SIGNS)
        found += [_line(part, level=1)] if sums else _arithmetic(part, depth - 1) if depth else []
    return found


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
            "heading": heading,
            "review_days": str(self.review_days),
            "suit_months": str(self.suit_months),
            "review_body": self.review_body,
            "citation": self.citation,
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
