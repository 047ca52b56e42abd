"""Sealed files (密封的文件): each lies under the SHA-256 of what it says, and opens only under that name.

The same content is one file; a half-written file never carries the name. A file from before sealing is read as it is, if it
really is what its name says, and sealed by the next rotation.
"""

import hashlib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from doudi.kernel.sealing import HEAD, NONCE_BYTES, TAG_BYTES, CannotOpen, key_id, seal, unseal
from doudi.vault.keys import DATA, ring
from doudi.vault.stores import FILES_AT_ONCE, Step, Uses

SHORTEST: Final = HEAD + NONCE_BYTES + TAG_BYTES
IN_CLEAR: Final = 0
DIGEST: Final = re.compile("[0-9a-f]{64}")


class SealedFolder:
    """A folder of sealed files of one kind, two letters of the name to a subfolder."""

    first, at_once = "", FILES_AT_ONCE

    def __init__(self, kind: str, root: Callable[[], Path]) -> None:
        self.name, self._root = kind, root

    def path(self, digest: str) -> Path:
        """Where a file lies."""
        return self._root() / digest[:2] / digest

    def files(self) -> Iterator[Path]:
        """Every file, also what was left of a write that broke off."""
        return (path for path in self._root().glob("??/*") if path.is_file())

    def read(self, digest: str) -> bytes:
        """What a file says. Raises CannotOpen when it was altered or is another."""
        stored = self.path(digest).read_bytes()
        try:
            number = key_id(stored)
        except CannotOpen:
            number = IN_CLEAR
        if number == IN_CLEAR:
            if hashlib.sha256(stored).hexdigest() != digest:
                raise CannotOpen(f"the file {digest} was altered")
            return stored
        return unseal(ring().key(DATA, number), stored, f"{self.name}:{digest}")

    def write(self, digest: str, content: bytes) -> None:
        """Keep a file, sealed with the newest key."""
        path = self.path(digest)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(seal(ring().current(DATA), content, f"{self.name}:{digest}"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)

    def _whole(self, after: str = "") -> Iterator[Path]:
        """Every whole file behind a name, in the order of the names."""
        for folder in sorted(self._root().glob("??")):
            if folder.name >= after[:2]:
                yield from (path for path in sorted(folder.iterdir()) if path.name > after and DIGEST.fullmatch(path.name))

    def uses(self) -> Uses:
        return Counter((DATA, _number(path)) for path in self._whole())

    def seal_again(self, after: Any, count: int, *, wait: bool) -> Step:
        now = ring().current(DATA).id
        old = [path.name for path in islice((path for path in self._whole(after) if _number(path) != now), count)]
        unreadable = [f"{self.name}:{name}" for name in old if not self._again(name)]
        return Step(len(old) - len(unreadable), tuple(unreadable), old[-1] if old else None)

    def _again(self, digest: str) -> bool:
        try:
            self.write(digest, self.read(digest))
        except CannotOpen:
            return False
        except FileNotFoundError:
            pass  # thrown away meanwhile
        return True


def _number(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return key_id(file.read(SHORTEST))
    except (CannotOpen, FileNotFoundError):
        return IN_CLEAR
