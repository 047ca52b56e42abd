"""The standards workbench as officers use it: numbers move, bad ones stay typed, and a proposal goes its way to publication."""

from datetime import date
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework.adjusting.models import Batch
from doudi.offices import actions as offices
from doudi.standards import reads
from doudi.standards.models import Proposal, Value
from tests.simulating import beside_the_pages
from tests.www.staff.world import CITY, COUNTY, FAR_COUNTY, START, TOWNSHIP, VILLAGE, World

pytestmark = pytest.mark.database
FIELD, FAR_FIELD = f"subsistence_standard.{COUNTY}.rural", f"subsistence_standard.{FAR_COUNTY}.rural"
VILLAGES = [VILLAGE, "370830101201"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Any:
    return tmp_path_factory.mktemp("people")


@pytest.fixture
def simulator(folder: Any, settings: Any) -> Any:
    """The compute process beside the pages."""
    with beside_the_pages(settings, folder, VILLAGES, 240, date(2026, 9, 24)) as engine:
        yield engine


def page(client: Any, address: str, **typed: str) -> str:
    answer = client.post(f"/staff/bench/{address}", {"name": "方案甲", "page": "p", "press": "x", **typed}, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def saved(client: Any, press: str = "s1", **typed: str) -> Proposal:
    page(client, f"new/{COUNTY}/", do="save", press=press, **{FIELD: "800", **typed})
    return Proposal.objects.order_by("-id").first()


def test_the_slider_is_answered_with_everything_that_moves(desk: Any, simulator: Any) -> None:
    county = desk("county")
    words = page(county, f"new/{COUNTY}/effects/", **{FIELD: "1500"})
    for part in ("moving-said", "moving-effects", "moving-flags", "moving-tables", 'id="band-n-subsistence-standard'):
        assert part in words
    assert 'data-state="ready"' in words and "户" in words and "越线" in words
    assert "合成数据" in words
    assert not Proposal.objects.exists(), "moving a slider keeps nothing"
    still = page(county, f"new/{COUNTY}/effects/")
    assert "没有一户各项加起来反而变少" in still


def test_without_the_process_the_page_says_so_and_keeps_what_was_typed(desk: Any, settings: Any, tmp_path: Any) -> None:
    settings.SIMULATOR = tmp_path / "nobody.sock"
    county = desk("county")
    words = page(county, f"new/{COUNTY}/", do="count", **{FIELD: "812.5"})
    assert "测算进程没有在运行" in words and 'value="812.5"' in words
    assert "标准校核" in words, "bands need no process"
    proposal = saved(county, **{FIELD: "812.5"})
    assert proposal.effects == {} and proposal.changes[0]["value"] == {"value": "812.50"}


@pytest.mark.parametrize("typed", ["八百", "-5", "1e9", "99999999999", "800.005", "<b>"])
def test_what_cannot_be_read_stays_typed_with_the_reason_beside_it(desk: Any, simulator: Any, typed: str) -> None:
    answer = desk("county").post(f"/staff/bench/new/{COUNTY}/", {
        "do": "save", "press": "b", "name": "方案乙", FIELD: typed, f"subsistence_standard.{COUNTY}.urban": "950"})
    [number] = [each for each in answer.context["bench"].numbers if each.name == FIELD]
    assert answer.status_code == 200 and number.typed == typed and number.error
    assert answer.context["problems"][0]["id"] == number.id and answer.context["name"] == "方案乙"
    assert 'value="950"' in answer.content.decode() and not Proposal.objects.exists()


def test_saving_needs_a_name_and_a_change_and_twice_is_once(desk: Any, simulator: Any) -> None:
    county = desk("county")
    assert "还没有改任何一个数" in page(county, f"new/{COUNTY}/", do="save", press="a")
    assert "起个名字" in page(county, f"new/{COUNTY}/", do="save", press="b", name=" ", **{FIELD: "800"})
    first, again = saved(county, press="c"), saved(county, press="c")
    assert first == again and Proposal.objects.count() == 1
    assert first.effects["all"]["more_fen"] is not None and first.effects["snapshot"]["people"]
    page(county, f"{first.pk}/", do="save", press="d", **{FIELD: "810"})
    first.refresh_from_db()
    assert first.changes[0]["value"] == {"value": "810.00"} and Proposal.objects.count() == 1


def test_a_county_sees_its_own_and_nobody_elses(desk: Any, simulator: Any) -> None:
    mine = saved(desk("county"))
    far = desk("far_county")
    for address in (f"{mine.pk}/", f"{mine.pk}/compare/?with={mine.pk}", f"new/{COUNTY}/", f"new/{CITY}/"):
        assert far.get(f"/staff/bench/{address}").status_code == 404, address
    for address in (f"{mine.pk}/", f"{mine.pk}/do/send/", f"{mine.pk}/do/publish/", f"new/{COUNTY}/", f"new/{COUNTY}/effects/"):
        assert far.post(f"/staff/bench/{address}", {"do": "save", "name": "x", FIELD: "1"}).status_code == 404, address
    assert "方案甲" not in far.get("/staff/bench/").content.decode()
    assert "方案甲" in desk("city").get("/staff/bench/").content.decode()
    assert desk("clerk").get("/staff/bench/").status_code == 403
    smuggled = desk("county").post(f"/staff/bench/new/{COUNTY}/", {"do": "save", "press": "z", "name": "丙", FAR_FIELD: "1"})
    assert smuggled.status_code == 200 and Proposal.objects.count() == 1, "a number of another county is no field here"


DOCUMENT = {"number": "示例〔2026〕9号", "title": "通知"}


def press(client: Any, proposal: Proposal, verb: str, press: str = "", **typed: str) -> str:
    answer = client.post(f"/staff/bench/{proposal.pk}/do/{verb}/", {"press": press or verb, **typed}, follow=True)
    proposal.refresh_from_db()
    return answer.content.decode()


def test_a_proposal_is_sent_given_back_and_approved_by_the_city(desk: Any, simulator: Any) -> None:
    county, city = desk("county"), desk("city")
    proposal = saved(county)
    assert "没有批准不能公布" in press(county, proposal, "publish", valid_from="2026-10-01", **DOCUMENT)
    press(county, proposal, "send")
    assert proposal.state == "sent"
    assert "不归您这里管" in press(county, proposal, "approve"), "the county does not approve its own"
    assert "为什么退回" in press(city, proposal, "return", note=" ")
    press(city, proposal, "return", press="r2", note="再算算城乡比")
    assert proposal.state == "returned" and "再算算城乡比" in county.get(f"/staff/bench/{proposal.pk}/").content.decode()
    press(county, proposal, "send", press="s2")
    press(city, proposal, "approve")
    assert proposal.state == "approved"
    assert not Value.objects.filter(value={"value": "800.00"}).exists(), "approved is not in force yet"
    verbs = list(JournalEntry.objects.filter(subject_kind="proposal").order_by("id").values_list("verb", flat=True))
    assert verbs == ["save_proposal", "send_proposal", "return_proposal", "send_proposal", "approve_proposal"]


def test_an_approved_proposal_is_published_once_on_its_document(desk: Any, simulator: Any) -> None:
    county, city = desk("county"), desk("city")
    proposal = saved(county)
    press(county, proposal, "send")
    press(city, proposal, "approve")
    bad = press(county, proposal, "publish", press="p0", number="", title="通知", valid_from="2026-09-01")
    assert proposal.state == "approved" and "通知" in bad
    assert "不能早于今天" in press(county, proposal, "publish", press="p1", valid_from="2026-09-01", **DOCUMENT)
    for again in ("p2", "p3"):
        press(county, proposal, "publish", press=again, valid_from="2026-10-01", **DOCUMENT)
    assert proposal.state == "published" and Value.objects.filter(value={"value": "800.00"}).count() == 1

    def in_force(day: date) -> Any:
        row = reads.sheet(day, VILLAGE).row("subsistence_standard", VILLAGE, {"registration": "rural"})
        return row.value, row.source

    assert in_force(date(2026, 10, 1)) == (80000, "示例〔2026〕9号")
    assert in_force(date(2026, 9, 30))[0] != 80000


def test_whoever_sends_does_not_approve(desk: Any, simulator: Any, world: World) -> None:
    city = desk("city")
    page(city, f"new/{CITY}/", do="save", press="s", **{FIELD: "800", FAR_FIELD: "790"})
    proposal = Proposal.objects.get()
    assert proposal.area == CITY and len(proposal.changes) == 2
    city.post(f"/staff/bench/{proposal.pk}/do/send/", {"press": "1"})
    assert "不能自己批" in city.post(f"/staff/bench/{proposal.pk}/do/approve/", {"press": "2"}, follow=True).content.decode()
    world.hire("city2", "另一位", "city_officer", world.offices["city"])
    desk("city2").post(f"/staff/bench/{proposal.pk}/do/approve/", {"press": "3"})
    proposal.refresh_from_db()
    assert proposal.state == "approved"


def test_an_office_that_serves_its_county_township_by_township_sets_its_numbers(
        desk: Any, simulator: Any, world: World) -> None:
    office = offices.open_office(name="任城区民政局二", level="county", prefixes=[TOWNSHIP], parent=world.offices["city"],
                                 by=None, at=START)
    world.hire("partly", "樊县级", "county_officer", office)
    partly = desk("partly")
    assert "任城区" in partly.get("/staff/bench/").content.decode()
    page(partly, f"new/{COUNTY}/", do="save", press="t", **{FIELD: "805"})
    proposal = Proposal.objects.get()
    assert proposal.area == COUNTY and proposal.effects["all"]
    assert "方案甲" in partly.get("/staff/bench/").content.decode()
    assert desk("far_county").get(f"/staff/bench/{proposal.pk}/").status_code == 404
    assert partly.get(f"/staff/bench/new/{FAR_COUNTY}/").status_code == 404
    press(partly, proposal, "send")
    press(desk("city"), proposal, "approve")
    press(partly, proposal, "publish", valid_from="2026-10-01", **DOCUMENT)
    [batch] = Batch.objects.order_by("id")
    assert batch.area == COUNTY and partly.get(f"/staff/batches/{batch.pk}/").status_code == 200
    assert desk("far_county").get(f"/staff/batches/{batch.pk}/").status_code == 404


def test_two_proposals_are_compared(desk: Any, simulator: Any) -> None:
    county = desk("county")
    first, second = saved(county, press="1"), saved(county, press="2", **{FIELD: "900"})
    words = county.get(f"/staff/bench/{first.pk}/compare/?with={second.pk}").content.decode()
    assert "800" in words and "900" in words and "720" in words
    assert county.get(f"/staff/bench/{first.pk}/compare/?with=x").status_code == 404


def test_who_would_lose_by_earning_more_is_counted_on_demand(desk: Any, simulator: Any) -> None:
    county = desk("county")
    assert "少拿的比多挣的还多" in page(county, f"new/{COUNTY}/", do="edges", step="100", **{FIELD: "900"})
    for typed in ("x", "0", "99999999"):
        words = page(county, f"new/{COUNTY}/", do="edges", step=typed, **{FIELD: "900"})
        assert f'value="{typed}"' in words and "少拿的比多挣的还多" not in words


