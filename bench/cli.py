"""`doudi decide` as a command on one case file: what somebody at a terminal waits for."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, Scale, command, median_command

HERE = Path(__file__).parent / "data"
DOUDI = Path(sys.executable).parent / "doudi"


def figures(scale: Scale) -> Iterator[Figure]:
    """cli.decide"""
    if not scale.wants("cli.decide"):
        return
    words = [str(DOUDI), "decide", str(HERE / "household.yaml")]
    command([*words, "--json"])
    ours = median_command(words)
    floor = median_command([sys.executable, "-c", "pass"])
    yield Figure("cli.decide", ours.seconds, "s", ours.seconds / floor.seconds, "python startup")
