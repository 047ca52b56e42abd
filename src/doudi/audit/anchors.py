"""The anchors (锚): one line for each seal in a file outside the database, so that nobody who owns the database can
cut the journal's tail or write it anew without that it shows.

`seal NUMBER TIME COUNT UPTO MAC`, added with fsync. After a restore from a backup stands `carry-on NUMBER TIME KEY MAC`:
what was sealed after that number is gone, and known to be.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from doudi.audit.seals import DIGEST_BYTES, Seal
from doudi.kernel.sealing import Key, keyed_digest

SEAL, CARRY_ON = "seal", "carry-on"
TAIL_BYTES: Final = 4096
# Also for a log server elsewhere, where DOUDI_ANCHORS_LOG is on.
LOG = logging.getLogger("doudi.anchors")


class BadAnchors(ValueError):
    """The file of anchors cannot be read; the message is Chinese and names the line."""


@dataclass(frozen=True)
class CarriedOn:
    """After a restore the journal went on after seal `number`; the seals up to `lost` were gone."""

    number: int
    at: str
    lost: int
    key_id: int
    mac: bytes

    def genuine(self, key: Key) -> bool:
        """Whether somebody with the key said so."""
        return self.mac == _carry_on_mac(key, self.number, self.at)


@dataclass
class Anchors:
    """The file as read: the MAC of every seal that stands, and the restores."""

    first: int = 0
    macs: bytearray = field(default_factory=bytearray)
    carried: list[CarriedOn] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the last anchored seal; 0 when there is none."""
        return self.first + len(self.macs) // DIGEST_BYTES - 1 if self.first else 0

    def mac(self, number: int) -> bytes | None:
        """The MAC of a seal; None where none was anchored."""
        if not self.first or not self.first <= number <= self.last:
            return None
        start = (number - self.first) * DIGEST_BYTES
        return bytes(self.macs[start : start + DIGEST_BYTES])

    def take(self, words: list[str]) -> None:
        """One line of the file. Raises ValueError for what is none."""
        kind, number = words[0], int(words[1])
        if kind == CARRY_ON:
            _, _, at, key_id, mac = words
            self.carried.append(CarriedOn(number, at, self.last, int(key_id), bytes.fromhex(mac)))
            del self.macs[max(0, number - self.first + 1) * DIGEST_BYTES :]
            return
        mac = bytes.fromhex(words[5])
        self.first = self.first if self.macs else number
        if kind != SEAL or number != self.first + len(self.macs) // DIGEST_BYTES or len(mac) != DIGEST_BYTES:
            raise ValueError
        self.macs += mac


def read_anchors(path: Path) -> Anchors:
    """All anchors of a file. Raises BadAnchors for a line that is none."""
    found = Anchors()
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            try:
                found.take(line.split())
            except (ValueError, IndexError):
                raise BadAnchors(f"锚文件第 {number} 行读不懂或次序不对,文件被改动过。") from None
    return found


class Book:
    """The open file; one process at a time writes in it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._drop_torn_line()

    def last(self) -> tuple[int, bytes | None]:
        """Number of the last line's seal, and its MAC where the line is a seal."""
        self.file.seek(max(0, self.file.seek(0, os.SEEK_END) - TAIL_BYTES))
        lines = self.file.read().splitlines()
        if not lines:
            return 0, None
        try:
            words = lines[-1].decode().split()
            return int(words[1]), bytes.fromhex(words[5]) if words[0] == SEAL else None
        except (ValueError, IndexError):
            raise BadAnchors("锚文件的最后一行读不懂,文件被改动过。") from None

    def add(self, seals: Iterable[Seal]) -> int:
        """A line for each seal, on disk before this returns; how many."""
        lines = [f"{SEAL} {each.number} {each.at} {each.count} {each.upto} {each.mac.hex()}" for each in seals]
        self._write(lines)
        return len(lines)

    def carry_on(self, number: int, at: str, key: Key) -> None:
        """From here on the journal goes on after this seal."""
        self._write([f"{CARRY_ON} {number} {at} {key.id} {_carry_on_mac(key, number, at).hex()}"])

    def _write(self, lines: list[str]) -> None:
        if not lines:
            return
        self.file.seek(0, os.SEEK_END)
        self.file.write(("\n".join(lines) + "\n").encode())
        self.file.flush()
        os.fsync(self.file.fileno())
        for line in lines:
            LOG.info("journal %s", line)

    def _drop_torn_line(self) -> None:
        # A crash in the middle of a line: the seal is in the database, and its line is written again.
        end = self.file.seek(0, os.SEEK_END)
        self.file.seek(max(0, end - TAIL_BYTES))
        tail = self.file.read()
        if tail and not tail.endswith(b"\n"):
            self.file.truncate(end - len(tail) + tail.rfind(b"\n") + 1)


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """The file of anchors for writing, made on first use, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if fresh:
            _remember_name(path.parent)
        yield Book(file)


def _remember_name(folder: Path) -> None:
    # The name of a new file is on disk only when its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _carry_on_mac(key: Key, number: int, at: str) -> bytes:
    return keyed_digest(key, f"doudi journal carry-on 1\n{number} {at}".encode())
