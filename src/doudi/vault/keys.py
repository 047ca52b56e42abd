"""The key ring (密钥串): which secrets this installation has, for which purpose.

It is a small text file, `purpose id secret` a line, named by `DOUDI_KEYS_FILE`, or given whole in `DOUDI_KEYS`; without
either it lies in the data folder and is made on first use. The highest number of a purpose seals, the others still
open. The ring is not part of a backup: keep a copy elsewhere.
"""

import base64
import fcntl
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from doudi.kernel.sealing import SECRET_BYTES, CannotOpen, Key

DATA, INDEX, JOURNAL, BACKUP = "data", "index", "journal", "backup"
PURPOSES: Final = (DATA, INDEX, JOURNAL, BACKUP)
HIGHEST_ID: Final = 65535
HEADING: Final = "# Keys of this installation. Whoever has them reads everything, without them nothing can be read.\n"


class BadKeys(ValueError):
    """The key ring cannot be read; the message is Chinese and names the line, never a secret."""


@dataclass(frozen=True)
class Ring:
    """All keys, by purpose and number."""

    keys: Mapping[str, Mapping[int, Key]]

    def current(self, purpose: str) -> Key:
        """The key that seals now."""
        return self.keys[purpose][max(self.keys[purpose])]

    def all(self, purpose: str) -> tuple[Key, ...]:
        """Every key of a purpose, the newest first: what a search by blind index has to try."""
        return tuple(self.keys[purpose][number] for number in sorted(self.keys[purpose], reverse=True))

    def key(self, purpose: str, number: int) -> Key:
        """The key of that number. Raises CannotOpen when this installation does not have it."""
        try:
            return self.keys[purpose][number]
        except KeyError:
            raise CannotOpen(f"there is no {purpose} key {number} here") from None


def ring() -> Ring:
    """The key ring of this process, read again when its file has changed."""
    given = os.environ.get("DOUDI_KEYS")
    if given:
        return _parsed(given.replace(";", "\n"))
    # Asked at every sealing and opening: one look at the file, no more.
    path = os.environ.get("DOUDI_KEYS_FILE") or f"{settings.DATA}/keys"
    try:
        entry = os.stat(path)
    except FileNotFoundError:
        _make(Path(path))
        entry = os.stat(path)
    return _read(path, entry.st_ino, entry.st_mtime_ns, entry.st_size)


def ring_file() -> Path:
    """Where the ring lies."""
    return Path(os.environ.get("DOUDI_KEYS_FILE") or settings.DATA / "keys")


def add_key(purpose: str) -> Key:
    """A new key that seals from now on. The old ones stay until nothing is sealed with them any more."""
    if os.environ.get("DOUDI_KEYS"):
        raise BadKeys("密钥由环境变量 DOUDI_KEYS 给出,请在那里加一行,这里不能加。")
    path = ring_file()
    ring()  # makes the file where there is none
    with _locked(path.parent):
        number = max(ring().keys[purpose]) + 1
        if number > HIGHEST_ID:
            raise BadKeys("密钥编号已用完。")
        key = Key(number, secrets.token_bytes(SECRET_BYTES))
        _write(path, path.read_text(encoding="ascii") + _line(purpose, key))
    return key


@lru_cache(maxsize=8)
def _read(path: str, _inode: int, _changed: int, _size: int) -> Ring:
    return _parsed(Path(path).read_text(encoding="ascii"))


@lru_cache(maxsize=8)
def _parsed(text: str) -> Ring:
    keys: dict[str, dict[int, Key]] = {purpose: {} for purpose in PURPOSES}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            purpose, identity, secret = words
            key = Key(int(identity), base64.b64decode(secret, validate=True))
            keys[purpose][key.id] = key
        except (ValueError, KeyError):
            raise BadKeys(f"密钥文件第 {number} 行读不懂,应为:用途 编号 密钥。") from None
        if len(key.secret) != SECRET_BYTES or not 0 < key.id <= HIGHEST_ID:
            raise BadKeys(f"密钥文件第 {number} 行的密钥长度或编号不对。")
    missing = [purpose for purpose, known in keys.items() if not known]
    if missing:
        raise BadKeys(f"密钥文件缺少这些用途的密钥:{'、'.join(missing)}。")
    return Ring(keys)


def _line(purpose: str, key: Key) -> str:
    return f"{purpose} {key.id} {base64.b64encode(key.secret).decode()}\n"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path.parent):
        if not path.exists():
            fresh = [_line(purpose, Key(1, secrets.token_bytes(SECRET_BYTES))) for purpose in PURPOSES]
            _write(path, HEADING + "".join(fresh))


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


class _locked:
    """One process at a time changes the ring."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        self.handle = os.open(self.folder, os.O_RDONLY)
        fcntl.flock(self.handle, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)
