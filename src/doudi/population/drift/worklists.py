"""Work lists (工作清单) of what changed, one for each township, as CSV and XLSX: clues for a visit, with the reasons."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from doudi.kernel.areas import TOWNSHIP_DIGITS
from doudi.kernel.money import show_yuan
from doudi.law import LawBook
from doudi.law.explain import OUTCOME_WORDS
from doudi.population.drift.causes import Cause
from doudi.population.drift.comparing import Change, Side
from doudi.population.files import csv_text, write_whole
from doudi.population.screening.engine import NO_END

HEADINGS: Final = ("户号", "村居", "项目", "人员编号", "原结论", "现结论", "原金额(元)", "现金额(元)", "原因")
NOTE: Final = "这是线索,要入户核实,不是认定。"
WIDTHS: Final = (18, 15, 16, 18, 12, 12, 16, 16, 80)
FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
Line = tuple[str, ...]


class WorkLists:
    """Collects the lines of every township and writes them at the end."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.lines: dict[str, list[Line]] = {}

    def add(self, change: Change, causes: Iterable[Cause]) -> None:
        """One change."""
        said = ";".join(cause.text for cause in causes)
        line = (
            str(change.household), change.area, self.book.programmes[change.programme].label,
            "" if change.person is None else str(change.person),
            _outcome(change.old), _outcome(change.new), _amounts(change.old), _amounts(change.new), said,
        )  # fmt: skip
        self.lines.setdefault(change.area[:TOWNSHIP_DIGITS], []).append(line)

    def write(self, out: Path) -> list[Path]:
        """Both files of every township; gives the paths."""
        written = []
        for township, lines in sorted(self.lines.items()):
            text, book = out / f"{township}.csv", out / f"{township}.xlsx"
            write_whole(text, csv_text(HEADINGS, ([_harmless(cell) for cell in line] for line in lines)))
            _workbook(book, lines)
            written += [text, book]
        return written


def _outcome(side: Side) -> str:
    return OUTCOME_WORDS.get(side.outcome, "不在册")


def _amounts(side: Side) -> str:
    shown = []
    for low, high in side.amounts.values():
        if high:
            shown.append(show_yuan(low) if low == high else f"{show_yuan(low)} 至 {'不定' if high == NO_END else show_yuan(high)}")
    return "、".join(shown)


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _workbook(path: Path, lines: Sequence[Line]) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet("变化"), book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, NOTE)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(1, column, heading, bold)
        for row, line in enumerate(lines, 2):
            for column, cell in enumerate(line):
                sheet.write_string(row, column, cell)
        sheet.freeze_panes(2, 0)
