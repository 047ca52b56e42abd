"""Memory that runs of a kernel write into and that is kept between them: asking the machine for fresh pages costs more
than many a rule does."""

from typing import Any

import numpy as np
import numpy.typing as npt

LINE = 64  # bytes of a cache line


class Room:
    """What one run after the other writes into. An answer made in a room lies there: the next run in it overwrites the
    answer. One run at a time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], npt.NDArray[Any]] = {}

    def array(self, name: tuple[object, ...], rows: int, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """`rows` values, of no known content; the same ones as last time under that name, where there are enough."""
        found = self._kept.get(name)
        if found is None or len(found) < rows or found.dtype != dtype:
            found = self._kept[name] = np.empty(rows, dtype)
        return found[:rows]

    def scratch(self, thread: int, size: int) -> int:
        """The address of `size` bytes for one thread, at the beginning of a cache line."""
        at: int = self.array(("scratch", thread), size + LINE, np.uint8).ctypes.data
        return -(-at // LINE) * LINE
