"""How far a long run is (进度): a line that is written over on a terminal, else a line now and then."""

import sys
import time
from typing import Final

OFTEN, SELDOM = 0.2, 30.0
MEGABYTE: Final = 1_000_000


class Progress:
    """Says what is being done and how much of it is done."""

    def __init__(self, doing: str, total: int = 0) -> None:
        self.doing, self.total = doing, total
        self._began = self._told = time.monotonic()
        self._overwrites = sys.stderr.isatty()

    def show(self, what: str, done: int = 0) -> None:
        """Tell it, if it is time to tell something."""
        now = time.monotonic()
        if now - self._told < (OFTEN if self._overwrites else SELDOM):
            return
        self._told = now
        share = f" {min(99, 100 * done // self.total)}%" if self.total else ""
        amount = f" {done / MEGABYTE:,.0f} MB" if done else ""
        text = f"{self.doing}:{what}{amount}{share}"
        print(f"\r{text:<70}" if self._overwrites else text, end="" if self._overwrites else "\n", file=sys.stderr, flush=True)

    def done(self) -> float:
        """Clear the line; the seconds that it took."""
        if self._overwrites:
            print(f"\r{'':<70}\r", end="", file=sys.stderr, flush=True)
        return time.monotonic() - self._began
