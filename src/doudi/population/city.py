"""The synthetic city (合成城市): Parquet partitioned by county, with a manifest that says what it is made
of.

8.4 million people are the full size. Counties are made block by block, so memory does not grow with the
city. The same seed, day and area table give the same bytes with the same pyarrow.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from doudi.population.block import Setting, make_block
from doudi.population.families import Taste
from doudi.population.places import Place, shares
from doudi.population.snapshot.writing import FolderInUse, SnapshotWriter

FULL_SIZE: Final = 8_400_000
BLOCK_HOUSEHOLDS: Final = 40_000
Progress = Callable[[str, int], None]


class CityRefused(ValueError):
    """The city cannot be made as asked; the message is Chinese and for whoever asked."""


def write_city(
    out: Path,
    places: Mapping[str, Place],
    *,
    people: int,
    seed: int,
    day: date,
    progress: Progress = lambda county, done: None,
) -> dict[str, Any]:
    """Write exactly `people` people into `out`/county=CODE/part-0.parquet and the manifest; gives the
    manifest.

    `places` are the villages by county. Raises CityRefused for a folder that holds something else, for
    fewer than one person and for a negative seed; an earlier city in the folder is replaced.
    """
    if people < 1 or seed < 0:
        raise CityRefused("人数至少为 1，种子不能是负数")
    source = {"kind": "synthetic", "said": "合成数据，非真实人员", "seed": seed}
    try:
        city = SnapshotWriter(out, source=source, day=day)
    except FolderInUse as refused:
        raise CityRefused(str(refused)) from None
    for county, residents in shares(people, list(places)).items():
        if residents:
            _write_county(city, county, residents, Setting(places[county], day, Taste()), progress)
    return city.finish()


def _write_county(
    city: SnapshotWriter, county: str, residents: int, setting: Setting, progress: Progress
) -> None:
    number = 0
    with city.county(county) as file:
        while residents:
            # Enough households for certain: nobody can be left over for want of homes in the last block.
            rng = np.random.default_rng([city.source["seed"], int(county), number])
            block = make_block(rng, setting, min(BLOCK_HOUSEHOLDS, residents), residents)
            # Numbers are told from the county, so that a county can be made alone.
            base = int(county) * 10**8
            file.write(block.table(base + city.tally.of(county, "households") + 1, base + city.tally.of(county, "people") + 1))
            residents -= block.people
            number += 1
            progress(county, city.tally.total("people"))
