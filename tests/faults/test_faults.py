"""The short run of kills, and that a plan is what its seed says. `make faults` runs the long one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.plan import DEEDS, TARGETS, plan

pytestmark = pytest.mark.database
HOUSE = Path(__file__).parents[2]
SEED, KILLS = 16282, 8


def run(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "tests.faults", *words], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_eight_kills_lose_and_double_nothing():
    told = run("--kills", str(KILLS), "--seed", str(SEED), "--rows", "700", "--hurry")
    print(told)
    assert f"seed {SEED}, {KILLS} kills" in told
    assert [f"#{kill.number} {kill}" in told for kill in plan(SEED, KILLS)] == [True] * KILLS
    assert "everything holds" in told


def test_a_seed_makes_the_same_plan_and_a_long_one_begins_with_a_short_one():
    assert list(plan(7, 40)) == list(plan(7, 300))[:40]
    assert list(plan(7, 40)) != list(plan(8, 40))


def test_the_eight_meet_every_deed_and_every_victim():
    kills = list(plan(SEED, KILLS))
    assert {kill.deed for kill in kills} == set(DEEDS)
    assert {kill.what for kill in kills} == set(TARGETS)
