"""The desk of the compute process: questions wait in a row, and of one asker only the latest is worked.

Whoever moves a slider asks ten times a second; nine of these answers nobody would look at any more.
"""

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from doudi.population.simulation.messages import SUPERSEDED

MOST_WAITING = 32


@dataclass
class Waiting:
    """One question and the answer that is owed."""

    question: dict[str, Any]
    answer: "Future[dict[str, Any]]" = field(default_factory=Future)


class Desk:
    """Questions by stream, the oldest stream first."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()
        self._changed = threading.Condition()

    def put(self, stream: str, question: dict[str, Any]) -> "Future[dict[str, Any]]":
        """Wait in the row; an earlier question of the stream that nobody has begun is answered "superseded" at once."""
        waiting = Waiting(question)
        with self._changed:
            earlier = self._waiting.get(stream)
            self._waiting[stream] = waiting
            # Whoever asks in ever new streams loses the oldest ones; nobody else waits behind them for ever.
            crowded = self._waiting.popitem(last=False)[1] if len(self._waiting) > MOST_WAITING else None
            self._changed.notify()
        for each in (earlier, crowded):
            if each is not None:
                each.answer.set_result({"state": SUPERSEDED})
        return waiting.answer

    def take(self, timeout: float) -> Waiting | None:
        """The next question; None when none came in time."""
        with self._changed:
            if not self._waiting:
                self._changed.wait(timeout)
            return self._waiting.popitem(last=False)[1] if self._waiting else None
