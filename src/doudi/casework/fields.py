"""A calendar month as a column: kernel's Month on the Python side, a count of months in the database.

A count (year x 12 + month - 1) keeps ranges, differences and exclusion constraints plain integer arithmetic.
"""

from typing import Any

from django.db import models

from doudi.kernel.days import MONTHS_A_YEAR, Month


def month_number(month: Month | str) -> int:
    """The months since year 0: 2026-11 -> 24322."""
    known = as_month(month)
    return known.year * MONTHS_A_YEAR + known.month - 1


def month_of(number: int) -> Month:
    """The other way round."""
    return Month(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1)


def as_month(month: Month | str) -> Month:
    """A month, also from its text."""
    return month if isinstance(month, Month) else Month.parse(month)


class MonthField(models.IntegerField):
    """A month column; filters take a Month or its text."""

    description = "a calendar month"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else month_of(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        return month_of(value) if isinstance(value, int) else Month.parse(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        return month_number(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))
