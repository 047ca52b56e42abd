"""Institutions (济办发〔2020〕21号 二(一)2): never more people than beds, every wish is met or stays in sight, and the two figures."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from python_calamine import load_workbook

from doudi.basic.extreme_hardship.care import indicators, institutions, placing, reads
from doudi.basic.extreme_hardship.care.models import Institution, Stay, Wish
from doudi.casework.lifecycle import NotPossible
from doudi.casework.rollbooks.filled import workbook
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.offices import access
from tests.basic.care.conftest import TODAY, Home, number
from tests.casework.conftest import moment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_whoever_wishes_it_moves_into_a_free_bed_and_his_carer_is_released(home: Home):
    person, house = home.person(), home.house()
    agreed = home.agree(person)
    home.wishes(person)
    assert reads.BUCKETS["place"][1](home.cared(person), TODAY)
    home.admit(person, house)
    cared = home.cared(person)
    assert cared.lives_in_institution and cared.house == house.name and not cared.is_owed_a_place
    agreed.refresh_from_db()
    assert (agreed.ended_because, cared.visit_by) == ("moved_in", None)


def test_never_more_people_than_beds(home: Home):
    house = home.house(beds=1, nursing=0)
    first, second = home.person("李长河"), home.person("周大山")
    for person in (first, second):
        home.wishes(person)
    home.admit(first, house)
    with pytest.raises(NotPossible, match="没有空床"):
        home.admit(second, house)
    home.wait(second, house)
    home.leave(first, "died")
    home.admit(second, house)
    assert placing.occupied(house.pk) == 1


def test_a_bed_taken_from_another_county_is_taken(home: Home):
    """The count is the house's, not what somebody sees of it."""
    house, person = home.house(beds=1, nursing=0), home.person()
    home.wishes(person)
    home.admit(person, house)
    with access.acting(home.town.far_clerk.pk, TODAY):
        assert not Stay.objects.exists()
        assert [(each.pk, each.taken) for each in reads.open_houses()] == [(house.pk, 1)]


def test_nobody_is_moved_without_his_word(home: Home):
    person, house = home.person(), home.house()
    for wished in (None, False):
        if wished is not None:
            home.wishes(person, institution=wished)
        with pytest.raises(NotPossible, match="先登记意愿"):
            home.admit(person, house)


def test_the_last_word_counts_and_the_same_word_twice_is_one(home: Home):
    person = home.person()
    assert home.wishes(person, on="2026-08-01") == home.wishes(person, on="2026-08-01")
    home.wishes(person, institution=False, on="2026-08-15")
    assert home.cared(person).wants_institution is False
    assert Wish.objects.count() == 2


def test_the_disabled_who_wish_it_stand_first_until_they_live_there(home: Home):
    well, half, full = (home.person(name) for name in ("李长河", "周大山", "吴老三"))
    for person, failed in ((well, 0), (half, 2), (full, 5)):
        home.assess(person, failed)
        home.wishes(person)
    house = home.house(beds=1, nursing=1)
    home.wait(full, house)
    rows = reads.listed(home.here(), TODAY, "place").rows
    assert [who.person_id for who in rows] == [full.pk, half.pk, well.pk]
    assert [(who.is_owed_a_place, who.needs_care) for who in rows] == [(True, True), (True, True), (True, False)]


def test_a_transfer_frees_the_bed_it_leaves(home: Home):
    person, first, second = home.person(), home.house("甲敬老院", beds=1, nursing=0), home.house("乙敬老院", beds=1, nursing=0)
    home.wishes(person)
    home.admit(person, first, on="2026-09-01")
    home.admit(person, second, on="2026-09-15")
    assert (placing.occupied(first.pk), placing.occupied(second.pk)) == (0, 1)
    assert Stay.objects.get(institution=first).left_because == "transfer"
    assert home.admit(person, second) == Stay.objects.get(institution=second), "twice is once"


def test_beds_cannot_be_fewer_than_people_and_a_house_with_people_cannot_close(home: Home):
    house = home.house(beds=2)
    for name in ("李长河", "周大山"):
        person = home.person(name)
        home.wishes(person)
        home.admit(person, house)
    with pytest.raises(NotPossible, match="不能少于已经住的 2 人"):
        home.house(beds=1, nursing=0, on="2026-09-01")
    with pytest.raises(NotPossible, match="还有人住着"):
        institutions.close(institution_id=house.pk, on=TODAY, by=home.town.county, at=moment(TODAY))


def test_a_house_is_known_by_its_licence_and_kept_by_its_own_county(home: Home):
    house = home.house(beds=2)
    assert home.house(beds=2) == house
    assert home.house("甲中心敬老院", beds=3, licence=house.licence, on="2026-02-01") == house
    with pytest.raises(NotPossible, match="不归您管"):
        home.house("丙敬老院", by=home.town.far_county)
    with pytest.raises(NotPossible, match="护理型床位不能比全部床位多"):
        home.house("丁敬老院", beds=2, nursing=3)
    assert Institution.objects.get().name == "甲中心敬老院"


HEADER = ["机构名称", "登记证号", "所在乡镇（街道）", "床位数", "护理型床位数", "备注"]


def taken_in(home: Home, rows: list[list[str]], header: list[str] | None = None) -> object:
    return institutions.take_in(
        content=workbook(header or HEADER, rows), file_name="机构.xlsx", county="370811", here=home.here(home.town.county),
        by=home.town.county, at=moment(TODAY))


def test_a_table_of_houses_takes_the_good_rows_and_gives_the_bad_ones_back(home: Home):
    rows = [["甲敬老院", "证-1", "甲街道", "60", "40张", ""], ["乙敬老院", "证-2", "乙街道", "３０", "", "没数过"],
            ["丙敬老院", "证-3", "丙镇", "20", "5", "别的县"], ["丁敬老院", "证-4", "甲街道", "很多", "5", ""],
            ["戊敬老院", "证-5", "370811006", "10", "11", ""]]
    kept = taken_in(home, rows)
    assert kept.counts == {"taken": 2, "known": 0, "bad": 3}
    assert list(Institution.objects.order_by("name").values_list("name", "beds", "nursing_beds")) == [
        ("乙敬老院", 30, None), ("甲敬老院", 60, 40)]
    back = load_workbook(BytesIO(bytes(kept.returned))).get_sheet_by_index(0).to_python()
    assert back[0] == [*HEADER, "没有收下的原因"]
    assert [row[0] for row in back[1:]] == ["丙敬老院", "丁敬老院", "戊敬老院"]
    assert "没有找到“丙镇”" in back[1][-1] and "整数" in back[2][-1] and "不能比" in back[3][-1]


def test_a_table_sent_twice_changes_nothing_and_what_is_no_table_is_refused(home: Home):
    rows = [["甲敬老院", "证-1", "甲街道", "60", "40", ""]]
    taken_in(home, rows)
    assert taken_in(home, rows).counts == {"taken": 0, "known": 1, "bad": 0}
    with pytest.raises(RollbookRefused, match="没有认出表头"):
        taken_in(home, rows, header=["一", "二", "三", "四", "五", "六"])


def test_the_share_of_nursing_beds_and_which_house_is_missing(home: Home):
    home.house("甲敬老院", beds=60, nursing=40)
    [place] = indicators.places(home.here(home.town.county), TODAY)
    assert (place.nursing.share, place.nursing.target, place.nursing.by) == (Fraction(2, 3), Fraction(55, 100), date(2022, 12, 31))
    assert place.nursing.reached and place.nursing.source == "济办发〔2020〕21号 二(一)2"
    home.house("乙敬老院", beds=30, nursing=None)
    [place] = indicators.places(home.here(home.town.county), TODAY)
    assert (place.nursing.share, place.nursing.reached, place.nursing.missing) == (None, None, 1)
    assert [house.name for house in place.beds.unknown] == ["乙敬老院"]


def test_concentrated_care_is_counted_by_the_definition_of_the_city_and_by_none_before(home: Home):
    house, people = home.house(beds=5), [home.person(name) for name in ("李长河", "周大山", "吴老三", "郑小二")]
    for person, failed in zip(people, (5, 4, 2, 0), strict=True):
        home.assess(person, failed)
    home.wishes(people[0])
    home.admit(people[0], house)
    here = home.here(home.town.county)
    [undecided] = indicators.places(here, TODAY)
    assert undecided.concentrated is None and "生活不能自理" in undecided.missing[0] and "市民政局" in undecided.missing[0]
    assert [each.share for each in undecided.either] == [Fraction(1, 2), Fraction(1, 3)]
    number("care_unable_from", "partial")
    [place] = indicators.places(here, TODAY)
    assert (place.concentrated.share, place.concentrated.reached, place.concentrated.short_of) == (Fraction(1, 3), False, 1)


def test_whoever_is_not_assessed_leaves_the_figure_open_and_is_named(home: Home):
    number("care_unable_from", "none")
    assessed, open_one = home.person("李长河"), home.person("周大山")
    home.assess(assessed, 5)
    here = home.here(home.town.county)
    [place] = indicators.places(here, TODAY)
    assert (place.concentrated.share, place.concentrated.missing) == (None, 1)
    assert {who.person_id for who in indicators.who_is_missing(here, TODAY)} == {assessed.pk, open_one.pk}


def test_the_city_sees_each_county_and_the_sum_in_front(home: Home):
    home.house("甲敬老院", beds=60, nursing=40)
    home.house("丙敬老院", beds=40, nursing=10, area="370830101", by=home.town.far_county)
    whole, near, far = indicators.places(home.here(home.town.city), TODAY)
    assert (whole.code, near.code, far.code) == ("", "370811", "370830")
    assert whole.nursing.share == Fraction(1, 2) and not whole.nursing.reached
    assert whole.nursing.short_of == 5
