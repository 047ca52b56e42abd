"""The book of the assistance law: every module of rules, every declaration, every programme, read once.

One place says which modules are law; the version of the law is a hash over their sources and parameters.
"""

import hashlib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import yaml

from doudi.law import LawBook, Programme
from doudi.policy.basic import extreme_hardship, low_income, rigid_expenditure, single_person, subsistence
from doudi.policy.declared import SWITCHES, parameters
from doudi.policy.facts import ALL_FACTS
from doudi.policy.family import assets, disability, income, members, obligors, roll, standing, support
from doudi.policy.procedure import bands, gradual_exit, limits, recovery
from doudi.policy.special import (
    accident_insurance,
    charity,
    children,
    disaster,
    education,
    elderly,
    elderly_nursing,
    emergency_treatment,
    employment,
    heating,
    home_adaptation,
    home_teaching,
    housing,
    judicial_relief,
    left_behind,
    legal_aid,
    medical,
    medical_premium,
    rehabilitation,
    two_cancers,
    unattended,
    worker_hardship,
)
from doudi.policy.special import disability as disability_subsidies
from doudi.policy.urgent import price_subsidy, temporary, temporary_urgent

SPECIAL_MODULES: Final[tuple[ModuleType, ...]] = (
    medical,
    medical_premium,
    emergency_treatment,
    education,
    home_teaching,
    housing,
    employment,
    heating,
    rehabilitation,
    legal_aid,
    judicial_relief,
    worker_hardship,
    two_cancers,
    home_adaptation,
    accident_insurance,
    charity,
)
"""专项救助 that offices beside civil affairs lead, in the order of 21号 二(二)."""

MODULES: Final[tuple[ModuleType, ...]] = (
    members,
    disability,
    income,
    support,
    assets,
    obligors,
    roll,
    standing,
    subsistence,
    low_income,
    single_person,
    extreme_hardship,
    rigid_expenditure,
    disability_subsidies,
    *SPECIAL_MODULES,
    elderly,
    elderly_nursing,
    children,
    unattended,
    left_behind,
    disaster,
    temporary,
    temporary_urgent,
    price_subsidy,
    gradual_exit,
    recovery,
    limits,
    bands,
)

PROGRAMMES: Final[tuple[Programme, ...]] = (
    *subsistence.PROGRAMMES,
    *low_income.PROGRAMMES,
    *single_person.PROGRAMMES,
    *extreme_hardship.PROGRAMMES,
    *rigid_expenditure.PROGRAMMES,
    *disability_subsidies.PROGRAMMES,
    *(programme for module in SPECIAL_MODULES for programme in module.PROGRAMMES),
    *elderly.PROGRAMMES,
    *elderly_nursing.PROGRAMMES,
    *children.PROGRAMMES,
    *unattended.PROGRAMMES,
    *left_behind.PROGRAMMES,
    *disaster.PROGRAMMES,
    *temporary.PROGRAMMES,
    *temporary_urgent.PROGRAMMES,
    *price_subsidy.PROGRAMMES,
    *gradual_exit.PROGRAMMES,
    *recovery.PROGRAMMES,
)

BASIC: Final = ("subsistence", "low_income", "single_person", "extreme_hardship", "rigid_expenditure")
"""The programmes of 基本生活救助, in the order in which a family is told about them."""

SPECIAL: Final = tuple(programme.code for module in SPECIAL_MODULES for programme in module.PROGRAMMES)
"""The programmes of 专项救助 here, in the same order: asked by name (`decide(…, programmes=SPECIAL)`)."""

BESIDE: Final = ("gradual_exit", "recovery")
"""Verdicts on what follows from a change; nobody applies for them."""

UNASKED: Final = ("temporary_urgent", "price_subsidy", *BESIDE)
"""What no family is asked about or applies for: today's need has a door of its own (24 hours), the rest comes by itself."""

HERE: Final = Path(__file__).parent


def everything() -> tuple[str, ...]:
    """Every programme that a family may ask for, in the order of the book."""
    return tuple(code for code in law_book().programmes if code not in UNASKED)


@cache
def reason_labels() -> dict[str, str]:
    """Chinese words for every reason code."""
    labels: dict[str, str] = yaml.load((HERE / "codes.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return labels


@cache
def law_book() -> LawBook:
    """The law, compiled."""
    return LawBook(
        modules=MODULES,
        facts=ALL_FACTS,
        parameters=parameters(),
        switches=SWITCHES,
        programmes=PROGRAMMES,
        reason_labels=reason_labels(),
    )


@cache
def law_version() -> str:
    """A hash over days and rounding, the language and its kernel, the rules and the parameters: the same text
    decides the same."""
    return version_of(HERE.parent)


def version_of(product: Path) -> str:
    """The version of the law in a folder of the product."""
    found = hashlib.sha256()
    rooms = {"kernel": ("*.py",), "law": ("*.py", "*.c"), "policy": ("*.py", "*.yaml")}
    named = (path for room, names in rooms.items() for name in names for path in (product / room).rglob(name))
    for path in sorted(named):
        found.update(str(path.relative_to(product)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
