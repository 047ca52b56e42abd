"""The four ways an amount may be rounded, by name. Which one applies is a published standard's to say.

`exact` is in fen, a whole number or a Fraction; the result is whole fen. A rule rounds once, at the end.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

FEN_PER_JIAO: Final = 10
FEN_PER_YUAN: Final = 100


def _up_to(step: int, exact: Fraction) -> int:
    return -((-exact) // step) * step


def _half_up_to(step: int, exact: Fraction) -> int:
    # GB/T 8170 rounds a negative number by its absolute value and puts the sign back.
    nearest = (abs(exact) / step + Fraction(1, 2)) // 1 * step
    return int(nearest) if exact >= 0 else -int(nearest)


def ceil_yuan(exact: Fraction) -> int:
    """见角进元: up to the next whole yuan (towards plus infinity)."""
    return _up_to(FEN_PER_YUAN, exact)


def ceil_jiao(exact: Fraction) -> int:
    """见分进角: up to the next whole jiao, 0.10 yuan (towards plus infinity)."""
    return _up_to(FEN_PER_JIAO, exact)


def half_up_yuan(exact: Fraction) -> int:
    """四舍五入到元: to the nearest yuan, halves away from zero."""
    return _half_up_to(FEN_PER_YUAN, exact)


def half_up_fen(exact: Fraction) -> int:
    """四舍五入到分: to the nearest fen, halves away from zero."""
    return _half_up_to(1, exact)


ROUNDINGS: Final[Mapping[str, Callable[[Fraction], int]]] = MappingProxyType(
    {"ceil_yuan": ceil_yuan, "half_up_yuan": half_up_yuan, "half_up_fen": half_up_fen, "ceil_jiao": ceil_jiao}
)


class UnknownRounding(ValueError):
    """A standard names a rounding that does not exist; the message lists those that do."""


def round_fen(mode: str, exact: int | Fraction) -> int:
    """Whole fen of an exact amount in fen. Raises UnknownRounding for the mode, TypeError for a float."""
    if isinstance(exact, bool) or not isinstance(exact, int | Fraction):
        raise TypeError(f"an exact amount is an int or a Fraction, not {exact!r}")
    if mode not in ROUNDINGS:
        raise UnknownRounding(f"没有“{mode}”这种取整方式；可用的有：{'、'.join(sorted(ROUNDINGS))}")
    return ROUNDINGS[mode](Fraction(exact))
