"""Today's rolls come in: tried first, written in chunks, twice the same, killed and resumed, bad rows
returned.
"""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from doudi.casework import actions as casework
from doudi.casework import basis
from doudi.casework.models import Award, Case, Decision, Determination, ReviewDue
from doudi.casework.rollbooks import actions, reads
from doudi.casework.rollbooks.columns import lay_out
from doudi.casework.rollbooks.models import ColumnMapping, ImportRow, ImportRun
from doudi.casework.rollbooks.reading import RollbookRefused, read
from doudi.kernel.days import Month
from doudi.people.models import Fact, Household, Membership, Person
from tests.casework.conftest import Town, moment
from tests.casework.rollbooks import rolls

pytestmark = pytest.mark.database
AT = moment("2026-09-08")


def checked(content: bytes, by, name: str = "名册.xlsx", at: datetime = AT) -> ImportRun:
    run = actions.upload(content=content, file_name=name, by=by, at=at)
    return actions.dry_run(run_id=run.pk, by=by, at=at)


def imported(content: bytes, by, name: str = "名册.xlsx", at: datetime = AT) -> ImportRun:
    run = checked(content, by, name, at)
    actions.start(run_id=run.pk, by=by, at=at)
    return actions.carry_out(run_id=run.pk, at=at)


def stock() -> dict[str, int]:
    """How many of everything there are."""
    tables = (Person, Household, Membership, Fact, Case, Decision, Award, ReviewDue)
    return {table.__name__: table.objects.count() for table in tables}


def test_a_family_of_the_roll_stands_on_next_months_roll_and_no_determination_is_made_up(town: Town) -> None:
    run = imported(rolls.workbook(rolls.family(1, 2)), town.county)
    assert (run.state, run.counts, run.done_rows) == ("done", {"new": 2}, 2)
    award = Award.objects.get()
    assert (award.monthly_fen, award.members, award.from_month) == (64000, 2, Month(2026, 10))
    assert award.decision.from_month == Month(2023, 5) and "接续" in award.decision.reason_text
    assert award.case.status == "confirmed" and award.case.moves.get().verb == "take_over"
    assert award.case.application.channel == "import"
    assert not Determination.objects.exists()
    assert ReviewDue.objects.get().due_on > AT.date()
    head = award.case.application.applicant
    assert head.name == rolls.name_of(4) and head.account_number == "6217990000000000001"
    roll = casework.build_roll(area="370811", month="2026-10", by=town.county, at=moment("2026-09-25"))
    line = roll.lines.get()
    assert (line.amount_fen, line.kind, line.payee_name, line.held_because) == (
        64000,
        "regular",
        head.name,
        "",
    )


def test_three_in_a_hundred_bad_and_half_of_the_people_known(town: Town) -> None:
    half = rolls.roll(40)
    imported(rolls.workbook(half), town.county)
    before = Person.objects.count()
    whole = rolls.spoil([*half, *rolls.roll(40, first=40)])
    tried = checked(rolls.text(whole), town.county, "名册.csv")
    foreseen = tried.forecast["rows"]
    assert Person.objects.count() == before, "a dry run writes nothing"
    actions.start(run_id=tried.pk, by=town.county, at=AT)
    run = actions.carry_out(run_id=tried.pk, at=AT)
    assert run.counts == foreseen and sum(foreseen.values()) == len(whole) == 200
    assert foreseen["error"] >= 6 and foreseen["unchanged"] > 80 and foreseen["new"] > 80
    assert run.forecast["faults"][0]["reason"]


def test_the_same_file_twice_doubles_nobody(town: Town) -> None:
    content = rolls.workbook(rolls.roll(12))
    imported(content, town.county)
    once = stock()
    again = imported(content, town.county, at=moment("2026-09-09"))
    assert again.counts == {"unchanged": 30} and stock() == once
    later = imported(rolls.text(rolls.roll(12)), town.county, "十月.csv", at=moment("2026-10-09"))
    assert later.counts == {"unchanged": 30} and stock() == once


def test_killed_in_the_middle_it_goes_on_where_it_was(town: Town, monkeypatch) -> None:
    monkeypatch.setattr("doudi.casework.rollbooks.working.CHUNK_ROWS", 10)
    monkeypatch.setattr("doudi.casework.rollbooks.working.chunks.__defaults__", (10,))
    run = checked(rolls.workbook(rolls.roll(20)), town.county)
    actions.start(run_id=run.pk, by=town.county, at=AT)

    def kill(now: ImportRun) -> None:
        if now.done_rows >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.carry_out(run_id=run.pk, at=AT, after_chunk=kill)
    halfway = reads.progress(run.pk, town.county)
    assert halfway.state == "running" and 20 <= halfway.done < 50 and 0 < halfway.percent < 100
    # A worker that dies inside a chunk leaves nothing of that chunk.
    monkeypatch.setattr(
        "doudi.casework.rollbooks.actions._note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    persons = Person.objects.count()
    with pytest.raises(KeyboardInterrupt):
        actions.carry_out(run_id=run.pk, at=AT)
    assert Person.objects.count() == persons
    monkeypatch.undo()
    done = actions.carry_out(run_id=run.pk, at=AT)
    assert (done.state, done.done_rows, done.counts) == ("done", 50, {"new": 50})
    assert Household.objects.count() == 20 and Award.objects.count() == 20
    assert actions.carry_out(run_id=run.pk, at=AT).done_rows == 50


def test_bad_rows_go_back_in_the_same_layout_and_come_in_again_when_corrected(town: Town) -> None:
    rows = rolls.roll(4)
    rows[-1][6] = "1"
    run = imported(rolls.workbook(rows, title="九月名册"), town.county)
    assert run.counts == {"new": 9, "error": 1}
    name, content = reads.bad_rows(run.pk, town.county)
    assert name == "名册-错行.xlsx"
    layout = lay_out(read(content, name))
    assert layout.header_row == 2 and layout.headers == (*rolls.HEADERS, "错误原因")
    head, bad = layout.rows
    assert "是户主" in head.cells[-1] and "身份证号：" in bad.cells[-1] and list(bad.cells[:-1]) == rows[-1]
    corrected = [[*head.cells[:-1]], [*bad.cells[:6], rolls.id_number(15), *bad.cells[7:-1]]]
    again = imported(rolls.workbook(corrected, headers=layout.headers), town.county)
    assert again.counts == {"unchanged": 1, "changed": 0, "new": 1} or again.counts == {
        "unchanged": 1,
        "new": 1,
    }
    assert Household.objects.count() == 4 and Membership.objects.count() == 10


def test_a_csv_goes_back_as_a_csv_in_its_encoding_and_no_cell_is_a_formula(town: Town) -> None:
    rows = rolls.family(0, 1)
    rows[0][2], rows[0][5] = "没有的村", "=cmd|' /C calc'!A0"
    run = checked(rolls.text(rows, separator=";"), town.county, "名册.csv")
    name, content = reads.bad_rows(run.pk, town.county)
    text = content.decode("gb18030")
    assert name == "名册-错行.csv" and ";'=cmd" in text and "没有的村" in text


def test_columns_corrected_once_are_remembered_for_the_layout(town: Town) -> None:
    headers = ["甲" if each == "户月保障金(元)" else each for each in rolls.HEADERS]
    run = actions.upload(
        content=rolls.workbook(rolls.roll(2), headers), file_name="a.xlsx", by=town.county, at=AT
    )
    assert "monthly" not in run.columns and not run.remembered
    with pytest.raises(RollbookRefused, match="月保障金列"):
        actions.dry_run(run_id=run.pk, by=town.county, at=AT)
    actions.set_columns(run_id=run.pk, columns={**run.columns, "monthly": 9}, by=town.county, at=AT)
    assert actions.dry_run(run_id=run.pk, by=town.county, at=AT).forecast["rows"] == {"new": 3}
    again = actions.upload(
        content=rolls.workbook(rolls.roll(3), headers), file_name="b.xlsx", by=town.county, at=AT
    )
    assert again.remembered and again.columns["monthly"] == 9
    assert ColumnMapping.objects.count() == 1


def test_a_new_sum_on_a_later_roll_is_a_new_award_and_a_decision_taken_here_is_not_touched(
    town: Town,
) -> None:
    imported(rolls.workbook(rolls.roll(4)), town.county)
    raised = imported(rolls.workbook(rolls.roll(4, monthly="700")), town.county, at=moment("2026-10-08"))
    assert raised.counts == {"changed": 4, "unchanged": 6}
    first, second = Award.objects.filter(household=Household.objects.order_by("id").first()).order_by("id")
    assert (first.until_month, second.from_month, second.monthly_fen) == (
        Month(2026, 10),
        Month(2026, 11),
        70000,
    )
    assert second.previous == first and first.monthly_fen == 64000
    Decision.objects.filter(pk=second.decision_id).update(determination=_determination(second))
    refused = checked(rolls.workbook(rolls.roll(4, monthly="650")), town.county, at=moment("2026-11-09"))
    assert refused.forecast["rows"]["error"] == 1 and "走变更" in refused.forecast["faults"][0]["reason"]


def _determination(award: Award) -> Determination:
    return Determination.objects.create(
        case=award.case,
        household=award.household,
        day=AT.date(),
        kind="review",
        document={},
        standards=basis.keep("sheet", {}),
        sheet_area=award.area,
        law_version="1",
        decision={},
        explanation={},
        outcomes={},
        made_at=AT,
    )


def test_a_member_of_another_family_and_another_county_stay_outside(town: Town) -> None:
    imported(rolls.workbook(rolls.family(3, 4)), town.county)
    rows = rolls.family(1, 1)
    stranger = [*rolls.family(3, 4)[1]]
    stranger[3], stranger[4] = rows[0][3], rows[0][4]
    run = imported(rolls.workbook([*rows, stranger]), town.county)
    assert run.counts == {"new": 1, "error": 1}
    assert "另一户" in run.outcomes.get(outcome="error").reason
    far = checked(rolls.workbook(rolls.roll(2)), town.far_county)
    assert far.forecast["rows"] == {"error": 3} and "辖区" in far.forecast["faults"][0]["reason"]


def test_who_may_import_and_what_has_started_cannot_be_changed(town: Town) -> None:
    content = rolls.workbook(rolls.roll(2))
    with pytest.raises(RollbookRefused, match="只有县级民政"):
        actions.upload(content=content, file_name="a.xlsx", by=town.clerk, at=AT)
    run = actions.upload(content=content, file_name="a.xlsx", by=town.county, at=AT)
    assert actions.upload(content=content, file_name="a.xlsx", by=town.county, at=AT).pk == run.pk
    with pytest.raises(RollbookRefused, match="还没有试算"):
        actions.start(run_id=run.pk, by=town.county, at=AT)
    with pytest.raises(RollbookRefused, match="别人上传"):
        reads.progress(run.pk, town.far_county)
    actions.dry_run(run_id=run.pk, by=town.county, at=AT)
    actions.start(run_id=run.pk, by=town.county, at=AT)
    assert actions.start(run_id=run.pk, by=town.county, at=AT).state == "queued"
    with pytest.raises(RollbookRefused, match="不能再改"):
        actions.set_columns(run_id=run.pk, columns=run.columns, by=town.county, at=AT)


def test_a_family_that_collides_stays_outside_and_the_others_come_in(town: Town, monkeypatch) -> None:
    plain = actions.write

    def collide(plans, scribe):
        if any(plan.family.head.name == rolls.name_of(4) for plan in plans):
            raise IntegrityError("somebody registered this person just now")
        return plain(plans, scribe)

    monkeypatch.setattr(actions, "write", collide)
    run = imported(rolls.workbook(rolls.roll(4)), town.county)
    assert run.counts == {"new": 8, "error": 2} and run.done_rows == 10
    assert {row.reason for row in run.outcomes.filter(outcome="error")} == {actions._COLLISION}


def test_the_facts_of_a_roll_stand_on_the_record_with_the_file_as_their_source(town: Town) -> None:
    imported(rolls.workbook(rolls.family(0, 1)), town.county)
    fact = Fact.objects.get()
    assert (fact.name, fact.value, fact.source, fact.office) == (
        "disability_limb",
        2,
        "imported",
        "在册名册 名册.xlsx",
    )


def test_a_file_is_forgotten_when_its_rows_can_no_longer_need_it(town: Town) -> None:
    run = imported(rolls.workbook(rolls.roll(2)), town.county)
    wrong = ImportRow.objects.create(run=run, number=99, outcome="error", reason="张三的号码不对")
    assert actions.forget_files(at=moment("2026-10-01")) == 0
    assert actions.forget_files(at=moment("2026-12-01")) == 1
    assert ImportRow.objects.get(pk=wrong.pk).reason == actions.FORGOTTEN_REASON
    assert not ImportRow.objects.exclude(pk=wrong.pk).filter(reason__isnull=False).exists()
    with pytest.raises(RollbookRefused, match="已经按规定删除"):
        reads.bad_rows(run.pk, town.county)


def test_a_chunk_asks_the_database_as_often_for_two_hundred_rows_as_for_ten(town: Town) -> None:
    def asked(families: int, first: int) -> int:
        run = checked(rolls.workbook(rolls.roll(families, first)), town.county)
        actions.start(run_id=run.pk, by=town.county, at=AT)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.carry_out(run_id=run.pk, at=AT)
        return len(queries)

    few = asked(4, 0)
    assert asked(80, 100) <= few + 6 < 70
