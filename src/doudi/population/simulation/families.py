"""The types of family that effects are told by (家庭类型), each declared by a rule over who lives in the household.

A household is of the first type whose rule holds, so that the types add up to everybody. The ages are the law's own
(民发〔2021〕43号 第五条(一), 民法典 第十七条); disabled is who has a grade of any kind (民发〔2021〕57号 第八条).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.law.sheet import Sheet
from doudi.policy.facts import facts_of
from doudi.population.columns import Array
from doudi.population.simulation.terms import FAMILIES

DISABILITIES: Final = tuple(
    fact.name for fact in facts_of("member") if fact.name.startswith("disability_") and fact.type.name == "Count"
)
READS: Final = ("birth", *DISABILITIES)
"""The facts of a member that the rules below stand on."""
EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Household:
    """How many people of each kind live in each household; what nobody knows of somebody does not count."""

    members: Array
    elderly: Array
    minors: Array
    disabled: Array


RULES: Final[Mapping[str, Callable[[Household], Array]]] = {
    "old_alone": lambda h: (h.members == 1) & (h.elderly == 1),
    "old_only": lambda h: (h.members > 1) & (h.elderly == h.members),
    "disabled": lambda h: h.disabled > 0,
    "children": lambda h: h.minors > 0,
    "alone": lambda h: h.members == 1,
    "others": lambda h: h.members >= 0,
}
"""When a household is of a type of `terms.FAMILIES`."""


def type_of_each(members: pa.StructArray, sizes: Array, day: date, sheet: Sheet) -> Array:
    """The place in FAMILIES of every household (int8), from its members in order."""
    household = count_members(members, sizes, day, sheet)
    return np.select([RULES[code](household) for code in FAMILIES], range(len(FAMILIES))).astype(np.int8)


def count_members(members: pa.StructArray, sizes: Array, day: date, sheet: Sheet) -> Household:
    """Old, minor and disabled members of every household."""
    held = {field.name for field in members.type}
    born = pc.fill_null(members.field("birth").cast(pa.int32()), 0).to_numpy()
    known = pc.is_valid(members.field("birth")).to_numpy(zero_copy_only=False)
    disabled = np.zeros(len(members), bool)
    for name in DISABILITIES:
        if name in held:
            disabled |= pc.fill_null(members.field(name), 0).to_numpy() > 0
    starts = np.concatenate([[0], np.cumsum(sizes)])

    def per_household(which: Array) -> Array:
        return np.diff(np.concatenate([[0], np.cumsum(which)])[starts])

    elderly = known & (born <= _born_by(day, _age(sheet, "elderly_age")))
    minors = known & (born > _born_by(day, _age(sheet, "adult_age")))
    return Household(sizes, per_household(elderly), per_household(minors), per_household(disabled))


def _age(sheet: Sheet, key: str) -> int:
    row = sheet.row(key, sheet.area, {})
    if row is None:
        raise LookupError(f"the law has no {key} on {sheet.day}")
    return int(row.value)


def _born_by(day: date, age: int) -> int:
    """The last birthday, in days since 1970, of whoever is that old on the day."""
    try:
        return day.replace(year=day.year - age).toordinal() - EPOCH
    except ValueError:  # 29 February of a common year
        return day.replace(year=day.year - age, day=28).toordinal() - EPOCH
