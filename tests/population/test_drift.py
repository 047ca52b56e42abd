"""Two screenings compared: whoever changed is found, with the one thing that did it."""

import csv
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from doudi.population.drift.run import NotComparable, Screening, drift
from doudi.population.screening.opening import open_population
from doudi.population.screening.results import Results
from tests.population.areas_for_tests import DAY
from tests.population.screened import rewrite, run_of, screened, small_city, standards, with_rows


@pytest.fixture
def city(tmp_path: Path) -> Path:
    small_city(tmp_path / "old", people=400)
    small_city(tmp_path / "new", people=400)
    return tmp_path


def compared(folder: Path, **of_new) -> list[dict[str, str]]:
    """The lines of all work lists."""
    screened(folder / "old", folder / "r1")
    screened(folder / "new", folder / "r2", **of_new)
    old, new = (Screening.of(Results(folder / name), open_population) for name in ("r1", "r2"))
    law = run_of(folder / "new", folder / "r3", **of_new).law
    found = drift(old, new, law, folder / "lists")
    lines = [line for path in sorted((folder / "lists").glob("*.csv"))
             for line in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())]
    assert len(lines) == found.changes
    return lines


def poor(rows) -> dict:
    """A household that is certainly entitled: one person, known, with nothing."""
    row = next(row for row in rows if len(row["members"]) == 1)
    row.update(deposits=0, securities=0, insurance_cash_value=0, exempt_amount=0, vehicles=0, homes=1,
               non_residential_property=0, registration=1, supporters=[])
    [member] = row["members"]
    for name in member:
        if name.startswith("income_"):
            member[name] = 0
    member.update(birth=date(1980, 1, 1), status=0, registration=2)
    return row


def test_nothing_changed_is_an_empty_list(city) -> None:
    assert compared(city) == []


def test_a_fact_that_turns_the_answer_is_the_reason(city) -> None:
    rewrite(city / "old", with_rows(lambda rows: poor(rows)))
    rewrite(city / "new", with_rows(lambda rows: poor(rows).update(deposits=90_000_00, homes=1)))
    lines = compared(city)
    [line] = [line for line in lines if line["项目"] == "最低生活保障"]
    assert (line["原结论"], line["现结论"], line["现金额(元)"]) == ("符合", "暂不符合", "")
    assert line["原因"] == "存款:0.00 元 → 90000.00 元"
    book = load_workbook(str(next((city / "lists").glob(f"{line['村居'][:9]}.xlsx")))).get_sheet_by_index(0).to_python()
    assert book[1][0] == "户号" and any(row[0] == line["户号"] and row[8] == line["原因"] for row in book[2:])


def test_of_two_changes_only_the_one_that_matters_is_named(city) -> None:
    def richer(rows) -> None:
        row = poor(rows)
        row["members"][0]["income_wage"] = 60_000_00
        row["deposits"] = 100

    rewrite(city / "old", with_rows(lambda rows: poor(rows)))
    rewrite(city / "new", with_rows(richer))
    [line] = [line for line in compared(city) if line["项目"] == "最低生活保障"]
    number = line["原因"].split(" ")[1]
    assert line["原因"] == f"成员 {number} 工资(税前):0.00 元 → 60000.00 元"


def test_a_raised_standard_is_the_reason_for_all_whom_it_moves(city) -> None:
    def raised(found):
        rows = {**found.rows}
        rows["subsistence_standard"] = tuple(
            type(row)(row.key, row.area, row.selectors, row.value + 20_000, row.valid_from)
            for row in rows["subsistence_standard"])
        return type(found)(found.id, found.title, rows, found.switches, found.switch_sources, found.calendar)

    lines = compared(city, by=standards(change=raised))
    assert lines
    assert all("标准:最低生活保障标准" in line["原因"] for line in lines)


def test_a_birthday_is_the_reason(city) -> None:
    def child(rows) -> None:
        poor(rows)["members"][0]["birth"] = date(DAY.year - 60, DAY.month, DAY.day + 1)

    for name in ("old", "new"):
        rewrite(city / name, with_rows(child))
    later = date(DAY.year, DAY.month, DAY.day + 2)
    lines = compared(city, day=later, by=standards(later))
    assert any(line["原因"].startswith("日期(年龄、期限)") for line in lines if line["项目"] == "特困人员救助供养")


def test_who_is_new_and_who_is_gone_is_said(city) -> None:
    rewrite(city / "old", with_rows(lambda rows: poor(rows)))
    rewrite(city / "new", with_rows(lambda rows: rows.remove(poor(rows))))
    lines = [line for line in compared(city) if line["项目"] == "最低生活保障"]
    assert [(line["原结论"], line["现结论"], line["原因"]) for line in lines] == [("符合", "不在册", "家庭或成员已不在册")]


def test_a_snapshot_that_is_another_one_is_not_compared(city) -> None:
    screened(city / "old", city / "r1")
    rewrite(city / "old", lambda table: table.slice(1))
    with pytest.raises(NotComparable, match="校验不一致"):
        Screening.of(Results(city / "r1"), open_population)
    with pytest.raises(NotComparable, match="没有做完"):
        Screening.of(Results(city / "nothing"), open_population)
