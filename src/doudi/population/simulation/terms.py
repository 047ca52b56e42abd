"""The words that pages and the simulation share: programmes, registrations, types of family, and who is newly within a line.

Nothing here needs an array, so that a page can be served without loading any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from doudi.policy.facts import FACTS

FOR_FAMILY: Final = "subsistence"
FOR_MEMBERS: Final = ("extreme_hardship", "single_person")
"""Of two programmes of one member the first stands where both pay the same."""
PAYING: Final = (FOR_FAMILY, *FOR_MEMBERS)
PROGRAMMES: Final = ("subsistence", "single_person", "extreme_hardship", "low_income", "rigid_expenditure")
AMOUNTS: Final = ("monthly",)
"""What a kernel has to work out besides the outcomes: the monthly amount, which is each programme's first."""
REGISTRATIONS: Final = tuple(FACTS[("household", "registration")].values)
UNKNOWN_REGISTRATION: Final = "unknown"
REGISTERED: Final = (*REGISTRATIONS, UNKNOWN_REGISTRATION)
FAMILIES: Final[Mapping[str, str]] = {
    "old_alone": "独居老人", "old_only": "全是老人", "disabled": "有残疾人", "children": "有未成年人",
    "alone": "单身成年人", "others": "其他家庭",
}
"""In this order: a household is of the first type whose rule holds (`families`)."""


@dataclass(frozen=True)
class Newcomer:
    """One household of the snapshot that a programme would newly help, with how much a month."""

    household: int
    area: str
    programme: str
    people: int
    monthly_fen: int
