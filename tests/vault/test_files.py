"""Papers on disk: closed, under their old names; an altered one is refused; one from before is still read."""

import hashlib
from pathlib import Path

import pytest

from doudi.kernel.sealing import CannotOpen
from doudi.people.storing import PDF, content_of, keep, path_of
from doudi.vault import keys, rotation

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DIAGNOSIS = b"%PDF-1.4 diagnosis of 370811198403020011 startxref %%EOF"


def test_a_paper_lies_sealed_under_the_hash_of_what_it_says():
    digest = keep(DIAGNOSIS, PDF).sha256
    assert digest == hashlib.sha256(DIAGNOSIS).hexdigest()
    assert b"370811198403020011" not in path_of(digest).read_bytes()
    assert content_of(digest) == DIAGNOSIS


def test_an_altered_or_exchanged_paper_is_refused():
    one, other = keep(DIAGNOSIS, PDF).sha256, keep(b"%PDF- other", PDF).sha256
    path_of(one).write_bytes(path_of(other).read_bytes())
    with pytest.raises(CannotOpen):
        content_of(one)
    path_of(one).write_bytes(b"%PDF- forged")
    with pytest.raises(CannotOpen):
        content_of(one)


def test_a_paper_from_before_is_read_and_then_sealed(settings, own_keys):
    digest = keep(DIAGNOSIS, PDF).sha256
    path_of(digest).write_bytes(DIAGNOSIS)
    assert content_of(digest) == DIAGNOSIS
    assert rotation.uses()["data", 0] == 1
    assert rotation.rotate().sealed == 1
    assert b"diagnosis" not in path_of(digest).read_bytes() and content_of(digest) == DIAGNOSIS


def test_papers_get_the_new_key_and_what_broke_off_is_left_alone(settings, own_keys):
    digests = [keep(DIAGNOSIS + bytes([n]), PDF).sha256 for n in range(12)]
    half = path_of(digests[0]).with_name("tmp0815")
    half.write_bytes(b"half")
    keys.add_key("data")
    assert rotation.rotate().sealed == 12
    assert rotation.uses() == {("data", 2): 12}
    assert [content_of(digest)[-1] for digest in digests] == list(range(12))
    names = {path.name for path in Path(settings.PAPERS).rglob("*") if path.is_file()}
    assert names == {*digests, "tmp0815"}


def test_a_paper_that_does_not_open_is_named_and_holds_nothing_up(own_keys):
    broken, whole = keep(DIAGNOSIS, PDF).sha256, keep(b"%PDF- whole", PDF).sha256
    path_of(broken).write_bytes(b"%PDF- forged")
    keys.add_key("data")
    done = rotation.rotate()
    assert done.unreadable == (f"paper:{broken}",) and done.sealed == 1
    assert content_of(whole) == b"%PDF- whole"
