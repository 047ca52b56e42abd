"""Sealing: what was sealed comes back at its place and nowhere else; equal texts have equal blind indexes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.sealing import CannotOpen, Key, blind, digest, key_id, seal, unseal

OLD, NEW = Key(1, bytes(range(32))), Key(2, bytes(range(32, 64)))


@given(st.binary(max_size=200), st.text(max_size=40))
def test_a_value_comes_back_at_its_place(plain, place):
    assert unseal(OLD, seal(OLD, plain, place), place) == plain


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_byte_is_refused(plain, data):
    sealed = bytearray(seal(OLD, plain, "here"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        unseal(OLD, bytes(sealed), "here")


def test_a_value_moved_to_another_row_is_refused():
    with pytest.raises(CannotOpen):
        unseal(OLD, seal(OLD, b"370811199001011234", "person.id_number:1"), "person.id_number:2")


def test_the_value_says_which_key_opens_it():
    sealed = seal(NEW, b"x", "here")
    assert key_id(sealed) == 2
    with pytest.raises(CannotOpen):
        unseal(OLD, sealed, "here")


@pytest.mark.parametrize("garbage", [b"", b"x", b"370811199001011234" * 2, bytes(31)])
def test_what_is_no_sealed_value_is_refused(garbage):
    with pytest.raises(CannotOpen):
        unseal(OLD, garbage, "here")


def test_blind_indexes_tell_equal_from_unequal_and_nothing_else():
    assert blind(OLD, "1234", "phone") == blind(OLD, "1234", "phone")
    assert len({blind(OLD, "1234", "phone"), blind(OLD, "1234", "last4"), blind(OLD, "1235", "phone"),
                blind(NEW, "1234", "phone")}) == 4


def test_a_key_never_shows_its_secret():
    assert "00" not in repr(Key(7, bytes(32))) and repr(Key(7, bytes(32))) == "Key(7)"


def test_sm3_is_that_of_the_standard():
    # GB/T 32905-2016, example 1.
    assert digest(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
