"""The law on the whole city from file to file: `doudi screen` on an invented city of PEOPLE people, on one machine and by
Spark, and how the cost grows with the city.
"""

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq

from bench import openfisca
from bench.city import DOUDI, city
from bench.figure import Figure, Scale, Spent, command, seconds
from doudi.policy.lawbook import BASIC
from doudi.population.screening.compiled import law_of
from doudi.population.screening.opening import leaves

STANDARDS = Path(__file__).parent / "data" / "standards" / "example.yaml"
DAY = date(2026, 6, 15)
ROUNDS, THREADS = 3, 2
SIZES = (840_000, 2_100_000, 4_200_000, 8_400_000)
LOADED_ONLY = [sys.executable, "-c", "import doudi.cli.screen"]


def figures(scale: Scale) -> Iterator[Figure]:
    """law.kernel.end_to_end, law.kernel.peak_memory, law.spark.*, law.openfisca.*; law.scale.* only when it is asked for."""
    if any(map(scale.wants, ("law.kernel.end_to_end", "law.kernel.peak_memory", "law.spark", "law.openfisca"))):
        # Before anything large is held here: a child starts its own record of memory with what its parent has.
        modules = command(LOADED_ONLY).megabytes
        with city_of(scale.people) as city:
            yield from _one_machine(city, modules, scale)
    if scale.wanted.startswith("law.scale"):
        yield from _scale()


@contextmanager
def city_of(people: int) -> Iterator[Path]:
    """A folder with an invented city in it, and room for results beside it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "city"
        place.symlink_to(city(people))
        with _kernels(Path(folder)):
            yield place


@contextmanager
def _kernels(folder: Path) -> Iterator[None]:
    before = os.environ.get("DOUDI_DATA")
    os.environ["DOUDI_DATA"] = str(folder / "var")
    try:
        yield
    finally:
        os.environ.pop("DOUDI_DATA")
        if before is not None:
            os.environ["DOUDI_DATA"] = before


def screened(city: Path, *more: str) -> Spent:
    """One run into a new folder; `out` beside the city holds the last one."""
    out = city.with_name("out")
    shutil.rmtree(out, ignore_errors=True)
    words = [str(DOUDI), "screen", str(city), "--day", DAY.isoformat(), "--standards", str(STANDARDS), "--threads", str(THREADS)]
    return command([*words, "--out", str(out), *more])


def _one_machine(city: Path, modules: float, scale: Scale) -> Iterator[Figure]:
    screened(city)  # compiles
    spent = [screened(city) for _ in range(ROUNDS)]
    took = median(each.seconds for each in spent)
    if scale.wants("law.kernel.end_to_end"):
        floor = seconds(lambda: _read_and_write(city), rounds=ROUNDS)
        yield Figure("law.kernel.end_to_end", took, "s", took / floor, "reading the same columns, writing the same results")
    if scale.wants("law.kernel.peak_memory"):
        peak = max(each.megabytes for each in spent)
        yield Figure("law.kernel.peak_memory", peak, "MB", peak / modules, "the modules alone")
    if scale.wants("law.spark"):
        yield _spark(city, took)
    if scale.wants("law.openfisca"):
        screened(city)
        yield from openfisca.figures(city, STANDARDS, DAY, took)


def _read_and_write(city: Path) -> None:
    """What any engine has to do, without deciding anything."""
    reads = law_of(BASIC, DAY, None, Path(os.environ["DOUDI_DATA"]) / "kernel").kernel.reads
    copy = city.with_name("copy")
    copy.mkdir(exist_ok=True)

    def one(folder: Path) -> None:
        with pq.ParquetFile(folder / "part-0.parquet") as file:
            for group in range(file.num_row_groups):
                file.read_row_group(group, columns=leaves(file, reads), use_threads=False)
        for part in (city.with_name("out") / folder.name).glob("*.parquet"):
            (copy / f"{folder.name}-{part.name}").write_bytes(part.read_bytes())

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, sorted(city.glob("county=*"))))


def _spark(city: Path, one_machine: float) -> Figure:
    """The totals must be the same to the byte, or there is no figure."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        raise RuntimeError("law.spark needs pyspark and Java")
    expected = (city.with_name("out") / "summary.csv").read_bytes()
    with city_of(12) as nobody:
        start = min(screened(nobody, "--engine", "spark").seconds for _ in range(2))
    took = screened(city, "--engine", "spark").seconds
    if (city.with_name("out") / "summary.csv").read_bytes() != expected:
        raise RuntimeError("Spark's totals are others than one machine's")
    return Figure("law.spark.end_to_end", took - start, "s", (took - start) / one_machine, "law.kernel.end_to_end")


def _scale() -> Iterator[Figure]:
    """Seconds for each million people: level, if the cost grows with the city and no faster."""
    first: float | None = None
    for people in SIZES:
        with city_of(people) as city:
            screened(city)
            each = median(screened(city).seconds for _ in range(ROUNDS)) * 1_000_000 / people
        first = first or each
        yield Figure(f"law.scale.{people}", each, "s per million people", each / first, f"law.scale.{SIZES[0]}")
