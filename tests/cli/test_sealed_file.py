"""A sealed file opens whole and unaltered, in its order, with its key, or it does not open at all."""

import io
import random

import pytest

from doudi.cli.keeping.sealed_file import CHUNK, HEAD, LENGTH, NotABackup, SealedReader, SealedWriter
from doudi.kernel.sealing import Key
from doudi.vault.keys import BACKUP, Ring

KEY, OTHER = Key(3, bytes(range(32))), Key(3, bytes(32))
RING = Ring({BACKUP: {3: KEY}})
TRIALS = 1000


def sealed(content: bytes, key: Key = KEY) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, key)
    for start in range(0, len(content), 70_000):
        writer.write(content[start:start + 70_000])
    writer.finish()
    return out.getvalue()


def opened(file: bytes, ring: Ring = RING) -> bytes:
    reader, parts = SealedReader(io.BytesIO(file), ring), []
    while part := reader.read(100_000):
        parts.append(part)
    return b"".join(parts)


def chunks(file: bytes) -> tuple[bytes, list[bytes]]:
    head, found, at = file[:HEAD.size], [], HEAD.size
    while at < len(file):
        end = at + LENGTH.size + LENGTH.unpack(file[at:at + LENGTH.size])[0] // 2
        found.append(file[at:end])
        at = end
    return head, found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17])
def test_what_was_sealed_comes_out_again(size):
    content = random.Random(size).randbytes(size)
    assert opened(sealed(content)) == content
    assert content[:64] not in sealed(content) or size < 8


def test_a_file_cut_off_anywhere_is_refused():
    whole, chance = sealed(random.Random(1).randbytes(2 * CHUNK + 5000)), random.Random(2)
    head, parts = chunks(whole)
    # Also exactly between two chunks: nothing is missing there that a length could tell.
    between = [len(head) + sum(map(len, parts[:count])) for count in range(len(parts))]
    for length in [*between, *(chance.randrange(len(whole)) for _ in range(30))]:
        with pytest.raises(NotABackup, match="断了|文件头"):
            opened(whole[:length])


def test_one_altered_bit_anywhere_is_refused():
    whole, chance = sealed(random.Random(1).randbytes(5000)), random.Random(3)
    for place in [*range(HEAD.size + 4), *(chance.randrange(len(whole)) for _ in range(TRIALS))]:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        with pytest.raises(NotABackup):
            opened(bytes(spoilt))


def test_chunks_in_another_order_left_out_doubled_or_from_another_file_are_refused():
    content = random.Random(1).randbytes(3 * CHUNK)
    head, parts = chunks(sealed(content))
    _, others = chunks(sealed(content))
    for wrong in ([parts[1], parts[0], parts[2]], [parts[0], parts[2]], [parts[0], parts[0], *parts[1:]],
                  [parts[0], others[1], parts[2]], [*parts, parts[-1]], parts[:-1]):
        with pytest.raises(NotABackup):
            opened(head + b"".join(wrong))


def test_a_wrong_key_is_told_from_a_spoilt_file():
    file = sealed(b"secret")
    with pytest.raises(NotABackup, match="密钥不对"):
        opened(file, Ring({BACKUP: {3: OTHER}}))
    with pytest.raises(NotABackup, match="第 3 号备份密钥"):
        opened(file, Ring({BACKUP: {1: KEY}}))
    with pytest.raises(NotABackup, match="不是兜底的备份文件"):
        opened(b"PK\x03\x04 something else entirely, long enough to hold a head of it")
