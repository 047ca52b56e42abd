"""When the database falls while an answer is being written, nobody is told that he typed something wrong."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.test import RequestFactory

from doudi.www import errors


def interrupted(cause: Exception | None) -> SessionInterrupted:
    try:
        try:
            raise cause or RuntimeError("no such row")
        except Exception:
            raise SessionInterrupted("gone")
    except SessionInterrupted as error:
        return error


@pytest.mark.django_db
@pytest.mark.parametrize(("cause", "status", "words"), [
    (OperationalError("the database system is in recovery mode"), 500, "已经提交的申请不会丢"),
    (None, 403, "重新打开"),
])
def test_a_fallen_database_and_a_session_signed_out_elsewhere_are_no_wrong_letters(cause, status, words):
    request = RequestFactory().post("/apply/summary/")
    request.session = {}
    answer = errors.unreadable(request, interrupted(cause))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "认不出的字符" not in answer.content.decode()
