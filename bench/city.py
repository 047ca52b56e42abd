"""The invented city for figures that need everybody: made once for a number of people, then kept in a folder of this
user's, county by county.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.figure import command

DOUDI = Path(sys.executable).parent / "doudi"
KEPT = Path(tempfile.gettempdir()) / f"doudi-bench-{os.getuid()}"
SEED = "1"


def city(people: int) -> Path:
    """The folder of a city of so many people."""
    folder = KEPT / f"city-{SEED}-{people}"
    if not (folder / "manifest.json").is_file():
        command([str(DOUDI), "synthetic", "--seed", SEED, "--people", str(people), "--out", str(folder)])
    return folder


def counties(folder: Path) -> Iterator[pa.Table]:
    """Every county as one chunk, its area codes as a dictionary."""
    for part in sorted(folder.rglob("*.parquet")):
        yield pq.ParquetFile(part, read_dictionary=["area"]).read().combine_chunks()
