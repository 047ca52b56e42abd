"""Administrators of city, county and township: each within his own area, never above himself, never for himself."""

from datetime import date, timedelta

import pytest

from doudi.audit.models import JournalEntry
from doudi.offices import actions, reads, rosters
from doudi.offices.administering import inside, rank_of, reach_of
from doudi.offices.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 11, 23)
LATER = DAY + timedelta(days=30)


class Town:
    """Offices of a city, two counties, a township with a village, a management area, and their administrators."""

    def __init__(self, at):
        self.at, self.told = at, {"by": None, "at": at}
        self.city = self.office("市民政局", "city", ["3708"])
        self.county = self.office("任城区民政局", "county", ["370811006", "370811007"], self.city)
        self.lake = self.office("太白湖新区", "county", ["370811002", "370811109"], self.city)
        self.far = self.office("汶上县民政局", "county", ["370830"], self.city)
        self.town = self.office("南张街道", "township", ["370811006"], self.county)
        self.beside = self.office("仙营街道", "township", ["370811007"], self.county)
        self.village = self.office("满庄社区", "village", ["370811006001"], self.town)
        self.money = self.office("任城区财政局", "finance", ["370811006", "370811007"], self.county)
        self.city_admin = self.somebody("city_admin", "administrator", self.city)
        self.county_admin = self.somebody("county_admin", "administrator", self.county)
        self.town_admin = self.somebody("town_admin", "administrator", self.town)
        self.clerk = self.somebody("clerk", "clerk", self.town)

    def office(self, name, level, prefixes, parent=None):
        return actions.open_office(name=name, level=level, prefixes=prefixes, parent=parent, **self.told)

    def somebody(self, name, role, office, since=DAY):
        user = actions.make_user(username=name, name=name, password="x", check_password=False, **self.told)
        actions.appoint(user=user, office=office, role=role, since=since, **self.told)
        return user

    def post(self, user, role):
        return user.posts.get(role=role)


@pytest.fixture
def town(at, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Town(at)


@pytest.mark.parametrize(("who", "offices"), [
    ("city_admin", {"市民政局", "任城区民政局", "太白湖新区", "汶上县民政局", "南张街道", "仙营街道", "满庄社区", "任城区财政局"}),
    ("county_admin", {"任城区民政局", "南张街道", "仙营街道", "满庄社区", "任城区财政局"}),
    ("town_admin", {"南张街道", "满庄社区"}),
    ("clerk", set()),
])
def test_an_administrator_reaches_the_offices_inside_his_area_and_not_above_him(who, offices, town):
    reach = reach_of(getattr(town, who), DAY)
    assert {office.name for office in Office.objects.order_by("id") if reach.over(office)} == offices
    assert {office.name for office in reach.offices().order_by("id")} == offices, "the condition says the same"


def test_a_county_of_one_township_ranks_above_its_township(town):
    small = town.office("小县", "county", ["370811006"], town.city)
    assert rank_of(small) > rank_of(town.town)
    assert not reach_of(town.town_admin, DAY).over(small)


def test_nothing_lies_in_no_area():
    assert not inside([], ["3708"])
    assert not inside(["370811"], [])


def test_a_post_is_given_only_within_the_reach(town):
    told = {"since": DAY, "at": town.at}
    actions.appoint(user=town.clerk, office=town.village, role="coordinator", by=town.town_admin, **told)
    for by, office, role in ((town.town_admin, town.beside, "clerk"), (town.county_admin, town.lake, "county_officer"),
                             (town.town_admin, town.county, "county_officer"), (town.clerk, town.town, "clerk")):
        somebody = town.somebody(f"new-{office.pk}-{by.pk}", "coordinator", town.village)
        with pytest.raises(actions.OfficeRefused, match="不归您管理"):
            actions.appoint(user=somebody, office=office, role=role, by=by, **told)


def test_nobody_gives_himself_a_post_and_nobody_ends_his_own_administration(town):
    with pytest.raises(actions.OfficeRefused, match="自己"):
        actions.appoint(user=town.city_admin, office=town.city, role="city_officer", since=DAY, by=town.city_admin,
                        at=town.at)
    with pytest.raises(actions.OfficeRefused, match="自己"):
        actions.end_post(post=town.post(town.city_admin, "administrator"), day=DAY, by=town.city_admin, at=town.at)
    for verb in (actions.suspend_user, actions.reset_password):
        with pytest.raises(actions.OfficeRefused, match="自己"):
            verb(user=town.city_admin, by=town.city_admin, at=town.at)


def test_the_powers_of_a_county_are_not_given_out_at_the_desk_of_a_township(town):
    somebody = town.somebody("li", "coordinator", town.village)
    for role in ("county_officer", "city_officer", "finance", "auditor", "hotline", "king"):
        with pytest.raises(actions.OfficeRefused):
            actions.appoint(user=somebody, office=town.town, role=role, since=DAY, by=town.town_admin, at=town.at)


def test_an_account_with_a_post_elsewhere_is_not_touched_but_the_post_here_can_end(town):
    both = town.somebody("both", "clerk", town.town)
    actions.appoint(user=both, office=town.beside, role="clerk", since=LATER, **town.told)
    for verb in (actions.suspend_user, actions.reset_password, actions.restore_user):
        with pytest.raises(actions.OfficeRefused, match="范围以外"):
            verb(user=both, by=town.town_admin, at=town.at)
    with pytest.raises(actions.OfficeRefused, match="范围以外"):
        actions.appoint(user=both, office=town.village, role="coordinator", since=DAY, by=town.town_admin, at=town.at)
    ended = actions.end_post(post=both.posts.get(office=town.town), day=DAY, by=town.town_admin, at=town.at)
    assert ended.valid_until == DAY
    with pytest.raises(actions.OfficeRefused, match="不归您管理"):
        actions.end_post(post=both.posts.get(office=town.beside), day=LATER, by=town.town_admin, at=town.at)
    actions.suspend_user(user=both, by=town.county_admin, at=town.at)
    assert not User.objects.get(pk=both.pk).is_active


def test_who_left_the_area_for_good_belongs_to_whom_he_worked_for_last(town):
    gone = town.somebody("gone", "county_officer", town.county)
    actions.end_post(post=gone.posts.get(), day=DAY, by=None, at=town.at)
    with pytest.raises(actions.OfficeRefused):
        actions.reset_password(user=gone, by=town.town_admin, at=town.at)
    assert actions.reset_password(user=gone, by=town.county_admin, at=town.at)


def test_offices_are_opened_below_ones_own_and_inside_its_area(town):
    told = {"at": town.at, "by": town.county_admin}
    bureau = actions.open_office(name="任城区审计局", level="audit", prefixes=town.county.prefixes, parent=town.county, **told)
    assert JournalEntry.objects.get(verb="open_office", subject_id=str(bureau.pk)).actor_id == town.county_admin.pk
    for level, prefixes, parent in (("township", ["370830101"], town.county), ("county", ["370811006"], town.county),
                                    ("city", ["370811006"], town.county), ("village", ["370811002001"], town.lake),
                                    ("finance", ["3708"], town.county), ("audit", ["370811006"], None),
                                    ("village", [], town.town), ("village", ["胡"], town.town)):
        with pytest.raises(actions.OfficeRefused):
            actions.open_office(name=f"新{level}{prefixes}", level=level, prefixes=prefixes, parent=parent, **told)


def test_a_post_of_a_coming_day_gives_nothing_before_and_ends_at_midnight(town):
    actions.appoint(user=town.clerk, office=town.village, role="coordinator", since=LATER, until=LATER + timedelta(days=2),
                    by=town.town_admin, at=town.at)
    roles = [reads.jurisdiction(town.clerk, LATER + timedelta(days=days)).roles for days in (-1, 0, 1, 2)]
    assert roles == [{"clerk"}, {"clerk", "coordinator"}, {"clerk", "coordinator"}, {"clerk"}]


def test_a_post_that_ends_before_it_begins_was_never_held_and_can_be_given_again(town):
    told = {"by": town.town_admin, "at": town.at}
    post = actions.appoint(user=town.clerk, office=town.village, role="coordinator", since=LATER, **told)
    ended = actions.end_post(post=post, day=DAY, **told)
    assert ended.valid_until == LATER
    assert not any(ended.holds_on(LATER + timedelta(days=days)) for days in (-1, 0, 1))
    again = actions.appoint(user=town.clerk, office=town.village, role="coordinator", since=LATER, **told)
    assert again.pk != post.pk
    with pytest.raises(actions.OfficeRefused, match="已经有这个岗位"):
        actions.appoint(user=town.clerk, office=town.village, role="coordinator", since=DAY, until=LATER + timedelta(days=9),
                        **told)


def test_an_ended_post_does_not_come_back_and_does_not_end_in_the_past(town):
    told = {"by": town.town_admin, "at": town.at}
    post = town.post(town.clerk, "clerk")
    with pytest.raises(actions.OfficeRefused, match="早于今天"):
        actions.end_post(post=post, day=DAY - timedelta(days=1), **told)
    actions.end_post(post=post, day=DAY, **told)
    with pytest.raises(actions.OfficeRefused, match="就结束了"):
        actions.end_post(post=post, day=LATER, **told)


def test_a_deputy_holds_the_post_for_its_days_and_no_longer(town):
    told = {"by": town.county_admin, "at": town.at}
    helper = town.somebody("helper", "clerk", town.beside)
    post = town.post(town.clerk, "clerk")
    standing = actions.name_deputy(post=post, user=helper, since=DAY, until=LATER, **told)
    held = reads.jurisdiction(helper, DAY)
    assert held.covers_as("clerk", "370811006001")
    assert [each.deputy_for.user for each in held.posts if each.deputy_for_id] == [town.clerk]
    assert standing.appointed_by == town.county_admin
    assert not reads.jurisdiction(helper, LATER).covers_as("clerk", "370811006001")
    entry = JournalEntry.objects.get(verb="name_deputy")
    assert entry.details["deputy_for"] == post.pk
    with pytest.raises(actions.OfficeRefused, match="自己代自己"):
        actions.name_deputy(post=post, user=town.clerk, since=DAY, until=LATER, **told)
    with pytest.raises(actions.OfficeRefused, match="已经在代"):
        actions.name_deputy(post=post, user=helper, since=DAY, until=LATER, **told)
    with pytest.raises(actions.OfficeRefused):
        actions.name_deputy(post=post, user=helper, since=LATER, until=LATER + timedelta(days=1), by=town.town_admin,
                            at=town.at)


def test_a_new_account_signs_in_once_with_what_it_was_given(town):
    user, password = actions.open_account(username="xin", name="新人", office=town.town, role="clerk", since=DAY,
                                          by=town.town_admin, at=town.at)
    assert actions.sign_in(username="xin", password=password, at=town.at).must_change_password
    with pytest.raises(actions.OfficeRefused, match="一样"):
        actions.change_own_password(user=user, old=password, new=password, at=town.at)
    with pytest.raises(actions.OfficeRefused, match="不对"):
        actions.change_own_password(user=user, old="guess", new="Xinde-mima-26", at=town.at)
    actions.change_own_password(user=user, old=password, new="Xinde-mima-26", at=town.at)
    assert not actions.sign_in(username="xin", password="Xinde-mima-26", at=town.at).must_change_password
    given = JournalEntry.objects.get(verb="appoint", subject_id=str(user.pk))
    assert given.actor_id == town.town_admin.pk
    assert password not in str(list(JournalEntry.objects.order_by("id").values_list("details", flat=True)))


def test_an_account_for_another_area_is_not_opened_at_all(town):
    with pytest.raises(actions.OfficeRefused):
        actions.open_account(username="xin", name="新人", office=town.beside, role="clerk", since=DAY,
                             by=town.town_admin, at=town.at)
    assert not User.objects.filter(username="xin").exists()


def test_a_residents_account_holds_no_post(town):
    resident = actions.make_user(username="jumin", name="居民", password="x", person_id=7, check_password=False, **town.told)
    with pytest.raises(actions.OfficeRefused, match="居民"):
        actions.appoint(user=resident, office=town.town, role="clerk", since=DAY, by=town.city_admin, at=town.at)
    with pytest.raises(actions.OfficeRefused):
        actions.reset_password(user=resident, by=town.city_admin, at=town.at)


def test_the_list_shows_ones_own_people_a_page_at_a_time(town):
    for number in range(5):
        town.somebody(f"xie{number}", "coordinator", town.village)
    reach = reach_of(town.town_admin, DAY)
    first, key = rosters.colleagues(reach, limit=4)
    rest, end = rosters.colleagues(reach, after=key, limit=4)
    names = [each.user.username for each in first + rest]
    assert names == ["town_admin", "clerk", "xie0", "xie1", "xie2", "xie3", "xie4"] and end is None
    assert rosters.working_count(reach) == 7
    assert [each.user.username for each in rosters.colleagues(reach, text="xie3")[0]] == ["xie3"]
    assert rosters.account(town.county_admin.pk, reach) is None


def test_lists_by_state(town):
    later, gone = town.somebody("later", "clerk", town.town, LATER), town.somebody("gone", "clerk", town.town)
    actions.end_post(post=gone.posts.get(), day=DAY, **town.told)
    out = town.somebody("out", "clerk", town.town)
    actions.suspend_user(user=out, **town.told)
    reach = reach_of(town.town_admin, DAY)
    shown = {state: {each.user.username for each in rosters.colleagues(reach, state=state)[0]}
             for state in ("working", "coming", "left", "suspended")}
    assert shown == {"working": {"town_admin", "clerk"}, "coming": {"later"}, "left": {"gone"}, "suspended": {"out"}}
    assert later.is_active


def test_the_last_holder_of_a_role_in_an_office_is_known(town):
    post = town.post(town.clerk, "clerk")
    assert rosters.is_last(post, DAY)
    town.somebody("second", "clerk", town.town, LATER)
    assert rosters.is_last(post, DAY)
    assert not rosters.is_last(post, LATER)
    assert [each.username for each in rosters.beside(post, LATER)] == ["second"]
