"""The synthetic city through the array kernel, read from its Parquet files as they are: the answers of the scalar run."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.law.kernel import OUTCOMES, Kernel
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.city import write_city
from doudi.population.places import places_by_county, read_area_codes
from doudi.population.schema import document_of
from tests.law.batches import CACHE
from tests.law.onebyone import all_of, differences, unlike, verdicts
from tests.policy.comparing import HERE
from tests.policy.test_kernel import PROGRAMMES  # one kernel, compiled once for both

DAY = date(2026, 6, 15)
BOOK = law_book()
SET = StandardsSet.from_yaml(HERE / "standards/t1.yaml")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    folder: Path = tmp_path_factory.mktemp("city")
    with as_file(files("doudi.offices") / "data" / "areas.csv") as shipped:
        places = places_by_county(read_area_codes(shipped))
    write_city(folder, places, people=5_000, seed=11, day=DAY)
    parts = [pq.ParquetFile(part).read() for part in sorted(folder.rglob("*.parquet"))]
    return pa.concat_tables(parts).combine_chunks()


@pytest.mark.parametrize(
    "undecided", [(), ("basic_pension_excluded", "disposable_income_basis")], ids=["decided", "open"]
)
def test_the_city_is_decided_as_one_by_one(city: pa.Table, undecided: tuple[str, ...]) -> None:
    switches = {name: list(switch.values)[0] for name, switch in BOOK.switches.items()} | dict.fromkeys(
        undecided
    )
    sheet = SET.with_switches(switches).sheet(DAY, "3708")
    kernel = Kernel.of(BOOK, PROGRAMMES, DAY, CACHE)
    areas = set(city.column("area").to_pylist())
    answer = kernel.decide(city, kernel.numbers(sheet, areas))
    hurried = Kernel.of(BOOK, PROGRAMMES, DAY, CACHE, masks=False)
    assert unlike(BOOK, hurried.decide(city, hurried.numbers(sheet, areas)), answer) == []
    documents = [document_of(row) for row in city.to_pylist()]
    expected = all_of(documents, lambda d: verdicts(BOOK, d, sheet.at(d.household["area"]), PROGRAMMES))
    assert differences(answer, OUTCOMES, expected) == []
    seen = np.bincount(answer["subsistence"].outcome, minlength=len(OUTCOMES))
    assert seen[1] > 20 and seen[2] > 1_000 and seen[3] > 5
