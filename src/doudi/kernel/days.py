"""Calendar days, months and ages as the law counts them: no working days here (see `calendar`), no clock.

Months: 民法典 第二百零二条, the corresponding day N months later, or the month's last where there is none.
Age in 周岁: reached on the birthday or on the day after; which one is a local switch (`age_reached_on`).
"""

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

MONTHS_A_YEAR: Final = 12
BEIJING: Final = timezone(timedelta(hours=8))
AgeReached = Literal["birthday", "day_after"]


class BadDay(ValueError):
    """A day or month that cannot be meant; the message is Chinese and for the user."""


def add_months(day: date, n: int) -> date:
    """The same day n months later (n may be negative), clamped to its month: 2026-11-30 + 3 = 2027-02-28."""
    month = Month.of(day) + n
    return month.first.replace(day=min(day.day, month.last.day))


def day_of(moment: datetime) -> date:
    """The calendar day of a moment by Beijing time. ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no zone")
    return moment.astimezone(BEIJING).date()


def age_on(birth: date, day: date, reached_on: AgeReached = "birthday") -> int:
    """Age in full years (周岁) on `day`, ≥ 0.

    "birthday": a year is full on the birthday itself; "day_after": only on the day after it. Somebody born on
    29 February has the birthday on 28 February in a common year (the clamp of `add_months`).
    Raises BadDay for a birth after `day`, ValueError for another `reached_on`.
    """
    if reached_on not in ("birthday", "day_after"):
        raise ValueError(f"age_reached_on is birthday or day_after, not {reached_on!r}")
    if birth > day:
        raise BadDay(f"出生日期 {birth} 在 {day} 之后，请核对")
    counted = day if reached_on == "birthday" or day == birth else day - timedelta(days=1)
    years = counted.year - birth.year
    return years if add_months(birth, years * MONTHS_A_YEAR) <= counted else years - 1


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, "2026-07": ordered, `+ n` months, `- month` = number of months between."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= MONTHS_A_YEAR):
            raise BadDay(f"没有 {self.year} 年 {self.month} 月")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month of "YYYY-MM". Raises BadDay for anything else."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if found is None:
            raise BadDay(f"月份“{text}”看不懂：写成 2026-07 这样")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, gregorian.monthrange(self.year, self.month)[1])

    def __add__(self, n: int) -> "Month":
        years, month = divmod(self.year * MONTHS_A_YEAR + self.month - 1 + n, MONTHS_A_YEAR)
        return Month(years, month + 1)

    def __sub__(self, other: "Month") -> int:
        return (self.year - other.year) * MONTHS_A_YEAR + self.month - other.month

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
