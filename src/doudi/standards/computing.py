"""Asking the compute process what a change would do (标准测算); whatever happens to it, a page gets an answer in words.

The process is asked through a Unix socket of this machine. It computes and keeps nothing of ours: while it is down or
loading, everything typed stays where it was typed.
"""

import os
import socket
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from doudi.population.simulation.messages import (
    DOWN,
    NEED_SHEETS,
    STARTING,
    STATE,
    BadMessage,
    framed,
    sheets_to_json,
    unframed,
)
from doudi.standards.sheets import InForce

ANSWER_SECONDS = 8.0
DOWN_WORDS = "测算进程没有在运行,正在等它启动。改的数都在,可以先存下来。"
LOADING_WORDS = "测算进程正在按现行标准把全部家庭算一遍,一会儿就好。改的数都在,可以先存下来。"


def ask(question: Mapping[str, Any], held: InForce) -> dict[str, Any]:
    """The answer of the compute process: `state`, `words`, and when it is ready what was asked for."""
    known = {**question, "digest": held.digest}
    answer = _said(known)
    if answer["state"] == NEED_SHEETS:
        answer = _said({**known, "sheets": sheets_to_json(held.sheets)})
    return answer


def standing() -> dict[str, Any]:
    """How the process stands, at once."""
    return _said({"ask": STATE})


def _said(message: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with _connected() as line:
            line.sendall(framed(message))
            return unframed(line.recv) or {"state": DOWN, "words": DOWN_WORDS}
    except TimeoutError:
        return {"state": STARTING, "words": LOADING_WORDS}
    except (OSError, BadMessage):
        return {"state": DOWN, "words": DOWN_WORDS}


def _connected() -> socket.socket:
    """The line; by the open folder, because the address of a socket holds only a hundred characters."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(ANSWER_SECONDS)
    folder = os.open(settings.SIMULATOR.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        line.connect(f"/proc/self/fd/{folder}/{settings.SIMULATOR.name}")
    except BaseException:
        line.close()
        raise
    finally:
        os.close(folder)
    return line
