"""Every fact the law asks about, declared once (事实): `FACTS[(entity, name)]`.

Forms, database checks, file layouts, imports and the rules take names, ranges, words and defaults from here.
"""

from collections.abc import Mapping
from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.care import CARE
from doudi.policy.facts.children import CHILDREN
from doudi.policy.facts.disaster import DISASTER
from doudi.policy.facts.education import EDUCATION
from doudi.policy.facts.health import HEALTH_NEEDS
from doudi.policy.facts.household import BENEFITS, HOUSEHOLD
from doudi.policy.facts.living import LIVING
from doudi.policy.facts.member import DISABILITY_KINDS, INCOME_KINDS, MEMBER
from doudi.policy.facts.procedure import PROCESS_FACTS
from doudi.policy.facts.supporter import SUPPORTER
from doudi.policy.facts.urgent import URGENT

ALL_FACTS: Final = (
    HOUSEHOLD
    + PROCESS_FACTS
    + URGENT
    + DISASTER
    + MEMBER
    + CHILDREN
    + CARE
    + HEALTH_NEEDS
    + EDUCATION
    + LIVING
    + SUPPORTER
)

FACTS: Final[Mapping[tuple[str, str], Fact]] = {(fact.entity, fact.name): fact for fact in ALL_FACTS}


def facts_of(entity: str) -> tuple[Fact, ...]:
    """The facts of one entity in the order in which they are asked."""
    return tuple(fact for fact in ALL_FACTS if fact.entity == entity)


__all__ = [
    "ALL_FACTS",
    "BENEFITS",
    "DISABILITY_KINDS",
    "FACTS",
    "INCOME_KINDS",
    "UNKNOWN",
    "Fact",
    "facts_of",
]
