"""What has decided families is never edited in place (`law.lock`), and an old answer keeps its old reasons."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from doudi.law import Document, Fact, LawBook, Sheet
from doudi.law.language import Code
from doudi.policy import lock
from doudi.policy.lawbook import law_book
from tests.law.small import FACTS, PARAMETERS, SWITCHES

OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)
FIRST = '''"""A law of one condition."""

from doudi.law.language import Because, Bool, FenMonth, Household, Law, Programme, household


@household(cite="甲 一", label="住房不超过", yes=Because("poor", "甲 一"), no=Because("rich", "甲 一"){until})
def allowed(h: Household, law: Law) -> Bool:
    """{text}"""
    return h.homes {op} 1


@household(cite="甲 二", label="补助")
def aid_paid(h: Household, law: Law) -> FenMonth:
    """The amount."""
    return law.line


PROGRAMME = Programme("aid", "补助", entity="household", all_of=("allowed",), amounts={{"monthly": "aid_paid"}})
'''
SECOND = '''

@household(cite="乙 九", label="住房少于", yes=Because("poor", "乙 九"), no=Because("rich", "乙 九"),
           since="2026-01-01", version_of="allowed")
def allowed_2026(h: Household, law: Law) -> Bool:
    """From 2026 less than."""
    return h.homes < 1
'''


def book(folder: Path, text: str) -> LawBook:
    """The law book of one module with this text."""
    path = folder / f"law_{len(list(folder.iterdir()))}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return LawBook(modules=[module], facts=FACTS, parameters=PARAMETERS, switches=SWITCHES,
                   programmes=[module.PROGRAMME])  # fmt: skip


def first(text: str = "Not more than.", op: str = "<=", until: str = "") -> str:
    return FIRST.format(text=text, op=op, until=f', until="{until}"' if until else "")


def test_the_law_stands_as_it_is_written_in_its_ledger() -> None:
    assert lock.wrong(lock.read(), law_book()) == []


def test_words_may_be_bettered_in_place(tmp_path: Path) -> None:
    ledger = lock.entries(book(tmp_path, first()))
    bettered = first(text="Not more than the line, in better words.").replace("住房不超过", "住房没有超过")
    assert lock.wrong(ledger, book(tmp_path, bettered)) == []


@pytest.mark.parametrize("change", [
    lambda text: text.replace("<= 1", "< 1"),
    lambda text: text.replace('no=Because("rich", "甲 一")', 'no=Because("rich", "甲 三")'),
    lambda text: text.replace('label="住房不超过",', 'label="住房不超过", since="2020-01-01",'),
])
def test_a_version_that_is_edited_in_place_is_named_with_the_cure(tmp_path: Path, change) -> None:
    ledger = lock.entries(book(tmp_path, first()))
    said = lock.wrong(ledger, book(tmp_path, change(first())))[0]
    assert said.startswith("household.allowed@- ") and "version_of= and since=" in said


def test_a_condition_put_into_a_programme_has_no_day_and_is_named(tmp_path: Path) -> None:
    ledger = lock.entries(book(tmp_path, first()))
    fewer = first().replace('all_of=("allowed",), ', "")
    assert [said.split()[0] for said in lock.wrong(ledger, book(tmp_path, fewer))] == ["programme:aid"]


def test_one_benefit_more_is_new_and_one_less_is_named() -> None:
    """Which programme a case is about only casework tells: a list that grows changes no stored answer."""

    def ledger(*codes: str) -> dict[str, tuple[str, str]]:
        values = {"none": "无"} | {code: code for code in codes}
        told = Fact("programme", "household", Code, "项目", values=values, default="none", sources=("casework",))
        return lock.entries(LawBook(modules=[], facts=[*FACTS, told], parameters=(), switches=(), programmes=()))

    fewer, more = ledger("aid"), ledger("aid", "nursing")
    assert set(more.items()) - set(fewer.items()) == {("value:household.programme.nursing", more["value:household.programme.nursing"])}
    assert not set(fewer.items()) - set(more.items())


def test_the_law_changes_by_a_new_version_with_its_own_day(tmp_path: Path) -> None:
    ledger = lock.entries(book(tmp_path, first()))
    changed = book(tmp_path, first(until="2025-12-31") + SECOND)
    assert lock.wrong(ledger, changed) == [
        "household.allowed@2026-01-01 is new; write it down: python -m doudi.policy.lock"
    ]
    moved = book(tmp_path, first(until="2025-11-30") + SECOND)
    assert lock.edited(lock.entries(changed), moved) == ["household.allowed@-"]


def test_an_edited_version_is_not_written_down_until_it_is_accepted_by_name(tmp_path: Path) -> None:
    path = tmp_path / "law.lock"
    lock.write(book(tmp_path, first()), path=path)
    before, edited = path.read_text("utf-8"), book(tmp_path, first(op="<"))
    assert "--accept household.allowed@-" in lock.write(edited, path=path)[0]
    assert path.read_text("utf-8") == before
    assert lock.write(edited, ["household.allowed@-"], path) == []
    assert lock.wrong(lock.read(path), edited) == []


def test_an_old_answer_keeps_its_old_reasons(tmp_path: Path) -> None:
    """Reasons belong to the version, not to the rule: a letter of last year cites the article of last year."""
    changed = book(tmp_path, first(until="2025-12-31") + SECOND)
    family = Document({"registration": "urban", "homes": 5}, ({"id": "a", "relation": "self"},))

    def clauses(day: date) -> list[str]:
        decision = changed.decide(family, day=day, sheet=Sheet(day, "3708", {}))
        return [reason.clause for reason in decision.verdicts["aid"].because]

    assert (clauses(OLD), clauses(NEW)) == (["甲 一"], ["乙 九"])


def test_a_condition_that_a_programme_gains_from_a_day_on_leaves_earlier_answers(tmp_path: Path) -> None:
    """As policy/README.md says: the condition is a rule whose earlier version says True, and nothing of it is said."""
    gained = '''

@household(cite="乙 十", label="没有特别情形", no=(), until="2025-12-31")
def plain_case(h: Household, law: Law) -> Bool:
    """Not asked before."""
    return True


@household(cite="乙 十", label="没有特别情形", no=Because("special", "乙 十"), since="2026-01-01", version_of="plain_case")
def plain_case_2026(h: Household, law: Law) -> Bool:
    """Nobody in a special situation."""
    return not h.special
'''
    before = first()
    after = before.replace("\n\nPROGRAMME", gained + "\n\nPROGRAMME").replace('("allowed",)', '("allowed", "plain_case")')
    family = Document({"registration": "urban", "homes": 1, "special": True}, ({"id": "a", "relation": "self"},))

    def verdicts(text: str, day: date) -> object:
        law, sheet = book(tmp_path, text), Sheet(day, "3708", {})
        return law.decide(family, day=day, sheet=sheet).to_json()["verdicts"]

    assert verdicts(before, OLD) == verdicts(after, OLD)
    assert verdicts(after, NEW)["aid"]["outcome"] == "not_entitled"
