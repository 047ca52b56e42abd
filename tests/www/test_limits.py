"""Not too often: counted for all processes at once, per person and per address, and nothing typed is lost."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory

from doudi.offices import actions as offices
from doudi.offices.allowances import Allowance, forget_full, give_back, take
from doudi.offices.models import AllowanceRow
from doudi.www import clock, limits
from doudi.www.limits import LIMITS, Limit, again_at, limited

pytestmark = [pytest.mark.database]
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
THREE = Allowance("test", 3, timedelta(minutes=2))


@pytest.fixture
def now(monkeypatch):
    def move(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(AT)
    return move


@pytest.mark.django_db
def test_three_at_once_then_one_every_two_minutes():
    assert [take([(THREE, "a")], AT) for _ in range(3)] == [None] * 3
    assert take([(THREE, "a")], AT) == AT + THREE.every
    assert take([(THREE, "b")], AT) is None, "another's bucket is another's"
    assert take([(THREE, "a")], AT + THREE.every) is None
    assert take([(THREE, "a")], AT + THREE.every) == AT + 2 * THREE.every
    assert [take([(THREE, "a")], AT + timedelta(hours=1)) for _ in range(4)][:3] == [None] * 3


@pytest.mark.django_db
def test_what_one_bucket_refuses_costs_the_others_nothing():
    for _ in range(3):
        take([(THREE, "full")], AT)
    for _ in range(9):
        assert take([(THREE, "other"), (THREE, "full")], AT) is not None
    assert [take([(THREE, "other")], AT) for _ in range(3)] == [None] * 3
    give_back([(THREE, "other")], AT)
    assert take([(THREE, "other")], AT) is None


@pytest.mark.django_db
def test_rows_that_say_nothing_any_more_go():
    take([(THREE, "a")], AT)
    take([(THREE, "b")], AT + timedelta(minutes=10))
    assert forget_full(at=AT + timedelta(minutes=5)) == 1
    assert AllowanceRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_do_not_get_more():
    given = []

    def ask():
        try:
            given.append(take([(Allowance("crowd", 10, timedelta(hours=1)), "a")], AT))
        finally:
            connection.close()

    crowd = [threading.Thread(target=ask) for _ in range(24)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert given.count(None) == 10


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setitem(LIMITS, "sign_in", Limit(person=(2, 60), address=(2, 60)))


@pytest.mark.django_db
def test_the_page_says_when_and_whom_to_call_and_keeps_what_was_typed(small, now):
    client, typed = Client(), {"who": "<b>某人</b>", "code": "123456"}
    for _ in range(2):
        assert client.post("/enter/", typed).status_code == 200
    answer = client.post("/enter/", typed)
    text = answer.content.decode()
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "60"
    assert "60 秒" in text and "10:01 以后" in text and "12349" in text
    assert 'name="who" value="&lt;b&gt;某人&lt;/b&gt;"' in text
    assert "123456" not in text, "a code is never written into a page"
    assert Client(REMOTE_ADDR="203.0.113.9").post("/enter/", typed).status_code == 200
    now(AT + timedelta(seconds=61))
    assert client.post("/enter/", typed).status_code == 200


@pytest.mark.django_db
def test_a_person_is_counted_wherever_he_sits(monkeypatch, now, at):
    monkeypatch.setitem(LIMITS, "reveal", Limit(person=(2, 60), address=(100, 1)))
    user = offices.make_user(username="clerk", name="经办", password="x", check_password=False, by=None, at=at)
    said = []
    for host in ("10.0.0.1", "10.0.0.2", "10.0.0.3"):
        request = RequestFactory().get("/", REMOTE_ADDR=host)
        request.user = user
        said.append(again_at(request, "reveal"))
    assert said[:2] == [None, None] and said[2] == AT + timedelta(seconds=60)


@pytest.mark.django_db
def test_the_guard_counts_only_the_methods_it_was_told(monkeypatch, now):
    monkeypatch.setitem(LIMITS, "search", Limit(person=(1, 60), address=(1, 60)))
    monkeypatch.setattr(limits, "slow_down", lambda request, again: "slow")
    view = limited("search", methods=("GET",))(lambda request: "done")

    def ask(method):
        request = getattr(RequestFactory(), method)("/")
        request.user = AnonymousUser()
        return view(request)

    assert [ask("post"), ask("post"), ask("get"), ask("get")] == ["done", "done", "done", "slow"]


GUARDED = ("/enter/", "/staff/sign-in/", "/staff/sign-in/code/", "/staff/account/factor/", "/apply/summary/", "/apply/papers/",
           "/progress/", "/progress/2026/papers/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", GUARDED)
def test_what_could_be_guessed_or_flooded_is_guarded(path, monkeypatch, now):
    for name in LIMITS:
        monkeypatch.setitem(LIMITS, name, Limit(person=(1, 60), address=(1, 60)))
    client = Client()
    first = client.post(path, {})
    assert first.status_code != 429
    assert client.post(path, {}).status_code == 429
