"""The web server and the worker are started again when they fall, but not for ever in a row; the database before them."""

import socket
import threading
import time

import psutil
import pytest

from doudi.cli import children
from doudi.cli.children import MOST_RESTARTS, STEADY_SECONDS, Child, Crew, Ground, NotUp


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    passed = [0.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: passed[0])
    return passed


def test_who_keeps_falling_is_given_up(pass_time: list[float]) -> None:
    child = Child("x", ["true"])
    told = []
    for _ in range(MOST_RESTARTS + 1):
        pass_time[0] += 1
        told.append(child.fell())
        child.started = pass_time[0]
    assert told == [True] * MOST_RESTARTS + [False]


def test_who_ran_well_in_between_is_always_started_again(pass_time: list[float]) -> None:
    child = Child("x", ["true"])
    for _ in range(3 * MOST_RESTARTS):
        pass_time[0] += STEADY_SECONDS + 1
        assert child.fell()
        child.started = pass_time[0]


def test_what_a_killed_program_leaves_behind_does_not_go_on_serving() -> None:
    child = Child("x", ["sh", "-c", "sleep 600 & exec sleep 600"])
    child.start()
    leader = psutil.Process(child.process.pid)
    while not leader.children():
        time.sleep(0.01)
    [left_behind] = leader.children()
    leader.kill()
    child.process.wait()
    assert left_behind.is_running()
    child.clear_away()
    left_behind.wait(10)
    child.clear_away()


def test_the_database_is_brought_up_again_before_anybody_who_stands_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "RESTART_SECONDS", 0)
    up, order, stopping = [False], [], threading.Event()

    def bring_up() -> None:
        order.append("database")
        if len(order) == 1:
            raise NotUp("not yet")
        up[0] = True

    class Program(Child):
        def start(self) -> None:
            order.append("web")
            stopping.set()

        def is_running(self) -> bool:
            return False

    # The first try fails and is tried again at the next look; the web server is started in the same look as the second.
    ground = Ground("数据库", [], lives=lambda: up[0], bring_up=bring_up)
    crew = Crew([Program("网页服务", [])], ground, stopping)
    assert crew.watch() == 0
    assert order[:2] == ["database", "web"]
    stopping.clear()
    crew.watch()
    assert order[2] == "database"
    assert up == [True]


@pytest.mark.parametrize(("let_go_after", "free"), [(0.4, True), (30.0, False)])
def test_a_port_that_a_killed_run_still_holds_is_waited_for(
        let_go_after: float, free: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LEFT_BEHIND_SECONDS", 1.2)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        timer = threading.Timer(let_go_after, held.close)
        timer.start()
        assert children.port_comes_free("127.0.0.1", held.getsockname()[1]) is free
        timer.cancel()


def test_who_can_be_spared_rests_after_falling_too_often_and_ends_nothing(
    pass_time: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "RESTART_SECONDS", 0)
    spare, starts, turns = Child("测算", ["true"], spare=True), [], iter(range(3 * MOST_RESTARTS))
    monkeypatch.setattr(spare, "start", lambda: (starts.append(pass_time[0]), setattr(spare, "started", pass_time[0])))
    monkeypatch.setattr(spare, "is_running", lambda: False)

    class Turns(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pass_time[0] += 1
            return next(turns, None) is None

    crew = Crew([spare], stopping=Turns())
    assert crew.watch() == 0, "the others go on"
    assert len(starts) == MOST_RESTARTS and spare.rests()
    pass_time[0] += STEADY_SECONDS + 1
    assert not spare.rests() and spare.fell(), "later it is tried again"
