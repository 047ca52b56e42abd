"""The clause register: every clause has its place, every rule its clause, every coded clause its worked case."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from doudi.policy.clauses import PACKAGE, SEED, STATUSES, cited, register, render, tallied, whole
from doudi.policy.lawbook import MODULES, law_book
from doudi.policy.sentences import Item, beginnings, cut, differences, unregistered
from tests.policy.comparing import own_cases

DOCS = Path(__file__).parents[1] / "docs"
ITEMS = 23
NOWHERE = ("not yet", "outside")


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
        assert clause.address or clause.status in NOWHERE, f"{clause.id} has no address"


def test_every_sentence_of_the_23_items_is_registered_and_no_other() -> None:
    assert len(beginnings()) == ITEMS
    assert unregistered() == []


def the_text() -> str:
    """A text cut like the document: each sentence its known beginning and nothing else."""
    return "\n".join(
        f"{number}. 题目。{'。'.join(starts)}。(牵头单位:{register()[item].lead};"
        f"责任单位:{register()[item].responsible})"
        for number, (item, starts) in enumerate(beginnings().items(), 1)
    )


def test_a_text_that_is_the_document_does_not_differ() -> None:
    assert differences(the_text()) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("对于重大生活困难的。", "", "二(三)9:文中 5 句,登记了 6 句"),
        ("将特困人员救助供养", "将其他人员救助供养", "二(一)2·1:文中这一句不是以"),
        ("牵头单位:市审计局", "牵头单位:市财政局", "三23:牵头单位在文中是“市财政局”"),
        ("23. 题目", "题目", "文中有 22 项"),
    ],
)
def test_a_text_that_differs_says_where(before: str, after: str, found: str) -> None:
    text = the_text()
    assert before in text
    assert any(found in said for said in differences(text.replace(before, after)))


def test_a_text_is_cut_at_its_numbers_and_not_at_its_ratios() -> None:
    (item,) = cut("一、总的要求。1. 题目。第一句,1.3 倍\n以内。\n第二句。(牵头单位:甲)").values()
    assert item == Item(("第一句,1.3倍以内", "第二句"), "甲", "")


def test_a_sentence_has_the_offices_of_its_item_unless_it_names_its_own() -> None:
    audit, of_it = register()[f"{SEED} 三23"], register()[f"{SEED} 三23·4"]
    assert (of_it.lead, of_it.responsible, of_it.since) == (audit.lead, audit.responsible, audit.since)
    assert register()[f"{SEED} 二(二)8·9(职工)"].lead == "市总工会"


def test_the_page_counts_each_sentence_once() -> None:
    sentences = Counter(clause.status for clause in register().values() if clause.is_sentence)
    assert tallied(register().values())[-1] == (
        f"| 合计 | {ITEMS} 项 | {' | '.join(str(sentences[status]) for status in STATUSES)} |"
    )


def test_every_address_exists_and_every_coded_clause_has_one() -> None:
    for clause in register().values():
        assert clause.address or clause.status in NOWHERE, clause.id
        assert not (clause.address and clause.status == "outside"), f"{clause.id}: nothing can carry it out"
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
            item = whole(clause.id).partition(" ")[2].partition("·")[0]
            assert item in text if clause.instrument == SEED else clause.instrument in text, (
                f"{clause.id} is not named in {clause.address}"
            )


def test_every_rule_names_a_clause_and_quotes_or_explains_it() -> None:
    book = law_book()
    assert len(book.rules) > len(MODULES)
    for (entity, name), rule in book.rules.items():
        assert rule.decl.cite.strip(), f"{entity}.{name} cites nothing"
        assert rule.decl.label.strip(), f"{entity}.{name} has no Chinese label"


def homes() -> dict[str, str]:
    """Where each programme's rules live, as an address of the register."""
    return {
        programme.code: module.__name__.removeprefix("doudi.").replace(".", "/") + ".py"
        for module in MODULES
        for programme in getattr(module, "PROGRAMMES", ())
    }


def test_every_programme_has_its_rule_and_its_worked_cases_at_one_address() -> None:
    assert set(homes()) == set(law_book().programmes)
    for code, home in homes().items():
        cases = Path(__file__).parent / home.removesuffix(".py")
        beside = (cases.parents[1] / "process").glob(f"{cases.name.replace('_', '-')}*.yaml")
        found = [*cases.glob("*.yaml"), *beside]
        assert any(f" {code}: " in path.read_text(encoding="utf-8") for path in found), (
            f"no case of {code} in {home}"
        )


def test_a_clause_that_a_programme_carries_out_is_shown_by_a_case_of_that_programme() -> None:
    cases = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in own_cases()]
    for clause in register().values():
        here = {code for code, home in homes().items() if home == clause.address}
        if clause.status == "coded" and here:
            shown = [case for case in cases if clause.id in case["cites"] and here & set(case["expect"])]
            assert shown, f"{clause.id}: no case that cites it answers one of {sorted(here)}"


def test_docs_page_is_what_the_register_says() -> None:
    assert (DOCS / "clauses.md").read_text(encoding="utf-8") == render(register().values()), (
        "run: python -m doudi.policy.clauses"
    )
