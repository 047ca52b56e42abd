"""The clause register: every clause has its place, every rule its clause, every coded clause its worked case."""

from pathlib import Path

import yaml

from doudi.policy.clauses import PACKAGE, SEED, cited, register, render
from doudi.policy.lawbook import MODULES, law_book
from tests.policy.comparing import own_cases

DOCS = Path(__file__).parents[1] / "docs"
ITEMS = 23


def test_all_23_items_of_the_seed_policy_stand_in_it() -> None:
    found = [clause for clause in register().values() if clause.instrument == SEED]
    assert len([clause for clause in found if not clause.is_sentence]) == ITEMS
    assert all(clause.lead for clause in found)


def test_every_sentence_stands_under_its_item_and_says_who_where_and_how() -> None:
    sentences = [clause for clause in register().values() if clause.is_sentence]
    assert sentences
    for clause in sentences:
        assert clause.id.partition("·")[0] in register(), f"{clause.id} stands under no item"
        assert clause.responsible, f"{clause.id} names no responsible department"
        assert clause.address, f"{clause.id} has no address"


def test_every_address_exists_and_every_coded_clause_has_one() -> None:
    for clause in register().values():
        assert clause.address or clause.status == "not yet", clause.id
        assert not clause.address or (PACKAGE / clause.address).exists(), f"{clause.id}: no {clause.address}"


def test_every_clause_that_the_law_rests_on_is_registered() -> None:
    assert cited() - set(register()) == set()


def test_every_coded_clause_has_a_worked_case() -> None:
    cases = [yaml.safe_load(path.read_text(encoding="utf-8"))["cites"] for path in own_cases()]
    shown = {clause for cites in cases for clause in cites}
    coded = {clause.id for clause in register().values() if clause.status == "coded"}
    assert coded - shown == set()
    assert shown - set(register()) == set()


def test_a_coded_clause_is_named_in_the_file_that_holds_it() -> None:
    for clause in register().values():
        if clause.status == "coded" and clause.address.endswith(".py"):
            text = (PACKAGE / clause.address).read_text(encoding="utf-8")
            article = clause.id.partition(" ")[2].partition("(")[0] or clause.id
            assert article in text or clause.instrument in text, (
                f"{clause.id} is not named in {clause.address}"
            )


def test_every_rule_names_a_clause_and_quotes_or_explains_it() -> None:
    book = law_book()
    assert len(book.rules) > len(MODULES)
    for (entity, name), rule in book.rules.items():
        assert rule.decl.cite.strip(), f"{entity}.{name} cites nothing"
        assert rule.decl.label.strip(), f"{entity}.{name} has no Chinese label"


def test_every_programme_has_its_rule_and_its_worked_cases_at_one_address() -> None:
    homes = {
        programme.code: module.__name__.removeprefix("doudi.policy.").replace(".", "/")
        for module in MODULES
        for programme in getattr(module, "PROGRAMMES", ())
    }
    assert set(homes) == set(law_book().programmes)
    for code, home in homes.items():
        cases = Path(__file__).parent / "policy" / home
        beside = (cases.parents[1] / "process").glob(f"{cases.name.replace('_', '-')}*.yaml")
        found = [*cases.glob("*.yaml"), *beside]
        assert any(f" {code}: " in path.read_text(encoding="utf-8") for path in found), f"no case of {code} in {home}"


def test_docs_page_is_what_the_register_says() -> None:
    assert (DOCS / "clauses.md").read_text(encoding="utf-8") == render(register().values()), (
        "run: python -m doudi.policy.clauses"
    )
