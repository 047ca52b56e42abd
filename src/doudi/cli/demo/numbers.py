"""Example numbers (示例标准): labelled as such, so that nobody takes them for published ones."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from doudi.kernel.calendar import WorkingCalendar
from doudi.standards import actions

NUMBER = "示例〔2026〕1号"
TITLE = "示例标准(非济宁市公布标准)"
# 2027 is in no package yet. Weekends and the fixed days are certain; the rest is an example to be replaced.
REST_2027 = [
    (1, 1),
    (2, 5),
    (2, 8),
    (2, 9),
    (2, 10),
    (2, 11),
    (2, 12),
    (4, 5),
    (5, 3),
    (5, 4),
    (5, 5),
    (6, 9),
    (9, 15),
    (10, 1),
    (10, 4),
    (10, 5),
    (10, 6),
    (10, 7),
]
WORK_2027 = [(1, 30), (2, 20), (5, 8), (9, 26), (10, 9)]


def load(*, staff: Mapping[str, Any], at: datetime) -> None:
    """Publish the example numbers and the example calendar of 2027."""
    by = staff["shiji"]
    actions.load_file(
        path=files("doudi.standards") / "data" / "demo-standards.yaml",
        number=NUMBER,
        title=TITLE,
        by=by,
        at=at,
    )
    calendar = WorkingCalendar(
        date(2027, 1, 1),
        date(2027, 12, 31),
        frozenset(date(2027, *day) for day in REST_2027),
        frozenset(date(2027, *day) for day in WORK_2027),
        "示例(2027 年放假安排公布前的示例,请按国务院办公厅通知替换)",
    )
    actions.enter_calendar(calendar=calendar, by=by, at=at)
