"""Households: members come and go on days, files close and follow one another, nobody belongs to two."""

from datetime import date, timedelta

import pytest

from doudi.people import actions, reads
from doudi.people.actions import Refused
from doudi.people.models import Household, Membership
from tests.people.builders import VILLAGE, household, person

pytestmark = pytest.mark.django_db
OTHER = "370811007201"


def names(family, day):
    return [row.person.name for row in reads.members(family, day)]


def test_a_member_belongs_from_the_first_day_to_the_day_before_the_end(at):
    wife = person(at, name="李梅")
    family = household(at - timedelta(days=30), (wife, "spouse"))
    actions.end_membership(
        household=family, person=wife, day=date(2026, 11, 20), because="divorced", by=None, at=at
    )
    assert names(family, date(2026, 11, 19)) == ["王建国", "李梅"]
    assert names(family, date(2026, 11, 20)) == ["王建国"]
    assert names(family, date(2026, 10, 1)) == []


def test_what_was_known_at_a_moment_can_be_asked_again(at):
    wife = person(at, name="李梅")
    family = household(at - timedelta(days=30), (wife, "spouse"))
    before = at - timedelta(minutes=1)
    actions.end_membership(
        household=family, person=wife, day=date(2026, 11, 1), because="divorced", by=None, at=at
    )
    assert len(reads.document(family, at.date(), seen_at=before).members) == 2
    assert len(reads.document(family, at.date()).members) == 1
    assert reads.document(family, at.date(), seen_at=at - timedelta(days=60)).members == ()


def test_nobody_belongs_to_two_households_at_a_time(at):
    family = household(at)
    somebody = reads.members(family, at.date())[0].person
    with pytest.raises(Refused, match="另一户"):
        actions.open_household(
            area=OTHER, registration="rural", members=[(somebody, "self")], day=at.date(), by=None, at=at
        )
    assert Household.objects.count() == 1


def test_one_applicant_and_not_two(at):
    with pytest.raises(Refused, match="只有一位申请人"):
        actions.open_household(area=VILLAGE, registration="rural", members=[], day=at.date(), by=None, at=at)
    family = household(at)
    with pytest.raises(Refused, match="已经有申请人"):
        actions.add_member(
            household=family, person=person(at), relation="self", day=at.date(), by=None, at=at
        )


def test_joining_twice_is_joining_once(at):
    family, baby = household(at), person(at, name="王宝宝")
    for _ in range(2):
        actions.add_member(household=family, person=baby, relation="child", day=at.date(), by=None, at=at)
    assert Membership.objects.filter(person=baby).count() == 1


def test_a_split_opens_a_file_that_names_the_old_one(at):
    son = person(at, name="王小明")
    family = household(at - timedelta(days=30), (son, "child"))
    new = actions.split_household(household=family, members=[(son, "self")], day=at.date(), by=None, at=at)
    assert new.predecessor == family
    assert names(family, at.date()) == ["王建国"]
    assert names(new, at.date()) == ["王小明"]
    with pytest.raises(Refused, match="留下"):
        actions.split_household(household=new, members=[(son, "self")], day=at.date(), by=None, at=at)


def test_a_merge_closes_both_and_links_them(at):
    old, other = household(at - timedelta(days=30)), household(at - timedelta(days=30))
    people = [row.person for each in (old, other) for row in reads.members(each, at.date())]
    merged = actions.merge_households(
        households=[old, other],
        members=[(people[0], "self"), (people[1], "other")],
        day=at.date(),
        by=None,
        at=at,
    )
    assert merged.predecessor == old
    assert [each.merged_into for each in Household.objects.filter(closed_because="merged")] == [
        merged,
        merged,
    ]
    assert len(names(merged, at.date())) == 2


def test_the_head_dies_the_old_file_closes_and_the_new_one_follows(at):
    wife = person(at, name="李梅")
    family = household(at - timedelta(days=30), (wife, "spouse"))
    actions.close_household(household=family, day=at.date(), because="head_died", by=None, at=at)
    actions.close_household(household=family, day=at.date(), because="head_died", by=None, at=at)
    new = actions.open_household(area=VILLAGE, registration="rural", members=[(wife, "self")], day=at.date(),
                                 predecessor=family, by=None, at=at)
    assert Household.objects.get(pk=family.pk).closed_on == at.date()
    assert new.predecessor_id == family.pk


def test_a_move_leaves_the_old_place_on_the_record(at):
    family = household(at - timedelta(days=30))
    actions.move_household(household=family, area=OTHER, day=date(2026, 11, 10), by=None, at=at)
    assert reads.document(family, date(2026, 11, 9)).household["area"] == VILLAGE
    assert reads.document(family, date(2026, 11, 10)).household["area"] == OTHER
    assert Household.objects.get().area == OTHER


def test_days_in_the_future_are_refused(at):
    family, baby = household(at), person(at, name="王宝宝")
    tomorrow = at.date() + timedelta(days=1)
    with pytest.raises(Refused, match="将来"):
        actions.add_member(household=family, person=baby, relation="child", day=tomorrow, by=None, at=at)


def test_a_supporter_is_written_down_once(at):
    family = household(at)
    father = reads.members(family, at.date())[0].person
    for _ in range(2):
        actions.add_supporter(
            household=family, supported=father, name="王小军", relation="child", day=at.date(), by=None, at=at
        )
    [row] = reads.document(family, at.date()).supporters
    assert row["of"] == str(father.pk)
    assert row["relation"] == "child"
