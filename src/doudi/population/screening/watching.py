"""Whoever watches a run: told of every batch and of every finished county. Nobody, unless a face is there."""

from collections.abc import Mapping
from typing import Any


class Watcher:
    """Hears how far a run is; called from several threads."""

    def batch(self, county: str, people: int) -> None:
        """So many more people of a county are decided."""

    def county(self, county: str, done: Mapping[str, Any]) -> None:
        """A county is finished; its marker."""
