"""From the bytes of a file to a table of text (读表): XLSX and XLS by calamine, CSV in UTF-8 or GB18030.

The content says what a file is, not its suffix. Numbers come out of a workbook as floats: whole ones become
text again, and one with more than 15 digits has lost some of them, which is marked and later told.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from python_calamine import CalamineError, load_workbook

MAX_BYTES: Final = 30 * 1024 * 1024
MAX_UNPACKED: Final = 400 * 1024 * 1024
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
SURE_DIGITS: Final = 15
_SNIFFED_LINES: Final = 30
_SEPARATORS: Final = (",", "\t", ";", "|", "，")
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_FILLED_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?<!/)>\s*<(?!/c>)')
_FOREIGN: Final = (
    (b"%PDF", "这是 PDF，不是表格。请用 Excel 打开原来的名册，另存为 XLSX 或 CSV 再上传。"),
    (b"\xff\xd8\xff", "这是照片，不是表格。请上传名册的 XLSX 或 CSV 文件。"),
    (b"\x89PNG", "这是图片，不是表格。请上传名册的 XLSX 或 CSV 文件。"),
    (b"Rar!", "这是压缩包。请先解压，再上传里面的 XLSX 或 CSV 文件。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再上传里面的 XLSX 或 CSV 文件。"),
)


class RollbookRefused(ValueError):
    """A file, a mapping or a run that cannot be worked on; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number there (from 1), its cells as text, and the cells that lost digits."""

    number: int
    cells: tuple[str, ...]
    lost: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A whole sheet before anybody knows which row holds the headers."""

    kind: str
    sheet: str
    encoding: str
    separator: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def read(content: bytes, filename: str = "") -> tuple[RawTable, ...]:
    """The sheets of a file, each as text, empty ones left out. Raises RollbookRefused."""
    if not content.strip():
        raise RollbookRefused("这个文件是空的。请检查是不是选错了文件。")
    if len(content) > MAX_BYTES:
        raise RollbookRefused(
            f"文件有 {len(content) // 2**20} MB，最多 {MAX_BYTES // 2**20} MB。请分成几个文件上传。"
        )
    for mark, message in _FOREIGN:
        if content.startswith(mark):
            raise RollbookRefused(message)
    tables = tuple(table for table in _sheets(content, filename) if table.rows)
    if not tables:
        raise RollbookRefused("这个文件里没有内容。请检查是不是选错了文件。")
    return tables


def _sheets(content: bytes, filename: str) -> tuple[RawTable, ...]:
    if content.startswith(b"PK\x03\x04"):
        _refuse_odd_archive(content)
        return _workbook(content, "xlsx")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(content, "xls")
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml)", content[:200], re.IGNORECASE):
        raise RollbookRefused("这其实是网页，不是表格。请用 Excel 打开，另存为 XLSX 再上传。")
    named_excel = filename.lower().endswith((".xlsx", ".xls"))
    if named_excel and b"\x00" in content[:4096] and content[:2] != b"\xff\xfe":
        raise RollbookRefused("这个文件打不开：名字像 Excel，内容不是。请用 Excel 打开，另存为 XLSX 再上传。")
    return (_text_table(content),)


def _refuse_odd_archive(content: bytes) -> None:
    """Other archives, and workbooks that would unpack into more than the machine can hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.infolist()
            if not any(entry.filename.startswith("xl/") for entry in names):
                raise RollbookRefused("这不是 Excel 表格。请上传名册的 XLSX 或 CSV 文件；压缩包请先解压。")
            if sum(entry.file_size for entry in names) > MAX_UNPACKED:
                raise RollbookRefused("这个表格展开后太大。请只留名册这一张表，另存后再上传。")
            for entry in names:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _refuse_odd_size(archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RollbookRefused(
            "这个文件坏了或加了密码，打不开。请在 Excel 里去掉密码，另存后再上传。"
        ) from error


def _refuse_odd_size(sheet: bytes) -> None:
    """A single cell far away would make the reader build a table of everything before it."""
    rows = columns = 0
    for column, row in _FILLED_CELL.findall(sheet):
        place = 0
        for letter in column:
            place = place * 26 + letter - 64
        rows, columns = max(rows, int(row)), max(columns, place)
    _refuse_size(rows, columns)


def _refuse_size(rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS:
        raise RollbookRefused(f"表格有 {columns} 列，最多 {MAX_COLUMNS} 列。请删去名册用不到的列再上传。")
    if rows > MAX_ROWS:
        raise RollbookRefused(
            f"表格到第 {rows} 行还有内容，最多 {MAX_ROWS} 行。请删去多余的行，或分成几个文件。"
        )


def _workbook(content: bytes, kind: str) -> tuple[RawTable, ...]:
    try:
        book = load_workbook(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        rows = [(name, sheet.to_python(skip_empty_area=False)) for name, sheet in sheets]
    except (CalamineError, ValueError, OSError) as error:
        raise RollbookRefused(
            "这个表格打不开：文件坏了或加了密码。请在 Excel 里另存为 XLSX 再上传。"
        ) from error
    return tuple(_table(kind, name, "", "", values, _cell) for name, values in rows)


def _table(
    kind: str,
    sheet: str,
    encoding: str,
    separator: str,
    rows: Sequence[Sequence[Any]],
    text_of: Callable[[Any], tuple[str, bool]],
) -> RawTable:
    _refuse_size(len(rows), max((len(row) for row in rows), default=0))
    kept = []
    for number, values in enumerate(rows, start=1):
        cells = [text_of(value) for value in values]
        if any(text for text, _ in cells):
            lost = frozenset(place for place, (_, damaged) in enumerate(cells) if damaged)
            kept.append(Row(number, tuple(text for text, _ in cells), lost))
    return RawTable(kind, sheet, encoding, separator, tuple(kept))


def _cell(value: Any) -> tuple[str, bool]:
    """The text of a workbook cell, and whether digits of it are gone."""
    if isinstance(value, bool):
        return ("是" if value else "否"), False
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat(), False
    if isinstance(value, date | time | timedelta):
        return str(value), False
    return _plain(str(value or ""))


def _number(value: int | float) -> tuple[str, bool]:
    if value == int(value):
        text = str(int(value))
        return text, len(text.lstrip("-")) > SURE_DIGITS
    return f"{value:.10f}".rstrip("0"), False


def _plain(text: str) -> tuple[str, bool]:
    """A cell that is text, without outer blanks and the tricks that keep Excel from counting with it."""
    tidy = text.replace("\u00a0", " ").replace("\ufeff", "").strip().removeprefix("'").strip()
    wrapped = _FORMULA_TEXT.fullmatch(tidy)
    if wrapped:
        tidy = wrapped[1].strip()
    return tidy, bool(_ROUNDED.fullmatch(tidy))


def _text_table(content: bytes) -> RawTable:
    text, encoding = _decode(content)
    if "\x00" in text:
        raise RollbookRefused("这不是文字表格。请用 Excel 打开，另存为 XLSX 或 CSV 再上传。")
    try:
        separator = _separator(text)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise RollbookRefused(
            "这个 CSV 的引号不成对，或者一格长得读不下去。请用 Excel 打开，另存为 XLSX 再上传。"
        ) from error
    return _table("csv", "", encoding, separator, rows, _plain)


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(content, "gb18030"), "gb18030"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RollbookRefused(
            f"第 {line} 行的文字认不出来：不是 UTF-8，也不是 GB18030。请用 Excel 打开，另存为 XLSX 再上传。"
        ) from error


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the most columns, most steadily."""
    lines = [line for line in text.splitlines()[:_SNIFFED_LINES] if line.strip()]

    def steadiness(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1
        return (widths.count(usual) * (usual > 1), usual)

    return max(_SEPARATORS, key=steadiness)
