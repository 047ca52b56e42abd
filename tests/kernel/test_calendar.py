"""Working days: the notice decides, and past its end nothing is guessed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.calendar import BadCalendar, NotCovered, WorkingCalendar

YEAR_2026: dict[str, Any] = {
    "id": "calendar-2026",
    "source": "国务院办公厅公布的2026年部分节假日安排",
    "covers": {"from": date(2026, 1, 1), "until": date(2026, 12, 31)},
    "rest_days": ["2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
                  "2026-02-20", "2026-02-23", "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05",
                  "2026-06-19", "2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06",
                  "2026-10-07"],
    "work_days": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}
CALENDAR = WorkingCalendar.from_yaml_dict(YEAR_2026)
LONG = WorkingCalendar.seeded(range(2020, 2027))
covered = st.dates(date(2020, 1, 1), date(2026, 6, 30))


def test_the_shipped_package_agrees_with_the_notice() -> None:
    seeded = WorkingCalendar.seeded([2026])
    assert (seeded.rest_days, seeded.work_days) == (CALENDAR.rest_days, CALENDAR.work_days)


def test_holidays_and_worked_weekends() -> None:
    assert not CALENDAR.is_working(date(2026, 10, 1))
    assert CALENDAR.is_working(date(2026, 10, 10))
    assert not CALENDAR.is_working(date(2026, 10, 11))
    # 30 September + 3: the holiday is passed over, Saturday the 10th is worked
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)


@given(covered, st.integers(0, 100))
def test_counting_to_the_nth_day_gives_n(day: date, n: int) -> None:
    end = LONG.add_working_days(day, n)
    assert LONG.working_days_between(day, end) == n
    assert LONG.working_days_between(end, day) == -n
    if n:
        assert LONG.is_working(end)


@given(covered, covered, st.integers(0, 100))
def test_a_later_start_never_ends_earlier(a: date, b: date, n: int) -> None:
    first, second = sorted((a, b))
    assert LONG.add_working_days(first, n) <= LONG.add_working_days(second, n)


@given(covered, st.integers(0, 50), st.integers(0, 50))
def test_limits_add_up(day: date, n: int, m: int) -> None:
    assert LONG.add_working_days(LONG.add_working_days(day, n), m) == LONG.add_working_days(day, n + m)


def test_past_the_end_nothing_is_guessed() -> None:
    with pytest.raises(NotCovered, match="2027") as caught:
        CALENDAR.add_working_days(date(2026, 12, 25), 10)
    assert caught.value.day == date(2027, 1, 1)
    assert caught.value.calendar is CALENDAR
    with pytest.raises(NotCovered):
        CALENDAR.is_working(date(2025, 12, 31))


def test_the_starting_day_itself_needs_no_cover() -> None:
    assert CALENDAR.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 4)


def test_a_year_in_between_that_is_not_entered_is_a_gap() -> None:
    joined = WorkingCalendar.joined([WorkingCalendar.seeded([2025]), WorkingCalendar.seeded([2023])])
    assert joined.gaps == ((date(2024, 1, 1), date(2024, 12, 31)),)
    assert joined.is_working(date(2025, 1, 2))
    with pytest.raises(NotCovered, match="缺 2024-01-01 至 2024-12-31"):
        joined.add_working_days(date(2023, 12, 29), 1)


def test_it_goes_to_a_file_and_back() -> None:
    again = WorkingCalendar.from_yaml_dict(CALENDAR.to_yaml_dict())
    assert again == CALENDAR


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rest_days": ["2026-01-04"]}, "既列为放假又列为上班"),
        ({"rest_days": ["2027-01-01"]}, "之内"),
        ({"rest_days": ["2026-02-30"]}, "看不懂"),
        ({"rest_days": [20260101]}, "看不懂"),
        ({"covers": {"from": date(2026, 12, 31), "until": date(2026, 1, 1)}}, "颠倒"),
        ({"covers": {"from": date(2026, 1, 1)}}, "until"),
        ({"covers": None}, "covers"),
        ({"restdays": []}, "不认识"),
    ],
)
def test_a_contradictory_calendar_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(BadCalendar, match=says):
        WorkingCalendar.from_yaml_dict({**YEAR_2026, **change})


def test_a_missing_list_is_refused_not_taken_as_empty() -> None:
    with pytest.raises(BadCalendar, match="work_days"):
        WorkingCalendar.from_yaml_dict({key: value for key, value in YEAR_2026.items() if key != "work_days"})


def test_the_year_that_the_package_lacks_must_be_entered() -> None:
    with pytest.raises(BadCalendar, match="2027"):
        WorkingCalendar.seeded([2026, 2027])


def test_overlapping_years_are_refused() -> None:
    with pytest.raises(BadCalendar, match="重叠"):
        WorkingCalendar.joined([CALENDAR, CALENDAR])


def test_a_calendar_with_a_gap_comes_back_whole_from_json() -> None:
    joined = WorkingCalendar.joined([WorkingCalendar.seeded([2025]), WorkingCalendar.seeded([2023])])
    assert WorkingCalendar.from_json(json.loads(json.dumps(joined.to_json()))) == joined


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 6, 15) + timedelta(days=1), -1)
