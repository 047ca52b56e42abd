"""Asking the law from a page: the sheet of a household's place and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.law import Document, Sheet
from doudi.standards import reads as standards
from doudi.www.selfcheck.answers import area_of


def sheet_for(document: Document, day: date) -> Sheet:
    """The parameters and switches in force for this household on this day."""
    return standards.sheet(day, document.household["area"])


def sheet_of(answers: Mapping[str, Any], day: date) -> Sheet:
    """The same for the place of the self-check."""
    return standards.sheet(day, area_of(answers))
