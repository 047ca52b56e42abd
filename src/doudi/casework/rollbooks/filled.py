"""A table of ours that comes back filled in (填好的表): found by its headers, read row by row, its bad rows sent back with reasons.

For tables with one row a thing (referrals, institutions); the rolls, whose rows make families, have their own layout.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

from doudi.casework.rollbooks.cells import half_width
from doudi.casework.rollbooks.reading import RawTable, RollbookRefused, Row
from doudi.casework.rollbooks.returning import harmless

REASON: Final = "没有收下的原因"
HEADERS_WITHIN: Final = 10
WIDTH: Final = 18


@dataclass(frozen=True)
class Filled:
    """The sheet that is ours: its header, and in which column each of our names stands."""

    table: RawTable
    header: Row
    places: Mapping[str, int]

    def rows(self) -> Iterator[tuple[Row, dict[str, str]]]:
        """Every row below the header, with its cells by our names."""
        for row in self.table.rows:
            if row.number > self.header.number:
                yield row, {name: row.cells[place].strip() if place < len(row.cells) else "" for name, place in self.places.items()}

    def returned(self, bad: Sequence[tuple[Row, str]]) -> bytes:
        """The bad rows in their own layout with the reasons; empty where there are none."""
        if not bad:
            return b""
        kept = [place for place, cell in enumerate(self.header.cells) if cell != REASON]
        lines = [[*(row.cells[place] if place < len(row.cells) else "" for place in kept), reason] for row, reason in bad]
        return workbook([*(self.header.cells[place] for place in kept), REASON], lines, "没有收下的行")


def filled(tables: Sequence[RawTable], columns: Sequence[str], needed: Sequence[str], most_rows: int, advice: str = "") -> Filled:
    """The first sheet whose headers hold all that are needed. RollbookRefused: there is none, or it is too long."""
    for table in tables:
        for row in table.rows[:HEADERS_WITHIN]:
            places = {_plain(cell): place for place, cell in enumerate(row.cells) if cell}
            if all(_plain(name) in places for name in needed):
                if len(table.rows) > most_rows:
                    raise RollbookRefused(f"一次最多 {most_rows} 行。请分成几个文件。")
                return Filled(table, row, {name: places[_plain(name)] for name in columns if _plain(name) in places})
    raise RollbookRefused(f"没有认出表头。{advice}至少要有{'、'.join(needed)}这几列。")


def _plain(header: str) -> str:
    return half_width(header).replace(" ", "")


def workbook(headers: Sequence[str], lines: Iterable[Sequence[str]], title: str = "表", widths: Sequence[int] = ()) -> bytes:
    """A sheet of texts: every cell is text, none is a formula, whatever somebody wrote into it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True, "strings_to_formulas": False,
                                   "strings_to_urls": False}) as book:
        text, bold = book.add_format({"num_format": "@", "text_wrap": True}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for place, header in enumerate(headers):
            sheet.set_column(place, place, widths[place] if place < len(widths) else WIDTH)
            sheet.write_string(0, place, header, bold)
        for number, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                # What a spreadsheet would run once somebody edits the cell gets an apostrophe; reading takes it off again.
                sheet.write_string(number, place, harmless(cell), text)
    return out.getvalue()
