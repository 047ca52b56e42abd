"""A small town that many tests of a module begin with, made once through the verbs and rolled back after each of them.

The rows stand in one transaction around the module's tests, whose own are savepoints in it; files lie beside and are
laid before each test. Whoever closes the connection or commits (`transactional_db`) cannot begin here.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from doudi.offices import access

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Kept:
    """What was made, and the folder of its papers."""

    made: Any
    papers: Path

    def fresh(self) -> Any:
        """The same for one test: objects of its own, and the files where this test looks for them."""
        shutil.copytree(self.papers, settings.PAPERS, dirs_exist_ok=True)
        return deepcopy(self.made)


@contextmanager
def kept(build: Callable[[], Any], blocker: Any, papers: Path) -> Iterator[Kept]:
    """What `build` makes, until the module ends."""
    with blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=FAST, PAPERS=papers), access.as_system("command"):
            made = build()
        yield Kept(made, papers)
        transaction.set_rollback(True)
