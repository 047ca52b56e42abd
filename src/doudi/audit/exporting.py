"""The journal as a file (导出): JSON Lines, each seal before its records, a manifest at the end with the file's own MAC.

For auditors: the file is checked with `doudi journal verify --export FILE` on a machine that has no database.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives import hashes

from doudi.audit.lines import Line, read_line
from doudi.audit.seals import Seal, moment, read_seal, seal_text
from doudi.kernel.sealing import Key, keyed_digest

SEAL_START, RECORD_START, MANIFEST_START = b'{"seal":', b'{"id":', b'{"manifest":'
LONGEST_MANIFEST: Final = 2000


class BadExport(ValueError):
    """The file is no exported journal, or was cut or changed; the message is Chinese."""


@dataclass
class Written:
    """What went into a file."""

    seals: int = 0
    records: int = 0


def write(path: Path, seals: Iterator[Seal], lines: Iterator[Line], *, at: datetime, key: Key) -> Written:
    """Write both streams, merged; the file appears under its name when it is whole, readable by its owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            written = _write(_Hashed(file), seals, lines, at=at, key=key)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return written


class _Hashed:
    """A file that knows the SM3 of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash = file, hashes.Hash(hashes.SM3())

    def line(self, text: bytes) -> None:
        self.file.write(text + b"\n")
        self.hash.update(text + b"\n")


def _write(out: _Hashed, seals: Iterator[Seal], lines: Iterator[Line], *, at: datetime, key: Key) -> Written:
    written, seal = Written(), next(seals, None)
    for line in lines:
        while seal is not None and line.xact >= seal.since:
            written.seals += 1
            out.line(seal_text(seal))
            seal = next(seals, None)
        written.records += 1
        out.line(line.text)
    while seal is not None:
        written.seals += 1
        out.line(seal_text(seal))
        seal = next(seals, None)
    sm3 = out.hash.finalize()
    manifest = {"manifest": 1, "at": moment(at), "seals": written.seals, "records": written.records, "sm3": sm3.hex(),
                "key": key.id, "mac": keyed_digest(key, sm3).hex()}
    out.file.write(json.dumps(manifest, separators=(",", ":")).encode() + b"\n")
    return written


def seals_in(path: Path) -> Iterator[Seal]:
    """The seals of a file, in order. Raises BadExport for a line that cannot be read."""
    for number, text in _texts(path, SEAL_START):
        seal = read_seal(text)
        if seal is None:
            raise BadExport(f"导出文件第 {number} 行的封条读不懂,文件被改动过。")
        yield seal


def lines_in(path: Path) -> Iterator[Line]:
    """The records of a file, in order. Raises BadExport for a line that cannot be read."""
    for number, text in _texts(path, RECORD_START):
        line = read_line(text)
        if line is None:
            raise BadExport(f"导出文件第 {number} 行的记录读不懂,文件被改动过。")
        yield line


def find_in(path: Path, number: int) -> Line | None:
    """One record by its number."""
    return next((line for line in lines_in(path) if line.id == number), None)


def _texts(path: Path, start: bytes) -> Iterator[tuple[int, bytes]]:
    with open(path, "rb") as file:
        for number, text in enumerate(file, 1):
            if text.startswith(start):
                yield number, text.rstrip(b"\n")
            elif not text.startswith((SEAL_START, RECORD_START, MANIFEST_START)):
                raise BadExport(f"导出文件第 {number} 行不是日志,文件被改动过。")


def check_manifest(path: Path, key: Callable[[int], Key] | None) -> None:
    """Whether the file is whole and, with the keys, as it was written. Raises BadExport."""
    start = _manifest_start(path)
    with open(path, "rb") as file:
        whole, left = hashes.Hash(hashes.SM3()), start
        while left and (part := file.read(min(left, 1 << 20))):
            whole.update(part)
            left -= len(part)
        sm3 = whole.finalize()
        try:
            told = json.loads(file.read())
            same = bytes.fromhex(told["sm3"]) == sm3
            signed = key is None or keyed_digest(key(told["key"]), sm3) == bytes.fromhex(told["mac"])
        except (ValueError, KeyError, TypeError):  # CannotOpen is a ValueError: a key that is not in the ring
            raise BadExport("导出文件末尾的清单读不懂。") from None
    if not same or not signed:
        raise BadExport("导出文件与末尾的清单对不上:文件在导出以后被改动过。")


def _manifest_start(path: Path) -> int:
    size = path.stat().st_size
    with open(path, "rb") as file:
        file.seek(max(0, size - LONGEST_MANIFEST))
        tail = file.read()
    at = tail.rfind(MANIFEST_START)
    if at < 0:
        raise BadExport("导出文件末尾没有清单:文件不完整,被截断过。")
    return size - len(tail) + at
