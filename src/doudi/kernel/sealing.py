"""Sealing of personal data: SM4-GCM (GB/T 32907), bound to where it stands, and keyed blind indexes (HMAC-SM3,
GB/T 32905) by which a sealed number can be found without being opened.

A sealed value is `version(1) key-id(2) nonce(12) ciphertext tag(16)`: it says which key opens it, and opens only at the
place it was made for, so that a value copied into another row is refused and not shown as somebody else's.
Source: 个人信息保护法 第五十一条(三); 济办发〔2020〕21号 三23.
"""

import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VERSION: Final = 1
KEY_BYTES: Final = 16
SECRET_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEAD: Final = 3
BLIND_BYTES: Final = 16


class CannotOpen(ValueError):
    """A sealed value that no key opens here: altered, moved from another place, or its key is gone."""


@dataclass(frozen=True, repr=False)
class Key:
    """One secret of 32 bytes with its number (1–65535). Its text never shows the secret."""

    id: int
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"


def seal(key: Key, plain: bytes, place: str) -> bytes:
    """The value sealed for a place such as `people_person.phone:1203`."""
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([VERSION]) + key.id.to_bytes(2, "big")
    box = Cipher(algorithms.SM4(key.secret[:KEY_BYTES]), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(head + place.encode())
    return head + nonce + box.update(plain) + box.finalize() + box.tag


def unseal(key: Key, sealed: bytes, place: str) -> bytes:
    """The value again. Raises CannotOpen when it was altered or made for another place."""
    if key_id(sealed) != key.id:
        raise CannotOpen(f"sealed with key {key_id(sealed)}, not {key.id}")
    nonce, body = sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES : -TAG_BYTES]
    box = Cipher(algorithms.SM4(key.secret[:KEY_BYTES]), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
    box.authenticate_additional_data(sealed[:HEAD] + place.encode())
    try:
        return box.update(body) + box.finalize()
    except InvalidTag:
        raise CannotOpen(f"the value at {place} was altered or belongs elsewhere") from None


def key_id(sealed: bytes) -> int:
    """Which key opens it. Raises CannotOpen for what is no sealed value."""
    if len(sealed) < HEAD + NONCE_BYTES + TAG_BYTES or sealed[0] != VERSION:
        raise CannotOpen("this is no sealed value")
    return int.from_bytes(sealed[1:HEAD], "big")


def blind(key: Key, text: str, field: str) -> bytes:
    """The blind index of a text in a field: equal texts have equal indexes, and nobody without the key can tell which."""
    return keyed_digest(key, f"{field}\0{text}".encode())[:BLIND_BYTES]


def keyed_digest(key: Key, message: bytes) -> bytes:
    """HMAC-SM3, 32 bytes."""
    mac = hmac.HMAC(key.secret, hashes.SM3())
    mac.update(message)
    return mac.finalize()


def digest(message: bytes) -> bytes:
    """SM3, 32 bytes."""
    plain = hashes.Hash(hashes.SM3())
    plain.update(message)
    return plain.finalize()
