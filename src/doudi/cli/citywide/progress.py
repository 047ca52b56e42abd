"""How far a run about everybody is: a bar on a terminal, a line for each finished county elsewhere."""

import sys
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from doudi.population.screening.watching import Watcher

BAR: Final = 30
OFTEN: Final = 0.1


class Progress(Watcher):
    """Tells on stderr; several threads report to it."""

    def __init__(self, people: int, counties: int) -> None:
        self.people, self.counties = people, counties
        self._done = self._finished = 0
        self._told = 0.0
        self._lock = Lock()
        self._bar = sys.stderr.isatty()

    def batch(self, county: str, people: int) -> None:
        """So many more are decided."""
        with self._lock:
            self._done += people
            now = time.monotonic()
            if self._bar and now - self._told >= OFTEN:
                self._told = now
                self._show()

    def county(self, county: str, done: Mapping[str, Any]) -> None:
        """A county is finished."""
        with self._lock:
            self._finished += 1
            if self._bar:
                self._show()
                return
            refused = f",{done['refused']:,} 处退回" if done["refused"] else ""
            counts = f"{done['households']:,} 户 {done['people']:,} 人{refused}"
            print(f"{county} 完成:{counts}({self._finished}/{self.counties})", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._bar:
            print(file=sys.stderr)

    def _show(self) -> None:
        share = min(1.0, self._done / self.people) if self.people else self._finished / self.counties
        filled = int(BAR * share)
        bar = "#" * filled + "." * (BAR - filled)
        print(f"\r[{bar}] {self._done:>10,} 人  {self._finished}/{self.counties} 个县区", end="", file=sys.stderr, flush=True)
