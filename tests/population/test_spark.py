"""Spark gives the same answers and totals as one machine. Needs pyspark and Java; required when DOUDI_REQUIRE_SPARK=1."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.population.screening.results import Results
from tests.population.screened import COUNTIES, kernels, rewrite, screened, small_city, with_rows

HOUSE = Path(__file__).parents[2]
HERE = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(not HERE and os.environ.get("DOUDI_REQUIRE_SPARK") != "1",
                       reason="no pyspark or no Java here: the Spark run was not tried"),
]
SCRIPT = """
from pathlib import Path
from doudi.policy.lawbook import BASIC
from doudi.population.screening.compiled import law_of
from doudi.population.screening.run import screen
from doudi.population.screening.spark import Recipe, spark_engine
from tests.population.areas_for_tests import DAY
from tests.population.screened import run_of, standards
run = run_of(Path({city!r}), Path({out!r}))
screen(run, spark_engine("local[2]", Recipe(law_of, (BASIC, DAY, standards().calendar, Path({kernels!r})))))
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> tuple[Path, Path]:
    """One machine's results and Spark's, of a city with a bad household in it."""
    folder = tmp_path_factory.mktemp("spark")
    small_city(folder / "city", people=600)
    rewrite(folder / "city", with_rows(lambda rows: rows[0].update(deposits=-1)))
    screened(folder / "city", folder / "one")
    text = SCRIPT.format(city=str(folder / "city"), out=str(folder / "spark"), kernels=str(kernels()))
    path = os.pathsep.join([str(HOUSE / "src"), str(HOUSE), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    ended = subprocess.run([sys.executable, "-c", text], env=environment, cwd=folder, capture_output=True, check=False, timeout=280)
    assert ended.returncode == 0, ended.stderr.decode()[-4000:]
    return folder / "one", folder / "spark"


def test_every_row_is_the_same(runs) -> None:
    one, spark = map(Results, runs)
    for county in COUNTIES:
        for table in ("households", "persons"):
            assert spark.table(county, table).to_pylist() == one.table(county, table).to_pylist()


def test_totals_and_refusals_are_the_same_to_the_byte(runs) -> None:
    one, spark = runs
    for name in ("summary.csv", "refused.csv", "run.json"):
        assert (spark / name).read_bytes() == (one / name).read_bytes()
    assert Results(spark).manifest()["refused"] == 1
