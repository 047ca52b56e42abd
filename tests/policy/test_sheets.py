"""The loader of numbers: who wins, from when until when, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from doudi.law import Row
from doudi.policy.declared import SWITCHES, declarations
from doudi.policy.reading import BadFile
from doudi.policy.sheets import StandardsSet
from tests.policy.comparing import HERE

T1 = HERE / "standards/t1.yaml"


def standard(sheet_day: date, area: str) -> object:
    sheet = StandardsSet.from_yaml(T1).sheet(sheet_day, area)
    row = sheet.row("subsistence_standard", area, {"registration": "urban"})
    return row and row.value


@pytest.mark.parametrize(
    ("day", "area", "fen"),
    [
        (date(2026, 2, 28), "370829104", 84000),
        (date(2026, 3, 1), "370829104", 85000),
        (date(2026, 3, 31), "370829104201", 85000),
        (date(2026, 4, 1), "370829104", 84000),
        (date(2026, 4, 1), "370811006", 90000),
        (date(2021, 12, 31), "370811006", None),
        (date(2026, 4, 1), "371311006", None),
    ],
)
def test_longest_area_then_latest_date(day: date, area: str, fen: int | None) -> None:
    assert standard(day, area) == fen


def test_a_key_of_the_file_replaces_the_products_own() -> None:
    rows = [Row("low_income_multiple", "3708", {}, 2, date(2026, 1, 1))]
    own = StandardsSet.from_rows([]).sheet(date(2025, 1, 1), "370811006")
    published = StandardsSet.from_rows(rows)
    assert own.row("low_income_multiple", "370811006", {}).value == declared("1.5")
    assert (
        published.sheet(date(2026, 1, 1), "370811006").row("low_income_multiple", "370811006", {}).value == 2
    )
    # The key is replaced altogether: before its first day there is nothing.
    assert (
        published.sheet(date(2025, 12, 31), "370811006").row("low_income_multiple", "370811006", {}) is None
    )


def declared(text: str) -> object:
    return declarations()["low_income_multiple"].parameter.parse(text)


def test_sheet_goes_through_json() -> None:
    sheet = StandardsSet.from_yaml(T1).sheet(date(2026, 6, 1), "370829104")
    assert type(sheet).from_json(sheet.to_json()) == sheet


BAD = {
    "misspelt key": ("homes_max:", "home_max:", "homes_max"),
    "float": ('value: "900.00"', "value: 900.5", "小数"),
    "money without quotes": ('value: "900.00"', "value: 900", "引号"),
    "tier money without quotes": ('pay: "800.00"', "pay: 800", "引号"),
    "bad date": ("until: 2026-03-31", "until: 2026-02-31", ""),
    "until before from": ("until: 2026-03-31", "until: 2026-02-28", "早于"),
    "bad area": ('area: "370883"', 'area: "37O883"', "区划代码"),
    "bad selector": (
        "registration: urban, from: 2022-01-01",
        "registration: town, from: 2022-01-01",
        "urban",
    ),
    "bad mode": ("value: half_up_yuan", "value: round", "half_up_yuan"),
    "unknown field": ("{term: 住房,", "{trem: 住房,", "term"),
    "unknown switch": ("refusal_effect:", "refusal_effekt:", "refusal_effect"),
    "tier without pay": ('pay: "800.00"', 'pays: "800.00"', "pay"),
    "share above one": ('value: "0.25"', 'value: "25"', "合理范围"),
    "missing calendar": ("calendar-2026.yaml", "calendar-2099.yaml", "打不开"),
}


@pytest.mark.parametrize("name", BAD)
def test_malformed_standards_are_refused_with_place_and_cure(name: str, tmp_path: Path) -> None:
    old, new, word = BAD[name]
    text = T1.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "calendar-2026.yaml").write_bytes((HERE / "standards/calendar-2026.yaml").read_bytes())
    path = tmp_path / "bad.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        StandardsSet.from_yaml(path)
    assert word in str(refused.value)
    assert refused.value.cure


def test_two_numbers_for_one_place_and_day_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text(
        'id: x\nparameters:\n  homes_max: {term: t, rows: [{area: "3708", from: 2025-01-01, value: 1},'
        ' {area: "3708", from: 2025-01-01, value: 2}]}\n',
        encoding="utf-8",
    )
    with pytest.raises(BadFile, match="两个不同的数"):
        StandardsSet.from_yaml(path)


def test_every_local_number_says_who_enters_it_and_every_national_one_its_instrument() -> None:
    for key, found in declarations().items():
        assert found.clause, key
        assert found.parameter.who or found.rows, f"{key}: nobody enters it and the product has no value"
        assert all(row.source for row in found.rows), key
    assert all(switch.who and switch.cite for switch in SWITCHES)
