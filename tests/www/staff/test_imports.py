"""The import wizard as a county officer walks it: upload, columns, dry run, start, progress, the rows in error."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.casework.models import Award
from doudi.casework.rollbooks import actions
from doudi.casework.rollbooks.columns import lay_out
from doudi.casework.rollbooks.models import ColumnMapping, ImportRun
from doudi.casework.rollbooks.reading import read
from doudi.casework.rollbooks.returning import HEAD_GOES_ALONG
from doudi.people.models import Household, Person
from tests.casework.rollbooks import rolls
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
PLACES = {"甲街道": "阜桥街道", "乙街道": "阜桥街道", "东村": "航运新村", "西村": "柳行新村", "南村": "航运新村"}
AT = at("2026-09-24", 11)
FILES = (("九月名册.xlsx", rolls.workbook), ("九月名册.csv", rolls.text))


def of_here(rows: list[list[str]]) -> list[list[str]]:
    """The invented rolls with the villages of the small town."""
    return [[PLACES.get(cell, cell) for cell in row] for row in rows]


def uploaded(client: Any, content: bytes, name: str, press: str = "u1") -> Any:
    return client.post("/staff/imports/", {"file": SimpleUploadedFile(name, content), "press": press}, follow=True)


def columns_of(page: Any) -> dict[str, str]:
    """What the form of the columns would send if nobody touched it."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def tried(client: Any, page: Any, press: str = "c1", **corrected: str) -> Any:
    run = page.context["run"]
    return client.post(f"/staff/imports/{run.pk}/", {**columns_of(page), **corrected, "press": press}, follow=True)


def counted(page: Any, what: str) -> dict[str, int]:
    return {each["code"]: each["count"] for each in page.context[what]}


@pytest.mark.parametrize(("name", "written"), FILES)
def test_a_roll_comes_in_through_the_pages(name: str, written: Any, desk: Any, world: World) -> None:
    rows = rolls.spoil(of_here(rolls.roll(24)), every=12)
    county = desk("county")
    page = uploaded(county, written(rows), name)
    assert page.context["run"].state == "uploaded"
    assert rolls.name_of(0) in page.content.decode(), "the first rows are shown"
    page = tried(county, page)
    foreseen = counted(page, "forecast")
    assert page.context["run"].state == "checked"
    assert foreseen["error"] >= 3 and foreseen["new"] > 40 and sum(foreseen.values()) == len(rows)
    assert not Person.objects.exists(), "a dry run writes nothing"

    back_and_done(county, page.context["run"], foreseen, name)


def back_and_done(county: Any, run: Any, foreseen: dict[str, int], name: str) -> None:
    """Started once however often it is pressed; progress, result, and the rows in error as a file."""
    start = f"/staff/imports/{run.pk}/start/"
    for press in ("g1", "g1", "g2"):
        assert county.post(start, {"press": press}).status_code == 302
    jobs = ProcrastinateJob.objects.filter(task_name="import_roll")
    assert [each.args for each in jobs] == [{"run_id": run.pk}], "three presses start it once"
    waiting = county.get(f"/staff/imports/{run.pk}/").content.decode()
    assert 'http-equiv="refresh"' in waiting and "可以离开这一页" in waiting

    actions.carry_out(run_id=run.pk, at=AT)
    done = county.get(f"/staff/imports/{run.pk}/")
    assert counted(done, "counts") == foreseen
    assert done.context["progress"].percent == 100
    assert 'http-equiv="refresh"' not in done.content.decode()
    assert Award.objects.exists()

    back = county.get(f"/staff/imports/{run.pk}/errors/")
    assert "错行" in unquote(back.headers["Content-Disposition"])
    assert len(returned(back.content, name)) == foreseen["error"]


def returned(content: bytes, name: str) -> list[tuple[str, ...]]:
    """The rows in error as a person opens them; every one says why in the last column."""
    layout = lay_out(read(content, name))
    rows = [row.cells for row in layout.rows]
    head, bad = layout.headers, rows
    assert head[: len(rolls.HEADERS)] == rolls.HEADERS
    assert all(row[len(rolls.HEADERS)] for row in bad)
    return [row for row in bad if row[len(rolls.HEADERS)] != HEAD_GOES_ALONG]


def test_the_corrected_rows_come_in_and_double_nobody(desk: Any, world: World) -> None:
    county = desk("county")
    good = of_here(rolls.roll(6))
    bad = [list(row) for row in good]
    bad[-1][6] = "370811198502300012"
    run = tried(county, uploaded(county, rolls.text(bad), "一.csv")).context["run"]
    county.post(f"/staff/imports/{run.pk}/start/", {"press": "g1"})
    actions.carry_out(run_id=run.pk, at=AT)
    before = Household.objects.count()
    page = uploaded(county, rolls.text(good), "二.csv", "u2")
    assert page.context["run"].remembered, "the same layout is mapped as last time"
    second = tried(county, page, "c2").context["run"]
    county.post(f"/staff/imports/{second.pk}/start/", {"press": "g2"})
    actions.carry_out(run_id=second.pk, at=AT)
    assert Household.objects.count() - before <= 1
    numbers = list(Person.objects.values_list("id_number", flat=True))
    assert len(numbers) == len(set(numbers)) == len(good)


def test_a_wrong_guess_is_corrected_and_remembered(desk: Any, world: World) -> None:
    county = desk("county")
    headers = tuple("谁的号" if each == "公民身份号码" else each for each in rolls.HEADERS)
    page = uploaded(county, rolls.workbook(of_here(rolls.roll(3)), headers), "怪表.xlsx")
    assert columns_of(page)["column-id_number"] == ""
    missing = tried(county, page)
    assert missing.context["form"].errors, "without the numbers nobody is known"
    assert columns_of(missing)["column-id_number"] == "" and columns_of(missing)["column-name"], "what was chosen stays"
    done = tried(county, page, "c2", **{"column-id_number": str(headers.index("谁的号"))})
    assert counted(done, "forecast")["error"] == 0
    assert ColumnMapping.objects.get().columns["id_number"] == headers.index("谁的号")


def test_one_column_for_two_meanings_is_refused_and_everything_stays(desk: Any, world: World) -> None:
    county = desk("county")
    page = uploaded(county, rolls.workbook(of_here(rolls.roll(3))), "名册.xlsx")
    name = columns_of(page)["column-name"]
    answer = tried(county, page, **{"column-address": name, "first_month": "2026-12"})
    assert answer.context["form"].errors
    kept = columns_of(answer)
    assert kept["column-address"] == name and kept["first_month"] == "2026-12"
    assert ImportRun.objects.get().state == "uploaded"


@pytest.mark.parametrize(("name", "content"), [
    ("空.xlsx", b""), ("假.xlsx", b"%PDF-1.4 no workbook"), ("断.xlsx", rolls.workbook(rolls.roll(2))[:900]),
    ("空.csv", b"\n\n"), ("只有表头.csv", rolls.text([])), ("图.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
])
def test_what_is_no_roll_is_refused_in_words(name: str, content: bytes, desk: Any, world: World) -> None:
    answer = uploaded(desk("county"), content, name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"], name
    assert not ImportRun.objects.exists()


def test_nothing_starts_before_the_dry_run(desk: Any, world: World) -> None:
    county = desk("county")
    run = uploaded(county, rolls.workbook(of_here(rolls.roll(2))), "名册.xlsx").context["run"]
    told = county.post(f"/staff/imports/{run.pk}/start/", {"press": "g1"}, follow=True).content.decode()
    assert "先试算" in told
    assert not ProcrastinateJob.objects.filter(task_name="import_roll").exists()


def test_another_county_neither_sees_nor_starts_it(desk: Any, world: World) -> None:
    run = uploaded(desk("county"), rolls.workbook(of_here(rolls.roll(2))), "名册.xlsx").context["run"]
    far = desk("far_county")
    assert far.get(f"/staff/imports/{run.pk}/").status_code == 404
    assert far.get(f"/staff/imports/{run.pk}/errors/").status_code == 404
    assert far.post(f"/staff/imports/{run.pk}/start/", {"press": "x"}).status_code == 404
    assert "名册.xlsx" not in far.get("/staff/imports/").content.decode()


def test_who_does_not_import_is_told_whose_page_it_is(desk: Any, world: World) -> None:
    assert desk("clerk").get("/staff/imports/").status_code == 403
