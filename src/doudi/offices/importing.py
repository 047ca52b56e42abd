"""Taking in the list of areas (区划导入): new codes open, codes that are gone end, nothing is deleted.

370871 stands in statistics only, and some lists carry its townships without its own row: a missing parent is
made, never a reason to fail or to drop its children (operational rules 13).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from doudi.audit import actions as audit
from doudi.kernel.areas import BadArea, committee_kind, level_of, parent_of, prefix_of
from doudi.offices.models import Area, ManagedTownship, ManagementArea

DATA = Path(__file__).parent / "data"
BATCH = 2000
LEVELS = ("city", "county", "township", "village")
KNOWN_WITHOUT_ROW = {"370871": "济宁高新技术产业开发区", "370800": "济宁市"}


@dataclass
class Report:
    """What an import did, and the rows it could not take, with line and reason."""

    opened: int = 0
    renamed: int = 0
    ended: int = 0
    parents_made: list[str] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a file with columns code, name, level, parent, kind, source; UTF-8 or GB18030."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.DictReader(text.splitlines()))


@transaction.atomic
def import_areas(rows: Iterable[Mapping[str, str]], *, day: date, by: Any, at: datetime, source: str = "",
                 complete: bool = True) -> Report:
    """Make the areas be as `rows` say from `day` on. `complete`: what is missing under the same city has
    ended."""
    report = Report()
    wanted = _checked(rows, report, source)
    _add_parents(wanted, report)
    known = Area.objects.in_bulk()
    new = [_area(code, row, day) for code, row in sorted(wanted.items()) if code not in known]
    Area.objects.bulk_create(new, batch_size=BATCH)
    report.opened = len(new)
    _rename(known, wanted, report)
    if complete:
        _end_missing(known, wanted, day, report)
    audit.record(
        by=by,
        at=at,
        verb="import_areas",
        subject=("areas", day.isoformat()),
        details={
            "opened": report.opened,
            "renamed": report.renamed,
            "ended": report.ended,
            "refused": len(report.refused),
        },
    )
    return report


def _checked(rows: Iterable[Mapping[str, str]], report: Report, source: str) -> dict[str, dict[str, str]]:
    wanted: dict[str, dict[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        reason = _wrong_with(code, name, wanted)
        if reason:
            report.refused.append((line, code, reason))
            continue
        wanted[code] = {"name": name, "source": (row.get("source") or source or "imported").strip()}
    return wanted


def _wrong_with(code: str, name: str, wanted: Mapping[str, Any]) -> str:
    if not name:
        return "没有名称"
    if code in wanted:
        return "代码重复"
    try:
        level = level_of(code)
    except BadArea as error:
        return str(error)
    return "" if level in LEVELS else "省级代码不导入"


def _add_parents(wanted: dict[str, dict[str, str]], report: Report) -> None:
    for code in sorted(wanted, reverse=True):
        above = parent_of(code)
        while above and level_of(above) in LEVELS and above not in wanted:
            wanted[above] = {
                "name": KNOWN_WITHOUT_ROW.get(above, f"{above}(名称待补)"),
                "source": "made-as-parent",
            }
            report.parents_made.append(above)
            above = parent_of(above)


def _area(code: str, row: Mapping[str, str], day: date) -> Area:
    level = level_of(code)
    return Area(
        code=code,
        name=row["name"],
        level=level,
        parent_id=None if level == "city" else parent_of(code),
        kind=committee_kind(code) if level == "village" else "",
        source=row["source"],
        valid_from=day,
    )


def _rename(known: Mapping[str, Area], wanted: Mapping[str, Mapping[str, str]], report: Report) -> None:
    changed = []
    for code, area in known.items():
        row = wanted.get(code)
        if row is None or row["source"] == "made-as-parent":
            continue
        if area.name != row["name"] or area.valid_until is not None:
            area.name, area.source, area.valid_until = row["name"], row["source"], None
            changed.append(area)
    Area.objects.bulk_update(changed, ["name", "source", "valid_until"], batch_size=BATCH)
    report.renamed = len(changed)


def _end_missing(known: Mapping[str, Area], wanted: Mapping[str, Any], day: date, report: Report) -> None:
    cities = {prefix_of(code)[:4] for code in wanted}
    gone = [area.code for area in known.values() if area.code not in wanted and area.valid_until is None
            and area.code[:4] in cities and area.valid_from < day]
    report.ended = Area.objects.filter(pk__in=gone).update(valid_until=day)


@transaction.atomic
def import_management_areas(rows: Iterable[Mapping[str, str]], *, by: Any, at: datetime) -> int:
    """Which townships 高新区, 太白湖新区 and 经开区 run; running it again changes nothing."""
    count = 0
    for row in rows:
        area, _ = ManagementArea.objects.update_or_create(
            pk=row["id"],
            defaults={
                "name": row["name"],
                "full_name": row["full_name"],
                "statistical_code": row.get("statistical_code") or "",
            },
        )
        ManagedTownship.objects.update_or_create(
            township_id=row["township_code"],
            defaults={
                "management_area": area,
                "confirmed": row.get("confidence") == "read",
                "note": (row.get("note") or "")[:200],
            },
        )
        count += 1
    audit.record(
        by=by, at=at, verb="import_management_areas", subject=("areas", "management"), details={"rows": count}
    )
    return count


def load_jining(*, day: date, by: Any, at: datetime) -> Report:
    """The areas that come with the product: edition 2023 of the statistical codes."""
    report = import_areas(read_csv(DATA / "areas.csv"), day=day, by=by, at=at)
    import_management_areas(read_csv(DATA / "management-areas.csv"), by=by, at=at)
    return report
