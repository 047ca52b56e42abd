"""What a determination stands on, kept once for all that share it: the sheet without its day and place, the working
calendar.

A sheet is some fifteen kilobytes, the family's document less than one; villages of one county share their numbers for
months. Kept by the digest of the content, so that what two requests keep at once is one row.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.casework.models import Basis
from doudi.kernel.calendar import WorkingCalendar
from doudi.law import Sheet


def of_sheet(sheet: Sheet) -> Basis:
    """The sheet's rows and choices as they are kept."""
    content = sheet.to_json()
    return keep("sheet", {name: content[name] for name in ("rows", "switches", "switch_sources")})


def of_calendar(calendar: WorkingCalendar | None) -> Basis | None:
    """The calendar as it is kept; None where there was none."""
    return None if calendar is None else keep("calendar", calendar.to_json())


def keep(kind: str, content: Mapping[str, Any]) -> Basis:
    """The one row with this content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
    rows = Basis.objects.defer("content")
    found = rows.filter(digest=digest).first()
    if found is None:
        Basis.objects.bulk_create([Basis(digest=digest, kind=kind, content=content)], ignore_conflicts=True)
        found = rows.get(digest=digest)
    return found


def sheet_again(content: Mapping[str, Any], day: date, area: str) -> Sheet:
    """The sheet of a day and place from what was kept."""
    return Sheet.from_json({**content, "day": day.isoformat(), "area": area})


def calendar_again(content: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar from what was kept."""
    return WorkingCalendar.from_json(content)
