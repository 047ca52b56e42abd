"""The connection says who acts: always, only when it changed, and never what no longer holds."""

from datetime import date

import pytest
from django.db import connection, transaction

from doudi.offices import access

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 11, 23)


def told(by=connection):
    """As whom the database thinks it is asked."""
    with by.cursor() as cursor:
        cursor.execute("SELECT current_setting('doudi.user', true), current_setting('doudi.purpose', true)")
        return tuple(each or "" for each in cursor.fetchone())


def test_nobody_acts_before_somebody_does_and_afterwards():
    assert told() == ("", "")
    with access.acting(5, DAY):
        assert told() == ("5", "")
        with access.as_system("roll"):
            assert told() == ("5", "roll"), "the system does something beside what the user may"
        with access.nobody():
            assert told() == ("", "")
        assert told() == ("5", "")
    assert told() == ("", "")


def test_a_request_without_a_user_is_nobody_whatever_ran_around_it():
    with access.as_system("command"), access.acting(None, DAY):
        assert told() == ("", "")


def test_an_unknown_purpose_is_a_mistake_and_no_identity():
    with pytest.raises(ValueError, match="looking around"), access.as_system("looking around"):
        pass


def test_a_rolled_back_savepoint_takes_nothing_of_the_identity_with_it():
    with access.acting(5, DAY):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert told() == ("5", "")
            raise ZeroDivisionError
        assert told() == ("5", ""), "the rollback took the setting back; it was said again"
        with pytest.raises(ZeroDivisionError), access.acting(7, DAY), transaction.atomic():
            assert told() == ("7", "")
            raise ZeroDivisionError
        assert told() == ("5", "")


def test_who_acts_may_change_in_a_transaction_that_has_failed():
    with pytest.raises(Exception, match="division by zero"), transaction.atomic(), access.acting(5, DAY):
        connection.cursor().execute("SELECT 1 / 0")
    assert told() == ("", "")


def test_a_cursor_that_was_kept_says_it_again():
    with connection.cursor() as cursor, access.acting(5, DAY):
        cursor.execute("SELECT current_setting('doudi.user', true)")
        assert cursor.fetchone() == ("5",)


def test_it_is_said_once_for_many_questions(monkeypatch):
    said = []
    with access.acting(5, DAY):
        told()
        monkeypatch.setattr(connection.connection, "execute", lambda *words: said.append(words))
        told()
        told()
    assert said == []


@pytest.mark.django_db(transaction=True)
def test_a_whole_transaction_rolled_back_leaves_no_stale_identity():
    with access.acting(5, DAY):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            told()
            raise ZeroDivisionError
        assert told() == ("5", "")


@pytest.mark.django_db(transaction=True)
def test_a_connection_out_of_a_pool_forgets_whose_it_was():
    used = connection.copy()
    with access.acting(9, DAY):
        assert told(used) == ("9", "")
    raw, used.connection = used.connection, None
    again = connection.copy()
    again.get_new_connection = lambda parameters: raw
    try:
        assert told(again) == ("", "")
    finally:
        again.close()
