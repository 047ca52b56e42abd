"""The version of the law is another one as soon as anything is that decides: a rule, a number, the language, or what the
kernel for a city is written from."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from doudi.policy.lawbook import HERE, law_version, version_of


@pytest.fixture
def product(tmp_path: Path) -> Path:
    for room in ("kernel", "law", "policy"):
        copytree(HERE.parent / room, tmp_path / room, ignore=ignore_patterns("__pycache__"))
    return tmp_path


def test_it_is_the_same_in_another_folder(product: Path) -> None:
    assert version_of(product) == law_version()


@pytest.mark.parametrize(
    "name",
    [
        "kernel/rounding.py",
        "law/functions.py",
        "law/kernel/plain.py",
        "law/kernel/calls.c",
        "policy/basic/subsistence.py",
        "policy/parameters/basic/subsistence/subsistence_standard.yaml",
    ],
)
def test_it_is_another_one_after_a_change(product: Path, name: str) -> None:
    with (product / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert version_of(product) != law_version()


def test_what_only_tells_about_it_does_not_change_it(product: Path) -> None:
    (product / "law" / "README.md").write_text("other words", encoding="utf-8")
    assert version_of(product) == law_version()
