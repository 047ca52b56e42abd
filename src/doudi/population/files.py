"""Files that are there whole or not at all, their hashes, folders that one process works in, and tables for a spreadsheet."""

import csv
import fcntl
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def digest(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_digests(parts: Mapping[str, str]) -> str:
    """One hash for several files, each under its name."""
    return hashlib.sha256("".join(f"{name} {parts[name]}\n" for name in sorted(parts)).encode()).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """A text file that is there whole or not at all, and on disk when this returns."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class Occupied(RuntimeError):
    """Another process is at work in the folder; the message is Chinese."""


@contextmanager
def alone_in(folder: Path, words: str) -> Iterator[None]:
    """Nobody else works in the folder meanwhile, or Occupied with these words."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            # A lock on the folder itself leaves no file, and goes with the process, however that ends.
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Occupied(words) from error
        yield
    finally:
        os.close(number)


def to_disk(path: Path) -> None:
    """What was written into a file, or which names a folder holds, is on disk when this returns."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """The same for JSON, readable."""
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def csv_text(headings: Iterable[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV that a spreadsheet opens with its Chinese whole: with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return "\ufeff" + text.getvalue()
