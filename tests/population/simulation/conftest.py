"""A handful of invented villages in two counties, and the example numbers that hold there."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from doudi.policy.sheets import StandardsSet
from doudi.population.block import Setting, make_block
from doudi.population.families import Taste
from doudi.population.places import places_by_county
from doudi.population.simulation.parts import part_of
from tests.population.areas_for_tests import CODES, DAY
from tests.population.test_stories_decided import STANDARDS


@pytest.fixture(scope="session")
def sheets():
    published = StandardsSet.from_yaml(STANDARDS)
    return {county: published.sheet(DAY, county) for county in ("370831", "370811")}


def batch_of(county, households, seed=7):
    """Invented households of a county, poorer than most, with a coded area."""
    rng = np.random.default_rng([seed, int(county)])
    setting = Setting(places_by_county(CODES)[county], DAY, Taste(hard_pressed=0.6))
    table = make_block(rng, setting, households).table()
    coded = pc.dictionary_encode(table.column("area").combine_chunks())
    place = table.schema.get_field_index("area")
    return table.set_column(place, pa.field("area", coded.type), coded).combine_chunks().to_batches()[0]


@pytest.fixture(scope="session")
def parts(sheets):
    return tuple(part_of(county, batch_of(county, 90), DAY, sheets[county]) for county in sheets)
