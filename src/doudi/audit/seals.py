"""A seal (封条): which records it holds, the SM3 of each, the seal before it, and an HMAC-SM3 over all of it.

Source: 等保 three, 安全审计: records are protected against deletion, change and covering over. No database here: a
seal is made from lines and read back from a row or from an exported file.
"""

import base64
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from doudi.audit.lines import Line
from doudi.kernel.sealing import Key, keyed_digest

DIGEST_BYTES: Final = 32
BEGINNING: Final = bytes(DIGEST_BYTES)


@dataclass(frozen=True, slots=True)
class Seal:
    """Records of the transactions from `since` up to, not with, `upto`; in the order of transaction and number."""

    number: int
    at: str
    since: int
    upto: int
    count: int
    ids: tuple[int, ...]
    hashes: bytes
    previous: bytes
    key_id: int
    mac: bytes

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Record number and SM3, one after the other."""
        starts = range(0, len(self.hashes), DIGEST_BYTES)
        return zip(self.ids, (self.hashes[start : start + DIGEST_BYTES] for start in starts), strict=False)

    @property
    def fits(self) -> bool:
        """Whether count, ids and hashes belong together."""
        return self.count == len(self.ids) and len(self.hashes) == DIGEST_BYTES * self.count

    def signed(self, key: Key) -> "Seal":
        """The same seal with its key's number and MAC."""
        bare = replace(self, key_id=key.id)
        return replace(bare, mac=keyed_digest(key, bare.message()))

    def genuine(self, key: Key) -> bool:
        """Whether the MAC is that of the content."""
        return self.mac == keyed_digest(key, self.message())

    def message(self) -> bytes:
        """Everything in the seal but its MAC."""
        head = (f"doudi journal seal 1\n{self.number} {self.at} {self.since} {self.upto} {self.count} {self.key_id} "
                f"{self.previous.hex()}\n")
        return head.encode() + struct.pack(f">{len(self.ids)}q", *self.ids) + self.hashes


def seal_of(lines: Iterable[Line], *, after: Seal | None, upto: int, at: datetime, key: Key) -> Seal:
    """The next seal over these lines."""
    ids, hashes = [], bytearray()
    for line in lines:
        ids.append(line.id)
        hashes += line.hash
    bare = Seal(number=after.number + 1 if after else 1, at=moment(at), since=after.upto if after else 0, upto=upto,
                count=len(ids), ids=tuple(ids), hashes=bytes(hashes), previous=after.mac if after else BEGINNING,
                key_id=key.id, mac=b"")
    return bare.signed(key)


def moment(at: datetime) -> str:
    """A moment as lines and seals write it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def seal_text(seal: Seal) -> bytes:
    """The seal as one line of an exported file."""
    told: Mapping[str, Any] = {
        "seal": seal.number, "at": seal.at, "since": seal.since, "upto": seal.upto, "count": seal.count,
        "ids": seal.ids, "hashes": base64.b64encode(seal.hashes).decode(), "previous": seal.previous.hex(),
        "key": seal.key_id, "mac": seal.mac.hex()}
    return json.dumps(told, separators=(",", ":")).encode()


def read_seal(text: bytes) -> Seal | None:
    """The seal of an exported line; None for what is none of ours."""
    try:
        told = json.loads(text)
        numbers = [told[name] for name in ("seal", "since", "upto", "count", "key")] + list(told["ids"])
        if not all(type(each) is int for each in numbers):
            return None
        return Seal(number=told["seal"], at=str(told["at"]), since=told["since"], upto=told["upto"], count=told["count"],
                    ids=tuple(told["ids"]), hashes=base64.b64decode(told["hashes"]),
                    previous=bytes.fromhex(told["previous"]), key_id=told["key"], mac=bytes.fromhex(told["mac"]))
    except (ValueError, KeyError, TypeError):
        return None
