"""Sets and bands of a standards file: written short, read as declared, refused with the place when they do not fit."""

from datetime import date
from pathlib import Path

import pytest

from doudi.policy.reading import BadFile
from doudi.policy.sheets import StandardsSet

HEAD = "id: x\nparameters:\n"
LINKAGE = (
    '  price_linkage: {rows: [{area: "3708", from: 2022-01-01, cpi: "3.5", food: "6.0", index: cpi, '
    'floor: "0.00", rounding: ceil_jiao, groups: [subsistence, orphan]}]}\n'
)
BANDS = (
    '  elderly_hardship: {rows: [{area: "3708", from: 2022-01-01, age_from: 80, age_to: 89, value: "100.00"}, '
    '{area: "3708", from: 2022-01-01, age_from: 60, age_to: 79, value: "80.00"}, '
    '{area: "3708", from: 2026-01-01, age_from: 60, age_to: 99, value: "90.00"}]}\n'
)


def loaded(folder: Path, text: str) -> StandardsSet:
    path = folder / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return StandardsSet.from_yaml(path)


def test_a_set_is_a_yes_or_no_for_each_of_its_words(tmp_path: Path) -> None:
    [row] = loaded(tmp_path, LINKAGE).rows["price_linkage"]
    assert row.value["groups_subsistence"] is row.value["groups_orphan"] is True
    assert row.value["groups_low_income"] is False


def test_bands_of_one_day_are_one_table_from_the_lowest_up(tmp_path: Path) -> None:
    rows = {row.valid_from: row.value for row in loaded(tmp_path, BANDS).rows["elderly_hardship"]}
    assert [tier["at_least"] for tier in rows[date(2022, 1, 1)]] == [60, 80]
    assert [tier["value"] for tier in rows[date(2026, 1, 1)]] == [9000]


@pytest.mark.parametrize(
    ("text", "old", "new", "word"),
    [
        (LINKAGE, "orphan]", "orphans]", "orphan"),
        (LINKAGE, ", groups: [subsistence, orphan]", "", "groups"),
        (BANDS, "age_to: 79", "age_to: 80", "重叠"),
        (BANDS, 'value: "80.00"', "value: 80", "引号"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, text: str, old: str, new: str, word: str) -> None:
    assert old in text
    with pytest.raises(BadFile) as refused:
        loaded(tmp_path, text.replace(old, new, 1))
    assert word in str(refused.value)


def test_other_places_that_pay_have_their_numbers_on_the_sheet() -> None:
    standards = StandardsSet.from_yaml(Path(__file__).parent / "standards/t3.yaml")
    day, outside, here = date(2026, 10, 2), "411402", "370829104"
    assert standards.sheet(day, outside).row("petty_fund_single_limit", here, {}) is None
    assert (
        standards.sheet(day, outside, also=(here,)).row("petty_fund_single_limit", here, {}).value == 150000
    )
