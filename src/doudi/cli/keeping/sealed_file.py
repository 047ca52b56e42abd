"""A sealed file (密封文件): a stream cut into chunks of a megabyte, each SM4-GCM sealed for its place in this very file.

A chunk that was altered, moved, taken from another file or left out does not open, and the last one says that it is the
last: a file that was cut off or never finished is recognised, whatever its length. Memory holds one chunk.
"""

import os
import struct
from typing import BinaryIO, Final

from doudi.kernel.sealing import CannotOpen, Key, keyed_digest, seal, unseal
from doudi.vault.keys import BACKUP, Ring

MAGIC: Final = b"DOUDI-BACKUP-1\n"
CHUNK: Final = 1024 * 1024
LARGEST_SEALED: Final = CHUNK + 64
ID_BYTES: Final = 16
CHECK_BYTES: Final = 8
HEAD: Final = struct.Struct(f">{len(MAGIC)}sH{ID_BYTES}s{CHECK_BYTES}s")
LENGTH: Final = struct.Struct(">I")


class NotABackup(ValueError):
    """The file cannot be used; the message is Chinese and says why and what to do."""


def _check_of(key: Key, identity: bytes) -> bytes:
    return keyed_digest(key, b"backup\0" + identity)[:CHECK_BYTES]


def _place(identity: bytes, number: int, last: bool) -> str:
    return f"backup:{identity.hex()}:{number}:{'last' if last else 'more'}"


class SealedWriter:
    """Takes bytes, writes sealed chunks. Only `finish` makes the file whole."""

    def __init__(self, out: BinaryIO, key: Key) -> None:
        self._out, self._key = out, key
        self._identity = os.urandom(ID_BYTES)
        self._number, self._waiting = 0, bytearray()
        out.write(HEAD.pack(MAGIC, key.id, self._identity, _check_of(key, self._identity)))
        self.taken = 0

    @property
    def identity(self) -> str:
        """The file's own number, by which the journal and the manifest name it."""
        return self._identity.hex()

    def write(self, data: bytes) -> int:
        """Take some bytes; a full chunk is written at once."""
        self._waiting += data
        self.taken += len(data)
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the chunk that says it is the last."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, last: bool) -> None:
        sealed = seal(self._key, plain, _place(self._identity, self._number, last))
        self._out.write(LENGTH.pack(len(sealed) << 1 | last))
        self._out.write(sealed)
        self._number += 1


class SealedReader:
    """Gives the bytes again, each chunk proved before any of it is given."""

    def __init__(self, source: BinaryIO, ring: Ring) -> None:
        self._source = source
        head = source.read(HEAD.size)
        if len(head) < HEAD.size or not head.startswith(MAGIC):
            raise NotABackup("这不是兜底的备份文件,或者文件头已损坏。请核对选的是不是备份文件。")
        _, number, self._identity, check = HEAD.unpack(head)
        self._key = _key(ring, number)
        if _check_of(self._key, self._identity) != check:
            raise NotABackup(f"密钥不对:这里的第 {number} 号备份密钥不是封这份备份的那一把。请换用做备份那套系统的密钥文件。")
        self._number, self._ready, self._ended = 0, memoryview(b""), False
        self.given = 0

    @property
    def identity(self) -> str:
        """The file's own number."""
        return self._identity.hex()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end. Raises NotABackup."""
        parts, wanted = [], size if size >= 0 else 1 << 62
        while wanted and (self._ready or self._next()):
            part = self._ready[:wanted]
            self._ready = self._ready[len(part):]
            parts.append(part)
            wanted -= len(part)
        self.given += sum(map(len, parts))
        return b"".join(parts)

    def _next(self) -> bool:
        if self._ended:
            return False
        head = self._source.read(LENGTH.size)
        length, last = divmod(LENGTH.unpack(head)[0], 2) if len(head) == LENGTH.size else (0, 0)
        if length > LARGEST_SEALED:
            raise self._altered()
        sealed = self._source.read(length)
        if not length or len(sealed) < length:
            raise NotABackup("备份不完整:文件在中间断了,可能没有写完或没有拷完。请换一份完整的备份。")
        try:
            plain = unseal(self._key, sealed, _place(self._identity, self._number, bool(last)))
        except CannotOpen:
            raise self._altered() from None
        self._number, self._ended = self._number + 1, bool(last)
        if self._ended and self._source.read(1):
            raise self._altered()
        self._ready = memoryview(plain)
        return bool(plain) or self._next()

    def _altered(self) -> NotABackup:
        return NotABackup(f"备份已损坏或被改动:第 {self._number + 1} 段核对不上。请换一份备份。什么都没有动。")


def _key(ring: Ring, number: int) -> Key:
    try:
        return ring.key(BACKUP, number)
    except CannotOpen:
        raise NotABackup(f"这份备份是用第 {number} 号备份密钥封的,这里的密钥文件里没有这一把。"
                         "请把做备份那套系统的密钥文件拿来(环境变量 DOUDI_KEYS_FILE 可以指定)。") from None
