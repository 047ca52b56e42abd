"""The interface for departments: what it shows, what it takes, and what a slow, wrong or repeating system gets to hear."""

import json
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from doudi.api import door
from doudi.audit.models import JournalEntry
from doudi.casework.referrals import tokens
from doudi.casework.referrals.models import ApiToken, Question, Referral, State, Step
from doudi.offices import access
from doudi.offices.allowances import Allowance
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import Bureaus, bureau

pytestmark = pytest.mark.database
NOW = moment("2026-09-16")
RESULT = {"name": "王建国", "given": "住院救助", "rhythm": "once", "amount_fen": 120000, "from_on": "2026-09-16"}


@pytest.fixture(autouse=True)
def _the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "now", lambda: NOW)


class System:
    """A department's own system: it knows its token and speaks JSON."""

    def __init__(self, office: Any, town: Any) -> None:
        self.token, self.secret = tokens.make_token(office=office, label="结算系统", by=None, at=NOW)
        self.client = Client()

    def ask(self, path: str = "", **query: Any) -> tuple[int, Any]:
        with access.nobody():
            answer = self.client.get(f"/api/referrals/{path}", query, headers={"Authorization": f"Bearer {self.secret}"})
        return answer.status_code, answer.json()

    def say(self, number: str, verb: str, told: Any, key: str = "", **more: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        with access.nobody():
            answer = self.client.generic("POST", f"/api/referrals/{number}/{verb}/", body,
                                         content_type=more.get("kind", "application/json"), headers=headers)
        assert answer.headers["Content-Type"] == "application/json", answer.content[:200]
        return answer.status_code, answer.json()


@pytest.fixture
def system(bureaus: Bureaus) -> System:
    return System(bureaus.medical, bureaus.town)


def test_it_shows_the_offices_own_referrals_page_after_page(bureaus: Bureaus, system: System) -> None:
    mine = [bureaus.refer() for _ in range(3)]
    bureaus.refer(programme="education")
    status, first = system.ask(limit=2)
    assert status == 200 and [each["number"] for each in first["referrals"]] == [row.number for row in mine[:2]]
    assert first["referrals"][0]["about"]["name"] == "王建国" and first["referrals"][0]["due_on"] == "2026-09-28"
    status, second = system.ask(limit=2, after=first["next"])
    assert [each["number"] for each in second["referrals"]] == [mine[2].number] and second["next"] is None
    line = JournalEntry.objects.filter(verb="read_list").order_by("id").last()
    assert line.origin == f"api {bureaus.medical.pk}/{system.token.pk}" and line.actor_id is None
    assert line.details["households"] == sorted(row.household_id for row in mine[2:])


def test_accept_and_finish_and_the_same_again(bureaus: Bureaus, system: System) -> None:
    sent = bureaus.refer()
    assert system.say(sent.number, "accept", {"name": "王建国"})[1]["state"] == "accepted"
    status, told = system.say(sent.number, "finish", RESULT, key="k-1")
    assert (status, told["taken"], told["state"]) == (200, True, "finished")
    steps = Step.objects.count()
    for key in ("k-1", "k-1", ""):
        status, told = system.say(sent.number, "finish", RESULT, key=key)
        assert (status, told["taken"]) == (200, False)
    assert Step.objects.count() == steps
    assert system.say(sent.number, "finish", {**RESULT, "amount_fen": 5}, key="k-1")[0] == 409
    step = Step.objects.filter(verb="finish").get()
    assert (step.token, step.by, step.way) == (system.token, None, "api")
    assert JournalEntry.objects.get(verb="referrals.finish").origin.startswith("api ")


def test_number_and_name_that_do_not_match_wait_for_a_person(bureaus: Bureaus, system: System) -> None:
    sent = bureaus.refer()
    status, told = system.say(sent.number, "finish", {**RESULT, "name": "王建华"}, key="w")
    assert (status, told["question"]) == (202, "wrong_person")
    assert system.say(sent.number, "finish", {**RESULT, "name": "王建华"}, key="w")[0] == 202
    assert Question.objects.count() == 1 and Referral.objects.get().state == State.SENT


GARBAGE: list[tuple[Any, int]] = [
    (b"{", 400), (b"[]", 400), (b"\xff\xfe", 400), (b'"x"', 400), (b"[" * 60_000, 400), (b'{"name": "\\ud800"}', 400),
    (b" " * 70_000, 413), ({}, 422), ({"name": 5}, 422), ({"name": "王建国"}, 422), ({**RESULT, "amount_fen": 12.5}, 422),
    ({**RESULT, "amount_fen": "120000"}, 422), ({**RESULT, "amount_fen": True}, 422), ({**RESULT, "amount_fen": 10**30}, 422),
    ({**RESULT, "amount_fen": -1}, 422), ({**RESULT, "from_on": "昨天"}, 422), ({**RESULT, "from_on": "9999-12-31"}, 422),
    ({**RESULT, "rhythm": ["once"]}, 422), ({**RESULT, "given": "\0\0"}, 422), ({**RESULT, "given": "长" * 9000}, 422),
    ({**RESULT, "id_number": "1"}, 422), ({**RESULT, "rhythm": "service"}, 422)]


@pytest.mark.parametrize(("told", "status"), GARBAGE)
def test_garbage_gets_a_clear_answer_and_changes_nothing(bureaus: Bureaus, system: System, told: Any, status: int) -> None:
    sent = bureaus.refer()
    got, answer = system.say(sent.number, "finish", told)
    assert got == status, answer
    assert not answer["error"]["message"].isascii()
    assert Referral.objects.get().state == State.SENT and Step.objects.count() == 1


def test_wrong_addresses_methods_and_kinds(bureaus: Bureaus, system: System) -> None:
    sent = bureaus.refer()
    assert system.say("ZB0", "accept", {"name": "王"})[0] == 404
    assert system.say(sent.number, "revoke", {"name": "王建国"})[0] == 404
    assert system.say(sent.number, "accept", {"name": "王建国"}, kind="text/plain")[0] == 415
    assert system.say(sent.number, "accept", {"name": "王建国"}, kind="multipart/form-data; boundary=x")[0] == 415
    assert system.say(sent.number, "accept", {"name": "王建国"}, key="k" * 65)[0] == 400
    assert system.ask(f"{sent.number}/accept/")[0] == 405
    for query in ({"limit": "0"}, {"limit": "²"}, {"limit": "999999999999"}, {"after": "ZB0"}, {"state": "x"}):
        assert system.ask(**query)[0] == 400, query
    assert system.ask(sent.number + "/")[0] == 200 and system.ask("ZB0/")[0] == 404


def test_what_is_over_is_said_so(bureaus: Bureaus, system: System) -> None:
    sent = bureaus.refer()
    told = {"name": "王建国", "reason_code": "not_qualified", "reason": "未参保"}
    assert system.say(sent.number, "refuse", told)[0] == 200
    status, answer = system.say(sent.number, "accept", {"name": "王建国"})
    assert (status, answer["error"]["code"]) == (409, "state")


def test_another_department_is_told_that_there_is_none(bureaus: Bureaus, system: System) -> None:
    sent = bureaus.refer()
    office, _ = bureau(bureaus.town, "汶上县医疗保障局", "far-insurer", "370830")
    for stranger in (System(office, bureaus.town), System(bureaus.education, bureaus.town)):
        assert stranger.ask() == (200, {"referrals": [], "next": None})
        assert stranger.ask(sent.number + "/")[0] == 404
        assert stranger.say(sent.number, "accept", {"name": "王建国"})[0] == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer dd_x", "Basic eDp4", "Bearer " + "x" * 5000, "Bearer dd_中"])
def test_without_a_right_token_nothing_is_told(bureaus: Bureaus, header: str) -> None:
    sent = bureaus.refer()
    with access.nobody():
        answer = Client().get(f"/api/referrals/{sent.number}/", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "token"
    assert "王建国" not in answer.content.decode()


def test_a_token_taken_back_opens_nothing_and_a_cookie_opens_nothing_more(bureaus: Bureaus, system: System) -> None:
    other = bureaus.refer(programme="education")
    system.client.force_login(bureaus.town.clerk)
    assert system.ask(other.number + "/")[0] == 404, "the clerk's session adds nothing"
    tokens.revoke_token(token_id=system.token.pk, by=None, at=NOW)
    assert system.ask()[0] == 401
    assert ApiToken.objects.get().hashed not in system.secret


def test_too_many_calls_are_told_when_to_come_back(bureaus: Bureaus, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "CALLS", Allowance("api.token", 3, timedelta(seconds=60)))
    monkeypatch.setattr(door, "WRONG", Allowance("api.wrong", 2, timedelta(seconds=60)))
    assert [system.ask()[0] for _ in range(5)] == [200, 200, 200, 429, 429]
    with access.nobody():
        wrong = [Client().get("/api/referrals/", headers={"Authorization": "Bearer no"}) for _ in range(4)]
    assert [each.status_code for each in wrong] == [401, 401, 429, 429] and int(wrong[-1].headers["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_a_system_that_is_slow_cuts_off_and_repeats_itself(
        bureaus: Bureaus, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a body and gone; the whole, five times at once, under one key: it counts once."""
    system, sent = System(bureaus.medical, bureaus.town), bureaus.refer()
    body = json.dumps(RESULT).encode()
    head = (f"POST {reverse('api:answered', args=[sent.number, 'finish'])} HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {system.secret}\r\nIdempotency-Key: slow\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
    place = (live_server.thread.host, live_server.thread.port)
    with socket.create_connection(place, timeout=10) as line:
        line.sendall(head + body[:20])
        line.shutdown(socket.SHUT_WR)
        assert b" 400 " in line.recv(4096)
    said: list[bytes] = []
    callers = [threading.Thread(target=_call, args=(place, head, body, said.append)) for _ in range(5)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    assert [b" 200 " in each for each in said] == [True] * 5
    assert sum(b'"taken": true' in each for each in said) == 1
    assert Step.objects.filter(referral=sent, verb="finish").count() == 1


def _call(place: tuple[str, int], head: bytes, body: bytes, told: Callable[[bytes], Any]) -> None:
    with socket.create_connection(place, timeout=30) as line:
        line.sendall(head)
        for start in range(0, len(body), 40):
            line.sendall(body[start:start + 40])
        answer = b""
        while part := line.recv(65536):
            answer += part
    told(answer)
