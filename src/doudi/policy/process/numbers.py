"""A share or ratio as text: what is shown, never what is compared."""

from fractions import Fraction


def half_up(value: Fraction, places: int) -> str:
    """A share or ratio for display, rounded half up to some decimals."""
    scaled = value * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
