"""Working days (工作日) for the procedure limits of 57号 and 43号, from 国务院办公厅's yearly notice.

The day of the event is not counted. A day that no published calendar covers is never guessed: NotCovered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import chinese_calendar

SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)
Span = tuple[date, date]


class BadCalendar(ValueError):
    """A calendar that contradicts itself; the message is Chinese and for whoever enters it."""


class NotCovered(LookupError):
    """`day` lies outside `calendar`: its holidays are not entered yet, so no deadline can be told."""

    def __init__(self, day: date, calendar: "WorkingCalendar") -> None:
        super().__init__(f"{day} 不在工作日历内（{calendar.coverage()}）：请先录入 {day.year} 年的节假日安排")
        self.day = day
        self.calendar = calendar


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday work except `rest_days`, Saturday and Sunday rest except `work_days`.

    Both ends are inclusive. `gaps` are spans inside that no notice covers yet (2027 between 2026 and 2028).
    """

    covers_from: date
    covers_until: date
    rest_days: frozenset[date]
    work_days: frozenset[date]
    source: str
    gaps: tuple[Span, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.covers_from > self.covers_until:
            raise BadCalendar(f"工作日历的起止日期颠倒了：{self.covers_from} 至 {self.covers_until}")
        both = self.rest_days & self.work_days
        if both:
            raise BadCalendar(f"{min(both)} 既列为放假又列为上班")
        outside = [day for day in self.rest_days | self.work_days if not self.covers(day)]
        if outside:
            raise BadCalendar(f"{min(outside)} 不在这份日历的起止日期（{self.coverage()}）之内")

    def coverage(self) -> str:
        """The covered span in words, for messages."""
        gaps = "".join(f"，缺 {first} 至 {last}" for first, last in self.gaps)
        return f"{self.covers_from} 至 {self.covers_until}{gaps}"

    def covers(self, day: date) -> bool:
        """Whether a published notice says what kind of day `day` is."""
        inside = self.covers_from <= day <= self.covers_until
        return inside and not any(first <= day <= last for first, last in self.gaps)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`. Raises NotCovered."""
        if not self.covers(day):
            raise NotCovered(day, self)
        return day in self.work_days or (day.weekday() < SATURDAY and day not in self.rest_days)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (not counted); n = 0 gives `day`. Raises NotCovered."""
        if n < 0:
            raise ValueError(f"a limit is not negative: {n}")
        while n:
            day += ONE_DAY
            n -= self.is_working(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` < `a`. Raises NotCovered."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working(a + ONE_DAY * i) for i in range(1, (b - a).days + 1))

    @classmethod
    def from_yaml_dict(cls, data: Mapping[str, Any]) -> "WorkingCalendar":
        """A calendar as standards files write it: source, covers {from, until}, rest_days, work_days.

        Dates may be date objects or "YYYY-MM-DD". Raises BadCalendar for a missing key or a malformed date.
        """
        unknown = set(data) - {"id", "source", "covers", "rest_days", "work_days"}
        if unknown:
            raise BadCalendar(f"工作日历里不认识的项：{'、'.join(sorted(map(str, unknown)))}")
        try:
            covers = data["covers"]
            return cls(
                covers_from=_day(covers["from"]),
                covers_until=_day(covers["until"]),
                rest_days=frozenset(map(_day, data["rest_days"] or ())),
                work_days=frozenset(map(_day, data["work_days"] or ())),
                source=str(data.get("source", "")),
            )
        except (KeyError, TypeError) as error:
            raise BadCalendar(f"工作日历缺少或写错了 {error}：要有 covers、rest_days、work_days") from error

    def to_yaml_dict(self) -> dict[str, Any]:
        """The form that `from_yaml_dict` reads, with ISO dates. ValueError for one with gaps."""
        if self.gaps:
            raise ValueError(f"a calendar with gaps is several files: {self.coverage()}")
        return {
            "source": self.source,
            "covers": {"from": self.covers_from.isoformat(), "until": self.covers_until.isoformat()},
            "rest_days": [day.isoformat() for day in sorted(self.rest_days)],
            "work_days": [day.isoformat() for day in sorted(self.work_days)],
        }

    def to_json(self) -> dict[str, Any]:
        """Everything it says as plain JSON, gaps too."""
        spans = [(self.covers_from, self.covers_until), *self.gaps]
        covers, *gaps = [[first.isoformat(), last.isoformat()] for first, last in spans]
        return {
            "source": self.source,
            "covers": covers,
            "gaps": gaps,
            "rest_days": [day.isoformat() for day in sorted(self.rest_days)],
            "work_days": [day.isoformat() for day in sorted(self.work_days)],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "WorkingCalendar":
        """The calendar back from `to_json`."""
        (first, last), *gaps = [(_day(a), _day(b)) for a, b in (data["covers"], *data["gaps"])]
        rest_days, work_days = (frozenset(map(_day, data[name])) for name in ("rest_days", "work_days"))
        return cls(first, last, rest_days, work_days, data["source"], tuple(gaps))

    @classmethod
    def joined(cls, calendars: Iterable["WorkingCalendar"]) -> "WorkingCalendar":
        """One calendar out of several years; spans between them that none covers become gaps.

        Raises BadCalendar when there is none or two overlap."""
        ordered = sorted(calendars, key=lambda calendar: calendar.covers_from)
        if not ordered:
            raise BadCalendar("没有已发布的工作日历：请先录入")
        gaps = [gap for calendar in ordered for gap in calendar.gaps]
        for before, after in zip(ordered, ordered[1:], strict=False):
            if after.covers_from <= before.covers_until:
                raise BadCalendar(f"两份工作日历重叠：{before.coverage()} 与 {after.coverage()}")
            if after.covers_from > before.covers_until + ONE_DAY:
                gaps.append((before.covers_until + ONE_DAY, after.covers_from - ONE_DAY))
        return cls(
            covers_from=ordered[0].covers_from,
            covers_until=ordered[-1].covers_until,
            rest_days=frozenset().union(*(calendar.rest_days for calendar in ordered)),
            work_days=frozenset().union(*(calendar.work_days for calendar in ordered)),
            source="；".join(dict.fromkeys(calendar.source for calendar in ordered)),
            gaps=tuple(sorted(gaps)),
        )

    @classmethod
    def seeded(cls, years: Iterable[int]) -> "WorkingCalendar":
        """The years that the package chinesecalendar carries (2004–2026), to fill the editable table first.

        Raises BadCalendar for a year that it does not carry: such a year must be entered from the notice.
        """
        return cls.joined(_seeded_year(year) for year in years)


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise BadCalendar(f"日期 {value!r} 看不懂：写成 2026-01-01 这样")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadCalendar(f"日期“{value}”看不懂：写成 2026-01-01 这样") from error


def _seeded_year(year: int) -> WorkingCalendar:
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + ONE_DAY * i for i in range((last - first).days + 1)]
    try:
        works = {day: chinese_calendar.is_workday(day) for day in days}
    except NotImplementedError as error:
        raise BadCalendar(f"随附的日历不含 {year} 年：请按国务院办公厅通知录入") from error
    return WorkingCalendar(
        covers_from=first,
        covers_until=last,
        rest_days=frozenset(day for day in days if day.weekday() < SATURDAY and not works[day]),
        work_days=frozenset(day for day in days if day.weekday() >= SATURDAY and works[day]),
        source=f"国务院办公厅关于{year}年部分节假日安排的通知（chinesecalendar）",
    )
