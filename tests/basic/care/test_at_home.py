"""Care at home (济办发〔2020〕21号 二(一)2; 民发〔2021〕43号 第二十一至二十三条): grades, agreements, visits, and what is due."""

from datetime import date

import pytest

from doudi.audit.models import JournalEntry
from doudi.basic.extreme_hardship.care import agreeing, assessing, reads
from doudi.basic.extreme_hardship.care.models import Agreement, Assessment, Visit
from doudi.casework.lifecycle import NotPossible
from doudi.people import reads as people
from doudi.people.models import Household
from tests.basic.care.conftest import TODAY, Home, number
from tests.casework.conftest import ELSEWHERE, moment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(("failed", "grade"), [(0, "full"), (1, "partial"), (3, "partial"), (4, "none"), (6, "none")])
def test_the_grade_is_what_the_law_makes_of_the_six_items(home: Home, failed: int, grade: str):
    person = home.person()
    assert home.assess(person, failed).grade == grade == home.cared(person).grade


def test_an_assessment_is_a_fact_that_the_next_determination_finds(home: Home):
    person = home.person()
    home.assess(person, 4)
    document = people.document(Household.objects.get(pk=home.cared(person).household_id), TODAY)
    assert document.members[0]["care_items_failed"] == 4


def test_the_same_assessment_twice_counts_once_and_another_of_that_day_is_refused(home: Home):
    person = home.person()
    assert home.assess(person, 2) == home.assess(person, 2)
    with pytest.raises(NotPossible, match="已经评估过"):
        home.assess(person, 3)
    assert Assessment.objects.count() == 1


def test_an_assessment_older_than_the_last_one_or_in_the_future_is_refused(home: Home):
    person = home.person()
    home.assess(person, 2, on="2026-09-10")
    for on, why in (("2026-09-09", "更近的评估"), ("2026-09-22", "还没有到")):
        with pytest.raises(NotPossible, match=why):
            home.assess(person, 4, on=on)


def test_whoever_was_never_assessed_is_due_since_the_day_he_was_confirmed(home: Home):
    cared = home.cared(home.person())
    assert cared.assess_by is not None and cared.assess_by < TODAY
    assert reads.BUCKETS["assess"][1](cared, TODAY)


def test_a_reported_change_is_assessed_within_the_ten_working_days_of_the_law(home: Home):
    person = home.person()
    home.assess(person, 1, on="2026-08-03")
    assert home.cared(person).assess_by is None
    assessing.report_change(person_id=person.pk, happened_on=date(2026, 9, 7), by=home.town.coordinator, at=moment(TODAY))
    # From Monday the 7th, ten working days: the Sunday of the 20th is worked before the holiday of October.
    cared = home.cared(person)
    assert cared.changed and cared.assess_by is not None and date(2026, 9, 18) <= cared.assess_by <= TODAY
    home.assess(person, 4, on="2026-09-18")
    assert not home.cared(person).changed


def test_the_county_may_want_everybody_assessed_again_after_some_months(home: Home):
    number("care_reassessment_months", 12)
    person = home.person()
    home.assess(person, 1, on="2026-03-31")
    assert home.cared(person).assess_by == date(2027, 3, 31)


def test_a_visit_is_due_by_the_rhythm_of_the_grade_and_the_day_itself_counts(home: Home):
    number("care_visit_days", 7, grade="none")
    number("care_visit_days", 30, grade="partial")
    person = home.person()
    home.assess(person, 4)
    home.visit(person, "2026-09-14")
    assert home.cared(person).visit_by == date(2026, 9, 21)
    assert [each.person_id for each in reads.visits_due(home.here(), date(2026, 9, 21), 10)] == [person.pk]
    assert not reads.visits_due(home.here(), date(2026, 9, 20), 10)


def test_without_a_rhythm_the_county_is_named_and_only_who_was_never_visited_is_due(home: Home):
    visited, never = home.person("李长河"), home.person("周大山")
    for person in (visited, never):
        home.assess(person, 4)
    home.visit(visited, "2026-09-01")
    found = reads.listed(home.here(), TODAY, "visits")
    assert [each.person_id for each in found.rows] == [never.pk]
    [missing] = found.missing
    assert "探访间隔" in missing and "县级民政部门" in missing


def test_a_visit_pressed_twice_counts_once(home: Home):
    person = home.person()
    assert home.visit(person, "2026-09-21") == home.visit(person, "2026-09-21")
    with pytest.raises(NotPossible, match="内容不一样"):
        home.visit(person, "2026-09-21", "ill")
    assert Visit.objects.count() == 1


def test_other_wants_a_word_and_an_unknown_finding_is_refused(home: Home):
    person = home.person()
    with pytest.raises(NotPossible, match="写一句"):
        home.visit(person, "2026-09-21", "other")
    with pytest.raises(NotPossible, match="从列表里选"):
        home.visit(person, "2026-09-21", "happy")


def test_a_new_agreement_replaces_the_one_that_runs(home: Home):
    person = home.person()
    first = home.agree(person, "示例-1")
    second = home.agree(person, "示例-2", from_on="2026-09-01", carer=2)
    first.refresh_from_db()
    assert (first.ended_on, first.ended_because) == (date(2026, 9, 1), "replaced")
    assert home.cared(person).agreement_id == second.pk
    assert home.agree(person, "示例-2", from_on="2026-09-01", carer=2) == second


def test_an_agreement_that_ran_out_leaves_somebody_without_a_carer(home: Home):
    person = home.person()
    home.agree(person, from_on="2025-09-21", until_on="2026-09-21")
    nobody = reads.BUCKETS["nobody"][1]
    assert nobody(home.cared(person), TODAY)
    assert not nobody(home.cared(person), date(2026, 9, 20))


def test_an_agreement_ends_once_with_its_reason(home: Home):
    person = home.person()
    made = home.agree(person)
    told = {"person_id": person.pk, "on": date(2026, 9, 20), "because": "broken", "by": home.town.clerk, "at": moment(TODAY)}
    assert agreeing.end_agreement(**told) == made == agreeing.end_agreement(**told)
    made.refresh_from_db()
    assert made.ended_because == "broken"
    assert JournalEntry.objects.filter(verb="care.end_agreement").count() == 1


def test_one_carer_for_as_many_as_the_county_allows_also_across_villages(home: Home):
    one, two, far = home.person("李长河"), home.person("周大山", village="370811006202"), home.person("吴老三")
    home.agree(one, "示例-1", carer=7)
    home.agree(two, "示例-2", carer=7)
    number("carer_persons_max", 2)
    with pytest.raises(NotPossible, match="已经照料 2 名"):
        home.agree(far, "示例-3", carer=7)
    assert home.agree(one, "示例-4", from_on="2026-08-01", carer=7), "whom he cares for already is not counted twice"


def test_a_carer_has_a_number_that_can_be_right_and_is_not_the_person_himself(home: Home):
    person = home.person()
    with pytest.raises(NotPossible, match="身份证号"):
        home.agree(person, carer_id_number="12")
    assert home.agree(person, carer_kind="organisation", carer_id_number="", carer_name="乐邻服务社").carer_id_number == ""
    assert Agreement.objects.count() == 1


def test_only_who_serves_the_village_records_and_only_for_who_is_on_the_roll(home: Home):
    person = home.person()
    plain = home.town.members(home.town.family("王建国"))[0]
    for whom, by in ((person, home.town.far_clerk), (plain, home.town.clerk)):
        with pytest.raises(NotPossible, match="在册特困人员里没有这个人"):
            home.assess(whom, 1, by=by)
    with pytest.raises(NotPossible):
        home.agree(person, by=home.town.coordinator)


def test_a_list_holds_the_people_of_the_desk_and_no_others(home: Home):
    near = home.person()
    assert home.town.far_clerk and ELSEWHERE
    assert [who.person_id for who in reads.listed(home.here(), TODAY, "all").rows] == [near.pk]
    assert reads.listed(home.here(home.town.far_clerk), TODAY, "all").rows == []
