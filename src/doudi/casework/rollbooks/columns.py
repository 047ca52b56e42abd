"""Which column means what (列的对应): guessed from Chinese headers, corrected by a person, remembered.

A layout is known by the fingerprint of its headers, so that next month's roll from the same office needs no
guess. The headers that offices use stand in `columns.yaml`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from doudi.casework.rollbooks.reading import RawTable, RollbookRefused, Row

REASON_HEADER: Final = "错误原因"
_HEADER_ROWS: Final = 20
_ENOUGH_HEADERS: Final = 3
_FOOTERS: Final = (
    "合计",
    "总计",
    "小计",
    "共计",
    "制表",
    "审核",
    "填表",
    "负责人",
    "经办人",
    "单位",
    "备注",
    "说明",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a roll can tell: its label, the headers it is known by, a word on how it is read."""

    code: str
    label: str
    headers: tuple[str, ...]
    hint: str = ""


def _declared() -> tuple[Column, ...]:
    with Path(__file__).with_name("columns.yaml").open(encoding="utf-8") as file:
        declared = yaml.safe_load(file)
    return tuple(
        Column(code, each["label"], (each["label"], *each["headers"].split()), each.get("hint", ""))
        for code, each in declared.items()
    )


COLUMNS: Final = _declared()
BY_CODE: Final[Mapping[str, Column]] = {column.code: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Layout:
    """The table with its headers found: what is above is a title, what is below are families."""

    table: RawTable
    headers: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns the roll itself has, without the reasons we put behind it."""
        return next(
            (place for place, header in enumerate(self.headers) if plain(header) == REASON_HEADER),
            len(self.headers),
        )

    @property
    def fingerprint(self) -> str:
        """The same for every file with the same headers in the same order."""
        names = [plain(header) for header in self.headers[: self.width]]
        return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def plain(header: str) -> str:
    """A header without blanks, units in brackets, stars and marks: “身份证号 *”, “保障金额(元)”."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"[((](元|元/月|人|万元|必填|选填|月|年|如有|可选|\*)[))]", "", text)
    return re.sub(r"[\s*#:()()、/_\-.·]+", "", text)


_KNOWN: Final = {plain(header): column.code for column in reversed(COLUMNS) for header in column.headers}


def lay_out(tables: Sequence[RawTable]) -> Layout:
    """The sheet and the row that hold the most known headers. Raises RollbookRefused where there is none."""
    best: tuple[int, RawTable, int] | None = None
    for table in tables:
        for place, row in enumerate(table.rows[:_HEADER_ROWS]):
            known = len({_KNOWN[plain(cell)] for cell in row.cells if plain(cell) in _KNOWN})
            if known >= _ENOUGH_HEADERS and (best is None or known > best[0]):
                best = known, table, place
    if best is None:
        raise RollbookRefused(
            "没有找到表头。表头这一行至少要有姓名、身份证号、金额这样的列名，放在前 20 行里。请检查后再上传。"
        )
    _, table, place = best
    header = table.rows[place]
    rows = tuple(row for row in table.rows[place + 1 :] if not _is_footer(row, header.cells))
    if not rows:
        raise RollbookRefused("表头下面没有内容。请检查是不是选错了文件。")
    return Layout(table, _named(header.cells), header.number, rows)


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell or f"第{place}列" for place, cell in enumerate(cells, start=1))


def _is_footer(row: Row, headers: Sequence[str]) -> bool:
    """A sum, a signature line or the header printed again on the next page."""
    filled = [cell for cell in row.cells if cell]
    if tuple(row.cells) == tuple(headers):
        return True
    first = re.sub(r"[\s::()()]", "", filled[0])
    return len(filled) <= max(4, len(headers) // 2) and first.startswith(_FOOTERS)


def guess(headers: Sequence[str]) -> dict[str, int]:
    """Column code → place, as far as the headers tell; each place is used once."""
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        code = _KNOWN.get(plain(header))
        if code is not None and code not in found:
            found[code] = place
    for place, header in enumerate(headers):
        if place not in found.values():
            code = _contained(plain(header))
            if code is not None and code not in found:
                found[code] = place
    return found


def _contained(header: str) -> str | None:
    """The column whose longest known header stands at the end of this one (任城区月保障金额 → 月保障金额)."""
    fits = [known for known in _KNOWN if len(known) >= _ENOUGH_HEADERS and header.endswith(known)]
    return _KNOWN[max(fits, key=len)] if fits else None


def check_mapping(mapping: Mapping[str, int], headers: Sequence[str], *, has_default_programme: bool) -> None:
    """Raise RollbookRefused, naming everything that is missing or odd at once."""
    wrong = [f"没有“{code}”这一项。" for code in mapping if code not in BY_CODE]
    wrong += [
        f"“{BY_CODE[code].label}”指到了第 {place + 1} 列，表里没有这一列。"
        for code, place in mapping.items()
        if code in BY_CODE and not 0 <= place < len(headers)
    ]
    places = list(mapping.values())
    wrong += [
        f"第 {place + 1} 列“{headers[place]}”用了两次。"
        for place in sorted(set(places))
        if places.count(place) > 1 and place < len(headers)
    ]
    if not {"name", "head_name"} & set(mapping):
        wrong.append("没有指定姓名列。")
    if not {"id_number", "head_id", "birth"} & set(mapping):
        wrong.append("没有指定身份证号列（没有身份证号时要有出生日期列）。")
    if not {"monthly", "person_monthly"} & set(mapping):
        wrong.append("没有指定月保障金列。")
    if not {"village", "area_code"} & set(mapping):
        wrong.append("没有指定村（居）列。")
    if "programme" not in mapping and not has_default_programme:
        wrong.append("没有指定救助类别列，请选这份名册是哪一项救助。")
    if wrong:
        raise RollbookRefused("列的对应还不对：" + "".join(wrong))
