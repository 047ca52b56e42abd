"""A figure and the way it is taken: real work, a warm-up, the median of several rounds."""

import gc
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number, and how many times it is the peer or floor `ratio_to` of the same run."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    ratio_to: str = ""

    def line(self) -> str:
        """The figure as one line of JSON."""
        ratio = None if self.ratio is None else round(self.ratio, 3)
        told = {"name": self.name, "value": float(f"{self.value:.4g}"), "unit": self.unit, "ratio": ratio}
        return json.dumps({**told, "ratio_to": self.ratio_to or None}, ensure_ascii=False)


@dataclass(frozen=True)
class Scale:
    """How big the city-scale figures are, and which figures are asked for (prefix of the name)."""

    people: int
    wanted: str = ""

    def wants(self, name: str) -> bool:
        """Whether a figure of this name, or one below it, is asked for."""
        return name.startswith(self.wanted) or self.wanted.startswith(name)


def seconds(work: Callable[[], object], rounds: int = 7, warm_up: int = 1) -> float:
    """The median of the wall-clock seconds of one round."""
    for _ in range(warm_up):
        work()
    return statistics.median(_rounds(work, rounds))


def _rounds(work: Callable[[], object], rounds: int) -> Iterator[float]:
    # A collection that falls into one round and not into another is noise; it runs in between instead.
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        gc.enable()
        yield took


@dataclass(frozen=True)
class Spent:
    """What a command cost."""

    seconds: float
    megabytes: float


def command(words: list[str]) -> Spent:
    """Run a command with its output thrown away; its time and its largest resident memory. RuntimeError if
    it fails.
    """
    start = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)]
        pid = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
    took = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Spent(took, usage.ru_maxrss / 1024)


def median_command(words: list[str], rounds: int = 5) -> Spent:
    """The same several times after a warm-up: median time, largest memory."""
    command(words)
    spent = [command(words) for _ in range(rounds)]
    return Spent(statistics.median(one.seconds for one in spent), max(one.megabytes for one in spent))
