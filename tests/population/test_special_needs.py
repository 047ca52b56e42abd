"""Every special programme meets somebody in the synthetic city: some it helps, some it does not."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from doudi.policy import decide
from doudi.policy.lawbook import SPECIAL
from doudi.policy.sheets import StandardsSet
from doudi.population.block import Setting, make_block
from doudi.population.places import Place
from doudi.population.schema import document_of
from doudi.population.township import HARDSHIP
from tests.policy.comparing import HERE

DAY = date(2026, 6, 15)
HOUSEHOLDS = 2_500
HELPED = {"entitled", "discretion"}
# Whoever is asked is helped: the watch over rural houses, and the children and families that may be put forward.
NEVER_REFUSED = {"housing_safety", "lottery_warmth", "hand_in_hand"}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Counter[str]]:
    standards = StandardsSet.from_yaml(HERE / "standards/s1.yaml")
    place = Place.of(["370811006001", "370811100201"])
    block = make_block(np.random.default_rng(7), Setting(place, DAY, HARDSHIP), HOUSEHOLDS)
    sheets = {village: standards.sheet(DAY, village) for village in place.villages}
    found: dict[str, Counter[str]] = {code: Counter() for code in SPECIAL}
    for row in block.table().to_pylist():
        document = document_of(row)
        decision = decide(document, day=DAY, sheet=sheets[row["area"]], programmes=SPECIAL, trace=False)
        for code, verdict in decision.verdicts.items():
            verdicts = verdict.values() if isinstance(verdict, dict) else [verdict]
            found[code].update(each.outcome for each in verdicts if each is not None)
    return found


@pytest.mark.parametrize("code", SPECIAL)
def test_the_programme_helps_some_and_not_others(outcomes: dict[str, Counter[str]], code: str) -> None:
    met = outcomes[code]
    assert HELPED & set(met), met
    assert "not_entitled" in met or code in NEVER_REFUSED, met
