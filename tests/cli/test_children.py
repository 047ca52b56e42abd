"""The web server and the worker are started again when they fall, but not for ever in a row."""

import pytest

from doudi.cli import children
from doudi.cli.children import MOST_RESTARTS, STEADY_SECONDS, Child


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    passed = [0.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: passed[0])
    return passed


def test_who_keeps_falling_is_given_up(pass_time: list[float]) -> None:
    child = Child("x", ["true"])
    told = []
    for _ in range(MOST_RESTARTS + 1):
        pass_time[0] += 1
        told.append(child.fell())
        child.started = pass_time[0]
    assert told == [True] * MOST_RESTARTS + [False]


def test_who_ran_well_in_between_is_always_started_again(pass_time: list[float]) -> None:
    child = Child("x", ["true"])
    for _ in range(3 * MOST_RESTARTS):
        pass_time[0] += STEADY_SECONDS + 1
        assert child.fell()
        child.started = pass_time[0]
