"""The letters of a change and of an ending, as they are printed from the page: amounts, month, reason, remedies."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from doudi.casework.actions.awards import CAUSES
from doudi.casework.models import Notice
from doudi.www.staff.deeds.decision import ENDING_CAUSES
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database


def told(client: Any, kind: str) -> str:
    """The words of the letter behind the link on the case's page."""
    notice = Notice.objects.filter(kind=kind).order_by("-id").first()
    page = client.get(f"/staff/cases/{notice.case_id}/").content.decode()
    assert f"/staff/letters/{notice.pk}/" in page, "the page links to its letter"
    first = client.get(f"/staff/letters/{notice.pk}/")
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "application/pdf"
    assert client.get(f"/staff/letters/{notice.pk}/").content == first.content, "printed once"
    if os.environ.get("DOUDI_KEEP_LETTERS"):
        Path(os.environ["DOUDI_KEEP_LETTERS"], f"{kind}.pdf").write_bytes(first.content)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(first.content)).pages)


def wage(desk: Any, case: Any, world: World, monthly: str, now: Any) -> Any:
    """The father earns another wage since November; the county asks the law again."""
    father = world.persons(case.household)[0]
    now(at("2026-11-02"))
    desk().post(f"/staff/households/{case.household_id}/facts/", {
        f"f-member-{father.pk}-income_wage": f"{monthly}/月", "source": "declared", "press": f"w{monthly}"})
    county = desk("county")
    county.post(f"/staff/cases/{case.pk}/do/determine/determine/", {"press": f"d{monthly}"})
    return county


def test_a_change_says_before_after_from_when_and_why(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    county = wage(desk, case, world, "2500", now)
    done = county.post(f"/staff/cases/{case.pk}/do/change/change_award/", {"press": "c"}, follow=True)
    assert done.status_code == 200
    said = told(county, "change")
    for part in ("王建国", case.number, "2026年12月", "最低生活保障", "任城区民政局", "1,030.00", "730.00", "行政复议", "6个月"):
        assert part in said, f"{part}\n{said}"


def test_an_ending_says_the_last_month_why_and_what_can_be_done(desk: Any, world: World, now: Any) -> None:
    case = world.brought("confirmed")
    county = wage(desk, case, world, "9000", now)
    done = county.post(f"/staff/cases/{case.pk}/do/end/end/", {
        "press": "e", "cause": "income", "reason_text": "王建国十一月起工资涨到每月九千元。"}, follow=True)
    assert done.status_code == 200
    case.refresh_from_db()
    assert case.status == "ended"
    said = told(county, "ending")
    for part in ("王建国", case.number, "2026年11月", "工资涨到每月九千元", "任城区民政局", "行政复议", "6个月"):
        assert part in said, f"{part}\n{said}"


def test_every_cause_that_can_be_chosen_is_one_that_the_law_of_endings_knows() -> None:
    assert {code for code, _ in ENDING_CAUSES} <= set(CAUSES)
    assert {"death", "income", "property", "own_wish"} <= {code for code, _ in ENDING_CAUSES}


def test_another_county_reads_no_letter(desk: Any, world: World) -> None:
    world.brought("confirmed")
    notice = Notice.objects.get(kind="confirmation")
    assert desk("far_county").get(f"/staff/letters/{notice.pk}/").status_code == 404
