"""A frozen roll as a file for finance and the bank (名册导出): XLSX or CSV, streamed, the same lines and
total.

Numbers of persons and accounts are text, so that no digit is lost; sums are yuan with two decimals; a
cell that a spreadsheet would run as a formula is made harmless.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any, BinaryIO, Final

import xlsxwriter
from django.db.models import Sum
from django.utils.timezone import localtime

from doudi.casework.models import RollLine, RollRun
from doudi.casework.programme import programmes
from doudi.casework.rollbooks.returning import harmless
from doudi.kernel.money import show_yuan
from doudi.offices.models import Area, ManagementArea

FORMS: Final = {"xlsx": "", "csv": "utf-8-sig", "csv-gb18030": "gb18030"}
HEADERS: Final = (
    "序号",
    "乡镇（街道）",
    "村（居）",
    "救助类别",
    "领取人",
    "身份证号",
    "开户行",
    "银行账号",
    "账户户名",
    "金额（元）",
    "款项",
    "所属月份",
    "说明",
    "待处理",
)
_WIDTHS: Final = (6, 14, 16, 14, 12, 22, 18, 24, 12, 12, 8, 10, 16, 14)
_AMOUNT: Final = HEADERS.index("金额（元）")
_AT_ONCE: Final = 2000
_TOWNSHIP: Final = 9
_KINDS: Final = dict(RollLine._meta.get_field("kind").choices)
_HELD: Final = {"no_account": "没有银行账号", "no_payee": "没有领取人", "payee_died": "领取人已去世"}
_REASONS: Final = {
    "late": "上期名册后决定",
    "set_aside": "决定被撤销",
    "changed": "待遇变更",
    "death": "去世",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, in the order of HEADERS; the sum in fen."""

    number: int
    township: str
    village: str
    programme: str
    payee: str
    id_number: str
    bank: str
    account: str
    account_name: str
    amount_fen: int
    kind: str
    for_month: str
    reason: str
    held: str


def file_name(roll: RollRun, form: str) -> str:
    """任城区2026-10救助发放名册.xlsx."""
    return f"{area_name(roll.area)}{roll.month}救助发放名册.{form.split('-')[0]}"


def area_name(code: str) -> str:
    """The name of a county or management area."""
    named = Area.objects.filter(pk=code).values_list("name", flat=True).first()
    return named or ManagementArea.objects.filter(pk=code).values_list("name", flat=True).first() or code


def write_roll(roll: RollRun, form: str, out: BinaryIO) -> int:
    """Write all lines and the total; how many lines there were."""
    lines = _lines(roll)
    return _xlsx(roll, lines, out) if form == "xlsx" else _csv(lines, out, FORMS[form])


def total_fen(roll: RollRun) -> int:
    """What the lines of a roll add up to."""
    return roll.lines.order_by().aggregate(total=Sum("amount_fen"))["total"] or 0


def _lines(roll: RollRun) -> Iterator[Line]:
    named = {programme.code: programme.label for programme in programmes()}
    codes = set(roll.lines.order_by().values_list("area", flat=True).distinct())
    areas = Area.objects.in_bulk(codes | {code[:_TOWNSHIP] for code in codes})
    lines = roll.lines.select_related("payee").order_by("area", "household_id", "id")
    for number, line in enumerate(lines.iterator(chunk_size=_AT_ONCE), start=1):
        yield Line(
            number,
            _name(areas, line.area[:_TOWNSHIP]),
            _name(areas, line.area),
            named.get(line.programme, line.programme),
            line.payee.name if line.payee else line.payee_name,
            (line.payee.id_number or "") if line.payee else "",
            line.account_bank,
            line.account_number,
            line.payee_name,
            line.amount_fen,
            _KINDS[line.kind],
            str(line.for_month),
            _REASONS.get(line.reason, line.reason),
            _HELD.get(line.held_because, line.held_because),
        )


def _name(areas: dict[str, Area], code: str) -> str:
    return areas[code].name if code in areas else code


def _xlsx(roll: RollRun, lines: Iterator[Line], out: BinaryIO) -> int:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        bold = book.add_format({"bold": True, "bg_color": "#f3f6f4", "bottom": 1})
        sheet = book.add_worksheet("发放名册")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        for place, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, header, bold)
        count = total = 0
        for line in lines:
            count, total = count + 1, total + line.amount_fen
            for place, value in enumerate(astuple(line)):
                _cell(sheet, count, place, value, text, money)
        sheet.write_string(count + 1, 0, "合计", bold)
        # Two decimals of a sum below ten trillion fit a cell exactly.
        sheet.write_number(count + 1, _AMOUNT, total / 100, money)
        _explanation(book, roll, count, total)
    return count


def _cell(sheet: Any, row: int, place: int, value: Any, text: Any, money: Any) -> None:
    if place == _AMOUNT:
        sheet.write_number(row, place, value / 100, money)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, value, text)


def _explanation(book: Any, roll: RollRun, count: int, total: int) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    told = (
        ("名册", f"{area_name(roll.area)} {roll.month} 救助发放名册"),
        ("封存时间", f"{localtime(roll.frozen_at):%Y-%m-%d %H:%M}"),
        ("封存人", roll.frozen_by.name if roll.frozen_by else ""),
        ("行数", str(count)),
        ("合计（元）", show_yuan(total)),
        ("款项", "当月：本月待遇；补发：以前月份少发的；扣回：以前月份多发的，金额为负。"),
        ("待处理", "这一列有字的，先补齐再发放。"),
        ("格式", "身份证号和银行账号是文本，不要改成数字。"),
    )
    for row, (label, value) in enumerate(told):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)


def _csv(lines: Iterator[Line], out: BinaryIO, encoding: str) -> int:
    """Written through a small buffer, so that a large roll never stands in memory."""
    encode = codecs.getincrementalencoder(encoding)()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)

    def flush() -> None:
        out.write(encode.encode(buffer.getvalue()))
        buffer.seek(0)
        buffer.truncate()

    writer.writerow(HEADERS)
    count = total = 0
    for line in lines:
        count, total = count + 1, total + line.amount_fen
        cells = [
            show_yuan(line.amount_fen) if place == _AMOUNT else harmless(str(value))
            for place, value in enumerate(astuple(line))
        ]
        writer.writerow(cells)
        if count % _AT_ONCE == 0:
            flush()
    writer.writerow(["合计", *[""] * (_AMOUNT - 1), show_yuan(total), *[""] * (len(HEADERS) - _AMOUNT - 1)])
    flush()
    return count
