"""Exact sums by cell: `bincount` adds in floating point, so wide amounts are added in two halves that fit."""

from typing import Final

import numpy as np

from doudi.population.columns import Array

HALF_BITS: Final = 26
LARGEST: Final = 2**51
"""Amounts below this, of fewer than 2^27 rows, are added exactly: either half of the sum stays below 2^53."""


def count_by(cell: Array, cells: int) -> Array:
    """How many rows stand in each cell."""
    return np.bincount(cell, minlength=cells)


def sum_by(cell: Array, amounts: Array, cells: int) -> Array:
    """The sum of whole amounts in each cell, exactly (int64). OverflowError for an amount that is too wide."""
    if not len(amounts):
        return np.zeros(cells, np.int64)
    wide = amounts.astype(np.int64)
    if int(wide.max()) >= LARGEST or int(wide.min()) <= -LARGEST:
        raise OverflowError("an amount is too wide to be added exactly")
    low = np.bincount(cell, weights=wide & (2**HALF_BITS - 1), minlength=cells).astype(np.int64)
    high = np.bincount(cell, weights=wide >> HALF_BITS, minlength=cells).astype(np.int64)
    return (high << HALF_BITS) + low
