"""A file of a register as a table of text: CSV (UTF-8 or GB18030), XLSX, Parquet. Numbers lose nothing on the way."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from python_calamine import CalamineError, load_workbook

SURE_DIGITS: Final = 15
LOOKED_AT: Final = 1 << 20


class BadRegister(ValueError):
    """A file of a register that cannot be read; the message is Chinese and says what to do."""


def read_text_table(path: Path) -> pa.Table:
    """Every column as text, empty cells null. Raises BadRegister."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return _as_text(pq.read_table(path, partitioning=None), path)
        return _workbook(path) if suffix in (".xlsx", ".xls") else _csv(path)
    except (pa.ArrowInvalid, CalamineError, UnicodeDecodeError) as error:
        raise BadRegister(f"{path.name} 读不出来。请另存为 CSV(UTF-8 或 GB18030)、XLSX 或 Parquet。") from error
    except FileNotFoundError as error:
        raise BadRegister(f"没有 {path} 这个文件") from error


def _as_text(table: pa.Table, path: Path) -> pa.Table:
    for field in table.schema:
        if pa.types.is_floating(field.type):
            raise BadRegister(f"{path.name} 的“{field.name}”是小数,号码会丢位。请存为文字。")
    return pa.table({name: table.column(name).cast(pa.string()) for name in table.column_names})


def _csv(path: Path) -> pa.Table:
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    encoding = "utf8"
    try:
        # The last character may be cut in two.
        start[: start.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        encoding = "gb18030"
    head = start.decode(encoding, "ignore").lstrip("\ufeff").splitlines()[:1]
    names = [name.strip().strip('"') for name in head[0].split(",")] if head else []
    options = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""])
    return pa_csv.read_csv(path, read_options=pa_csv.ReadOptions(encoding=encoding), convert_options=options)


def _workbook(path: Path) -> pa.Table:
    rows: Sequence[Sequence[Any]] = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    if not rows:
        raise BadRegister(f"{path.name} 是空表")
    headings = [str(cell).strip() for cell in rows[0]]
    columns = zip(*([_cell(cell) for cell in row] for row in rows[1:]), strict=True)
    found = list(columns) or [() for _ in headings]
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(headings, found, strict=True) if name})


def _cell(cell: Any) -> str | None:
    """A workbook keeps numbers as floats: whole ones are text again; one that has lost digits says so."""
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() else str(cell)
        return f"{text}(丢位)" if len(text) > SURE_DIGITS else text
    text = str(cell).strip()
    return text or None
