"""The two figures of 济办发〔2020〕21号 二(一)2: nursing beds among all beds, and how many of those unable to look after
themselves live in an institution. Both had to be reached by the end of 2022; they stay in view as indicators, decide nobody's case.

What counts is said here, target and day are parameters; a figure to which a number is missing is not worked out.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from doudi.law import Sheet

CLAUSE: Final = "济办发〔2020〕21号 二(一)2"
CONCENTRATED, NURSING = "concentrated", "nursing"
TARGETS: Final = {CONCENTRATED: "concentrated_care_target", NURSING: "nursing_bed_target"}
LABELS: Final = {CONCENTRATED: "生活不能自理特困人员集中供养率", NURSING: "供养服务机构护理型床位占比"}
MADE_OF: Final = {
    CONCENTRATED: ("住在供养服务机构的生活不能自理特困人员", "全部生活不能自理特困人员"),
    NURSING: ("护理型床位", "全部床位")}
UNABLE_FROM: Final = "care_unable_from"
# Which grades are “unable to look after themselves”, as the city has said.
UNABLE: Final = {"none": ("none",), "partial": ("partial", "none")}


@dataclass(frozen=True)
class Figure:
    """One indicator of one place: `part` of `whole`, how many are `missing` to know it, and what was to be reached by when."""

    key: str
    part: int
    whole: int
    missing: int
    target: Fraction | None
    by: date | None
    source: str

    @property
    def share(self) -> Fraction | None:
        """The share, exactly; None while something is missing or there is nothing to divide by."""
        return None if self.missing or not self.whole else Fraction(self.part, self.whole)

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where that is not known. The share itself counts, never a rounded one."""
        share = self.share
        return None if share is None or self.target is None else share >= self.target

    @property
    def short_of(self) -> int | None:
        """How many more would be needed with the whole as it is; nought where it is reached."""
        if self.share is None or self.target is None:
            return None
        needed = self.target * self.whole
        return max(0, -(-needed.numerator // needed.denominator) - self.part)


def figure(key: str, *, part: int, whole: int, missing: int, sheet: Sheet) -> Figure:
    """One indicator with the target of the day's sheet."""
    row = sheet.row(TARGETS[key], sheet.area, {})
    told: dict[str, Any] = row.value if row is not None and row.value is not None else {}
    return Figure(key, part, whole, missing, told.get("share"), told.get("by"), row.source if row is not None else "")


def unable_grades(sheet: Sheet) -> tuple[str, ...] | None:
    """The grades that count as unable; None while the city has not said."""
    row = sheet.row(UNABLE_FROM, sheet.area, {})
    return None if row is None or row.value is None else UNABLE[row.value]
