"""Demo cases in every state of the lifecycle, moved by the same verbs as real ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from doudi.cli.demo.township import Settled


def load(*, settled: Sequence[Settled], staff: Mapping[str, Any], at: datetime) -> None:
    """Open cases for some of the households. `staff`: username → user; facts are known since 120 days before
    `at`."""
