"""The desks of hotline, finance, audit and departments: each opens with what it may do, and with nothing it may not."""

import re
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework.models import RollRun
from doudi.offices import actions as offices
from tests.www.staff.world import COUNTY, FAR_VILLAGE, SECOND_VILLAGE, START, World, at

pytestmark = pytest.mark.database
ACCOUNT = "6222000011112222"
INCOME = ("2,200", "26,400", "工资", "人均", "身份证号")


def paid(world: World, now: Any, *, frozen: bool = True) -> tuple[Any, RollRun]:
    """A family on the roll of November."""
    case = world.brought("confirmed")
    verb = casework.freeze_roll if frozen else casework.build_roll
    run = verb(area=COUNTY, month="2026-11", by=world.county, at=at("2026-10-26"))
    now(at("2026-10-27"))
    return case, run


@pytest.mark.parametrize(("name", "first"), [
    ("hotline", "callers/"), ("finance", "roll/"), ("auditor", "audits/"), ("department", "inbox/"),
    ("administrator", "posts/"), ("town_admin", "posts/"),
])
def test_each_desk_opens_with_its_own_page(name: str, first: str, desk: Any, world: World) -> None:
    client = desk(name)
    assert client.get("/staff/").headers["Location"] == f"/staff/{first}"
    page = client.get("/staff/", follow=True)
    assert page.status_code == 200
    for url in re.findall(r'href="(/staff/[^"#?]*)', page.content.decode()):
        assert client.get(url, follow=True).status_code == 200, f"{name} is shown {url} and may not open it"


def test_the_hotline_finds_a_caller_and_says_where_application_and_money_stand(desk: Any, world: World, now: Any) -> None:
    case, _ = paid(world, now)
    client = desk("hotline")
    found = client.get("/staff/search/?q=陈桂花", follow=True)
    assert found.redirect_chain[-1][0] == f"/staff/callers/{case.household_id}/", "one hit opens at once"
    page = found.content.decode()
    for told in ("低保", "已确认", "2026-11", "交银行代发", "陈桂花", case.application.number, "阜桥街道"):
        assert told in page, told
    assert not [hidden for hidden in (*INCOME, ACCOUNT, "370811") if hidden in page]
    entry = JournalEntry.objects.filter(verb="read").order_by("-id").first()
    assert (entry.purpose, entry.subject_id) == ("caller", str(case.household_id))


def test_the_hotline_reads_no_file_and_presses_no_button(desk: Any, world: World, now: Any) -> None:
    case, run = paid(world, now)
    client = desk("hotline")
    for path in (f"cases/{case.pk}/", f"households/{case.household_id}/", f"households/{case.household_id}/facts/",
                 f"roll/{run.pk}/", f"cases/{case.pk}/turns/", f"letters/{case.notices.first().pk}/", "cases/"):
        assert client.get(f"/staff/{path}").status_code == 403, path
    page = client.get(f"/staff/callers/{case.household_id}/").content.decode()
    assert re.findall(r'<form[^>]*action="([^"]*)"', page) == ["/staff/search/", "/staff/sign-out/"]
    other = desk("clerk")
    assert other.get(f"/staff/callers/{case.household_id}/").status_code == 403


def test_finance_reads_the_rolls_of_its_county_and_nothing_of_the_family(desk: Any, world: World, now: Any) -> None:
    case, run = paid(world, now)
    client = desk("finance")
    page = client.get(f"/staff/roll/{run.pk}/").content.decode()
    assert "王建国" in page and "总计" in page and "************2222" in page and ACCOUNT not in page
    assert f"/staff/households/{case.household_id}/" not in page
    assert "冻结名册" not in page and "编制这个月" not in client.get("/staff/roll/").content.decode()
    export = client.get(f"/staff/roll/{run.pk}/roll.csv")
    assert ACCOUNT in export.content.decode("utf-8-sig")
    assert JournalEntry.objects.get(verb="export_roll").actor_id == world.finance.pk
    for path in (f"cases/{case.pk}/", f"households/{case.household_id}/", "search/?q=王", "cases/", "reviews/"):
        assert client.get(f"/staff/{path}").status_code == 403, path
    assert client.post(f"/staff/roll/{run.pk}/freeze/", {"press": "f"}).status_code == 403


def test_an_open_roll_is_not_exported_and_shows_no_such_link(desk: Any, world: World, now: Any) -> None:
    _, run = paid(world, now, frozen=False)
    client = desk("finance")
    assert "导出" not in client.get(f"/staff/roll/{run.pk}/").content.decode()
    assert client.get(f"/staff/roll/{run.pk}/roll.csv").status_code == 302
    assert not JournalEntry.objects.filter(verb="export_roll").exists()


def test_the_finance_of_one_township_or_of_another_county_gets_no_roll_of_the_county(desk: Any, world: World,
                                                                                 now: Any) -> None:
    _, run = paid(world, now)
    town = offices.open_office(name="财政所", level="finance", prefixes=["370811006"], parent=world.offices["county"],
                               by=None, at=START)
    far = offices.open_office(name="汶上县财政局", level="finance", prefixes=["370830"], parent=world.offices["far"],
                              by=None, at=START)
    for name, office in (("town_finance", town), ("far_finance", far)):
        world.hire(name, name, "finance", office)
        client = desk(name)
        assert client.get("/staff/roll/").context["runs"] == []
        assert client.get(f"/staff/roll/{run.pk}/").status_code == 404
        assert client.get(f"/staff/roll/{run.pk}/roll.csv").status_code == 404


def test_an_auditor_gets_from_a_random_household_to_the_facts_in_three_clicks(desk: Any, world: World, now: Any) -> None:
    case, _ = paid(world, now)
    client = desk("auditor")
    drawn = client.post("/staff/audits/", {"press": "d1"}, follow=True)
    page = drawn.content.decode()
    assert drawn.redirect_chain[-1][0] == f"/staff/audits/{case.household_id}/"
    decision = case.decisions.get()
    assert f"/staff/audits/decisions/{decision.pk}/" in page
    facts = client.get(f"/staff/audits/decisions/{decision.pk}/").content.decode()
    for told in ("确认", "曾县级", "王建国", "工资", "26,400", "低保"):
        assert told in facts, told
    verbs = list(JournalEntry.objects.filter(actor_id=world.auditor.pk).order_by("id").values_list("verb", "purpose"))
    assert verbs == [("casework.draw_for_audit", ""), ("read", "audited"), ("read", "audited_decision")]


def test_an_auditor_reads_the_case_without_verbs_and_writes_nothing(desk: Any, world: World, now: Any) -> None:
    case, run = paid(world, now)
    client = desk("auditor")
    # Making an answer again changes nothing of the family.
    again = f"/staff/cases/{case.pk}/replay/"
    for path, buttons in ((f"cases/{case.pk}/", [again]), (f"households/{case.household_id}/", [])):
        page = client.get(f"/staff/{path}").content.decode()
        assert "王建国" in page
        assert re.findall(r'<form[^>]*action="([^"]*)"', page) == ["/staff/sign-out/", *buttons], path
        assert not re.findall(r"/(facts|intake|change|codes|papers|do)/", page), path
    for path in ("facts", "intake", "change", "codes", "members", "papers"):
        assert client.get(f"/staff/households/{case.household_id}/{path}/").status_code == 403, path
    assert client.post(f"/staff/cases/{case.pk}/do/suspend/suspend/", {"reason": "x"}).status_code == 403
    assert client.get(f"/staff/roll/{run.pk}/roll.csv").status_code == 403
    notice = case.notices.first()
    assert client.get(f"/staff/letters/{notice.pk}/").status_code == 404, "not printed yet: an auditor does not print"


def test_an_auditor_of_another_county_draws_nothing_here(desk: Any, world: World, now: Any) -> None:
    case, _ = paid(world, now)
    far = offices.open_office(name="汶上县审计局", level="audit", prefixes=["370830"], parent=world.offices["far"],
                              by=None, at=START)
    world.hire("far_auditor", "远审计", "auditor", far)
    client = desk("far_auditor")
    assert "还没有发放过" in client.post("/staff/audits/", {"press": "d1"}, follow=True).content.decode()
    for path in (f"audits/{case.household_id}/", f"audits/decisions/{case.decisions.get().pk}/", f"cases/{case.pk}/"):
        assert client.get(f"/staff/{path}").status_code == 404, path


def test_a_department_is_told_what_will_come(desk: Any, world: World) -> None:
    page = desk("department").get("/staff/", follow=True).content.decode()
    assert "现在没有转办" in page and "搜人" not in page


def two_posts(world: World, role: str, office: str) -> None:
    """The clerk of this township holds another role elsewhere as well."""
    offices.appoint(user=world.clerk, office=world.offices[office], role=role, since=START.date(), by=None, at=START)


def test_a_clerk_here_is_not_a_clerk_where_he_is_something_else(desk: Any, world: World, now: Any) -> None:
    far_case = _far_case(world)
    own_case = world.brought("accepted")
    two_posts(world, "administrator", "far_town")
    client = desk("clerk")
    assert client.get(f"/staff/cases/{own_case.pk}/").status_code == 200
    for path in (f"cases/{far_case.pk}/", f"households/{far_case.household_id}/", f"households/{far_case.household_id}/intake/"):
        assert client.get(f"/staff/{path}").status_code == 404, path
    listed = client.get("/staff/cases/").context["rows"]
    assert [row.id for row in listed] == [own_case.pk]
    assert sum(tile["count"] for tile in client.get("/staff/").context["tiles"]) == 1
    assert client.get("/staff/search/?q=远家").context["found"] == []
    assert "北村" not in client.get("/staff/counter/").content.decode()


def test_a_county_officer_there_sees_here_only_what_a_clerk_sees(desk: Any, world: World, now: Any) -> None:
    case = world.brought("county_review")
    far_case = _far_case(world)
    two_posts(world, "county_officer", "far")
    now(at("2026-10-13"))
    client = desk("clerk")
    for bucket in ("waiting", "overdue", "doing"):
        there, here = (client.get(f"/staff/?as={role}&bucket={bucket}").context["rows"]
                       for role in ("county_officer", "clerk"))
        assert case.pk not in [row.id for row in there] and far_case.pk not in [row.id for row in here], bucket
    tiles = {role: sum(each["count"] for each in client.get(f"/staff/?as={role}&bucket=new").context["tiles"])
             for role in ("county_officer", "clerk")}
    assert tiles == {"county_officer": 1, "clerk": 1}, "each seat counts its own area only"
    here = client.get(f"/staff/cases/{case.pk}/").content.decode()
    assert "/do/confirm/confirm/" not in here, "only the county of this village confirms"
    refused = client.post(f"/staff/cases/{case.pk}/do/confirm/confirm/", {"press": "c"})
    assert refused.status_code == 200 and "不能办" in refused.content.decode()
    there = client.get(f"/staff/households/{far_case.household_id}/").content.decode()
    assert "/intake/" not in there and "/change/" not in there, "a county officer does not type for the window"
    assert client.get(f"/staff/households/{far_case.household_id}/intake/").status_code == 404
    assert '<option value="370811">' not in client.get("/staff/roll/").content.decode()
    assert '<option value="370811">' not in client.get("/staff/draws/").content.decode()


def test_a_hotline_everywhere_and_a_desk_here_lead_to_the_right_page(desk: Any, world: World) -> None:
    offices.appoint(user=world.hotline, office=world.offices["town"], role="clerk", since=START.date(), by=None, at=START)
    here, there = world.wangs(), _far_family(world)
    client = desk("hotline")
    assert client.get("/staff/search/?q=王建国").headers["Location"] == f"/staff/households/{here.pk}/"
    assert client.get("/staff/search/?q=远家主").headers["Location"] == f"/staff/callers/{there.pk}/"
    assert client.get(f"/staff/households/{there.pk}/").status_code == 404


def test_reviews_are_closed_only_where_the_post_allows_it(desk: Any, world: World, now: Any) -> None:
    offices.appoint(user=world.coordinator, office=world.offices["far_town"], role="clerk", since=START.date(), by=None,
                    at=START)
    world.brought("confirmed")
    now(at("2026-10-20"))
    page = desk("coordinator").get("/staff/reviews/")
    assert [each["may_finish"] for each in page.context["due"]] == [False]
    assert "/staff/reviews/" in page.content.decode() and 'name="outcome"' not in page.content.decode()


def _far_family(world: World) -> Any:
    """A family of the other county, with its own clerk."""
    clerk, world.officers["clerk"] = world.clerk, world.far_clerk
    home = world.family(("远家主", "self", at("1984-03-02").date()), village=FAR_VILLAGE)
    world.know(world.persons(home)[0], income_wage=0)
    world.officers["clerk"] = clerk
    return home


def _far_case(world: World) -> Any:
    """An accepted case of that family."""
    home = _far_family(world)
    clerk, world.officers["clerk"] = world.clerk, world.far_clerk
    case = world.accept(world.apply(home))
    world.officers["clerk"] = clerk
    return case


def test_a_village_of_the_same_township_is_not_the_coordinators(desk: Any, world: World) -> None:
    home = world.wangs(village=SECOND_VILLAGE)
    assert desk("coordinator").get(f"/staff/households/{home.pk}/").status_code == 404
