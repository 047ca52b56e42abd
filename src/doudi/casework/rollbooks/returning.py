"""The rows that could not be read go back (退回错行): same layout, one more column that says why.

The sheet keeps its title lines and its headers, so that the corrected file can be uploaded as it is. A
family with a bad member also gets its good head row, without which the member belongs to nobody.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

from doudi.casework.rollbooks.columns import REASON_HEADER, Layout
from doudi.casework.rollbooks.families import Family
from doudi.casework.rollbooks.reading import Row

HEAD_GOES_ALONG: Final = "（这一行没有错，是户主，留着一起导入）"
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


def rows_to_return(
    layout: Layout, families: Sequence[Family], faults: Mapping[int, str]
) -> list[tuple[Row, str]]:
    """The bad rows in the order of the file, with their reasons, and the heads that must go along."""
    told = dict(faults)
    for family in families:
        if family.head and family.head.number and any(number in faults for number in family.row_numbers):
            told.setdefault(family.head.number, HEAD_GOES_ALONG)
    return [(row, told[row.number]) for row in layout.rows if row.number in told]


def returned_file(layout: Layout, rows: Sequence[tuple[Row, str]]) -> bytes:
    """The file that goes back: CSV as it came (separator and encoding), a workbook as XLSX."""
    lines = _lines(layout, rows)
    return _csv(lines, layout) if layout.table.kind == "csv" else _xlsx(lines, layout)


def _lines(layout: Layout, rows: Sequence[tuple[Row, str]]) -> list[tuple[int, list[str]]]:
    """Row number in the new file (from 0) and its cells."""
    above = [(row.number - 1, list(row.cells)) for row in layout.table.rows if row.number < layout.header_row]
    width = layout.width
    header = layout.header_row - 1
    lines = [*above, (header, [*_cut(layout.headers, width), REASON_HEADER])]
    for place, (row, reason) in enumerate(rows, start=1):
        lines.append((header + place, [*_cut(row.cells, width), reason]))
    return lines


def _cut(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *([""] * (width - len(cells)))]


def _xlsx(lines: Sequence[tuple[int, list[str]]], layout: Layout) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet((layout.table.sheet or "错行")[:31])
        text, fault = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bg_color": "#fdf3e1", "text_wrap": True}),
        )
        sheet.set_column(0, layout.width - 1, 18, text)
        sheet.set_column(layout.width, layout.width, 60)
        sheet.freeze_panes(layout.header_row, 0)
        for number, cells in lines:
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell, fault if place == layout.width else text)
    return out.getvalue()


def _csv(lines: Sequence[tuple[int, list[str]]], layout: Layout) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.table.separator)
    at = 0
    for number, cells in lines:
        for _ in range(number - at):
            writer.writerow([])
        writer.writerow([harmless(cell) for cell in cells])
        at = number + 1
    encoding = layout.table.encoding
    return out.getvalue().encode("utf-8-sig" if encoding == "utf-8" else encoding)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front; reading takes it off
    again.
    """
    return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell
