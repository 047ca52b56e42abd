"""Ask the law about a household on what is known right now, writing nothing (试算), or show what was determined."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.casework import reads as casework
from doudi.www.staff.law_view import Card, asked_as, cards


@dataclass(frozen=True)
class Look:
    """What the law says, of which day, of which document; what contradicts itself in it."""

    cards: Sequence[Card]
    outcomes: Mapping[str, Any]
    day: date
    law_version: str
    problem: str = ""
    document: Any = None
    doubts: Sequence[Any] = ()


def look(page: Any, first: str = "", first_member: str | None = None, why: str = "",
         turns: bool = False) -> Look:
    """Every programme that casework carries, on the facts of this moment. What does not fit is explained when somebody asks (`why`);
    what would change the answer (`turns`) means asking the law some hundred times, so the page fetches it after."""

    def wanted(code: str, member: str | None, verdict: Any) -> bool:
        mine = code == first and first_member in (None, member)
        return mine or verdict.outcome != "not_entitled" or why == asked_as(code, member)

    about = (first, first_member) if turns else None
    seen = casework.look(page.known, page.page, about=about, explain=wanted)
    return Look(cards=cards(seen.outcomes, seen.explanation, page.names, first, first_member, why),
                outcomes=seen.outcomes, day=page.day, law_version=seen.law_version, document=seen.document, doubts=seen.doubts)


def stored(page: Any, first: str, first_member: str | None, why: str = "") -> Look:
    """The determination on which the decision stands."""
    made = page.determination
    if made is None:
        return look(page, first, first_member, why)
    return Look(cards=cards(made.outcomes, made.explanation, page.names, first, first_member, why),
                outcomes=made.outcomes, day=made.day, law_version=made.law_version)
