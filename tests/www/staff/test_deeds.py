"""What officers do on the pages, held to what it does to the record; wrong input keeps what was typed."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doudi.casework.models import Decision
from doudi.people.models import Person
from doudi.policy.facts import FACTS, UNKNOWN
from doudi.standards.models import CalendarYear, Value
from doudi.www.staff.calendar import days_in
from doudi.www.staff.fact_fields import read_typed
from tests.www.staff.world import COUNTY, VILLAGE, World, at, id_number


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 40).convert("RGB").save(out, "PNG")
    return out.getvalue()


PICTURE = _picture()


def test_amounts_are_read_as_people_write_them() -> None:
    wage, savings = FACTS["member", "income_wage"], FACTS["household", "deposits"]
    assert read_typed(wage, "2200/月") == 2_640_000
    assert read_typed(wage, "26,400 元") == 2_640_000
    assert read_typed(savings, "20000") == 2_000_000
    assert read_typed(savings, "不清楚") is UNKNOWN
    with pytest.raises(ValueError, match="负"):
        read_typed(savings, "-5")


def test_days_are_read_from_a_notice() -> None:
    assert days_in("2027-01-01、1月4日 2027年5月3日", 2027) == {
        date(2027, 1, 1), date(2027, 1, 4), date(2027, 5, 3)}
    with pytest.raises(ValueError, match="没有 2 月 30 日"):
        days_in("2月30日", 2027)
    with pytest.raises(ValueError, match="看不懂"):
        days_in("元旦放假", 2027)
    with pytest.raises(ValueError, match="不是 2027 年"):
        days_in("2026-01-01", 2027)


@pytest.mark.database
class TestDesk:
    """The record behind the pages."""

    def test_a_wrong_id_changes_nothing_and_keeps_the_name(self, desk: Any, world: World) -> None:
        before = Person.objects.count()
        answer = desk().post("/staff/counter/", {"name": "赵德海", "id_number": "370811198004050010", "area": VILLAGE,
                                                 "registration": "urban", "press": "p1"})
        assert answer.status_code == 200
        assert 'value="赵德海"' in answer.content.decode()
        assert Person.objects.count() == before

    def test_the_same_form_sent_twice_registers_one_family(self, desk: Any, world: World) -> None:
        client, before = desk(), Person.objects.count()
        form = {"name": "赵德海", "id_number": id_number(date(1980, 4, 5), 77), "area": VILLAGE,
                "registration": "urban", "press": "p2"}
        first, second = client.post("/staff/counter/", form), client.post("/staff/counter/", form)
        assert first.status_code == second.status_code == 302
        assert first.url == second.url
        assert Person.objects.count() == before + 1

    def test_a_death_of_the_head_leads_to_the_linked_file(self, desk: Any, world: World, now: Any) -> None:
        case = world.brought("confirmed")
        now(at("2026-11-02"))
        head = world.persons(case.household)[0]
        answer = desk().post(f"/staff/households/{case.household_id}/change/", {
            "kind_of_change": "death", "person_id": head.pk, "died_on": "2026-11-01", "press": "p3"})
        assert answer.status_code == 302
        case.household.refresh_from_db()
        assert case.household.closed_on is not None
        assert answer.url != f"/staff/households/{case.household_id}/"

    def test_what_changed_stands_before_and_after_and_becomes_a_decision(
            self, desk: Any, world: World, now: Any) -> None:
        case = world.brought("confirmed")
        now(at("2026-11-02"))
        father = world.persons(case.household)[0]
        clerk, county = desk(), desk("county")
        clerk.post(f"/staff/households/{case.household_id}/facts/", {
            f"f-member-{father.pk}-income_wage": "2500/月", "source": "declared", "press": "p4"})
        page = county.get(f"/staff/cases/{case.pk}/")
        assert page.context["before_after"]["before"] != page.context["before_after"]["after"]
        county.post(f"/staff/cases/{case.pk}/do/determine/determine/", {"press": "p5"})
        done = county.post(f"/staff/cases/{case.pk}/do/change/change_award/", {"press": "p6"})
        assert done.status_code == 302, done.context["form"].errors
        assert Decision.objects.filter(case=case, result="change").count() == 1

    def test_a_refusal_that_the_law_does_not_share_needs_its_reason(self, desk: Any, world: World) -> None:
        case = world.brought("surveyed")
        answer = desk().post(f"/staff/cases/{case.pk}/do/disagree/give_opinion/", {"reason": "", "press": "p7"})
        assert answer.status_code == 200
        assert "请填写" in answer.content.decode()
        case.refresh_from_db()
        assert case.status == "surveyed"

    def test_a_number_is_entered_with_its_document_and_only_at_home(self, desk: Any, world: World) -> None:
        form = {"area": COUNTY, "registration": "urban", "part-value": "960.00", "valid_from": "2027-01-01",
                "number": "任民〔2026〕9号", "title": "关于提高低保标准的通知", "do": "publish"}
        address = "/staff/standards/numbers/subsistence_standard/"
        assert desk("county").post(address, {**form, "press": "p8"}).status_code == 302
        assert Value.objects.get(instrument__number="任民〔2026〕9号").status == "published"
        away = desk("far_county").post(address, {**form, "press": "p9"})
        assert away.status_code == 200, "another county cannot publish here"
        assert Value.objects.filter(instrument__number="任民〔2026〕9号").count() == 1

    def test_a_year_is_entered_once_and_replaced(self, desk: Any, world: World) -> None:
        city = desk("city")
        for press, days in (("p10", "1月1日"), ("p11", "1月1日 5月3日")):
            city.post("/staff/calendar/", {"year": 2027, "source": "示例", "rest_days": days, "press": press})
        assert CalendarYear.objects.get(year=2027).rest_days == [date(2027, 1, 1), date(2027, 5, 3)]

    def test_a_paper_that_was_asked_for_and_uploaded_is_no_longer_missing(self, desk: Any, world: World) -> None:
        case = world.brought("submitted")
        client = desk()
        wanted = client.get(f"/staff/households/{case.household_id}/intake/").context["wanted"]
        assert wanted, "the manifest asks for something"
        photo = SimpleUploadedFile("单子.png", PICTURE, "image/png")
        client.post(f"/staff/households/{case.household_id}/papers/",
                    {"kind": wanted[0].kind, "files": [photo], "press": "p12"})
        left = client.get(f"/staff/households/{case.household_id}/intake/").context["wanted"]
        assert wanted[0].kind not in {each.kind for each in left}

    def test_a_pdf_with_a_wrong_suffix_is_refused_with_words(self, desk: Any, world: World) -> None:
        case = world.brought("submitted")
        fake = SimpleUploadedFile("照片.jpg", b"%PDF-1.4 not a photo", "image/jpeg")
        answer = desk().post(f"/staff/households/{case.household_id}/papers/",
                             {"kind": "other", "files": [fake], "press": "p13"})
        assert answer.status_code == 200
        assert "照片.jpg" in answer.content.decode()
        assert not case.household.papers.exists()
