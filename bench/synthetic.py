"""The invented city: how long it takes to make, and how much memory, at PEOPLE people (8,400,000 is the
whole city).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, Scale, command, seconds

MAKE = [str(Path(sys.executable).parent / "doudi"), "synthetic", "--seed", "1"]
LOADED_ONLY = [sys.executable, "-c", "import doudi.cli.synthetic"]


def figures(scale: Scale) -> Iterator[Figure]:
    """synthetic.city and synthetic.memory"""
    if not scale.wants("synthetic"):
        return
    # Before anything large is held here: a child starts its own record of memory with what its parent has.
    floor = command(LOADED_ONLY).megabytes
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "city"
        command([*MAKE, "--people", "20000", "--out", str(out)])
        spent = command([*MAKE, "--people", str(scale.people), "--out", str(out)])
        parts = [part.read_bytes() for part in sorted(out.rglob("*.parquet"))]
        copy = seconds(lambda: _write(Path(folder) / "copy", parts), rounds=3)
    yield Figure("synthetic.city", spent.seconds, "s", spent.seconds / copy, "one write of the same bytes")
    yield Figure("synthetic.memory", spent.megabytes, "MB", spent.megabytes / floor, "the modules alone")


def _write(path: Path, parts: list[bytes]) -> None:
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
