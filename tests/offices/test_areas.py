"""Areas: the list of Jining loads whole, a missing parent is made, nothing is deleted."""

from datetime import date

import pytest

from doudi.offices import importing, reads
from doudi.offices.founding import found_offices
from doudi.offices.models import Area, Office

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SINCE = date(2023, 6, 30)


def load(rows, at, day=SINCE, **more):
    return importing.import_areas(rows, day=day, by=None, at=at, **more)


def rows(*pairs):
    return [{"code": code, "name": name} for code, name in pairs]


def test_the_whole_of_jining_loads_and_loading_again_changes_nothing(at):
    report = importing.load_jining(day=SINCE, by=None, at=at)
    assert (report.opened, report.refused, report.parents_made) == (5098, [], [])
    levels = {
        level: Area.objects.filter(level=level).count() for level in ("city", "county", "township", "village")
    }
    assert levels == {"city": 1, "county": 12, "township": 158, "village": 4927}
    assert [area.pk for area in reads.management_areas()] == ["gaoxin", "jingkai", "taibaihu"]
    again = importing.load_jining(day=date(2026, 1, 1), by=None, at=at)
    assert (again.opened, again.renamed, again.ended) == (0, 0, 0)


def test_a_list_without_370871_makes_its_row_and_keeps_its_townships(at):
    report = load(rows(("370871001", "洸河街道"), ("370871001001", "东闸社区居民委会")), at)
    assert set(report.parents_made) == {"370871", "370800"}
    assert reads.find_area("370871").name == "济宁高新技术产业开发区"
    assert reads.find_area("370871001").parent_id == "370871"


def test_a_village_that_is_gone_ends_and_one_renamed_keeps_its_code(at):
    first = rows(
        ("370800", "济宁市"),
        ("370811", "任城区"),
        ("370811006", "南张街道"),
        ("370811006201", "一村"),
        ("370811006202", "二村"),
    )
    load(first, at)
    report = load([*first[:3], *rows(("370811006201", "一村新名"))], at, day=date(2025, 1, 1))
    assert (report.ended, report.renamed) == (1, 1)
    assert reads.area_exists("370811006202", date(2024, 12, 31))
    assert not reads.area_exists("370811006202", date(2025, 1, 1))
    assert reads.area_path("370811006201") == "任城区 南张街道 一村新名"


def test_rows_in_error_come_back_with_line_and_reason(at):
    report = load(
        rows(("370811006", "南张街道"), ("37081", "短"), ("370811006", "重"), ("370811007", "")), at
    )
    assert [(line, code) for line, code, _ in report.refused] == [
        (3, "37081"),
        (4, "370811006"),
        (5, "370811007"),
    ]
    assert all(reason for *_, reason in report.refused)


def test_gb18030_files_are_read(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes("code,name\n370811006,南张街道\n".encode("gb18030"))
    assert importing.read_csv(path) == [{"code": "370811006", "name": "南张街道"}]


def test_every_township_has_one_county_office(at):
    importing.load_jining(day=SINCE, by=None, at=at)
    found_offices(by=None, at=at)
    found_offices(by=None, at=at)
    county_level = list(Office.objects.filter(level="county"))
    assert len(county_level) == 14
    for township in reads.townships("3708" + "00"):
        serving = [
            office for office in county_level if any(township.code.startswith(p) for p in office.prefixes)
        ]
        assert len(serving) == 1, township.code
    assert reads.offices_for("370811002001")[1].name == "太白湖新区社会救助服务机构"
    assert [office.level for office in reads.offices_for("370811006201")] == ["township", "county", "city"]
