"""Asking the law from a page: the sheet of a household's place and day, and the verdicts in the order of
the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from doudi.law import Decision, Document, Verdict
from doudi.standards import reads as standards


def sheet_for(document: Document, day: date) -> Any:
    """The parameters and switches in force for this household on this day."""
    return standards.sheet(day, document.household["area"])


def verdicts_of(decision: Decision) -> Iterator[Verdict]:
    """Every verdict, per household and per person, in the order of the programmes."""
    for found in decision.verdicts.values():
        if isinstance(found, dict):
            yield from found.values()
        else:
            yield found
