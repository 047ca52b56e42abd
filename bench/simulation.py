"""A slider of the standards workbench: one standard moved in every county, answered for everybody, at PEOPLE people (8,400,000 is
the whole city).
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path

from bench.figure import Figure, Scale, seconds
from doudi.law.kernel import Kernel
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.city import write_city
from doudi.population.places import places_by_county, read_area_codes
from doudi.population.simulation.changes import Change, with_changes
from doudi.population.simulation.loading import counties, snapshot_in
from doudi.population.simulation.parts import part_of
from doudi.population.simulation.simulating import AT_ONCE, Simulation
from doudi.population.simulation.telling import told
from doudi.population.simulation.terms import AMOUNTS, PROGRAMMES

DAY = date(2026, 11, 26)
CITY = "3708"
MILLISECONDS = 1000


def figures(scale: Scale) -> Iterator[Figure]:
    """simulation.slider and simulation.one_county"""
    if not scale.wants("simulation"):
        return
    with tempfile.TemporaryDirectory() as folder:
        simulation = _simulation(Path(folder), scale.people)
        yield from _sliders(simulation)


def _simulation(folder: Path, people: int) -> Simulation:
    with as_file(files("doudi.offices") / "data" / "areas.csv") as areas:
        write_city(folder / "city", places_by_county(read_area_codes(areas)), people=people, seed=1, day=DAY)
    snapshot = snapshot_in(folder / "city")
    assert snapshot is not None
    kernel = Kernel.of(law_book(), programmes=PROGRAMMES, day=DAY, cache=folder, amounts=AMOUNTS, masks=False)
    with as_file(files("doudi.standards") / "data" / "demo-standards.yaml") as path:
        published = StandardsSet.from_yaml(path)
    sheets, parts = {}, []
    for county, batch in counties(snapshot, folder / "kept", kernel.reads):
        sheets[county] = published.sheet(DAY, county)
        parts.append(part_of(county, batch, DAY, sheets[county]))
    return Simulation(tuple(parts), kernel, sheets)


def _sliders(simulation: Simulation) -> Iterator[Figure]:
    # Every round another number: nothing may be remembered from the round before.
    yuan = count(700)

    def move(which: list[str]) -> None:
        value = {"value": f"{next(yuan)}.00"}
        changes = [Change("subsistence_standard", each, value, {"registration": "rural"}) for each in which]
        answer = told(simulation.effects(with_changes(simulation.sheets, changes)), [CITY])
        if not answer["all"]["more_fen"]:
            raise RuntimeError("the slider moved nothing")

    def kernel_alone() -> None:
        simulation.each(lambda part: simulation.kernel.decide(
            part.batch, simulation.kernel.numbers(simulation.sheets[part.county], part.areas), threads=1))

    everybody, [smallest, *_] = list(simulation.sheets), [part.county for part in reversed(simulation.parts)]
    whole, alone = seconds(lambda: move(everybody)), seconds(kernel_alone)
    against = f"the law's kernel alone on {AT_ONCE} threads"
    yield Figure("simulation.slider", whole * MILLISECONDS, "ms", whole / alone, against)
    one = seconds(lambda: move([smallest]))
    yield Figure("simulation.one_county", one * MILLISECONDS, "ms", one / whole, "every county")
