"""Which characters our letters can print (字形).

A name such as 𬭎 or 䶮 must not come out as an empty box: the fonts' own character tables are read once,
and a text with a character that none of them has is refused with the character and the name it stands in.
"""

import functools
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
_SEGMENTED, _GROUPED = 4, 12
_HAN = r"㐀-鿿𠀀-𲎯》」”）"
_WIDE = (
    (re.compile(rf"(?<=[{_HAN}]),"), "，"),
    (re.compile(rf"(?<=[{_HAN}]):"), "："),
    (re.compile(rf"(?<=[{_HAN}]);"), "；"),
    (re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)"), r"（\1）"),
    (re.compile(rf"(?<=[{_HAN}])\?"), "？"),
)
_CONTROL = [*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F]
_INVISIBLE = dict.fromkeys([*_CONTROL, *range(0x200B, 0x2010), 0xFEFF])


class PaperWithheld(ValueError):
    """A paper that may not or cannot be made; the message is Chinese and says what to do."""


class MissingGlyph(PaperWithheld):
    """A character that no font of ours has; says which one and in whose text."""

    def __init__(self, character: str, text: str) -> None:
        self.character, self.text = character, text
        super().__init__(
            f"“{text}”里的“{character}”(U+{ord(character):04X})打印字体里没有，印出来会是空框。"
            "请核对这个字，或联系管理员更新字体后再打印。"
        )


def clean(text: str) -> str:
    """The text without characters that print nothing (zero-width, control); a tab becomes a space.

    Commas, colons and brackets between Chinese words are set full width, as a Chinese letter has them.
    """
    seen = text.replace("\t", " ").translate(_INVISIBLE)
    for pattern, wide in _WIDE:
        seen = pattern.sub(wide, seen)
    return seen


def refuse_missing(data: Any) -> None:
    """Raise MissingGlyph for the first character in the data that cannot be printed."""
    known = coverage()
    for text in _texts(data):
        for character in text:
            if character not in "\n\r" and ord(character) not in known:
                raise MissingGlyph(character, text if len(text) <= 40 else _around(text, character))


def _around(text: str, character: str) -> str:
    at = text.index(character)
    return text[max(0, at - 10) : at + 11]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


@functools.cache
def coverage() -> frozenset[int]:
    """Code points that at least one shipped font can draw."""
    return frozenset(code for path in sorted(FONTS.glob("*.otf")) for code in _characters(path.read_bytes()))


def _characters(font: bytes) -> Iterator[int]:
    """The code points of an OpenType font, from its `cmap` table (formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for n in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == b"cmap":
            for k in range(struct.unpack_from(">H", font, start + 2)[0]):
                at = start + struct.unpack_from(">HHI", font, start + 4 + 8 * k)[2]
                yield from _subtable(font, at)


def _subtable(font: bytes, at: int) -> Iterator[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == _GROUPED:
        for n in range(struct.unpack_from(">I", font, at + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * n)
            yield from (code for code in range(first, last + 1) if glyph + code - first)
    elif kind == _SEGMENTED:
        segments = struct.unpack_from(">H", font, at + 6)[0] // 2
        words = struct.unpack_from(f">{4 * segments + 1}H", font, at + 14)
        lasts, firsts = words[:segments], words[segments + 1 : 2 * segments + 1]
        for first, last in zip(firsts, lasts, strict=True):
            yield from (code for code in range(first, last + 1) if code != 0xFFFF)
