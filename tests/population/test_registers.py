"""A snapshot from registers: matched by number and name, nothing secret read, bad rows back with their number."""

import csv
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from doudi.kernel.identifiers import make_id_number
from doudi.law.facts import UNKNOWN
from doudi.policy import decide
from doudi.population.schema import document_of
from doudi.population.snapshot.importing import BadRegister, snapshot_of_registers
from doudi.population.snapshot.registers import Column
from tests.population.areas_for_tests import DAY
from tests.population.screened import standards

HEAD = ["户号", "区划代码", "公民身份号码", "姓名", "与户主关系", "户口性质"]
NUMBERS = [make_id_number("370831", date(1950 + 5 * n, 3, 4), 2 * n + n % 2) for n in range(8)]
ROWS = [
    ["11", "370831001201", NUMBERS[1], "李桂英", "妻", "农业"],
    ["11", "370831001201", NUMBERS[0], "王建国", "户主", "农业"],
    ["12", "370811001001", NUMBERS[2], "孙丽", "户主", "城镇"],
]


def write_csv(path: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def households(out: Path) -> dict[int, dict]:
    return {row["household"]: row for part in sorted(out.glob("county=*/*.parquet"))
            for row in pq.read_table(part, partitioning=None).to_pylist()}


def sent_back(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((out / "refused.csv").read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def residents(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "hukou.csv", HEAD, *ROWS)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "snapshot"


def test_households_come_together_head_first_without_name_or_number(residents, out) -> None:
    manifest, bad = snapshot_of_registers(out, {"户籍": residents}, day=DAY)
    assert (manifest["people"], manifest["households"], bad) == (3, 2, 0)
    assert manifest["source"]["kind"] == "registers" and set(manifest["counties"]) == {"370811", "370831"}
    found = document_of(households(out)[11])
    assert [member["relation"] for member in found.members] == ["self", "spouse"]
    assert [member["sex"] for member in found.members] == ["female", "male"]
    assert found.members[0]["birth"] == date(1950, 3, 4)
    assert found.household["registration"] == "rural" and found.household["area"] == "370831001201"
    stored = b"".join(part.read_bytes() for part in out.rglob("*") if part.is_file())
    assert "王建国".encode() not in stored and NUMBERS[0].encode() not in stored


def test_what_no_register_tells_was_not_asked_and_nobody_is_entitled_by_silence(residents, out) -> None:
    snapshot_of_registers(out, {"户籍": residents}, day=DAY)
    by = standards()
    for row in households(out).values():
        document = document_of(row)
        verdict = decide(document, day=DAY, sheet=by.sheet.at(document.household["area"])).verdicts["subsistence"]
        assert verdict.outcome == "need_info"


def test_other_registers_add_what_they_know(residents, out, tmp_path: Path) -> None:
    disabled = tmp_path / "cl.xlsx"
    with xlsxwriter.Workbook(str(disabled)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["公民身份号码", "姓名", "残疾类别", "残疾等级", "有效期至"])
        sheet.write_row(1, 0, [NUMBERS[1], "李桂英", "肢体", "二级", "2031-05-06"])
        sheet.write_row(2, 0, [NUMBERS[2], "孙丽丽", "视力", "一级", ""])
    pupils = [["公民身份号码", "在校情况"], [NUMBERS[2], "高中"], [NUMBERS[5], "小学"]]
    school = write_csv(tmp_path / "school.csv", *pupils, encoding="gb18030")
    ill = pa.table({"公民身份号码": [NUMBERS[0]], "重特大疾病": ["是"]})
    pq.write_table(ill, tmp_path / "ill.parquet")
    files = {"户籍": residents, "残联": disabled, "学籍": school, "医保": tmp_path / "ill.parquet"}
    _, bad = snapshot_of_registers(out, files, day=DAY)
    head, wife = households(out)[11]["members"]
    assert (head["serious_illness"], wife["disability_limb"], head["disability_limb"]) == (True, 2, 0)
    assert document_of(households(out)[11]).members[1]["disability_card_until"] == date(2031, 5, 6)
    [other] = document_of(households(out)[12]).members
    assert (other["student"], other["disability_visual"]) == ("senior", 0)
    assert bad == 2
    assert [(row["名册"], row["行"], row["问题"]) for row in sent_back(out)] == [
        ("学籍", "3", "户籍名册里没有这个号码"), ("残联", "3", "姓名和户籍名册不一致,没有采用")]


def test_bank_and_insurance_columns_are_refused_with_the_reason(out, tmp_path: Path) -> None:
    rich = write_csv(tmp_path / "h.csv", [*HEAD, "银行存款余额", "商业保险保单", "民族"], *([*row, "90000", "3", "汉"] for row in ROWS))
    manifest, _ = snapshot_of_registers(out, {"户籍": rich}, day=DAY)
    first, second, third = manifest["source"]["columns_refused"]
    assert "授权" in first and "授权" in second and "没有这一列" in third
    assert "deposits" not in manifest["facts"]["household"]
    with pytest.raises(ValueError, match="授权"):
        Column("存款", "household", "deposits")


@pytest.mark.parametrize(("spoil", "column", "says"), [
    ({2: "37083119500304001A"}, "公民身份号码", ""), ({2: NUMBERS[1]}, "公民身份号码", "不止一次"),
    ({0: "A-11"}, "户号", "数字"), ({1: "370831"}, "区划代码", "12 位")])
def test_a_bad_row_comes_back_and_its_household_is_not_known_whole(out, tmp_path: Path, spoil, column: str, says: str) -> None:
    rows = [list(row) for row in ROWS]
    for place, value in spoil.items():
        rows[1][place] = value
    _, bad = snapshot_of_registers(out, {"户籍": write_csv(tmp_path / "h.csv", HEAD, *rows)}, day=DAY)
    [row] = sent_back(out)
    assert (bad, row["行"], row["列"]) == (1, "3", column) and says in row["问题"]
    assert households(out)[11]["members_known"] is (0 in spoil)
    assert households(out)[12]["members_known"] is True


def test_a_word_that_nobody_knows_is_an_unknown_fact(out, tmp_path: Path) -> None:
    rows = [[*ROWS[0][:4], "表亲家的", "居民"], ROWS[1]]
    _, bad = snapshot_of_registers(out, {"户籍": write_csv(tmp_path / "h.csv", HEAD, *rows)}, day=DAY)
    assert bad == 1
    assert document_of(households(out)[11]).members[1]["relation"] is UNKNOWN
    assert json.loads((out / "manifest.json").read_text())["known"]["member"]["relation"] == 1


def test_files_that_cannot_be_read_say_why(residents, out, tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="没有户籍名册"):
        snapshot_of_registers(out, {"残联": residents}, day=DAY)
    with pytest.raises(BadRegister, match="缺少列:与户主关系"):
        snapshot_of_registers(out, {"户籍": write_csv(tmp_path / "h.csv", HEAD[:4], ROWS[0][:4])}, day=DAY)
    with pytest.raises(BadRegister, match="没有 "):
        snapshot_of_registers(out, {"户籍": tmp_path / "gone.csv"}, day=DAY)
    (tmp_path / "h.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadRegister, match="读不出来"):
        snapshot_of_registers(out, {"户籍": tmp_path / "h.xlsx"}, day=DAY)
