"""Months and ages, with the ends of months and 29 February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.days import BadDay, Month, add_months, age_on

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_the_same_day_months_later_or_the_months_last(day: date, n: int, then: date) -> None:
    assert add_months(day, n) == then


@given(days, st.integers(-600, 600))
def test_months_later_lies_in_that_month_and_never_later_in_it(day: date, n: int) -> None:
    then = add_months(day, n)
    assert Month.of(then) - Month.of(day) == n
    assert then.day == min(day.day, Month.of(then).last.day)


@given(days, days, st.integers(0, 600))
def test_adding_months_keeps_the_order(a: date, b: date, n: int) -> None:
    first, second = sorted((a, b))
    assert add_months(first, n) <= add_months(second, n)


@given(months, st.integers(-1000, 1000))
def test_months_count_like_numbers(month: Month, n: int) -> None:
    assert (month + n) - month == n
    assert (month + n) + -n == month
    assert (month + 1).first == month.last + timedelta(days=1)
    assert Month.parse(str(month)) == month
    assert month.first in month
    assert (month + 1).first not in month


@pytest.mark.parametrize("text", ["2026-13", "2026-7", "202607", "2026-07-01", "", "0000-01", "２０２６-07"])
def test_a_month_is_written_one_way(text: str) -> None:
    with pytest.raises(BadDay):
        Month.parse(text)


@pytest.mark.parametrize(
    ("birth", "day", "birthday", "day_after"),
    [
        (date(1966, 6, 15), date(2026, 6, 14), 59, 59),
        (date(1966, 6, 15), date(2026, 6, 15), 60, 59),
        (date(1966, 6, 15), date(2026, 6, 16), 60, 60),
        # born on 29 February: in a common year the birthday is the 28th
        (date(2008, 2, 29), date(2026, 2, 27), 17, 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18, 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18, 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19, 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20, 19),
        (date(2008, 2, 29), date(2028, 3, 1), 20, 20),
        # born on another day, asked on 29 February
        (date(2010, 3, 1), date(2028, 2, 29), 17, 17),
        (date(2010, 2, 28), date(2028, 2, 28), 18, 17),
        (date(2010, 2, 28), date(2028, 2, 29), 18, 18),
        (date(2026, 6, 15), date(2026, 6, 15), 0, 0),
    ],
)
def test_full_years(birth: date, day: date, birthday: int, day_after: int) -> None:
    assert age_on(birth, day, "birthday") == birthday
    assert age_on(birth, day, "day_after") == day_after


@given(days, st.integers(0, 40_000))
def test_the_two_ways_differ_on_the_birthday_only(birth: date, after: int) -> None:
    day = birth + timedelta(days=after)
    early, late = age_on(birth, day, "birthday"), age_on(birth, day, "day_after")
    on_birthday = day > birth and any(add_months(birth, 12 * age) == day for age in (early, early + 1))
    assert early - late == on_birthday
    assert age_on(birth, day + timedelta(days=1)) >= early


def test_a_birth_in_the_future_is_refused() -> None:
    with pytest.raises(BadDay, match="2027-01-01"):
        age_on(date(2027, 1, 1), date(2026, 6, 15))


def test_another_way_of_counting_is_refused() -> None:
    with pytest.raises(ValueError, match="birthday or day_after"):
        age_on(date(2000, 1, 1), date(2026, 6, 15), "eve")  # type: ignore[arg-type]
