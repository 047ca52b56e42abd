"""Rolls as offices keep them: families of one to four people, in a workbook or a CSV, clean or with
faults.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

import xlsxwriter

from doudi.kernel.identifiers import id_check_character

HEADERS = (
    "序号",
    "乡镇（街道）",
    "村（居）",
    "户编号",
    "户主姓名",
    "姓名",
    "公民身份号码",
    "与户主关系",
    "保障人口",
    "户月保障金(元)",
    "开户行",
    "银行账号",
    "联系电话",
    "起始月份",
    "保障类别",
    "残疾类别",
    "残疾等级",
)
VILLAGES = (("甲街道", "东村"), ("甲街道", "西村"), ("乙街道", "南村"))
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "建国 秀英 桂花 玉兰 志强 海燕 小宝 明 芳 静 军 磊 洋 艳 勇 娟 涛 超 霞 平".split()


def id_number(running: int, birth: date | None = None) -> str:
    """A valid ID number, another one for every running number."""
    birth = birth or date(1940, 1, 1) + timedelta(days=running * 37 % 25_000)
    first17 = f"370811{birth:%Y%m%d}{running % 900:03d}"
    return first17 + id_check_character(first17)


def name_of(running: int) -> str:
    return SURNAMES[running % len(SURNAMES)] + GIVEN[running // len(SURNAMES) % len(GIVEN)]


def family(number: int, size: int, monthly: str = "640.00", programme: str = "农村低保") -> list[list[str]]:
    """The rows of one family: the head, a spouse, children."""
    township, village = VILLAGES[number % len(VILLAGES)]
    rows = []
    for place in range(size):
        running = number * 4 + place
        relation = ("户主", "妻", "长子", "次女")[place]
        rows.append(
            [
                str(running),
                township,
                village,
                f"D{number:06d}",
                name_of(number * 4),
                name_of(running),
                id_number(running),
                relation,
                str(size),
                monthly,
                "邮储银行",
                f"6217990000{number:09d}",
                f"139{number:08d}",
                "2023年5月",
                programme,
                "肢体" if running % 11 == 0 else "",
                "二级" if running % 11 == 0 else "",
            ]
        )
    return rows


def roll(families: int, first: int = 0, monthly: str = "640.00") -> list[list[str]]:
    """The rows of so many families of one to four."""
    return [
        row for number in range(first, first + families) for row in family(number, number % 4 + 1, monthly)
    ]


def spoil(rows: list[list[str]], every: int = 33) -> list[list[str]]:
    """About three rows in a hundred get a fault, each another one."""
    faults = (
        (6, "370811198502300012"),
        (2, "没有的村"),
        (9, "六百四"),
        (13, "2099-01"),
        (6, ""),
        (7, "不知道"),
        (11, "6217-abc"),
        (14, "不明"),
    )
    spoilt = [list(row) for row in rows]
    for place, at in enumerate(range(every - 1, len(spoilt), every)):
        column, value = faults[place % len(faults)]
        spoilt[at][column] = value
    return spoilt


def workbook(
    rows: Sequence[Sequence[object]],
    headers: Sequence[str] = HEADERS,
    title: str = "",
    numbers: Sequence[int] = (),
) -> bytes:
    """An XLSX; `numbers` are columns kept as numbers, the way Excel spoils long ones."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        at = 0
        if title:
            sheet.merge_range(0, 0, 0, len(headers) - 1, title)
            at = 1
        sheet.write_row(at, 0, headers)
        for row in rows:
            at += 1
            for place, value in enumerate(row):
                if place in numbers and value:
                    sheet.write_number(at, place, float(str(value)))
                elif value != "":
                    sheet.write(at, place, value) if not isinstance(value, str) else sheet.write_string(
                        at, place, value
                    )
    return out.getvalue()


def text(
    rows: Sequence[Sequence[object]],
    headers: Sequence[str] = HEADERS,
    separator: str = ",",
    encoding: str = "gb18030",
) -> bytes:
    """A CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
