"""The spreadsheet of a department: only what the purpose needs goes out, good rows come in, bad ones go back with reasons."""

import csv
import io
from typing import Any

import pytest
from python_calamine import load_workbook

from doudi.audit.models import JournalEntry
from doudi.casework.referrals import sheets
from doudi.casework.referrals.models import AnswerFile, Referral, State, Step
from doudi.casework.rollbooks.filled import REASON
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.offices import access
from doudi.people import actions as people
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import Bureaus

pytestmark = pytest.mark.database
ON = "2026-09-16"


def rows_of(content: bytes) -> list[list[str]]:
    book = load_workbook(io.BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def taken_out(bureaus: Bureaus) -> list[list[str]]:
    with access.acting(bureaus.insurer.pk, moment(ON).date()):
        return rows_of(sheets.open_ones(bureaus.medical, by=bureaus.insurer, at=moment(ON))[1])


def filled(rows: list[list[str]], *answers: dict[str, str]) -> bytes:
    """The workbook with some rows answered."""
    header, lines = rows[0], [list(row) for row in rows[1:]]
    for line, told in zip(lines, answers, strict=False):
        for name, cell in told.items():
            line[header.index(name)] = cell
    return sheets.workbook(header, lines)


def put_in(bureaus: Bureaus, content: bytes, name: str = "转办.xlsx", who: Any = None) -> sheets.Taken:
    by = who or bureaus.insurer
    with access.acting(by.pk, moment(ON).date()):
        office = by.posts.get().office
        return sheets.take_in(content=content, file_name=name, office=office, by=by, at=moment(ON))


GOOD = {"答复": "办结", "给了什么": "住院救助", "怎么给": "一次性", "金额（元）": "1200.50", "从哪天起": "2026-09-16"}


def test_only_what_the_purpose_needs_goes_out_and_no_cell_is_a_formula(bureaus: Bureaus) -> None:
    home = bureaus.town.family("王建国", "李秀英")
    people.record_facts(subject=home, values={"deposits": 777700}, as_of=moment("2026-09-10").date(), source="declared",
                        by=bureaus.town.clerk, at=moment("2026-09-10"))
    bureaus.refer(home, wanted="=HYPERLINK(\"http://x\",\"点我\")")
    bureaus.refer(programme="education")
    header, *lines = taken_out(bureaus)
    assert header == [*sheets.TOLD, *sheets.FILLED] and len(lines) == 1
    assert lines[0][2] == "王建国" and lines[0][7].startswith("'=")
    assert "7777" not in str(lines) and "李秀英" not in str(lines)
    assert JournalEntry.objects.filter(verb="referrals.export").get().details["households"] == [home.pk]


def test_good_rows_are_taken_and_a_second_time_does_nothing(bureaus: Bureaus) -> None:
    sent, other = bureaus.refer(), bureaus.refer()
    content = filled(taken_out(bureaus), GOOD, {"答复": "退回", "退回理由": "不符合条件", "说明": "未参保"})
    assert put_in(bureaus, content).file.counts == {"taken": 2, "known": 0, "asked": 0, "empty": 0, "bad": 0}
    sent.refresh_from_db()
    other.refresh_from_db()
    assert (sent.state, sent.amount_fen, other.state, other.reason_code) == ("finished", 120050, "refused", "not_qualified")
    steps = Step.objects.count()
    assert put_in(bureaus, content).file.counts["known"] == 2 and Step.objects.count() == steps


def test_bad_rows_come_back_in_the_same_layout_with_reasons_and_can_be_sent_again(bureaus: Bureaus) -> None:
    for _ in range(5):
        bureaus.refer()
    rows = taken_out(bureaus)
    rows[5][0] = "ZB20260000000"
    taken = put_in(bureaus, filled(
        rows, GOOD, {**GOOD, "金额（元）": "一千二"}, {"答复": "再说"}, {**GOOD, "姓名": ""}, GOOD))
    assert taken.file.counts == {"taken": 1, "known": 0, "asked": 0, "empty": 0, "bad": 4}
    back = rows_of(bytes(taken.file.returned))
    assert back[0] == [*rows[0], REASON] and len(back) == 5
    assert [word in row[-1] for word, row in zip(("金额", "答复", "姓名", "编号"), back[1:], strict=True)] == [True] * 4
    mended = [back[0], *([*row[:-1], row[-1]] for row in back[1:])]
    mended[1][mended[0].index("金额（元）")] = "1200"
    again = put_in(bureaus, sheets.workbook(mended[0], mended[1:]))
    assert again.file.counts["taken"] == 1 and again.file.counts["bad"] == 3
    assert len(rows_of(bytes(again.file.returned))[0]) == len(back[0]), "the column of reasons does not grow"


def test_a_row_whose_number_and_name_do_not_match_waits_for_a_person(bureaus: Bureaus) -> None:
    sent = bureaus.refer()
    taken = put_in(bureaus, filled(taken_out(bureaus), {**GOOD, "姓名": "王建华"}))
    assert taken.file.counts["asked"] == 1 and "核实" in taken.questions[0]
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_csv_of_either_encoding_is_read_too(bureaus: Bureaus) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        sent = bureaus.refer()
        out = io.StringIO()
        csv.writer(out).writerows([["转办编号", "姓名", "答复"], [sent.number, "王建国", "签收"]])
        assert put_in(bureaus, out.getvalue().encode(encoding), "a.csv").file.counts["taken"] == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\x01", "姓名,电话\n王,1\n".encode(), b"PK\x03\x04junk"])
def test_what_is_no_table_of_ours_is_refused_in_words(bureaus: Bureaus, content: bytes) -> None:
    with pytest.raises(RollbookRefused):
        put_in(bureaus, content)
    assert not AnswerFile.objects.exists()


def test_another_department_gets_its_rows_back(bureaus: Bureaus) -> None:
    bureaus.refer()
    taken = put_in(bureaus, filled(taken_out(bureaus), GOOD), who=bureaus.school)
    assert taken.file.counts["bad"] == 1 and Referral.objects.get().state == State.SENT
