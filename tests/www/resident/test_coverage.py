"""Reason coverage (ux.md §6): whatever a family is told carries a state, a reason, an article, the numbers with their
document and a next step; for every programme; measured over invented households of a township, through the pages' own function.
`make complete` asks about ten thousand of them."""

import os

import pytest

from doudi.offices import reads as offices
from doudi.population.township import township
from doudi.standards import reads as standards
from doudi.www.selfcheck.telling import ask_document
from tests.www.resident.complete import OUTCOMES, SEED, TOWN, VILLAGE, found_lacking

pytestmark = pytest.mark.database
# As many as the machine that runs all tests has time for.
HOUSEHOLDS = int(os.environ.get("DOUDI_HOUSEHOLDS", "100"))


def test_everything_a_family_is_told_has_its_reason_its_numbers_and_a_next_step(day, street):
    found, told_in_all, states, sheet = [], 0, set(), standards.sheet(day, TOWN)
    serving = list(offices.offices_for(TOWN))
    for record in township(["370811", TOWN, VILLAGE], TOWN, HOUSEHOLDS, SEED, day, sheet=sheet):
        for told, missing in found_lacking(ask_document(record.document(), day, sheet), serving):
            told_in_all += 1
            states.add(told.outcome)
            if missing:
                found.append((record.number, told.code, told.outcome, missing))
    print(f"reason coverage: {told_in_all - len(found)} of {told_in_all}, states {sorted(states)}")
    assert not found, found[:10]
    assert told_in_all >= HOUSEHOLDS * 10 and states == OUTCOMES
