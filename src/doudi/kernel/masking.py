"""What of a name or number may be seen by those who need not know it (民发〔2021〕57号 第二十四条).

Masking is for showing only. It keeps the length of a name, so that two neighbours can be told apart, and
never more than the last four characters of a number.
"""

import unicodedata
from typing import Final

STAR: Final = "*"
SHOWN_TAIL: Final = 4


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
