"""Care of 特困 people on the pages: a visit in two taps without a script, a deed refused with what was typed, houses by table."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.basic.extreme_hardship.care import institutions
from doudi.basic.extreme_hardship.care.models import Agreement, Assessment, Institution, Stay, Visit, Wish
from doudi.casework.rollbooks.filled import workbook
from tests.www.staff.cared import Cared, cared_for, on_the_roll
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database


@pytest.fixture
def cared(world: World, now: Any) -> Cared:
    """One old man, visited on the 14th; the pages are opened a month later."""
    made = cared_for(world, world.old_li())
    now(at("2026-11-16"))
    return made


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_visit_is_two_taps_from_the_list_of_today(cared: Cared, desk: Any) -> None:
    village = desk("coordinator")
    address = f"/staff/care/{cared.person.pk}/visit/"
    assert address in text(village.get("/staff/")), "the first tap: the name on the list of today"
    page = text(village.get(address))
    assert "见到本人,都好" in page and "<script" not in page.split("<main")[1]
    for _ in range(2):
        answer = village.post(address, {"do": "well", "press": "one"})
        assert answer.status_code == 302 and answer.url == "/staff/care/"
    assert Visit.objects.filter(day=date(2026, 11, 16)).count() == 1
    assert address not in text(village.get("/staff/"))


def test_what_was_found_is_ticked_and_other_wants_a_word(cared: Cared, desk: Any) -> None:
    village, address = desk("coordinator"), f"/staff/care/{cared.person.pk}/visit/"
    told = {"findings": ["other"], "how": "phone", "day": "2026-11-15", "press": "a"}
    assert "写一句" in text(village.post(address, told, follow=True))
    village.post(address, {**told, "remark": "电话里说腿疼", "press": "b"})
    made = Visit.objects.get(day=date(2026, 11, 15))
    assert (made.how, made.findings, made.remark) == ("phone", ["other"], "电话里说腿疼")


def test_each_desk_is_offered_what_it_may_do(cared: Cared, desk: Any) -> None:
    address = f"/staff/care/{cared.person.pk}/"
    offered = {name: {deed["verb"] for deed in desk(name).get(address).context["deeds"]}
               for name in ("coordinator", "clerk", "county", "city")}
    assert offered["coordinator"] == {"wish", "change"}
    assert offered["clerk"] == offered["county"] == {"wish", "admit", "leave", "agree", "end", "assess", "change"}
    assert offered["city"] == set()


def test_a_deed_that_cannot_be_done_keeps_what_was_typed(cared: Cared, desk: Any) -> None:
    told = {"paper_number": "示例-9", "carer_kind": "relative", "carer_name": "李大侄", "carer_id_number": "37", "services": ["meals"],
            "from_on": "2026-11-01", "until_on": "2027-11-01", "press": "p"}
    page = text(desk().post(f"/staff/care/{cared.person.pk}/do/agree/", told))
    assert "照料人的身份证号" in page and 'value="李大侄"' in page and Agreement.objects.count() == 1


def test_the_whole_way_from_home_into_the_house_and_back(cared: Cared, desk: Any) -> None:
    clerk, address = desk(), f"/staff/care/{cared.person.pk}/do/"
    for verb, told in (("admit", {"institution": cared.house.pk, "on": "2026-11-10"}),
                       ("leave", {"because": "home", "on": "2026-11-12"}),
                       ("wish", {"wants": "home", "said_on": "2026-11-12", "witness": "孔令协"}),
                       ("assess", {"failed": ["washing"], "assessors": "颜经办", "day": "2026-11-13"}),
                       ("change", {"happened_on": "2026-11-16"})):
        answer = clerk.post(f"{address}{verb}/", {**told, "press": verb})
        assert answer.status_code == 302, (verb, text(answer))
    stay = Stay.objects.get()
    assert (stay.admitted_on, stay.left_because) == (date(2026, 11, 10), "home")
    assert Wish.objects.order_by("-id").first().wants_institution is False
    assert Assessment.objects.order_by("-id").first().grade == "partial"
    page = text(clerk.get(f"/staff/care/{cared.person.pk}/"))
    assert "报告了变化" in page and "协议终止" in page and "回家居住" in page


def test_somebody_who_is_not_on_the_roll_has_no_such_page(world: World, desk: Any) -> None:
    person = world.persons(world.wangs())[0]
    for address in ("", "visit/"):
        assert desk().get(f"/staff/care/{person.pk}/{address}").status_code == 404


def test_houses_by_table_and_the_rows_that_go_back(cared: Cared, desk: Any) -> None:
    county = desk("county")
    rows = [["乙敬老院", "证-乙", "阜桥街道", "30", "12", ""], ["丙敬老院", "证-丙", "阜桥街道", "少", "", ""]]
    content = workbook(institutions.COLUMNS, rows)
    answer = county.post("/staff/care/houses/table/", {"file": SimpleUploadedFile("机构.xlsx", content), "press": "t"}, follow=True)
    assert "收下 1 行、退回 1 行" in text(answer) and Institution.objects.filter(licence="证-乙", beds=30).exists()
    link = text(answer).split("/staff/care/houses/tables/")[1].split("/")[0]
    assert county.get(f"/staff/care/houses/tables/{link}/").content.startswith(b"PK")
    assert desk("far_county").get(f"/staff/care/houses/tables/{link}/").status_code == 404


def test_no_table_is_said_to_be_none_and_the_village_keeps_no_houses(cared: Cared, desk: Any) -> None:
    file = SimpleUploadedFile("x.csv", "一,二\n1,2\n".encode())
    assert "没有认出表头" in text(desk("county").post("/staff/care/houses/table/", {"file": file, "press": "t"}))
    assert desk("coordinator").get("/staff/care/houses/").status_code == 403


def test_the_figures_say_how_they_are_made_and_what_is_missing(cared: Cared, desk: Any) -> None:
    page = text(desk("county").get("/staff/care/figures/"))
    assert "0 ÷ 1 = 0.0%" in page and "≥ 60.0%" in page and "2022-12-31" in page
    assert "还差信息" in page and f"{cared.house.name}</a>没有登记护理型床位数" in page
    assert cared.person.name in page
    city = text(desk("city").get("/staff/care/figures/"))
    assert cared.person.name not in city, "the city reads numbers"


def test_the_roll_is_who_has_a_running_award(world: World, desk: Any, now: Any) -> None:
    case = on_the_roll(world, world.old_li(), "370811")
    now(at("2026-11-16"))
    page = text(desk().get("/staff/care/?bucket=assess"))
    assert case.person.name in page and "没有评估" in page


@pytest.mark.parametrize("address", ["houses/", "figures/"])
def test_a_list_asks_no_more_for_many_houses_than_for_one(address: str, cared: Cared, desk: Any) -> None:
    county = desk("county")
    county.get(f"/staff/care/{address}")
    with CaptureQueriesContext(connection) as few:
        county.get(f"/staff/care/{address}")
    for number in range(5):
        Institution.objects.create(name=f"第{number}敬老院", area=f"37081100{number}", licence=f"证-{number}", beds=9, nursing_beds=1,
                                   counted_on=date(2026, 11, 1))
    with CaptureQueriesContext(connection) as many:
        county.get(f"/staff/care/{address}")
    assert len(many) <= len(few), "\n".join(each["sql"][:150] for each in many)
