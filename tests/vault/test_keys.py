"""The key ring: made once, kept closed, added to; a ring that cannot be read says which line, never which secret."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from doudi.kernel.sealing import CannotOpen
from doudi.vault import keys


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    monkeypatch.delenv("DOUDI_KEYS", raising=False)
    monkeypatch.delenv("DOUDI_KEYS_FILE", raising=False)
    settings.DATA = tmp_path
    return tmp_path


def test_a_ring_is_made_once_and_only_its_owner_reads_it(folder):
    first = keys.ring()
    assert {purpose: first.current(purpose).id for purpose in keys.PURPOSES} == dict.fromkeys(keys.PURPOSES, 1)
    assert keys.ring() == first
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o600


def test_starting_together_makes_one_ring(folder):
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: keys.ring().current("data").secret, range(8)))
    assert len(set(rings)) == 1


def test_a_new_key_seals_and_the_old_one_still_opens(folder):
    old = keys.ring().current("data")
    new = keys.add_key("data")
    assert new.id == 2 and keys.ring().current("data") == new
    assert keys.ring().key("data", 1) == old
    assert keys.ring().all("data") == (new, old)


def test_a_key_that_is_gone_is_said(folder):
    with pytest.raises(CannotOpen, match="data key 9"):
        keys.ring().key("data", 9)


def test_a_ring_from_the_environment(folder, monkeypatch):
    text = (keys.ring() and (folder / "keys").read_text()).replace("\n", ";")
    monkeypatch.setenv("DOUDI_KEYS", text)
    (folder / "keys").unlink()
    assert keys.ring().current("index").id == 1
    with pytest.raises(keys.BadKeys, match="DOUDI_KEYS"):
        keys.add_key("data")
    assert not (folder / "keys").exists()


@pytest.mark.parametrize(("line", "said"), [
    ("data one AAAA", "第 2 行"), ("money 1 AAAA", "第 2 行"), ("data 1 QUJD", "第 2 行"), ("data 1", "第 2 行"), ("", "缺少"),
])
def test_a_ring_that_cannot_be_read_names_the_line(folder, line, said):
    (folder / "keys").write_text(f"# ring\n{line}\n", encoding="ascii")
    with pytest.raises(keys.BadKeys, match=said) as told:
        keys.ring()
    assert "QUJD" not in str(told.value)
