"""Files that are there whole or not at all, their hashes, and tables for a spreadsheet."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
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
