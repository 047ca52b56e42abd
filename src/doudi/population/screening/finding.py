"""Single households of a snapshot and of results: for an explanation, and to see what changed."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.law import Document
from doudi.policy.decide import completed
from doudi.population.schema import document_of, every_name
from doudi.population.screening.county import batches_of
from doudi.population.screening.engine import Array
from doudi.population.screening.opening import County, Reads


def stored_rows(county: County, numbers: Array) -> Iterator[dict[str, Any]]:
    """The rows of these households with everything that the files know of them."""
    everything: Reads = {entity: tuple(names) for entity, names in every_name().items()}
    wanted = np.sort(numbers)
    for batch in batches_of(county, county.files, everything):
        here = np.isin(batch.column("household").fill_null(-1).to_numpy(), wanted)
        if here.any():
            yield from batch.filter(pa.array(here)).to_pylist()


def household_of(row: Mapping[str, Any]) -> Document:
    """The household as the law takes it; members that are listed are known."""
    return completed(document_of(row))
