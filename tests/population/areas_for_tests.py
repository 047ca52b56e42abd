"""Two counties of Jining with a few villages each, and the numbers that the stories are drawn against."""

from datetime import date
from fractions import Fraction

from doudi.law.sheet import Row, Sheet

DAY = date(2026, 6, 15)
TOWNSHIP = "370831001"
CODES = (
    ["370800", "370831", "370811", "370831001", "370831100", "370811001"]
    + [f"370831001{n:03d}" for n in (1, 2, 201, 202, 203)]
    + [f"370831100{n:03d}" for n in (200, 201, 400)]
    + [f"370811001{n:03d}" for n in (1, 2, 3)]
)


def sheet() -> Sheet:
    """Invented numbers, so that a story drawn against others would show."""
    since = date(2026, 1, 1)
    rows = [
        Row("subsistence_standard", "3708", {"registration": "urban"}, 81100, since),
        Row("subsistence_standard", "3708", {"registration": "rural"}, 63300, since),
        Row("low_income_multiple", "3708", {}, Fraction(3, 2), since),
        Row("financial_assets_multiple", "3708", {"programme": "subsistence"}, Fraction(24), since),
        Row("financial_assets_multiple", "3708", {"programme": "low_income"}, Fraction(36), since),
    ]
    return Sheet.of(DAY, TOWNSHIP, rows, {})
