"""The local door of the compute process: a Unix socket in the data folder that only its owner can open (0600).

Each connection is one question and its answer. What is no question of ours is dropped and nobody else notices; while the
process loads, it answers that it loads.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from doudi.cli.simulating.engine import Engine
from doudi.population.simulation.messages import LONGEST, READY, STARTING, STATE, BadMessage, framed, unframed

SPEAK_SECONDS = 10
ANSWER_SECONDS = 120
MOST_AT_ONCE = 16
TURN_SECONDS = 2.0


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """The socket, bound for its owner alone; what a killed process left behind is taken over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        path.unlink()
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    before = os.umask(0o177)
    try:
        # A socket's address holds a hundred characters; by the open folder any path is short.
        door.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.umask(before)
        os.close(folder)
    door.listen(MOST_AT_ONCE)
    try:
        yield door
    finally:
        door.close()
        path.unlink(missing_ok=True)


def serve(door: socket.socket, engine: Engine, stopping: threading.Event, first: Callable[[], None]) -> None:
    """Take questions until told to stop; the calling thread does what comes first, then computes."""
    threading.Thread(target=_accept, args=(door, engine), daemon=True).start()
    first()
    while not stopping.is_set():
        engine.turn(TURN_SECONDS)


def _accept(door: socket.socket, engine: Engine) -> None:
    room = threading.BoundedSemaphore(MOST_AT_ONCE)
    while True:
        try:
            caller, _ = door.accept()
        except OSError:  # closed: the process ends
            return
        room.acquire()
        threading.Thread(target=_talk, args=(caller, engine, room), daemon=True).start()


def _talk(caller: socket.socket, engine: Engine, room: threading.BoundedSemaphore) -> None:
    try:
        with caller, suppress(OSError, BadMessage):
            caller.settimeout(SPEAK_SECONDS)
            question = unframed(lambda most: caller.recv(min(most, LONGEST)))
            if question is not None:
                caller.sendall(framed(_answer(engine, question)))
    finally:
        room.release()


def _answer(engine: Engine, question: dict[str, Any]) -> dict[str, Any]:
    standing = engine.standing
    if question.get("ask") == STATE or standing.state != READY:
        return standing.to_json()
    owed = engine.desk.put(str(question.get("stream", "")), question)
    try:
        return owed.result(ANSWER_SECONDS)
    except TooLong:
        return {**standing.to_json(), "state": STARTING}
