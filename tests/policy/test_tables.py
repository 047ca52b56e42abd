"""Every row of every rule table holds, a table cites what its rule cites, and no rule of a module is left out."""

from pathlib import Path

import pytest

from doudi.law.run import in_force
from doudi.policy.lawbook import MODULES, law_book
from tests.policy.mutants import stale
from tests.policy.rule_tables import FOLDER, Asking, RuleTable, load, module_of, rule_of, tables


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking(law_book())


def _name(table: RuleTable) -> str:
    return f"{table.path.relative_to(FOLDER).with_suffix('')}:{table.rule}"


@pytest.mark.parametrize("table", tables(), ids=_name)
def test_rows(table: RuleTable, asking: Asking) -> None:
    assert list(asking.wrong(table)) == []


def test_a_table_cites_what_its_rule_cites() -> None:
    cited = {_name(table): in_force(rule_of(law_book(), table), table.lines[0].given["day"]).cite for table in tables()}
    assert {_name(table): table.cite for table in tables()} == cited


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_of_a_module_has_a_table(path: Path) -> None:
    file = {module.__name__: module.__file__ for module in MODULES}[module_of(path)]
    theirs = {rule.name for rule in law_book().rules.values() if rule.formulas[0].file == file}
    assert {table.rule for table in load(path)} == theirs


def test_every_change_registered_as_equivalent_is_a_change_of_the_law() -> None:
    assert stale() == []
