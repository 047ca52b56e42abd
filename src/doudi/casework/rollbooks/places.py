"""From the words of a roll to a village code (找村居).

Rolls write 航运新村, 航运新村社区, 航运新村居委会 for the same place, with or without the township.
One fit is a find, several are told, none is told: a family is never put into a guessed village.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from doudi.casework.rollbooks.cells import BadCell, half_width

_TAIL = re.compile(r"(居民委员会|村民委员会|社区居委会|居委会|村委会|社区|村|居)$")
_TOWNSHIP_TAIL = re.compile(r"(街道办事处|人民政府|办事处|街道|镇|乡)$")
TOWNSHIP, VILLAGE = 9, 12
_FEW: Final = 4


def village_key(name: str) -> str:
    """A village's name without what every village has at the end."""
    key = half_width(name).replace(" ", "")
    shorter = _TAIL.sub("", key)
    while shorter != key and len(shorter) > 1:
        key, shorter = shorter, _TAIL.sub("", shorter)
    return key


def township_key(name: str) -> str:
    """A township's name without 镇, 乡, 街道."""
    return _TOWNSHIP_TAIL.sub("", half_width(name).replace(" ", ""))


class Places:
    """The villages a person may import for, by code and by name."""

    def __init__(
        self,
        villages: Iterable[tuple[str, str]],
        townships: Mapping[str, str],
        kinds: Mapping[str, str] | None = None,
    ) -> None:
        self.names = dict(villages)
        self.townships = dict(townships)
        self.kinds = dict(kinds or {})
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for code, name in self.names.items():
            self._by_key[village_key(name)].append(code)
        self._seen: dict[tuple[str, str, str], str] = {}

    def find(self, *, code: str = "", township: str = "", village: str = "") -> str:
        """The 12-digit code. Raises BadCell."""
        asked = (code, township, village)
        if asked not in self._seen:
            self._seen[asked] = self._by_code(code) if code else self._by_name(township, village)
        return self._seen[asked]

    def _by_code(self, text: str) -> str:
        code = half_width(text)
        if code not in self.names:
            raise BadCell(f"村居代码“{text}”不在您的辖区，或没有这个代码（要 12 位）。")
        return code

    def _by_name(self, township: str, village: str) -> str:
        if not village:
            raise BadCell("没有写村（居）。")
        fits = self._fits(village)
        if township:
            wanted = township_key(township)
            fits = (
                [
                    code
                    for code in fits
                    if township_key(self.townships.get(code[:TOWNSHIP], "")).endswith(wanted)
                ]
                if wanted
                else fits
            )
        if not fits:
            where = f"{township}的" if township else ""
            raise BadCell(f"您的辖区里没有找到{where}“{village}”，请核对，或写村居代码。")
        if len(fits) > 1:
            said = "、".join(self._whole(code) for code in fits[:_FEW])
            raise BadCell(f"“{village}”有 {len(fits)} 个：{said}。请写明乡镇，或写村居代码。")
        return fits[0]

    def _whole(self, code: str) -> str:
        return self.townships.get(code[:TOWNSHIP], "") + self.names[code]

    def _fits(self, village: str) -> list[str]:
        """By name; a name that carries its township in front is tried without it."""
        key = village_key(village)
        if key in self._by_key:
            exact = [code for code in self._by_key[key] if self.names[code] == village]
            return exact if len(exact) == 1 else self._by_key[key]
        return [
            code
            for code, name in self.names.items()
            if (key.endswith(village_key(name)) or village.endswith(name))
            and township_key(self.townships.get(code[:TOWNSHIP], "\x00")) in village
        ]
