"""When something is due again (到期): visits by the county's rhythm, assessments by the law's limit and the county's months.

济办发〔2020〕21号 二(一)2; 民发〔2021〕43号 第二十三条. A rhythm that nobody entered gives no day, and is named.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from doudi.kernel.areas import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.kernel.days import add_months
from doudi.policy.declared import declarations
from doudi.standards.reads import sheet_within

VISIT_EVERY, ASSESS_EVERY, CARER_MOST = "care_visit_days", "care_reassessment_months", "carer_persons_max"


def sheets(day: date) -> Callable[[str], Any]:
    """The numbers of a day by village, each county asked for once: no number of care is a single village's."""
    of_county = cache(lambda code: sheet_within(day, code))
    of_township = cache(lambda code: of_county(code[:COUNTY_DIGITS]).at(code))
    return lambda area: of_township(area[:TOWNSHIP_DIGITS])


def number(sheet: Any, key: str, **selectors: str) -> int | None:
    """A whole number of the sheet; None where nobody entered it."""
    row = sheet.row(key, sheet.area, selectors)
    return None if row is None or row.value is None else int(row.value)


def next_visit(last: date | None, grade: str, sheet: Any, since: date) -> date | None:
    """The day by which somebody looks in again: after the last visit, else from the day since when he is cared for."""
    every = number(sheet, VISIT_EVERY, grade=grade) if grade else None
    return None if every is None else (last + timedelta(days=every) if last else since)


def next_assessment(last: date | None, sheet: Any) -> date | None:
    """The day by which the grade is looked at again without any change; None where the county set no rhythm."""
    every = number(sheet, ASSESS_EVERY)
    return None if every is None or last is None else add_months(last, every)


def missing_words(key: str) -> str:
    """What has to be entered, and by whom."""
    parameter = declarations()[key].parameter
    return f"还没有录入“{parameter.label}”,由{parameter.who}录入"
