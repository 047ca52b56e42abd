"""The four roundings: exact on whole steps, never more than a step away, halves as GB/T 8170 says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.rounding import ROUNDINGS, UnknownRounding, round_fen

STEP = {"ceil_yuan": 100, "half_up_yuan": 100, "half_up_fen": 1, "ceil_jiao": 10}
exact_fen = st.fractions(-(10**12), 10**12, max_denominator=360)


@pytest.mark.parametrize(
    ("mode", "exact", "fen"),
    [
        ("ceil_yuan", 12300, 12300), ("ceil_yuan", 12301, 12400),
        ("ceil_yuan", Fraction(36901, 3), 12400), ("ceil_yuan", Fraction(36900, 3), 12300),
        ("half_up_yuan", 12350, 12400), ("half_up_yuan", 12349, 12300),
        ("half_up_fen", Fraction(1, 2), 1), ("half_up_fen", Fraction(1, 3), 0),
        ("ceil_jiao", 12301, 12310), ("ceil_jiao", 12310, 12310), ("half_up_yuan", -12350, -12400),
        ("ceil_yuan", -12350, -12300),
    ],
)
def test_worked_roundings(mode: str, exact: int | Fraction, fen: int) -> None:
    assert round_fen(mode, exact) == fen


@given(st.sampled_from(sorted(STEP)), exact_fen)
def test_a_rounding_lands_on_its_step_and_stays_near(mode: str, exact: Fraction) -> None:
    fen, step = round_fen(mode, exact), STEP[mode]
    assert fen % step == 0
    if mode.startswith("ceil"):
        assert 0 <= fen - exact < step
    else:
        assert abs(fen - exact) <= Fraction(step, 2)
        assert round_fen(mode, -exact) == -fen


@given(st.sampled_from(sorted(STEP)), exact_fen, exact_fen)
def test_more_never_rounds_to_less(mode: str, a: Fraction, b: Fraction) -> None:
    low, high = sorted((a, b))
    assert round_fen(mode, low) <= round_fen(mode, high)


def test_there_are_these_four() -> None:
    assert set(ROUNDINGS) == set(STEP)


def test_an_unknown_rounding_names_those_that_exist() -> None:
    with pytest.raises(UnknownRounding, match="ceil_yuan"):
        round_fen("floor", 1)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        round_fen("ceil_yuan", 1.5)  # type: ignore[arg-type]
