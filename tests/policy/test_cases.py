"""Worked cases: the product's own, and the shared ones where DOUDI_CASES names their folder."""

import os
from pathlib import Path

import pytest

from doudi.law import AnyOf
from doudi.policy.casefile import load_case
from doudi.policy.lawbook import law_book, reason_labels
from tests.policy.comparing import HERE, answered, differences, own_cases

SHARED = Path(os.environ.get("DOUDI_CASES", "/nonexistent"))
PARTS = ("basic/*.yaml", "process/*.yaml", "special/*.yaml", "urgent/*.yaml")


def shared_cases() -> list[Path]:
    return [path for part in PARTS for path in sorted(SHARED.glob(part))]


@pytest.mark.parametrize("path", own_cases(), ids=lambda path: str(path.relative_to(HERE)))
def test_own_case(path: Path) -> None:
    assert differences(*answered(path)) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="DOUDI_CASES names no folder of shared cases")
def test_shared_cases() -> None:
    cases = shared_cases()
    assert cases, f"no cases in {SHARED}"
    assert {str(path): wrong for path in cases if (wrong := differences(*answered(path)))} == {}


def test_a_case_decided_twice_gives_the_same() -> None:
    path = HERE / "basic/subsistence/support-thirds.yaml"
    assert answered(path) == answered(path)


def test_every_case_is_named_after_its_file_and_cites_what_it_asserts() -> None:
    for path in own_cases():
        case = load_case(path)
        assert case.name == path.stem
        assert "expect" in path.read_text(encoding="utf-8")


def test_every_reason_that_the_law_can_give_is_given_in_some_case() -> None:
    """A reason that no case shows is a reason that nobody has checked."""
    book, said = law_book(), set()
    for programme in book.programmes.values():
        said |= {because.code for remark in programme.remarks for because in remark.by_value.values()}
        for condition in programme.conditions:
            names = condition.names if isinstance(condition, AnyOf) else (condition,)
            for name in names:
                decl = book.rules[programme.entity, name].decl
                said |= {because.code for because in (*decl.yes, *decl.no, *decl.unknown)}
    shown = {
        code
        for path in own_cases()
        for code in reason_labels()
        if f"code: {code}," in path.read_text("utf-8")
    }
    assert said - shown - {"fact_missing", "authorisation_missing"} == set()


def test_every_reason_code_has_words() -> None:
    book = law_book()
    codes = {
        b.code for rule in book.rules.values() for b in (*rule.decl.yes, *rule.decl.no, *rule.decl.unknown)
    }
    assert codes - set(reason_labels()) == set()
