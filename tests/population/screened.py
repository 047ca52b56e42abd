"""A small city of two counties and runs over it, for the tests of screening."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.lawbook import BASIC
from doudi.policy.sheets import StandardsSet
from doudi.population.city import write_city
from doudi.population.places import places_by_county
from doudi.population.screening.compiled import law_of
from doudi.population.screening.judging import Law
from doudi.population.screening.opening import open_population
from doudi.population.screening.run import Run, screen
from doudi.population.screening.standards import Standards
from tests.population.areas_for_tests import CODES, DAY

EXAMPLE = Path(__file__).parents[2] / "bench" / "data" / "standards" / "example.yaml"
COUNTIES = ("370811", "370831")


def small_city(out: Path, people: int = 900, seed: int = 5, day: date = DAY) -> dict:
    return write_city(out, places_by_county(CODES), people=people, seed=seed, day=day)


def standards(day: date = DAY, change=lambda found: found) -> Standards:
    found = change(StandardsSet.from_yaml(EXAMPLE))
    return Standards(found.title, found.sheet(day, ""), calendar=found.calendar)


@cache
def kernels() -> Path:
    """Compiled law, for as long as the tests run."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def run_of(city: Path, out: Path, *, day: date = DAY, by: Standards | None = None, law: Law | None = None, **more) -> Run:
    by = by or standards(day)
    law = law or law_of(BASIC, day, by.calendar, kernels())
    return Run(open_population(city), law, by, day, out, **more)


def screened(city: Path, out: Path, **more) -> dict:
    return screen(run_of(city, out, **more))


def county_file(city: Path, county: str = "370831") -> Path:
    return city / f"county={county}" / "part-0.parquet"


def rewrite(city: Path, change, county: str = "370831") -> None:
    """Change a county's table; the manifest, which would no longer fit, goes."""
    path = county_file(city, county)
    table = change(pq.read_table(path, partitioning=None))
    pq.write_table(table, path)
    (city / "manifest.json").unlink(missing_ok=True)


def with_rows(change):
    """A change of the rows as Python lists, in the same schema."""

    def changed(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        change(rows)
        return pa.Table.from_pylist(rows, schema=pa.schema([_loose(field) for field in table.schema]))

    return changed


def _loose(field: pa.Field) -> pa.Field:
    """The same column, in which anything may be missing."""
    kind = field.type
    if pa.types.is_list(kind):
        kind = pa.list_(_loose(kind.value_field))
    elif pa.types.is_struct(kind):
        kind = pa.struct([_loose(each) for each in kind])
    return pa.field(field.name, kind)
