"""Who is on which roll already (在册): 低保, 边缘, 刚性支出, 特困, orphans' money, the list of 防返贫监测.

What special programmes and price subsidies ask first (济办发〔2020〕21号 三20·7). Invented: the hard-pressed are mostly on
a roll, a few others are, and not everybody who should be; nothing here decides who ought to be.
"""

import numpy as np

from doudi.population.amounts import some
from doudi.population.columns import Array, Columns
from doudi.population.families import Family


def give_rolls(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array
) -> None:
    """Fill what `circumstances` has not: receives_rigid_expenditure, receives_illness_poverty, poverty_watch and who lives
    in an institution; `hard` is by household.
    """
    n, on_hardship = members.size, members["receives_extreme_hardship"]
    rest = ~households["receives_subsistence"] & ~households["receives_low_income"]
    rest &= family.in_household(on_hardship) == 0
    households.put("receives_rigid_expenditure", rest & some(rng, np.where(hard, 0.1, 0.002), households.size))
    _give_watch(rng, family, households, hard)
    ill = members["serious_illness"] & family.of_household(rest)
    members.put("receives_illness_poverty", ill & some(rng, 0.08, n))
    members.put("supported_in_institution", on_hardship & some(rng, 0.3, n))


def _give_watch(rng: np.random.Generator, family: Family, households: Columns, hard: Array) -> None:
    draw = rng.random(households.size)
    watched = family.shape.rural & (draw < np.where(hard, 0.08, 0.004))
    households.put_code(
        "poverty_watch", {"monitored": watched, "returned": watched & (draw < 0.0006)}, "none"
    )
