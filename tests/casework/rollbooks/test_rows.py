"""Cells, rows and families: what is understood, and what is told when it is not."""

from datetime import date

import pytest

from doudi.casework.rollbooks import cells
from doudi.casework.rollbooks.cells import BadCell
from doudi.casework.rollbooks.columns import guess, lay_out
from doudi.casework.rollbooks.families import Rules, families
from doudi.casework.rollbooks.places import Places
from doudi.casework.rollbooks.reading import read
from doudi.casework.rollbooks.record import Known, KnownPayment, KnownPerson, judge
from doudi.casework.rollbooks.rows import Reading
from doudi.kernel.days import Month
from tests.casework.rollbooks import rolls

DAY = date(2026, 9, 8)
PLACES = Places(
    [
        ("370811006201", "东村村委会"),
        ("370811006202", "西村"),
        ("370811007201", "南村"),
        ("370811007202", "西村"),
        ("370811007001", "航运新村社区居委会"),
    ],
    {"370811006": "甲街道", "370811007": "乙街道"},
    {"370811006201": "rural", "370811006202": "rural", "370811007201": "rural", "370811007001": "urban"},
)
RULES = Rules(
    pays=frozenset({"subsistence", "extreme_hardship"}),
    per_person=frozenset({"extreme_hardship", "single_person"}),
    first_month=Month(2026, 10),
)


def entries(rows, headers=rolls.HEADERS, programme="", **workbook):
    layout = lay_out(read(rolls.workbook(rows, headers, **workbook)))
    reading = Reading(mapping=guess(layout.headers), places=PLACES, day=DAY, programme=programme)
    return [reading.entry(row) for row in layout.rows]


def grouped(rows, **more):
    return families(entries(rows, **more), RULES)


def changed(row, **cells_by_header):
    row = list(row)
    for header, value in cells_by_header.items():
        row[[each.split("（")[0].split("(")[0] for each in rolls.HEADERS].index(header)] = value
    return row


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("本人", "self"),
        ("户主", "self"),
        ("妻", "spouse"),
        ("丈夫", "spouse"),
        ("长子", "child"),
        ("之女", "child"),
        ("户主之子", "child"),
        ("儿媳", "other"),
        ("女婿", "other"),
        ("孙子", "grandchild"),
        ("外孙女", "grandchild"),
        ("父亲", "parent"),
        ("岳母", "other"),
        ("祖母", "grandparent"),
        ("弟弟", "sibling"),
        ("姐夫", "other"),
        ("02", "self"),
        ("10", "spouse"),
        ("20", "child"),
        ("51", "parent"),
    ],
)
def test_relations_as_rolls_write_them(text, relation):
    assert cells.relation(text) == relation


@pytest.mark.parametrize(
    "text", ["2023-05", "2023年5月", "2023.5", "202305", "2023/5/1", "2023-05-17", "20230501", "45047"]
)
def test_months_as_rolls_write_them(text):
    assert cells.month(text) == Month(2023, 5)


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("农村低保", "subsistence"),
        ("城市最低生活保障", "subsistence"),
        ("B类", "subsistence"),
        ("分散特困", "extreme_hardship"),
        ("五保", "extreme_hardship"),
        ("低保边缘", "low_income"),
        ("单人户低保", "single_person"),
        ("刚性支出困难", "rigid_expenditure"),
    ],
)
def test_programmes_as_rolls_write_them(text, programme):
    assert cells.programme(text) == programme


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("肢体二级", {"disability_limb": 2}),
        ("精神残疾一级", {"disability_mental": 1}),
        ("智力3级", {"disability_intellectual": 3}),
        ("无", {}),
        ("", {}),
        ("无无", {}),
    ],
)
def test_disabilities_from_one_cell_or_two(text, facts):
    assert cells.disability(text) == facts


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (cells.month, "去年"),
        (cells.day, "2023-02-30"),
        (cells.amount, "-640"),
        (cells.amount, "9000000"),
        (cells.relation, "不知道"),
        (cells.headcount, "0"),
        (cells.headcount, "很多"),
        (cells.account, "6217-x"),
        (cells.phone, "没有"),
        (cells.sex, "?"),
        (cells.programme, "其他"),
        (cells.disability, "二级"),
        (cells.person_name, "王1"),
        (cells.words, "长" * 81),
        (cells.id_number, "370811198502300012"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(reader, text):
    with pytest.raises(BadCell) as error:
        reader(text)
    assert str(error.value)


def test_villages_are_found_by_their_short_name_and_never_guessed():
    assert PLACES.find(village="东村") == "370811006201"
    assert PLACES.find(village="航运新村") == "370811007001"
    assert PLACES.find(village="乙街道西村") == "370811007202"
    assert PLACES.find(township="甲街道办事处", village="西村村委会") == "370811006202"
    assert PLACES.find(code="370811007201") == "370811007201"
    with pytest.raises(BadCell, match="有 2 个"):
        PLACES.find(village="西村")
    with pytest.raises(BadCell, match="没有找到"):
        PLACES.find(township="乙街道", village="东村")
    with pytest.raises(BadCell, match="没有找到"):
        PLACES.find(village="北村")


def test_a_clean_row_is_understood_whole():
    (entry,) = entries(rolls.family(1, 1))
    assert not entry.errors and entry.is_head
    assert (entry.name, entry.id_number, entry.relation) == (rolls.name_of(4), rolls.id_number(4), "self")
    assert (entry.area, entry.registration) == ("370811006202", "rural")
    assert (entry.monthly_fen, entry.members, entry.from_month) == (64000, 1, Month(2023, 5))


def test_every_fault_of_a_row_is_told_at_once():
    bad = changed(
        rolls.family(0, 1)[0],
        公民身份号码="370811198502300012",
        村="月亮村",
        户月保障金="六百",
        起始月份="2099-01",
    )
    (entry,) = entries([bad])
    told = "；".join(entry.errors)
    for part in ("身份证号：", "月亮村", "户月保障金：", "起始月份"):
        assert part in told


def test_an_id_number_kept_as_a_number_has_lost_digits_and_says_so():
    (entry,) = entries(rolls.family(0, 1), numbers=(6,))
    assert entry.errors == (
        "身份证号在 Excel 里存成了数字，后几位已经丢失，请把这一列设成“文本”后重新填写。",
    )


def test_rows_become_families_by_number_by_head_or_by_order():
    rows = rolls.roll(4)
    by_number = grouped(rows)
    assert [len(each.people) for each in by_number] == [1, 2, 3, 4]
    without_number = [[*row[:3], "", *row[4:]] for row in rows]
    assert [len(each.people) for each in grouped(without_number)] == [1, 2, 3, 4]
    assert all(not each.wrong and len(each.payments) == 1 for each in by_number)
    (payment,) = by_number[3].payments
    assert (payment.monthly_fen, payment.members, payment.person_row) == (64000, 4, None)


def test_a_bad_member_stays_out_and_a_bad_head_holds_the_family_up():
    rows = rolls.family(3, 4)
    (kept,) = grouped([rows[0], changed(rows[1], 公民身份号码="1"), rows[2], rows[3]])
    assert len(kept.people) == 3 and list(kept.wrong) == [3]
    (held,) = grouped([changed(rows[0], 公民身份号码="1"), *rows[1:]])
    assert held.head is None and set(held.wrong) == {2, 3, 4, 5}
    assert "户主（第 2 行）有错" in held.wrong[3]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: [rows[0], changed(rows[1], 与户主关系="户主"), *rows[2:]], "2 个户主"),
        (lambda rows: [changed(rows[0], 户月保障金="500"), *rows[1:]], "不一样"),
        (lambda rows: [changed(row, 户月保障金="0") for row in rows], "写成了 0"),
        (lambda rows: rows[1:], "没有户主那一行"),
        (lambda rows: [rows[0], changed(rows[0], 与户主关系="子")], "同一个人"),
        (lambda rows: [rows[0], changed(rows[1], 与户主关系="")], "没有写与户主关系"),
    ],
)
def test_what_does_not_fit_together_in_a_family_is_told(change, said):
    wrong = {
        number: reason
        for each in grouped(change(rolls.family(3, 4)))
        for number, reason in each.wrong.items()
    }
    assert any(said in reason for reason in wrong.values())


def test_persons_in_hardship_are_paid_one_by_one_and_a_single_person_brings_his_head():
    rows = [changed(row, 保障类别="特困", 户月保障金="1040") for row in rolls.family(1, 2)]
    (family,) = grouped(rows)
    assert [payment.person_row for payment in family.payments] == [2, 3]
    headers = ("户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "村居", "月保障金额", "起始月份")
    single = ["王大明", rolls.id_number(1), "王小明", rolls.id_number(2), "子", "东村", "500", "2024-01"]
    (family,) = grouped([single], headers=headers, programme="single_person")
    assert family.head.name == "王大明" and family.row_numbers == (2,)
    assert [payment.person_row for payment in family.payments] == [2]


def known(rows, household=7, fen=64000, imported=True, **person):
    """A record that knows everybody of these rows as one family."""
    people = {
        row[6]: KnownPerson(
            **{
                "pk": n,
                "name": row[5],
                "household": household,
                "head_name": rows[0][5],
                "is_head": n == 1,
                "account": rows[0][11] if n == 1 else "",
                "bank": "邮储银行" if n == 1 else "",
                "phone": row[12],
                **person,
            }
        )
        for n, row in enumerate(rows, start=1)
    }
    running = KnownPayment(case=1, award=1, monthly_fen=fen, imported=imported, number="20260000018-1")
    return Known(by_number=people, payments={(household, "subsistence", None): running})


def test_a_family_on_the_record_is_unchanged_changed_or_in_conflict():
    rows = rolls.family(2, 3)
    (family,) = grouped(rows)
    assert set(judge(family, Known()).outcomes.values()) == {"new"}
    assert set(judge(family, known(rows)).outcomes.values()) == {"unchanged"}
    raised = judge(family, known(rows, fen=60000))
    assert raised.outcomes[2] == "changed" and len(raised.changed_payments) == 1
    decided = judge(family, known(rows, fen=60000, imported=False))
    assert set(decided.outcomes.values()) == {"error"} and "走变更" in decided.reasons[2]
    moved = judge(family, known(rows, phone="13700000000"))
    assert moved.updates[2] == {"phone": rows[0][12]}


def test_another_name_under_the_same_number_and_a_member_of_another_family_are_told():
    rows = rolls.family(2, 3)
    (family,) = grouped(rows)
    renamed = judge(family, known(rows, name="欧阳锋"))
    assert set(renamed.outcomes.values()) == {"error"} and "欧*锋" in renamed.reasons[2]
    elsewhere = KnownPerson(pk=9, name=rows[1][5], household=8, head_name="赵大海")
    plan = judge(family, Known(by_number={rows[1][6]: elsewhere}))
    assert plan.outcomes == {2: "new", 3: "error", 4: "new"} and "赵*海" in plan.reasons[3]


def test_somebody_without_a_number_is_known_by_name_birth_and_village():
    headers = (*rolls.HEADERS, "出生日期")
    row = [*changed(rolls.family(0, 1)[0], 公民身份号码=""), "1950-03-02"]
    (family,) = grouped([row], headers=headers)
    alike = KnownPerson(pk=5, name=row[5], has_number=False)
    record = Known(by_birth={(row[5], date(1950, 3, 2), "370811006201"): alike})
    assert record.person(family.head) is alike
    numbered = Known(by_birth={(row[5], rolls_birth(row), "370811006201"): KnownPerson(pk=5, name=row[5])})
    assert numbered.person(entries(rolls.family(0, 1))[0]) is None, "two ID numbers are two people"


def rolls_birth(row):
    return entries(rolls.family(0, 1))[0].birth
