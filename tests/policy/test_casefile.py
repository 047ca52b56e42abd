"""Bad case files: each is refused with the file, the place, what is wrong and what to do."""

from pathlib import Path

import pytest

from doudi.policy.casefile import load_case
from doudi.policy.reading import BadFile

GOOD = """case: x
day: 2026-06-15
standards: t1
household: {area: "370811006", registration: urban, assets: {deposits: "10.00"}}
members:
  - {id: a, relation: self, birth: 1980-01-01, sex: male, incomes: [{kind: wage, monthly: "100.00"}]}
  - {id: b, relation: spouse, birth: 1981-01-01, sex: female}
supporters:
  - {relation: child, of: [a], registration: urban, household_size: 1, monthly_income: "1.00", age: 40}
parents:
  - {child: b, sex: male, status: imprisoned, months: 6}
  - {child: b, sex: female, status: dead}
event: {kind: fire, reported_at: 2026-06-15T16:00:00+08:00, cpi_yoy_percent: "3.5"}
"""

BAD = {
    "misspelt fact": ('deposits: "10.00"', 'deposit: "10.00"', 4, "deposits"),
    "float": ('deposits: "10.00"', "deposits: 10.5", 4, "小数"),
    "amount without quotes": ('deposits: "10.00"', "deposits: 10", 4, "引号"),
    "three decimals": ('deposits: "10.00"', 'deposits: "10.005"', 4, "两位小数"),
    "negative": ('monthly: "100.00"', 'monthly: "-100.00"', 6, "负数"),
    "unknown area": ("370811006", "370899006", 4, "370899"),
    "no such province": ("370811006", "999999", 4, "99"),
    "area of wrong length": ("370811006", "3708110", 4, "区划代码"),
    "future birth": ("1980-01-01", "2026-06-16", 6, "晚于"),
    "no date": ("1980-01-01", "1980-13-01", 6, "日期"),
    "doubled member": ("id: b", "id: a", 7, "重复"),
    "supporter of nobody": ("of: [a]", "of: [z]", 9, "z"),
    "unknown kind of income": ("kind: wage", "kind: wages", 6, "wage"),
    "unknown relation": ("relation: spouse", "relation: spouze", 7, "spouse"),
    "unknown switch": (
        "standards: t1",
        "standards: t1\nswitches: {refusal_efect: stop}",
        4,
        "refusal_effect",
    ),
    "switch value": ("standards: t1", "standards: t1\nswitches: {refusal_effect: cut}", 4, "stop"),
    "nobody applies": ("relation: self", "relation: parent", 5, "申请人"),
    "no relation": ("relation: self, ", "", 6, "relation"),
    "key twice": ("sex: female", "sex: female, sex: male", 7, "两次"),
    "boolean": ("sex: female", "sex: female, works: 1", 7, "true"),
    "both periods": ('monthly: "100.00"', 'monthly: "100.00", yearly: "1.00"', 6, "其中一个"),
    "grade 5": ("sex: female", "sex: female, disability: {kind: limb, grade: 5}", 7, "最大"),
    "too many zeros": ('deposits: "10.00"', 'deposits: "99999999999.00"', 4, "最大"),
    "parent of nobody": ("child: b, sex: male", "child: z, sex: male", 11, "z"),
    "two fathers": ("sex: female, status: dead", "sex: male, status: dead", 12, "两次"),
    "status of a parent": ("status: dead", "status: ded", 12, "dead"),
    "moment without a zone": ("16:00:00+08:00", "16:00:00", 13, "时区"),
    "rise of prices as a number": ('"3.5"', "3.5", 13, "小数"),
    "rise of prices too fine": ('"3.5"', '"3.505"', 13, "两位小数"),
    "rise of prices in words": ('"3.5"', '"三"', 13, "百分数"),
    "not YAML": ("household: {", "household: {{", 0, "YAML"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_case_is_refused_with_place_and_cure(name: str, tmp_path: Path) -> None:
    old, new, line, word = BAD[name]
    assert old in GOOD
    path = tmp_path / "bad.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load_case(path)
    text = str(refused.value)
    assert str(path) in text and word in text
    assert line in (0, refused.value.line)
    assert text.endswith(("。", "?")) and "?。" not in text and "。。" not in text
    assert refused.value.cure


def test_good_case_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    case = load_case(path)
    assert case.document.members[0]["income_wage"] == 12 * 10000
    assert case.document.supporters[0]["own_monthly_income"] == 100


def test_a_case_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"\xff\xfe\x00case")
    with pytest.raises(BadFile, match="UTF-8"):
        load_case(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"打不开\(没有这个文件\)"):
        load_case(tmp_path / "none.yaml")
    with pytest.raises(BadFile, match=r"打不开\(这是一个文件夹\)"):
        load_case(tmp_path)


def test_an_applicant_whose_relation_is_not_known_yet_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "open.yaml"
    path.write_text(GOOD.replace("relation: self", "relation: unknown"), encoding="utf-8")
    assert len(load_case(path).document.members) == 2
