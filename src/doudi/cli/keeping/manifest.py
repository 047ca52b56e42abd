"""What a backup says of itself (备份清单): when, of which version, which tables and files with which digests, which keys
are needed to read what is sealed in it. The keys themselves are never inside."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from doudi.cli.keeping.picture import Picture
from doudi.kernel.sealing import Key, keyed_digest
from doudi.vault.keys import BACKUP, PURPOSES, Ring

FORMAT: Final = 1
NAME: Final = "manifest.json"
PRINT_BYTES: Final = 8


@dataclass
class Tally:
    """Bytes that went by: how many pieces, how many bytes, and one digest of all."""

    pieces: int = 0
    bytes: int = 0
    digest: str = field(default_factory=lambda: hashlib.sha256().hexdigest())

    def add(self, name: str, size: int, digest: str) -> None:
        """One more piece; the order counts, and is the order of the names."""
        self.pieces, self.bytes = self.pieces + 1, self.bytes + size
        self.digest = hashlib.sha256(f"{self.digest}\n{name}\n{size}\n{digest}".encode()).hexdigest()


@dataclass
class Manifest:
    """All of it."""

    identity: str
    made_at: str
    database: Picture
    access: dict[str, Any]
    dump: Tally
    folders: dict[str, Tally]
    keys: dict[str, dict[str, str]]
    version: str = field(default_factory=lambda: version("doudi"))
    format: int = FORMAT

    def text(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """As it was written."""
        told = json.loads(text)
        tallies = {name: Tally(**tally) for name, tally in told.pop("folders").items()}
        return cls(**{**told, "dump": Tally(**told["dump"]), "folders": tallies})

    @property
    def rows(self) -> int:
        """How many rows of how many tables, for a sentence."""
        return sum(rows for rows, _ in self.database["tables"].values())


def key_prints(ring: Ring) -> dict[str, dict[str, str]]:
    """By which a key is known again without being told: of everything that seals but the backup's own."""
    return {purpose: {str(key.id): _print_of(key) for key in ring.all(purpose)} for purpose in PURPOSES if purpose != BACKUP}


def _print_of(key: Key) -> str:
    return keyed_digest(key, b"print of a key")[:PRINT_BYTES].hex()


def folders() -> dict[str, Path]:
    """The files that belong to the record: papers, and the anchors of the journal."""
    return {"papers": Path(settings.PAPERS), "anchors": settings.DATA / "anchors"}


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder, one folder's names in memory at a time, always in the same order."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from files_of(path)
        elif path.is_file() and not path.is_symlink():
            yield path
