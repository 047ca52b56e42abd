"""A compute process beside the pages of a test: a few invented households, decided one by one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from doudi.cli.simulating.engine import Engine
from doudi.cli.simulating.server import listening, serve
from doudi.population.city import write_city
from doudi.population.places import places_by_county
from tests.population.simulation.one_by_one import OneByOne, facts_read

SOON = 20


class Asked(OneByOne):
    """The slow law, saying what it reads as a kernel does."""

    reads = facts_read()


@contextmanager
def answering(folder: Path, door_at: Path, villages: list[str], people: int, day: date) -> Iterator[Engine]:
    """The process, ready, on a city of so many people in these villages; the city is made once in `folder`."""
    if not (folder / "city").exists():
        write_city(folder / "city", places_by_county(villages), people=people, seed=5, day=day)
    engine, stopping = Engine(folder / "city", folder / "kept", Asked), threading.Event()
    with listening(door_at) as door:
        thread = threading.Thread(target=serve, args=(door, engine, stopping, lambda: None))
        thread.start()
        try:
            until = time.monotonic() + SOON
            while engine.standing.state != "ready" and time.monotonic() < until:
                time.sleep(0.01)
            yield engine
        finally:
            stopping.set()
            thread.join(SOON)


def beside_the_pages(settings: Any, folder: Path, villages: list[str], people: int, day: date) -> Any:
    """The same, where the settings look for it."""
    settings.SIMULATOR = folder / "door.sock"
    return answering(folder, settings.SIMULATOR, villages, people, day)
