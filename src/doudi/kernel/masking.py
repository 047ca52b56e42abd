"""What of a name or number may be seen by those who need not know it (民发〔2021〕57号 第二十四条).

Masking is for showing only. It keeps the length of a name, so that two neighbours can be told apart, and
never more than the last four characters of a number.
"""

import re
import unicodedata
from typing import Final

STAR: Final = "*"
SHOWN_TAIL: Final = 4
WHOLE: Final = STAR * 4
# An ID number (18 or 15 digits with a plausible birth date) or a mobile number, standing free.
PERSONAL: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"|1[3-9]\d{9}"
    r")(?![0-9A-Za-z])")
# What might be a number of somebody's: also an account, a fixed line, and an ID number glued to other letters.
NUMBERS: Final = re.compile(
    r"(?<!\d)(?:(?:\d[ -]?){14,18}\d[Xx]?|1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{17}[Xx])(?!\d)")


def _letters(name: str) -> list[str]:
    """The characters as a reader sees them: a variation selector or accent belongs to the one before it."""
    letters: list[str] = []
    for character in name.strip():
        if letters and unicodedata.category(character) in ("Mn", "Me"):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def mask_name(name: str) -> str:
    """王建国 → 王*国, 王丽 → 王*, 阿卜杜·热合曼 → 阿**·**曼: first, last and middle dot stay."""
    letters = _letters(name)
    if len(letters) <= 1:
        return STAR * len(letters)
    shown = {0} if len(letters) == 2 else {0, len(letters) - 1}
    return "".join(
        letter if i in shown or letter in "·•・ " else STAR for i, letter in enumerate(letters)
    )


def _tail(number: str, head: int) -> str:
    tidy = "".join(number.split())
    if len(tidy) <= head + SHOWN_TAIL:
        return STAR * len(tidy)
    return tidy[:head] + STAR * (len(tidy) - head - SHOWN_TAIL) + tidy[-SHOWN_TAIL:]


def mask_id(number: str) -> str:
    """370811********1234 → **************1234: the area and birth inside it say too much to stay."""
    return _tail(number, 0)


def mask_phone(number: str) -> str:
    """13800000000 → 138****0000."""
    return _tail(number, 3)


def mask_account(number: str) -> str:
    """6222…1234 → ***************1234: only the last four, as banks print it."""
    return _tail(number, 0)


def mask_address(address: str) -> str:
    """12 号楼 3 单元 → ****: all that stands below the village, at one length whatever it was."""
    return WHOLE if address.strip() else ""


def scrubbed(text: str) -> str:
    """A text in which whatever looks like somebody's number shows its last four characters only."""
    return NUMBERS.sub(lambda found: mask_id(found.group()), text)
