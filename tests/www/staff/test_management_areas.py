"""高新区, 太白湖新区 and 经开区 serve townships of other codes: their officers see exactly those, the counties the rest."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from doudi.casework.models import Draw, RollRun
from doudi.offices import importing
from doudi.offices.founding import found_offices
from doudi.offices.models import Area, Office
from tests.www.staff.world import START, World, at, publish_numbers

pytestmark = pytest.mark.database
# Who runs what: the office of county level, the township where a family lives, and whose roll pays it. 高新区 has a
# statistical code of its own; 太白湖新区 runs townships of 任城区's code, 经开区 of 嘉祥县's.
PLACES = {
    "gaoxin": ("高新区社会救助服务机构", "370871001", "gaoxin"),
    "taibaihu": ("太白湖新区社会救助服务机构", "370811002", "taibaihu"),
    "rencheng": ("任城区民政局", "370811006", "370811"),
    "jingkai": ("经开区社会救助服务机构", "370829104", "jingkai"),
    "jiaxiang": ("嘉祥县民政局", "370829001", "370829"),
}


class City(World):
    """One family with a standing case in each place, all with the name 李."""

    def settle(self) -> None:
        """Officers, families, cases."""
        self.cases: dict[str, Any] = {}
        for place, (name, township, _) in PLACES.items():
            office = Office.objects.get(name=name, level="county")
            window = Office.objects.get(level="township", prefixes=[township])
            self.officers["county"] = self.hire(place, f"{place}官", "county_officer", office)
            self.officers["clerk"] = self.hire(f"{place}-clerk", f"{place}经办", "clerk", window)
            village = Area.objects.filter(parent_id=township).order_by("code").first().code
            home = self.family(("李长河", "self", date(1950, 5, 6)), registration="rural", village=village,
                               household={"deposits": 100000})
            self.know(self.persons(home)[0], care_items_failed=2, income_pension=0)
            self.cases[place] = self.brought("county_review", home, "extreme_hardship")
            wangs = self.wangs(village=village)
            self.brought("confirmed", wangs)

    def of(self, place: str) -> Client:
        """The county officer's browser."""
        client = Client()
        client.force_login(self.officers[place])
        return client


@pytest.fixture
def city(db: None, settings: Any, now: Any) -> City:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    importing.load_jining(day=date(2023, 6, 30), by=None, at=START)
    found_offices(by=None, at=START)
    publish_numbers()
    made = City()
    made.settle()
    now(at("2026-10-26"))
    return made


def test_each_sees_exactly_its_own_in_list_count_search_file_draw_roll_and_export(city: City) -> None:
    for place, (_, township, payer) in PLACES.items():
        client = city.of(place)
        listed = client.get("/staff/cases/").context["rows"]
        assert {row.area[:9] for row in listed} == {township} and len(listed) == 2, place
        tiles = client.get("/staff/").context["tiles"]
        assert sum(tile["count"] for tile in tiles if tile["code"] in {"overdue", "today", "soon", "doing"}) >= 1
        assert sum(tile["count"] for tile in tiles) <= 2, f"{place} counts nobody else's"
        found = client.get("/staff/search/?q=王建国", follow=True)
        assert found.redirect_chain, f"{place} finds one 王建国 only"
        for other, case in city.cases.items():
            status = client.get(f"/staff/cases/{case.pk}/").status_code
            assert status == (200 if other == place else 404), (place, other)
        _draws_its_own(client, city, place, payer)
        _pays_its_own(client, place, payer, township)


def _draws_its_own(client: Client, city: City, place: str, payer: str) -> None:
    offered = [code for code, _ in client.get("/staff/draws/").context["form"].fields["county"].choices]
    assert offered == [payer]
    for other in {pays for *_, pays in PLACES.values()} - {payer}:
        sent = {"county": other, "programme_code": "extreme_hardship", "seed": "7", "press": f"d-{other}"}
        assert client.post("/staff/draws/", sent).context["form"].errors["county"]
    sent = {"county": payer, "programme_code": "extreme_hardship", "seed": "7", "press": "d1"}
    assert client.post("/staff/draws/", sent).status_code == 302
    assert Draw.objects.get(county=payer).population == [city.cases[place].pk]
    assert [view.draw.county for view in client.get("/staff/draws/").context["draws"]] == [payer]


def _pays_its_own(client: Client, place: str, payer: str, township: str) -> None:
    built = client.post("/staff/roll/", {"area": payer, "month": "2026-11", "press": "b1"})
    assert built.status_code == 302, place
    run = RollRun.objects.get(area=payer)
    assert {line.area[:9] for line in run.lines.order_by("id")} == {township}
    client.post(f"/staff/roll/{run.pk}/freeze/", {"press": "f1"})
    assert client.get(f"/staff/roll/{run.pk}/roll.csv").status_code == 200
    assert [each.area for each in client.get("/staff/roll/").context["runs"]] == [payer]
    for other in RollRun.objects.exclude(area=payer).order_by("id"):
        for path in ("", "roll.csv"):
            assert client.get(f"/staff/roll/{other.pk}/{path}").status_code == 404, (place, other.area)


def test_an_administrator_of_the_county_does_not_reach_what_a_management_area_runs(city: City) -> None:
    for place, offices in (("rencheng", {"370811006"}), ("taibaihu", {"370811002", "370811109"})):
        office = city.officers[place].posts.get().office
        city.hire(f"admin-{place}", "管理员", "administrator", office)
        client = city.of(f"admin-{place}")
        seen = {each.prefixes[0] for each in client.get("/staff/offices/").context["offices"] if each.level == "township"}
        assert offices <= seen
        assert not ({"370811002", "370811006"} - offices) & seen
        other = city.officers["taibaihu-clerk" if place == "rencheng" else "rencheng-clerk"]
        assert client.get(f"/staff/people/{other.pk}/").status_code == 404
