"""Invented amounts of money: spread like incomes and savings are, in whole fen, mostly round as people
state them.
"""

import numpy as np

from doudi.population.columns import Array

FEN_PER_YUAN = 100
# Nobody here has more than 50 million yuan of anything; the declared range of a fact is wider.
_MOST_YUAN = 50_000_000


def amounts(
    rng: np.random.Generator, n: int, median_yuan: float | Array, spread: float, step_yuan: int = 100
) -> Array:
    """n amounts in fen, log-normal around the median; four in five rounded to `step_yuan`, the rest to the
    fen.
    """
    yuan = np.minimum(np.exp(rng.normal(0.0, spread, n)) * median_yuan, _MOST_YUAN)
    rounded = np.round(yuan / step_yuan).astype(np.int64) * step_yuan * FEN_PER_YUAN
    return np.where(rng.random(n) < 0.8, rounded, np.round(yuan * FEN_PER_YUAN).astype(np.int64))


def some(rng: np.random.Generator, share: float | Array, n: int) -> Array:
    """A mask that holds for about `share` of n."""
    return np.asarray(rng.random(n) < share)
