"""What the law says of a household on what is known now, with nothing written (试算), and the papers it would need.

济办发〔2020〕21号 三20: one window, all programmes at once. The same document, sheet and calendar as a determination,
so that what the clerk sees before is what the determination says after.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from doudi import policy
from doudi.casework import determining
from doudi.casework.limits import calendar, sheet_of
from doudi.casework.programme import programme
from doudi.casework.reads.casepage import MissingPaper, papers_wanted
from doudi.people import reads as people
from doudi.policy.doubts import Doubt


@dataclass(frozen=True)
class Look:
    """Outcomes and explanation in the shape of a stored determination, the law's document, and what contradicts itself."""

    outcomes: dict[str, Any]
    explanation: dict[str, Any]
    law_version: str
    document: Any
    doubts: Sequence[Doubt] = ()


def look(
    known: people.Bundle,
    page: Any = None,
    *,
    about: tuple[str, str | None] | None = None,
    explain: Callable[[str, str | None, Any], bool] | None = None,
) -> Look:
    """Ask the law about rows already read; a case page brings its sheet, calendar and awards. Nothing is stored.
    Every verdict is in the outcomes; `explain` says which are explained, `about` which gets what would change it."""
    household, day = known.household, known.day
    sheet = page.sheet if page is not None else sheet_of(day, household.area)
    working = page.calendar if page is not None else calendar()
    awards = page.family_awards if page is not None else None
    names = {str(row.person_id): row.person.name for row in known.members}
    names |= {f"s{row.pk}": row.name for row in known.supporters}
    on_file = determining.with_casework(people.document_of(known), household, None, day, {}, awards)
    document, doubts = determining.questioned(on_file, known, names)
    decision = policy.decide(document, day=day, sheet=sheet, calendar=working, programmes=determining.asked())
    explained = determining.explained(decision, about, names, explain)
    return Look(determining.outcomes(decision), explained, decision.law_version, document, doubts)


def wanted(known: people.Bundle, codes: Iterable[str]) -> list[MissingPaper]:
    """The papers that an application for these programmes would still need, each once (一次性告知)."""
    found: dict[tuple[str, int | None], MissingPaper] = {}
    document, papers = people.document_of(known), list(people.papers(known.household))
    for code in codes:
        for paper in papers_wanted(programme(code), document, known.members, papers):
            found.setdefault((paper.kind, paper.person.pk if paper.person else None), paper)
    return list(found.values())
