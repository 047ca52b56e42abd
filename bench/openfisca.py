"""OpenFisca on the same city, as a process of its own: how long it takes, and whether it comes to the same totals.

openfisca-core is no dependency of ours: `pip install --target FOLDER openfisca-core`, then `OPENFISCA=FOLDER`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.city import counties
from bench.figure import Figure, seconds
from doudi.law import Sheet
from doudi.law.kernel import Kernel
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.screening.engine import ENTITLED
from doudi.population.screening.layout import HOUSEHOLDS
from doudi.population.screening.results import Results

AREA, THREADS = "3708", 2
PROGRAMMES = ("subsistence", "low_income")


def figures(place: Path, standards: Path, day: date, ours: float) -> Iterator[Figure]:
    """law.openfisca.compute and law.openfisca.end_to_end: against the kernel on the same two programmes, and against our
    whole run of all of them. RuntimeError where a total differs."""
    folder = os.environ.get("OPENFISCA")
    if not folder:
        print("law.openfisca: OPENFISCA names no folder with openfisca-core in it", file=sys.stderr)
        return
    numbers, known = place.with_name("numbers.json"), place.with_name("known.npy")
    sheet = StandardsSet.from_yaml(standards).sheet(day, AREA)
    numbers.write_text(json.dumps(_numbers(sheet)), encoding="utf-8")
    words = [sys.executable, "-W", "ignore", "-m", "bench.openfisca_rules", str(place), str(numbers), str(known)]
    path = os.pathsep.join([str(Path(__file__).parents[1]), folder])
    ended = subprocess.run(words, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True)
    told = json.loads(ended.stdout)
    expected = totals(Results(place.with_name("out")), np.load(known))
    if told["totals"] != expected:
        raise RuntimeError(f"OpenFisca comes to {told['totals']}, we to {expected}")
    kernel = _computing(place, sheet, day)
    yield Figure("law.openfisca.compute", told["compute"], "s", told["compute"] / kernel, "the kernel on the same programmes")
    whole = "law.kernel.end_to_end, which decides all programmes"
    yield Figure("law.openfisca.end_to_end", told["end_to_end"], "s", told["end_to_end"] / ours, whole)


def _computing(place: Path, sheet: Sheet, day: date) -> float:
    """Seconds of the kernel alone for the same two programmes, one county after the other, in two threads."""
    kernel = Kernel.of(law_book(), PROGRAMMES, day, cache=place.with_name("var"))
    took = 0.0
    for table in counties(place):
        numbers = kernel.numbers(sheet, table.column("area").chunk(0).dictionary.to_pylist())
        took += seconds(lambda table=table, numbers=numbers: kernel.decide(table, numbers, threads=THREADS), rounds=3)
    return took


def _numbers(sheet: Sheet) -> dict[str, Any]:
    """The published numbers that its rules take."""

    def of(key: str, **selectors: str) -> Any:
        row = sheet.row(key, AREA, selectors)
        assert row is not None, key
        return row.value if isinstance(row.value, int) else float(row.value)

    named = ("wage_cost_rate", "support_free_multiple", "support_rate", "low_income_multiple")
    assets = {code: of("financial_assets_multiple", programme=code) for code in PROGRAMMES}
    standards = {name: of("subsistence_standard", registration=name) for name in ("urban", "rural")}
    return {**standards, **{key: of(key) for key in named}, "homes_max": of("homes_max"), "assets": assets}


def totals(results: Results, known: np.ndarray) -> dict[str, int]:
    """Ours for the households that it knows whole."""
    found = {"known": 0, "subsistence": 0, "low_income": 0, "payment": 0}
    for county in results.done():
        table = results.table(county, HOUSEHOLDS)
        here = np.isin(table.column("household").to_numpy(), known)
        entitled = {code: here & (table.column(f"{code}_outcome").to_numpy() == ENTITLED) for code in PROGRAMMES}
        found["known"] += int(here.sum())
        found["payment"] += int(table.column("subsistence_monthly_low").to_numpy()[entitled["subsistence"]].sum())
        for code, rows in entitled.items():
            found[code] += int(rows.sum())
    return found
