"""A start with the wrong key ring is refused before anything is served, and makes no new ring in place of a lost one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from doudi.people.models import Person
from doudi.vault import keys
from doudi.vault.trial import WrongKeys, try_ring
from tests.people.builders import person

pytestmark = pytest.mark.database
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_an_empty_house_needs_no_keys_yet(db, own_keys):
    own_keys.unlink()
    try_ring()
    assert not own_keys.exists()


def test_the_ring_that_sealed_is_taken(db, own_keys):
    person(AT)
    try_ring()


def test_a_lost_ring_is_missed_and_not_made_anew(db, own_keys):
    somebody = person(AT)
    away = own_keys.rename(own_keys.with_name("away"))
    with pytest.raises(WrongKeys, match=f"不见了.people_person.id_number:{somebody.pk}"):
        try_ring()
    assert not own_keys.exists()
    away.rename(own_keys)
    try_ring()
    assert Person.objects.get().id_number


def test_another_ring_with_the_same_numbers_is_recognised(db, own_keys):
    person(AT)
    own_keys.unlink()
    keys.ring()
    with pytest.raises(WrongKeys, match="打不开"):
        try_ring()
