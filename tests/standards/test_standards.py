"""Published numbers: nothing counts without a document, the latest date wins, a missing one is named."""

from datetime import date, timedelta

import pytest

from doudi.cli.citywide.published import published
from doudi.kernel.calendar import NotCovered, WorkingCalendar
from doudi.standards import actions, reads
from doudi.standards.actions import StandardRefused
from doudi.standards.models import Status, Value

pytestmark = [pytest.mark.django_db, pytest.mark.database]
VILLAGE = "370811006201"
KEY = "subsistence_standard"


@pytest.fixture
def notice(at):
    return actions.enter_instrument(number="示例〔2026〕1号", title="示例标准", by=None, at=at)


@pytest.fixture
def number(at):
    def enter(text="620.00", area="3708", since=date(2026, 1, 1), **more):
        more = {"selectors": {"registration": "rural"}, **more}
        return actions.enter_value(
            key=KEY, area=area, value={"value": text}, valid_from=since, by=None, at=at, **more
        )
    return enter


def in_force(day, area=VILLAGE):
    row = reads.sheet(day, area).row(KEY, area, {"registration": "rural"})
    return row and (row.value, row.source)


def test_a_draft_counts_for_nothing_until_it_is_published_with_a_document(at, day, notice, number):
    draft = number()
    assert in_force(day) is None
    with pytest.raises(StandardRefused, match="文号"):
        actions.publish(entered=draft, by=None, at=at)
    actions.publish(entered=draft, by=None, at=at, instrument=notice)
    assert in_force(day) == (62000, "示例〔2026〕1号")


def test_the_latest_date_wins_and_the_county_before_the_city(at, day, notice, number):
    for text, area, since in [("600.00", "3708", date(2025, 1, 1)), ("640.00", "3708", date(2026, 7, 1)),
                              ("700.00", "370811", date(2026, 1, 1))]:
        actions.publish(entered=number(text, area, since), by=None, at=at, instrument=notice)
    assert in_force(day)[0] == 70000
    assert in_force(day, "370829100201")[0] == 64000
    assert in_force(date(2026, 6, 30), "370829100201")[0] == 60000
    assert in_force(date(2024, 12, 31)) is None


def test_an_end_is_the_last_day_in_force(at, notice, number):
    actions.publish(entered=number(valid_until=date(2026, 6, 30)), by=None, at=at, instrument=notice)
    assert in_force(date(2026, 6, 30)) is not None
    assert in_force(date(2026, 7, 1)) is None


def test_the_same_number_from_the_same_day_twice_is_refused_until_one_is_withdrawn(at, day, notice, number):
    first, second = number(), number("630.00")
    actions.publish(entered=first, by=None, at=at, instrument=notice)
    with pytest.raises(StandardRefused, match="已经公布过"):
        actions.publish(entered=second, by=None, at=at, instrument=notice)
    actions.withdraw(entered=first, by=None, at=at, reason="印错了")
    actions.publish(entered=second, by=None, at=at, instrument=notice)
    assert in_force(day)[0] == 63000
    assert [row.status for row in reads.history(KEY, "3708")] == [Status.PUBLISHED, Status.WITHDRAWN]


@pytest.mark.parametrize(("value", "words"), [
    ({"value": 620.5}, "float"), ({"value": "-1.00"}, "范围"), ({"value": "62000000.00"}, "范围"),
    ({"value": "abc"}, "看不懂"), ({"valeu": "620.00"}, "value"),
])
def test_a_wrong_number_is_refused_with_the_reason(at, value, words):
    with pytest.raises(StandardRefused, match=words):
        actions.enter_value(key=KEY, area="3708", value=value, valid_from=date(2026, 1, 1), by=None, at=at)
    assert not Value.objects.exists()


def test_a_misspelt_key_names_the_one_that_was_meant(at):
    with pytest.raises(StandardRefused, match=KEY):
        actions.enter_value(key="subsistence_standart", area="3708", value={"value": "1.00"},
                            valid_from=date(2026, 1, 1), by=None, at=at)


def test_a_choice_is_made_nearer_home_and_undecided_is_said(at, day, notice):
    for area, value in [("3708", True), ("370811", None)]:
        entered = actions.enter_switch(key="basic_pension_excluded", area=area, value=value,
                                       valid_from=date(2026, 1, 1), by=None, at=at)
        actions.publish(entered=entered, by=None, at=at, instrument=notice)
    assert reads.sheet(day, "370829100201").switches["basic_pension_excluded"] is True
    assert reads.sheet(day, VILLAGE).switches["basic_pension_excluded"] is None
    with pytest.raises(StandardRefused):
        actions.enter_switch(
            key="basic_pension_excluded", area="3708", value="maybe", valid_from=day, by=None, at=at
        )


def test_a_missing_number_says_who_enters_it_and_what_it_holds_up(at, day, notice, number):
    missing = {(each.key, each.selectors.get("registration")): each for each in reads.missing("370811", day)}
    assert missing[KEY, "rural"].who_enters == "县级民政部门"
    assert {"subsistence", "low_income"} <= set(missing[KEY, "rural"].programmes)
    assert ("basic_pension_excluded", None) in missing
    actions.publish(entered=number(), by=None, at=at, instrument=notice)
    still = {(each.key, each.selectors.get("registration")) for each in reads.missing("370811", day)}
    assert (KEY, "rural") not in still
    assert (KEY, "urban") in still


def test_the_sheet_of_a_day_takes_two_queries(day, django_assert_num_queries):
    with django_assert_num_queries(2):
        reads.sheet(day, VILLAGE)


def test_the_working_calendar_is_what_was_published_and_no_day_more(at):
    assert reads.working_calendar() is None
    assert actions.seed_calendar(years=[2025, 2026], by=None, at=at) == [2025, 2026]
    assert actions.seed_calendar(years=[2025, 2026], by=None, at=at) == []
    calendar = reads.working_calendar()
    assert calendar.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 4)
    with pytest.raises(NotCovered):
        calendar.add_working_days(date(2026, 12, 31), 1)
    next_year = WorkingCalendar(
        date(2027, 1, 1), date(2027, 12, 31), frozenset([date(2027, 1, 1)]), frozenset(), "示例"
    )
    actions.enter_calendar(calendar=next_year, by=None, at=at, publish=False)
    assert not reads.working_calendar().covers(date(2027, 1, 4))
    actions.enter_calendar(calendar=next_year, by=None, at=at)
    assert reads.working_calendar().add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_a_calendar_that_contradicts_itself_is_refused():
    with pytest.raises(StandardRefused, match="既列为放假又列为上班"):
        actions.calendar_from(
            covers_from=date(2027, 1, 1),
            covers_until=date(2027, 1, 1) + timedelta(days=364),
            rest_days=[date(2027, 1, 1)],
            work_days=[date(2027, 1, 1)],
            source="示例",
        )


def test_the_table_of_tiers_is_asked_for_only_where_help_is_paid_by_tiers(at, day, notice):
    assert "payment_tiers" in {each.key for each in reads.missing("370811", day)}
    for area, method in [("370811", "difference"), ("370829", "tiers")]:
        entered = actions.enter_value(key="payment_method", area=area, value={"value": method},
                                      valid_from=date(2026, 1, 1), by=None, at=at)
        actions.publish(entered=entered, by=None, at=at, instrument=notice)
    assert "payment_tiers" not in {each.key for each in reads.missing("370811", day)}
    assert "payment_tiers" in {each.key for each in reads.missing("370829", day)}


def test_bands_and_sets_of_a_file_are_published_as_they_are_declared(at, day, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        """parameters:
  elderly_hardship: {rows: [
    {area: "3708", from: 2026-01-01, age_from: 80, age_to: 199, value: "100.00"},
    {area: "3708", from: 2026-01-01, age_from: 60, age_to: 79, value: "80.00"}]}
  price_linkage: {rows: [
    {area: "3708", from: 2026-01-01, cpi: "3.5", food: "6.0", index: cpi, floor: "20.00", rounding: ceil_jiao, groups: [subsistence]}]}
""",
        encoding="utf-8",
    )
    assert actions.load_file(path=path, number="示例〔2026〕2号", title="示例", by=None, at=at) == 2
    sheet = reads.sheet(day, VILLAGE)
    bands = sheet.row("elderly_hardship", VILLAGE, {}).value
    assert [(band["at_least"], band["value"]) for band in bands] == [(60, 8000), (80, 10000)]
    linkage = sheet.row("price_linkage", VILLAGE, {}).value
    assert linkage["groups_subsistence"] is True and linkage["groups_orphan"] is False


def test_a_whole_county_at_once_has_the_number_of_every_village_and_its_own_choices(at, day, notice, number):
    for text, area in [("600.00", "3708"), ("700.00", "370811"), ("710.00", "370811006"), ("650.00", "370829")]:
        actions.publish(entered=number(text, area), by=None, at=at, instrument=notice)
    for area, value in [("3708", True), ("370829", False)]:
        chosen = actions.enter_switch(key="basic_pension_excluded", area=area, value=value, valid_from=date(2026, 1, 1), by=None, at=at)
        actions.publish(entered=chosen, by=None, at=at, instrument=notice)
    whole = published(day, ["370811", "370829"])
    for village in ("370811006201", "370811001201", "370829100201"):
        here = whole.at(village[:6])
        one = reads.sheet(day, village)
        assert here.at(village).row(KEY, village, {"registration": "rural"}) == one.row(KEY, village, {"registration": "rural"})
        assert here.switches == one.switches
    assert whole.sha256 == published(day, ["370811", "370829"]).sha256
    assert type(whole).from_json(whole.to_json()).to_json() == whole.to_json()
