"""One journal entry as one line of text (行): what is hashed, exported, and checked without a database.

The line is the record: its SM3 is what a seal keeps, and anybody with the exported file can work it out with any tool.
"""

import re
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple

from doudi.kernel.sealing import digest

LINE: Final = re.compile(rb'\{"id":(-?\d{1,19}),("xact":(-?\d{1,19}),"at":"([^"]{1,40})",.*\})')


class Line(NamedTuple):
    """One record: its number, the number of its transaction, its moment, and everything but the id as text."""

    id: int
    xact: int
    at: str
    rest: bytes

    @property
    def text(self) -> bytes:
        """The whole line."""
        return b'{"id":%d,%b' % (self.id, self.rest)

    @property
    def hash(self) -> bytes:
        """SM3 of the line."""
        return digest(self.text)

    def numbered(self, number: int) -> "Line":
        """The same content under another number."""
        return Line(number, self.xact, self.at, self.rest)


def line_of(row: tuple[Any, ...]) -> Line:
    """The line of a row as `stored` selects it."""
    number, xact, at, actor, verb, kind, subject, purpose, origin, details = row
    # Written out, not by json.dumps: five times as fast, and there are millions of them.
    rest = (f'"xact":{xact},"at":"{at}","actor":{"null" if actor is None else actor},"verb":{quoted(verb)},'
            f'"kind":{quoted(kind)},"subject":{quoted(subject)},"purpose":{quoted(purpose)},"origin":{quoted(origin)},'
            f'"details":{details}}}')
    return Line(number, xact, at, rest.encode())


def read_line(text: bytes) -> Line | None:
    """The line of an exported file; None for what is none of ours."""
    found = LINE.fullmatch(text)
    return Line(int(found[1]), int(found[3]), found[4].decode("utf-8", "replace"), found[2]) if found else None
