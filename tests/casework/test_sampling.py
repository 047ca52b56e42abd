"""The draw: at least the share, rounded up, the same for everybody from the same seed, and no confirming past it."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible
from doudi.casework.actions.sampling import chosen
from doudi.offices.reads import jurisdiction
from tests.casework.conftest import Town, moment

NUMBERS = st.lists(st.integers(1, 10**6).map(str), min_size=1, max_size=60, unique=True)


@given(numbers=NUMBERS, seed=st.text(min_size=1, max_size=20), percent=st.integers(1, 100))
def test_the_seed_alone_says_who_and_the_count_is_rounded_up(
    numbers: list[str], seed: str, percent: int
) -> None:
    part = Fraction(percent, 100)
    drawn = chosen(seed, numbers, part)
    assert drawn == chosen(seed, list(reversed(numbers)), part), "the order of the population does not matter"
    assert part * len(numbers) <= len(drawn) < part * len(numbers) + 1
    assert set(drawn) <= set(numbers)


def test_another_seed_draws_others() -> None:
    numbers = [str(number) for number in range(40)]
    assert chosen("a", numbers, Fraction(3, 10)) != chosen("b", numbers, Fraction(3, 10))
    assert len(chosen("a", numbers[:11], Fraction(3, 10))) == 4, "3.3 is four homes"


@pytest.mark.database
def test_nobody_is_confirmed_past_the_draw(town: Town) -> None:
    town.law.grants(124100, "extreme_hardship")
    cases = [
        town.bring(
            "county_review",
            town.submit(
                town.family(name, opened="2026-01-06"), day="2026-09-21", programmes=["extreme_hardship"]
            ),
            start="2026-09-21",
        )
        for name in ("王一", "王二", "王三", "王四")
    ]
    at = moment("2026-10-20")
    waiting = {"case_id": cases[0].pk, "by": town.county, "at": at}
    with pytest.raises(NotPossible, match="要先抽查"):
        actions.confirm(**waiting)
    with pytest.raises(NotPossible, match="县级民政"):
        actions.draw_sample(
            county="370811", programme_code="extreme_hardship", seed="x", by=town.far_county, at=at
        )
    draw = actions.draw_sample(
        county="370811", programme_code="extreme_hardship", seed="20261020", by=town.county, at=at
    )
    assert len(draw.chosen) == 2 and len(draw.population) == 4
    with pytest.raises(NotPossible, match="没有等着抽查"):
        actions.draw_sample(
            county="370811", programme_code="extreme_hardship", seed="again", by=town.county, at=at
        )
    view = reads.draws(jurisdiction(town.county, at.date()))[0]
    assert [each.chosen for each in view.cases].count(True) == 2
    again = chosen(draw.seed, [each.number for each in view.cases], Fraction(draw.share))
    assert {each.number for each in view.cases if each.chosen} == set(again), "anybody can repeat it"
    picked = next(case for case in cases if case.pk in draw.chosen)
    free = next(case for case in cases if case.pk not in draw.chosen)
    with pytest.raises(NotPossible, match="亲自入户"):
        actions.confirm(case_id=picked.pk, by=town.county, at=at + timedelta(days=1))
    assert actions.confirm(case_id=free.pk, by=town.county, at=at + timedelta(days=1)).result == "confirm"
    assert not reads.draws(jurisdiction(town.far_county, at.date()))
