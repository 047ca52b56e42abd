"""Files as they come: what they are, where the headers are, and what is refused in plain words."""

import io
import zipfile

import pytest

from doudi.casework.rollbooks.columns import check_mapping, guess, lay_out
from doudi.casework.rollbooks.reading import RollbookRefused, read
from tests.casework.rollbooks import rolls

ROWS = rolls.roll(3)


def layout(content: bytes, name: str = "名册.xlsx"):
    return lay_out(read(content, name))


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        (rolls.text(ROWS), "gb18030", ","),
        (rolls.text(ROWS, encoding="utf-8"), "utf-8", ","),
        (rolls.text(ROWS, encoding="utf-8-sig"), "utf-8-sig", ","),
        (rolls.text(ROWS, separator="\t", encoding="utf-16"), "utf-16", "\t"),
        (rolls.text(ROWS, separator=";"), "gb18030", ";"),
    ],
    ids=["gb18030", "utf-8", "bom", "utf-16-tab", "semicolon"],
)
def test_a_csv_in_any_encoding_and_separator_gives_the_same_rows(content, encoding, separator):
    found = layout(content, "名册.csv")
    assert (found.table.encoding, found.table.separator) == (encoding, separator)
    assert [list(row.cells) for row in found.rows] == ROWS


def test_a_workbook_with_a_title_line_and_a_sum_line_gives_only_families():
    total = ["合计", *[""] * 8, "3840.00", *[""] * 7]
    found = layout(rolls.workbook([*ROWS, total, ["制表人：张三"]], title="任城区2026年9月低保发放名册"))
    assert found.header_row == 2
    assert [list(row.cells) for row in found.rows] == ROWS
    assert [row.number for row in found.rows][:2] == [3, 4]


def test_numbers_of_a_workbook_come_back_as_text_and_lost_digits_are_marked():
    found = layout(rolls.workbook(ROWS, numbers=(6, 8, 9)))
    row = found.rows[0]
    assert row.cells[8] == "1" and row.cells[9] == "640"
    assert 6 in row.lost and 8 not in row.lost
    exported = rolls.text([[*ROWS[0][:6], "3.70811E+17", *ROWS[0][7:]]])
    assert 6 in layout(exported, "a.csv").rows[0].lost


def test_text_kept_from_counting_by_an_apostrophe_or_a_formula_is_read_as_text():
    cells = [*ROWS[0][:6], f'="{ROWS[0][6]}"', *ROWS[0][7:11], f"'{ROWS[0][11]}", *ROWS[0][12:]]
    assert list(layout(rolls.text([cells]), "a.csv").rows[0].cells) == ROWS[0]


def far_cell() -> bytes:
    """A small file whose only cell stands at the far end of the sheet."""
    source = io.BytesIO(rolls.workbook(ROWS))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(entry, content)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "空的"),
        (b"  \n \n", "a.csv", "空的"),
        (rolls.workbook([], headers=()), "a.xlsx", "没有内容"),
        (b"%PDF-1.7 ...", "a.xlsx", "这是 PDF"),
        (b"\xff\xd8\xff\xe0", "a.csv", "照片"),
        (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "网页"),
        (b"\x00\x01\x02\x03" * 9, "a.xlsx", "内容不是"),
        (b"PK\x03\x04 broken", "a.xlsx", "坏了"),
        (b"\xd0\xcf\x11\xe0 broken", "a.xls", "打不开"),
        (archive(), "a.xlsx", "不是 Excel"),
        (far_cell(), "a.xlsx", "16384 列"),
        (rolls.workbook(ROWS, headers=[f"列{n}" for n in range(1000)]), "a.xlsx", "1000 列"),
        (rolls.text([["x"] * 1000], headers=["列"] * 1000), "a.csv", "1000 列"),
        (rolls.workbook([["甲", "乙"]], headers=("天气", "心情")), "a.xlsx", "没有找到表头"),
        (rolls.workbook([]), "a.xlsx", "没有内容"),
        ("姓名,村居\n王\x81".encode("latin-1", "ignore") + b"\xff\xff\xff", "a.csv", "认不出来"),
    ],
)
def test_what_is_no_roll_is_refused_in_plain_chinese(content, name, said):
    with pytest.raises(RollbookRefused, match=said):
        lay_out(read(content, name))


def test_a_workbook_called_csv_and_a_csv_called_xlsx_are_read_by_their_content():
    assert layout(rolls.workbook(ROWS), "名册.csv").table.kind == "xlsx"
    assert layout(rolls.text(ROWS), "名册.xlsx").table.kind == "csv"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("户主姓名", "head_name"),
        ("姓 名", "name"),
        ("公民身份号码*", "id_number"),
        ("身份证号码（必填）", "id_number"),
        ("与户主关系", "relation"),
        ("保障人口（人）", "members"),
        ("月保障金额(元)", "monthly"),
        ("户月保障金", "monthly"),
        ("开户行", "bank"),
        ("银行账号", "account"),
        ("村居", "village"),
        ("起始月份", "from_month"),
        ("享受起始年月", "from_month"),
        ("保障类别", "programme"),
        ("任城区月发放金额", "monthly"),
        ("一卡通账号", "account"),
    ],
)
def test_a_header_is_known_by_its_many_names(header, code):
    assert guess(["序号", header]) == {code: 1}


def test_a_mapping_that_lacks_something_says_everything_at_once():
    with pytest.raises(RollbookRefused) as error:
        check_mapping({"phone": 0, "bank": 0, "sex": 9}, ["电话"], has_default_programme=False)
    for part in ("姓名列", "身份证号列", "月保障金列", "村（居）列", "救助类别", "用了两次", "没有这一列"):
        assert part in str(error.value)


def test_the_fingerprint_follows_the_headers_and_not_the_rows_or_the_reasons():
    once = layout(rolls.workbook(ROWS))
    assert once.fingerprint == layout(rolls.text(rolls.roll(5)), "a.csv").fingerprint
    returned = layout(rolls.text([[*ROWS[0], "户主有错"]], headers=(*rolls.HEADERS, "错误原因")), "a.csv")
    assert returned.fingerprint == once.fingerprint and returned.width == len(rolls.HEADERS)
    assert once.fingerprint != layout(rolls.workbook(ROWS, headers=("编号", *rolls.HEADERS[1:]))).fingerprint


def test_a_file_that_is_one_endless_cell_is_refused_in_words():
    with pytest.raises(RollbookRefused, match="一格长得读不下去"):
        read(b"a" * 200_000, "名册.csv")
