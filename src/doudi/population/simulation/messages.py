"""What is said between a page and the compute process: length and JSON, one question and one answer at a time.

A question names the sheets that hold now by their digest; only a process that does not know them asks for the sheets
themselves. Whoever asks again on the same stream takes his earlier question back.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from doudi.law.sheet import Sheet
from doudi.population.simulation.changes import Sheets

# Its name in the data folder of an installation.
SOCKET: Final = "simulator.sock"
LONGEST: Final = 16 * 1024 * 1024
_HEAD: Final = 4

READY, STARTING, WITHOUT, NEED_SHEETS, SUPERSEDED, BAD, DOWN = (
    "ready", "starting", "without_snapshot", "need_sheets", "superseded", "bad", "down")
STATE, EFFECTS, EDGES = "state", "effects", "edges"


class BadMessage(ValueError):
    """What came was no message of ours."""


def framed(message: Mapping[str, Any]) -> bytes:
    """A message with its length before it. BadMessage when it is too long."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > LONGEST:
        raise BadMessage("too long")
    return len(body).to_bytes(_HEAD, "big") + body


def unframed(read: Callable[[int], bytes]) -> dict[str, Any] | None:
    """The next message from `read(most)`, which gives b"" at the end; None where nothing more comes. BadMessage."""
    head = _exactly(read, _HEAD)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    if length > LONGEST:
        raise BadMessage("too long")
    body = _exactly(read, length)
    try:
        message = json.loads(body)
    except ValueError as error:
        raise BadMessage("no JSON") from error
    if len(body) != length or not isinstance(message, dict):
        raise BadMessage("cut off, or no object")
    return message


def _exactly(read: Callable[[int], bytes], length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        more = read(length - len(found))
        if not more:
            break
        found += more
    if found and len(found) < length:
        raise BadMessage("cut off")
    return bytes(found)


def digest_of(sheets: Sheets) -> str:
    """What tells these sheets from others."""
    text = json.dumps(sheets_to_json(sheets), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sheets_to_json(sheets: Sheets) -> dict[str, Any]:
    """Every county's sheet."""
    return {county: sheet.to_json() for county, sheet in sheets.items()}


def sheets_from_json(told: Mapping[str, Any]) -> dict[str, Sheet]:
    """Back from `sheets_to_json`."""
    return {county: Sheet.from_json(sheet) for county, sheet in told.items()}


def day_of(sheets: Sheets) -> date:
    """The one day of all sheets."""
    return next(iter(sheets.values())).day
