"""What somebody has typed and not yet sent: on the server, closed, and only in his own session."""

import base64

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from doudi.vault import keys, rotation
from doudi.vault.sessions import SessionStore

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DRAFT = {"draft": {"members": [{"name": "王建国", "id_number": "370811198403020011"}]}}


def stored(told=DRAFT):
    session = SessionStore()
    session.update(told)
    session.save()
    return session.session_key


def test_a_session_keeps_what_was_put_into_it():
    client = Client()
    session = client.session
    session.update(DRAFT)
    session.save()
    assert client.session["draft"] == DRAFT["draft"]


def test_nothing_of_it_stands_in_the_table():
    row = Session.objects.get(pk=stored())
    for text in (row.session_data.encode(), base64.b64decode(row.session_data)):
        assert b"370811198403020011" not in text and "王建国".encode() not in text


def test_a_content_put_under_another_key_is_an_empty_session():
    mine, other = stored(), stored({})
    Session.objects.filter(pk=other).update(session_data=Session.objects.get(pk=mine).session_data)
    assert SessionStore(other).load() == {} and SessionStore(mine).load() == DRAFT


@pytest.mark.parametrize("garbage", ["", "no base64 at all", "AQAB"])
def test_what_cannot_be_opened_is_an_empty_session(garbage):
    key = stored()
    Session.objects.filter(pk=key).update(session_data=garbage)
    assert SessionStore(key).load() == {}


def test_a_session_gets_the_new_key_and_goes_on(own_keys):
    key, empty = stored(), stored({})
    keys.add_key("data")
    assert rotation.uses()["data", 1] == 2
    assert rotation.rotate().sealed == 2
    assert rotation.uses()["data", 1] == 0 and rotation.uses()["data", 2] == 2
    assert SessionStore(key).load() == DRAFT and SessionStore(empty).load() == {}
