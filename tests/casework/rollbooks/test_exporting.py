"""A frozen roll leaves the house: no digit lost, the same total everywhere, nothing that a spreadsheet
would run.
"""

import csv
import io
from zipfile import ZipFile

import pytest
from python_calamine import load_workbook

from doudi.casework import actions as casework
from doudi.casework.models import RollLine, RollRun
from doudi.casework.rollbooks import actions, exporting
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.people.models import Person
from tests.casework.conftest import Town, moment
from tests.casework.rollbooks import rolls
from tests.casework.rollbooks.test_import import imported

pytestmark = pytest.mark.database
AT = moment("2026-09-25")


@pytest.fixture
def frozen(town: Town) -> RollRun:
    imported(rolls.workbook(rolls.roll(6)), town.county)
    payee = Person.objects.get(name=rolls.name_of(4))
    payee.account_name, payee.account_bank = "=1+1", "@SUM(A1)"
    payee.save(update_fields=["account_name", "account_bank"])
    return casework.freeze_roll(area="370811", month="2026-10", by=town.county, at=AT)


def exported(run: RollRun, form: str, by) -> tuple[str, bytes]:
    out = io.BytesIO()
    return actions.export_roll(run_id=run.pk, form=form, out=out, by=by, at=AT), out.getvalue()


def test_the_workbook_keeps_every_digit_and_adds_up(town: Town, frozen: RollRun) -> None:
    name, content = exported(frozen, "xlsx", town.county)
    assert name == "任城区2026-10救助发放名册.xlsx"
    book = load_workbook(io.BytesIO(content))
    assert book.sheet_names == ["发放名册", "说明"]
    header, *lines, total = book.get_sheet_by_name("发放名册").to_python()
    assert tuple(header) == exporting.HEADERS and len(lines) == 6
    numbers, accounts = header.index("身份证号"), header.index("银行账号")
    assert all(isinstance(line[numbers], str) and len(line[numbers]) == 18 for line in lines)
    assert all(isinstance(line[accounts], str) and len(line[accounts]) == 19 for line in lines)
    amount = header.index("金额（元）")
    assert sum(line[amount] for line in lines) == total[amount] == exporting.total_fen(frozen) / 100 == 3840
    told = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    assert told["合计（元）"] == "3840.00" and told["行数"] == "6"
    sheet = ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in sheet and b"<f>" not in sheet


@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8-sig"), ("csv-gb18030", "gb18030")])
def test_the_csv_says_the_same_and_runs_nothing(
    town: Town, frozen: RollRun, form: str, encoding: str
) -> None:
    RollLine.objects.filter(run=frozen).order_by("id").update(reason="late")
    name, content = exported(frozen, form, town.county)
    assert name.endswith(".csv")
    header, *lines, total = list(csv.reader(io.StringIO(content.decode(encoding))))
    assert tuple(header) == exporting.HEADERS and len(lines) == 6
    amount = header.index("金额（元）")
    assert (
        total[0] == "合计" and total[amount] == "3840.00" and {line[amount] for line in lines} == {"640.00"}
    )
    cells = [cell for line in lines for cell in line]
    assert "'=1+1" in cells and "'@SUM(A1)" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_only_a_frozen_roll_goes_out_and_only_by_its_county(town: Town, frozen: RollRun) -> None:
    with pytest.raises(RollbookRefused, match="只有这个县"):
        exported(frozen, "xlsx", town.far_county)
    with pytest.raises(RollbookRefused, match="三种"):
        exported(frozen, "pdf", town.county)
    later = casework.build_roll(area="370811", month="2026-11", by=town.county, at=AT)
    with pytest.raises(RollbookRefused, match="还没有封存"):
        exported(later, "csv", town.county)
