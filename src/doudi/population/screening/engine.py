"""What screening asks of the law's array kernel: the shape of `doudi.law.kernel`, and of what it answers.

Outcomes are places in OUTCOMES; NOT_DECIDED is a household that the kernel cannot hold. In `false` and `unknown` bit i
stands for condition i of the programme; the top bit of `unknown` says that an amount is unknown.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

OUTCOMES: Final = ("none", "entitled", "not_entitled", "need_info", "discretion", "not_decided")
ENTITLED: Final = OUTCOMES.index("entitled")
NEED_INFO: Final = OUTCOMES.index("need_info")
NOT_DECIDED: Final = OUTCOMES.index("not_decided")
TOP_BIT: Final = 63
NO_END: Final = int(np.iinfo(np.int64).max)
"""The high end of an amount that has none."""


class Decided(Protocol):
    """One programme over a batch: one row per household, or per member."""

    outcome: Array

    @property
    def low(self) -> Array: ...

    @property
    def high(self) -> Array: ...

    @property
    def false(self) -> Array: ...

    @property
    def unknown(self) -> Array: ...

    @property
    def more(self) -> Mapping[str, tuple[Array, Array]]:
        """Further amounts: low and high by name."""


class Refused(Protocol):
    """Households that the kernel does not hold."""

    @property
    def rows(self) -> Array:
        """Their row numbers."""


class Answer(Protocol):
    """Every programme over a batch, and the rows that could not be held."""

    @property
    def refused(self) -> Refused:
        """Who is to be decided otherwise, or named."""

    def __getitem__(self, programme: str) -> Decided: ...


class Kernel(Protocol):
    """The law for a day, compiled."""

    @property
    def version(self) -> str: ...

    @property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """The facts it reads, by entity."""

    def numbers(self, sheet: Any, areas: Sequence[str]) -> Any: ...

    def decide(self, batch: Any, numbers: Any, threads: int = 1) -> Answer: ...

    def conditions(self, programme: str) -> Sequence[str]: ...
