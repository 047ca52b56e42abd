"""The compute process: what it answers, what it survives, and that of one asker only the latest question is worked."""

import io
import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from doudi.cli.simulating.desk import MOST_WAITING, Desk
from doudi.cli.simulating.engine import Engine
from doudi.cli.simulating.server import listening, serve
from doudi.population.city import write_city
from doudi.population.places import places_by_county
from doudi.population.simulation import messages
from doudi.population.simulation.changes import Change
from tests.population.areas_for_tests import CODES, DAY
from tests.simulating import Asked

RAISE = Change("subsistence_standard", "3708", {"value": "950.00"}, {"registration": "rural"}).to_json()


def city(folder: Path, people: int = 260, seed: int = 3) -> None:
    write_city(folder, places_by_county(CODES), people=people, seed=seed, day=DAY)


@pytest.fixture
def running(tmp_path, sheets):
    """An engine behind its socket, the city not made yet."""
    engine = Engine(tmp_path / "city", tmp_path / "kept", Asked)
    stopping, path = threading.Event(), tmp_path / "door.sock"
    with listening(path) as door:
        thread = threading.Thread(target=serve, args=(door, engine, stopping, lambda: None))
        thread.start()
        yield engine, path
        stopping.set()
        thread.join(20)
        assert not thread.is_alive()
    assert not path.exists()


def talk(path, message):
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(20)
        line.connect(str(path))
        line.sendall(message if isinstance(message, bytes) else messages.framed(message))
        return messages.unframed(line.recv)


def until(path, state):
    for _ in range(200):
        answer = talk(path, {"ask": "state"})
        if answer["state"] == state:
            return answer
        time.sleep(0.05)
    raise AssertionError(answer)


def question(held, **more):
    return {"ask": "effects", "stream": "a", "reach": ["3708"], "digest": messages.digest_of(held), "changes": [RAISE],
            **more}


def test_it_says_what_is_missing_then_answers_and_takes_a_new_snapshot(running, tmp_path, sheets):
    engine, path = running
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert "快照" in until(path, "without_snapshot")["words"]
    city(tmp_path / "city")
    assert until(path, "ready")["snapshot"]["invented"]
    assert talk(path, question(sheets))["state"] == "need_sheets"
    first = talk(path, question(sheets, sheets=messages.sheets_to_json(sheets)))
    assert first["state"] == "ready", first
    assert first["effects"]["all"]["more_fen"] > 0 and not first["lowers"]
    assert first["snapshot"]["people"] == 260
    again = talk(path, question(sheets))
    assert again["effects"] == first["effects"]
    city(tmp_path / "city", people=300, seed=4)
    until_new = time.monotonic() + 20
    while talk(path, {"ask": "state"})["snapshot"].get("people") != 300 and time.monotonic() < until_new:
        time.sleep(0.1)
    assert talk(path, question(sheets))["state"] == "need_sheets", "the base is of the old snapshot"
    other = talk(path, question(sheets, sheets=messages.sheets_to_json(sheets)))
    assert other["snapshot"]["digest"] != first["snapshot"]["digest"]
    assert len({each.stem[-16:] for each in (tmp_path / "kept").glob("*.arrow")}) == 1, "the old copy is thrown away"


def test_it_survives_whatever_is_sent(running, tmp_path, sheets):
    _, path = running
    city(tmp_path / "city")
    until(path, "ready")
    for rubbish in (b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05hello", b"\x00\x00\x00\x02[]"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            line.sendall(rubbish)
            line.shutdown(socket.SHUT_WR)
            assert line.recv(10) == b""
    whole = messages.sheets_to_json(sheets)
    talk(path, question(sheets, sheets=whole))
    bad = [{"ask": "effects"}, question(sheets, changes=[{"key": "x"}]), question(sheets, changes=7), question(sheets, reach=3),
           question(sheets, changes=[{**RAISE, "value": {"value": "many"}}]), question(sheets, ask="edges"),
           question(sheets, ask="edges", step_fen=-1)]
    for each in bad:
        assert talk(path, each)["state"] in {"bad", "need_sheets"}, each
    assert talk(path, question(sheets, digest="other", sheets={}))["state"] == "bad"
    talk(path, question(sheets, sheets=whole))
    found = talk(path, question(sheets, ask="edges", step_fen=10_000))
    assert found["state"] == "ready" and set(found["edges"]) == {"households", "people", "lost_fen"}


def test_a_broken_manifest_is_said_and_no_end(running, tmp_path):
    _, path = running
    city(tmp_path / "city")
    until(path, "ready")
    (tmp_path / "city" / "manifest.json").write_text("{", encoding="utf-8")
    assert "看不懂" in until(path, "without_snapshot")["words"]


def test_the_latest_question_of_an_asker_wins_and_others_keep_their_turn():
    desk = Desk()
    first, other, last = desk.put("a", {"n": 1}), desk.put("b", {"n": 2}), desk.put("a", {"n": 3})
    assert first.result(0) == {"state": "superseded"}
    assert [desk.take(0).question["n"] for _ in range(2)] == [3, 2]
    assert desk.take(0.01) is None
    assert not other.done() and not last.done()


def test_nobody_waits_behind_endless_new_askers():
    desk = Desk()
    answers = [desk.put(str(n), {"n": n}) for n in range(MOST_WAITING + 5)]
    assert sum(each.done() for each in answers) == 5


def test_messages_come_whole_or_not_at_all():
    framed = messages.framed({"a": "一"})
    stream = io.BytesIO(framed)
    assert messages.unframed(lambda most: stream.read(min(most, 3))) == {"a": "一"}
    assert messages.unframed(lambda most: b"") is None
    cut = io.BytesIO(framed[:-1])
    with pytest.raises(messages.BadMessage):
        messages.unframed(cut.read)
    with pytest.raises(messages.BadMessage):
        messages.framed({"a": "x" * messages.LONGEST})
