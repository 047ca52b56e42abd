"""No rule and no number of the law can be changed by one step without a rule table noticing it (`mutants`)."""

from collections import defaultdict
from types import ModuleType

import pytest

from doudi.policy.lawbook import MODULES
from tests.policy.mutants import Mutant, Number, equivalent, mutants, noticed, numbers

Changes = dict[ModuleType, list[Mutant]]


@pytest.fixture(scope="module")
def changes() -> Changes:
    """Every change of every rule, by module."""
    found: Changes = defaultdict(list)
    for mutant in mutants():
        found[MODULES[mutant.module]].append(mutant)
    return found


def _unnoticed(changed: list[Mutant] | list[Number]) -> list[str]:
    known = equivalent()
    return [str(each) for each in changed if str(each) not in known and not noticed(each, cases_too=False)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("doudi.policy."))
def test_every_change_of_a_rule_is_noticed(module: ModuleType, changes: Changes) -> None:
    assert _unnoticed(changes[module]) == []


def test_every_change_of_a_number_is_noticed() -> None:
    assert _unnoticed(list(numbers())) == []
