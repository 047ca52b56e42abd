"""Who guesses rests, and not the one he guesses at; a name that nobody has behaves like one that somebody has."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from doudi.audit.models import JournalEntry
from doudi.offices import actions
from doudi.offices.models import AllowanceRow, User
from doudi.offices.signing_in import ADDRESS, HERE, HERE_ALL_DAY, NAME

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "正确的长密码-8"


@pytest.fixture
def clerk(at, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return actions.make_user(username="clerk", name="经办", password=PASSWORD, by=None, at=at)


def said(at, name="clerk", password="wrong", **where):
    """What the door says; empty when it opens."""
    try:
        actions.sign_in(username=name, password=password, at=at, **where)
    except actions.SignInRefused as no:
        return str(no)
    return ""


def test_five_wrong_passwords_rest_the_address_for_three_minutes(at, clerk):
    for _ in range(HERE.burst):
        assert "不对" in said(at)
    assert "请 3 分钟后再试" in said(at, password=PASSWORD)
    assert "12349" in said(at, password=PASSWORD)
    assert said(at + HERE.every, password=PASSWORD) == ""
    assert JournalEntry.objects.filter(verb="sign_in_failed").count() == HERE.burst


def test_the_right_password_makes_up_for_the_wrong_ones(at, clerk):
    for _ in range(3):
        for _ in range(HERE.burst - 1):
            said(at)
        assert said(at, password=PASSWORD) == ""


@pytest.mark.parametrize("tries", [1, HERE.burst, HERE.burst + 1])
def test_a_name_that_nobody_has_sounds_the_same(at, clerk, tries):
    heard = {name: [said(at, name) for _ in range(tries)] for name in ("clerk", "nobody")}
    assert heard["clerk"] == heard["nobody"]
    journalled = JournalEntry.objects.filter(verb="sign_in_failed")
    assert journalled.filter(subject_kind="user").count() == journalled.filter(subject_kind="sign_in_name").count()
    assert not journalled.filter(subject_id__contains="nobody").exists()


def test_a_suspended_account_sounds_like_nobody(at, clerk):
    actions.suspend_user(user=clerk, by=None, at=at)
    assert said(at, password=PASSWORD) == said(at, "nobody")


def test_a_stranger_cannot_keep_the_owner_out(at, clerk):
    moment = at
    for _ in range(100):
        said(moment, address="203.0.113.9")
        moment += timedelta(minutes=5)
        assert said(moment, password=PASSWORD, address="10.1.1.1") == ""


def test_many_strangers_rest_the_name_but_not_for_a_browser_it_knows(at, clerk):
    for number in range(NAME.burst):
        said(at, address=f"203.0.113.{number}")
    assert "再试" in said(at, password=PASSWORD, address="10.1.1.1")
    assert said(at, password=PASSWORD, address="10.1.1.1", devices=[clerk.pk]) == ""
    assert said(at + NAME.every, password=PASSWORD, address="10.1.1.1") == ""


def test_a_new_password_lets_the_owner_in_at_once(at, clerk):
    for number in range(NAME.burst):
        said(at, address=f"203.0.113.{number}")
    actions.change_password(user=clerk, password="另一个长密码-9", by=None, at=at)
    assert said(at, password="另一个长密码-9", address="10.1.1.1") == ""


def test_in_a_day_one_address_guesses_fifteen_times_at_a_name(at, clerk):
    guesses, moment = 0, at
    while moment < at + timedelta(hours=24):
        guesses += "不对" in said(moment, address="203.0.113.9")
        moment += timedelta(minutes=3)
    assert HERE_ALL_DAY.burst <= guesses <= 2 * HERE_ALL_DAY.burst


def test_one_address_cannot_go_through_many_names(at, clerk):
    heard = [said(at, f"name-{number}", address="203.0.113.9") for number in range(ADDRESS.burst + 1)]
    assert [("不对" in each) for each in heard] == [True] * ADDRESS.burst + [False]


def test_neither_name_nor_address_is_stored(at, clerk):
    said(at, "370811198403020011", address="203.0.113.9")
    kept = b"".join(bytes(row.key) for row in AllowanceRow.objects.order_by("key"))
    assert kept and b"370811" not in kept and b"203.0" not in kept


def test_a_password_is_hashed_anew_when_the_parameters_have_changed(at, monkeypatch):
    clerk = actions.make_user(username="clerk", name="经办", password=PASSWORD, by=None, at=at)
    before = clerk.password
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 3)
    actions.sign_in(username="clerk", password=PASSWORD, at=at)
    after = User.objects.get(pk=clerk.pk).password
    assert "t=2" in before and "t=3" in after
    assert actions.sign_in(username="clerk", password=PASSWORD, at=at) == clerk


def test_an_id_number_leads_to_the_accounts_it_stands_for(at, clerk):
    assert actions.sign_in(username="370811198403020011", password=PASSWORD, accounts=["clerk"], at=at) == clerk
    assert "不对" in said(at, "370811198403020011", password=PASSWORD, accounts=[])
