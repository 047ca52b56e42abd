"""The invented people meet the programmes for what befalls them: some are entitled, some are not."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.policy import decide
from doudi.policy.lawbook import BASIC, BESIDE, SPECIAL, law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.city import write_city
from doudi.population.drafts import Draft
from doudi.population.places import places_by_county
from doudi.population.schema import document_of
from tests.population.areas_for_tests import CODES, DAY

STANDARDS = Path(__file__).parents[2] / "src/doudi/standards/data/demo-standards.yaml"
# An orphan's money is refused to hardly anybody who is asked; of the rarer kinds of disaster there are too few in a small city.
RARE = {"orphan", "disaster_transition", "disaster_drought", "disaster_winter_spring", "temporary_urgent"}
ELSEWHERE = {*BASIC, *SPECIAL, *BESIDE}
BOTH = sorted(set(law_book().programmes) - ELSEWHERE - RARE)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    out = tmp_path_factory.mktemp("city")
    write_city(out, places_by_county(CODES), people=6_000, seed=5, day=DAY)
    tables = [pq.read_table(path, partitioning=None) for path in sorted(out.rglob("*.parquet"))]
    return [document_of(row) for table in tables for row in table.to_pylist()]


@pytest.fixture(scope="module")
def outcomes(documents):
    standards, found = StandardsSet.from_yaml(STANDARDS), Counter()
    index = {"event_kind": "price_index", "event_cpi_hundredths": 350, "event_food_cpi_hundredths": 0}
    for document in documents:
        asked = [document]
        if any(name.startswith("receives_") and value for name, value in document.household.items()):
            asked.append(type(document)({**document.household, **index}, document.members, document.supporters))
        sheet = standards.sheet(DAY, document.household["area"])
        for each in asked:
            decision = decide(each, day=DAY, sheet=sheet, programmes=(*BOTH, "temporary_urgent"), trace=False)
            for code, verdict in decision.verdicts.items():
                given = verdict.values() if isinstance(verdict, dict) else [verdict]
                found.update((code, one.outcome) for one in given)
    return found


@pytest.mark.parametrize("programme", BOTH)
def test_some_are_entitled_and_some_are_not(outcomes, programme: str) -> None:
    assert outcomes[programme, "entitled"] > 0
    assert outcomes[programme, "not_entitled"] > 0


def test_an_emergency_has_its_moments_and_is_helped_first(outcomes, documents) -> None:
    urgent = [each.household for each in documents if each.household["event_kind"] in ("accident", "fire")]
    assert urgent and outcomes["temporary_urgent", "entitled"] > 0
    for household in urgent:
        assert household["event_occurred_at"] <= household["event_reported_at"]
        assert household["event_reported_at"].utcoffset().total_seconds() == 8 * 3600
    calm = next(each.household for each in documents if each.household["event_kind"] == "none")
    assert calm["event_reported_at"] is None and calm["event_place_area"] is None


def test_what_cases_know_is_not_a_fact_of_a_draft(documents) -> None:
    helped = next(each for each in documents if each.household["receives_subsistence"])
    draft = Draft.of(helped)
    assert not [name for name in draft.facts if name.startswith(("receives_", "event_"))]
