"""Jurisdiction by posts held on the day, and accounts."""

from datetime import date, timedelta

import pytest

from doudi.offices import actions, reads
from doudi.offices.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 11, 23)
PASSWORD = "正确的长密码-8"


@pytest.fixture
def office(at):
    def opened(*prefixes, level="township"):
        return actions.open_office(name="-".join(prefixes), level=level, prefixes=prefixes, by=None, at=at)
    return opened


@pytest.fixture
def clerk(at):
    return actions.make_user(username="clerk", name="经办", password=PASSWORD, by=None, at=at)


def test_a_post_counts_from_its_first_day_until_the_day_it_ends(at, office, clerk):
    post = actions.appoint(user=clerk, office=office("370811006"), role="clerk", since=DAY, by=None, at=at)
    assert reads.jurisdiction(clerk, DAY - timedelta(days=1)) == reads.NOWHERE
    held = reads.jurisdiction(clerk, DAY)
    assert held.covers("370811006201")
    assert held.roles == {"clerk"}
    assert not held.covers("370811007201")
    actions.end_post(post=post, day=DAY + timedelta(days=7), by=None, at=at)
    assert reads.jurisdiction(clerk, DAY + timedelta(days=7)) == reads.NOWHERE


def test_several_posts_add_up_and_each_role_keeps_its_own_area(at, office, clerk):
    for codes, role in [
        (["370811006"], "clerk"),
        (["370811006201"], "coordinator"),
        (["370871", "370829104"], "clerk"),
    ]:
        actions.appoint(user=clerk, office=office(*codes), role=role, since=DAY, by=None, at=at)
    held = reads.jurisdiction(clerk, DAY)
    assert held.prefixes == ("370811006", "370829104", "370871")
    assert held.covers_as("coordinator", "370811006201")
    assert not held.covers_as("coordinator", "370811006202")


def test_no_post_matches_nothing(clerk):
    nowhere = reads.jurisdiction(clerk, DAY)
    assert not Office.objects.filter(nowhere.within("name")).exists()


def test_the_city_is_a_prefix_of_four_digits(at, office, clerk):
    actions.appoint(
        user=clerk, office=office("370800", level="city"), role="city_officer", since=DAY, by=None, at=at
    )
    assert reads.jurisdiction(clerk, DAY).prefixes == ("3708",)


def test_a_suspended_account_sees_nothing_and_does_not_sign_in(at, office, clerk):
    actions.appoint(user=clerk, office=office("370811006"), role="clerk", since=DAY, by=None, at=at)
    actions.suspend_user(user=clerk, by=None, at=at)
    assert reads.jurisdiction(clerk, DAY) == reads.NOWHERE
    with pytest.raises(actions.SignInRefused):
        actions.sign_in(username="clerk", password=PASSWORD, at=at)


def test_weak_passwords_and_taken_names_are_refused(at, clerk):
    with pytest.raises(actions.OfficeRefused):
        actions.make_user(username="other", name="他", password="12345678", by=None, at=at)
    with pytest.raises(actions.OfficeRefused, match="已经有人用了"):
        actions.make_user(username="clerk", name="他", password=PASSWORD, by=None, at=at)


def test_passwords_are_kept_as_argon2(clerk):
    assert clerk.password.startswith("argon2")
