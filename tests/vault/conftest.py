"""A key ring of the test's own, so that a key which is added here stays here."""

import pytest

from doudi.vault import keys


@pytest.fixture
def own_keys(tmp_path, monkeypatch):
    """The key file, with the first keys in it."""
    monkeypatch.delenv("DOUDI_KEYS", raising=False)
    monkeypatch.setenv("DOUDI_KEYS_FILE", str(tmp_path / "keys"))
    keys.ring()
    return tmp_path / "keys"
