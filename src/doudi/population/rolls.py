"""Who is on which roll already (在册): 低保, 边缘, 刚性支出, 特困, orphans' money, the list of 防返贫监测.

What special programmes and price subsidies ask first (济办发〔2020〕21号 三20·7). Invented: the hard-pressed are mostly on
a roll, a few others are, and not everybody who should be; nothing here decides who ought to be.
"""

from typing import Final

import numpy as np

from doudi.population.amounts import some
from doudi.population.columns import Array, Columns
from doudi.population.families import NAMES, Family

_ALONE: Final = NAMES.index("elder_alone")
_WITHOUT_PARENTS: Final = NAMES.index("child_with_grandparent")


def give_rolls(
    rng: np.random.Generator, family: Family, households: Columns, members: Columns, hard: Array
) -> None:
    """Fill receives_* of households and members, and poverty_watch; `hard` is by household."""
    n, kind = households.size, family.shape.kind
    draw = rng.random(n)
    alone = (kind == _ALONE) & hard & some(rng, 0.25, n)
    on_subsistence = ~alone & (draw < np.where(hard, 0.5, 0.003))
    households.put("receives_subsistence", on_subsistence)
    rest = ~alone & ~on_subsistence
    households.put("receives_low_income", rest & (draw < np.where(hard, 0.72, 0.012)))
    rigid = rest & ~households["receives_low_income"] & (draw < np.where(hard, 0.77, 0.014))
    households.put("receives_rigid_expenditure", rigid)
    _give_watch(rng, family, households, hard)
    members.put("receives_extreme_hardship", family.of_household(alone))
    minor = family.age < 18
    orphan = members["orphan"] & minor & some(rng, 0.9, members.size)
    members.put("receives_orphan", orphan)
    without = family.of_household(kind == _WITHOUT_PARENTS) & minor & ~orphan
    members.put("receives_unattended_child", without & some(rng, 0.5, members.size))
    ill = members["serious_illness"] & family.of_household(rest & ~households["receives_low_income"])
    members.put("receives_illness_poverty", ill & some(rng, 0.08, members.size))
    members.put(
        "supported_in_institution", members["receives_extreme_hardship"] & some(rng, 0.3, members.size)
    )


def _give_watch(rng: np.random.Generator, family: Family, households: Columns, hard: Array) -> None:
    draw = rng.random(households.size)
    watched = family.shape.rural & (draw < np.where(hard, 0.08, 0.004))
    households.put_code(
        "poverty_watch", {"monitored": watched, "returned": watched & (draw < 0.0006)}, "none"
    )
