"""What we stand on: locked with hashes, no index host, and a weakness passes only with a reason and a last day."""

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "requirements"
SPEC = spec_from_file_location("audit", FOLDER / "audit.py")
audit = module_from_spec(SPEC)
SPEC.loader.exec_module(audit)
TODAY = date(2026, 11, 26)
FOUND = [("example", "1.0", frozenset({"PYSEC-2026-1", "CVE-2026-1"}))]


@pytest.mark.parametrize("name", audit.LOCKS)
def test_every_locked_package_has_hashes_and_no_host(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert list(audit.unlocked(text)) == []
    assert text.count("--hash=sha256:") > 100


@pytest.mark.parametrize(("line", "wrong"), [
    ("django==5.2.1 \\\n    --hash=sha256:aa", ""), ("django==5.2.1", "no hash"), ("django>=5 --hash=sha256:aa", "not pinned"),
    ("--index-url https://mirror.example/simple", "a host"), ("-i http://mirror.example", "a host"),
    ("django @ https://example.org/d.whl --hash=sha256:aa", "a host"), ("--find-links wheels", "a host")])
def test_a_lock_that_is_none_is_seen(line, wrong):
    said = list(audit.unlocked(line))
    assert (wrong in said[0]) if wrong else said == []


@pytest.mark.parametrize(("accepted", "passes"), [
    ([], False),
    ([{"id": "CVE-2026-1", "package": "Example", "reason": "not called", "until": TODAY}], True),
    ([{"id": "CVE-2026-1", "package": "example", "reason": "not called", "until": date(2026, 11, 25)}], False),
    ([{"id": "CVE-2026-1", "package": "example", "reason": " ", "until": TODAY}], False),
    ([{"id": "CVE-2026-1", "package": "another", "reason": "not called", "until": TODAY}], False)])
def test_a_weakness_passes_only_with_a_reason_until_its_day(accepted, passes):
    assert (audit.refused(FOUND, accepted, TODAY) == []) is passes


def test_packages_that_nobody_looked_at_are_not_called_sound():
    report = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": [
        {"id": "PYSEC-1", "aliases": ["CVE-1"]}]}]}
    assert audit.findings(report) == ([("b", "1", frozenset({"PYSEC-1", "CVE-1"}))], 1)


def test_a_machine_without_the_service_goes_on(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(audit, "LAST", tmp_path / "audited.json")
    monkeypatch.setattr(audit, "reachable", lambda: False)
    assert audit.main() == 0
    assert "cannot be reached" in capsys.readouterr().out


def test_a_known_weakness_fails(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(audit, "LAST", tmp_path / "audited.json")
    monkeypatch.setattr(audit, "reachable", lambda: True)
    monkeypatch.setattr(audit, "asked", lambda: {"dependencies": [{"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]})
    assert audit.main() == 1
    assert "b 1: PYSEC-1" in capsys.readouterr().err
    monkeypatch.setattr(audit, "asked", lambda: None)
    assert audit.main() == 1, "kept for the day"
