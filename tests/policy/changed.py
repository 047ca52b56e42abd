"""The real law with some of its text changed, in force for one test: what a city gets with the next update."""

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from doudi.law import LawBook
from doudi.policy.declared import SWITCHES, parameters
from doudi.policy.facts import ALL_FACTS
from doudi.policy.lawbook import MODULES, PROGRAMMES, reason_labels

DECIDE = sys.modules["doudi.policy.decide"]
Edits = Mapping[ModuleType, tuple[tuple[str, str], ...]]


def changed_law(edits: Edits, folder: Path) -> LawBook:
    """The law book of the real modules, some of them with other text; each text to change stands there once."""
    modules = [_edited(module, edits[module], folder) if module in edits else module for module in MODULES]
    theirs = {each.code: each for module in modules for each in getattr(module, "PROGRAMMES", ())}
    return LawBook(
        modules=modules,
        facts=ALL_FACTS,
        parameters=parameters(),
        switches=SWITCHES,
        programmes=[theirs.get(each.code, each) for each in PROGRAMMES],
        reason_labels=reason_labels(),
    )


def _edited(module: ModuleType, edits: tuple[tuple[str, str], ...], folder: Path) -> ModuleType:
    text = Path(module.__file__).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {module.__name__}"
        text = text.replace(old, new)
    path = folder / f"changed_{len(list(folder.iterdir()))}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def in_force(monkeypatch: pytest.MonkeyPatch, book: LawBook, version: str = "changed") -> None:
    """From now on the law is this book, under a text of its own."""
    monkeypatch.setattr(DECIDE, "law_book", lambda: book)
    monkeypatch.setattr(DECIDE, "law_version", lambda: version)
