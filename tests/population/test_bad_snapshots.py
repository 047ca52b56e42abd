"""What cannot be read is named exactly, and everything else is decided."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.population.screening.opening import BadPopulation, open_population
from doudi.population.screening.results import Results
from doudi.population.snapshot.manifest import MANIFEST
from tests.population.screened import (
    COUNTIES,
    county_file,
    rewrite,
    screened,
    small_city,
    standards,
    with_rows,
)

PEOPLE = 200


@pytest.fixture
def city(tmp_path: Path) -> Path:
    small_city(tmp_path / "city", people=PEOPLE)
    return tmp_path / "city"


def refused(city: Path, **more) -> list[str]:
    """The faults of a run; the other county is decided whole."""
    out = city.parent / "out"
    screened(city, out, **more)
    found = [each.text for county in COUNTIES for each in Results(out).refusals(county)]
    assert (out / "refused.csv").read_text(encoding="utf-8-sig").count("\n") == len(found) + 1
    assert Results(out).table("370811", "households").num_rows == pq.read_metadata(county_file(city, "370811")).num_rows
    return found


def decided(city: Path) -> int:
    return Results(city.parent / "out").table("370831", "households").num_rows


def first(city: Path) -> tuple[dict, int]:
    table = pq.read_table(county_file(city), partitioning=None)
    return table.slice(0, 1).to_pylist()[0], table.num_rows


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda row: row.update(deposits=10**10 + 1), "存款:10000000001 大于允许的最大值 10000000000"),
    (lambda row: row.update(deposits=-1), "存款:-1 小于允许的最小值 0"),
    (lambda row: row.update(registration=9), "户籍性质:代码 9 不在 0 至 1 之间"),
    (lambda row: row.update(registration=-1), "户籍性质:代码 -1 不在 0 至 1 之间"),
    (lambda row: row.update(members=None, supporters=[]), "成员名单:是空值"),
    (lambda row: row.update(supporters=None), "义务人名单:是空值"),
    (lambda row: row.update(area=None), "户籍地:没有填"),
    (lambda row: row["members"][0].update(income_wage=-5), "工资(税前):-5 小于允许的最小值 0"),
    (lambda row: row.update(members=[*row["members"], row["members"][0]]), "人员编号:两名成员用了同一个编号"),
    (lambda row: row.update(members=[None, *row["members"]]), "成员名单:里面有空的成员"),
    (lambda row: row["members"][0].update(id=None), "人员编号:有成员没有编号"),
])  # fmt: skip
def test_a_bad_household_is_named_and_the_rest_decided(city, spoil, says: str) -> None:
    row, count = first(city)
    rewrite(city, with_rows(lambda rows: spoil(rows[0])))
    [said] = refused(city)
    assert said.startswith(f"370831 户 {row['household']}") and says in said
    assert decided(city) == count - 1


def test_a_supporter_of_nobody_is_named(city) -> None:
    def spoil(rows) -> None:
        next(row for row in rows if row["supporters"])["supporters"][0]["of"] = 60

    rewrite(city, with_rows(spoil))
    [said] = refused(city)
    assert "义务人:所指的成员不在名单里" in said


def test_a_household_without_a_number_is_named(city) -> None:
    _, count = first(city)
    rewrite(city, with_rows(lambda rows: rows[0].update(household=None)))
    assert refused(city) == ["370831 整个县区:户号:没有户号"]
    assert decided(city) == count - 1


def test_a_household_that_stands_twice_in_a_file_is_decided_not_once(city) -> None:
    row, count = first(city)
    rewrite(city, lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    assert refused(city) == [f"370831 户 {row['household']}:户号:同一个户号出现了不止一次"] * 2
    assert decided(city) == count - 1


def test_a_household_that_stands_in_two_counties_is_named_in_both(city) -> None:
    row, count = first(city)
    other = pq.read_table(county_file(city, "370811"), partitioning=None)
    rewrite(city, lambda table: pa.concat_tables([table, other.slice(3, 1)]))
    screened(city, city.parent / "out")
    number = other.column("household")[3].as_py()
    for county in COUNTIES:
        assert [each.household for each in Results(city.parent / "out").refusals(county)] == [number]
    assert decided(city) == count


@pytest.mark.parametrize(("change", "says"), [
    (lambda table: table.drop_columns(["members"]), "members:缺少这一列"),
    (lambda table: table.drop_columns(["area"]), "area:缺少这一列"),
    (lambda table: table.drop_columns(["household"]), "household:缺少这一列"),
    (lambda table: _cast(table, "deposits", pa.float64()), "deposits:存款应为 int64,金额以分计,实际是 double"),
    (lambda table: _cast(table, "deposits", pa.string()), "deposits:存款应为 int64,金额以分计,实际是 string"),
    (lambda table: _cast(table, "members_known", pa.int8()), "members_known:家庭成员应为 bool,实际是 int8"),
])  # fmt: skip
def test_a_file_without_a_column_or_with_a_wrong_type_is_named(city, change, says: str) -> None:
    rewrite(city, change)
    assert refused(city) == [f"370831 整个县区:{says}"] or says in refused(city)[0]
    assert decided_nothing(city)


def _cast(table: pa.Table, name: str, kind: pa.DataType) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, name, table.column(name).cast(kind))


def decided_nothing(city: Path) -> bool:
    return Results(city.parent / "out").manifest()["counties"]["370831"]["households"] == 0


def test_wider_integers_are_taken_where_the_number_fits(city) -> None:
    row, count = first(city)

    def widen(table: pa.Table) -> pa.Table:
        wide = _cast(table, "homes", pa.int64())
        homes = wide.column("homes").to_pylist()
        return wide.set_column(wide.schema.get_field_index("homes"), "homes", pa.array([300, *homes[1:]], pa.int64()))

    rewrite(city, widen)
    assert refused(city) == [f"370831 户 {row['household']}:住房:300 大于允许的最大值 99"]
    assert decided(city) == count - 1


def test_a_file_that_is_not_what_its_manifest_says_is_not_decided(city) -> None:
    table = pq.read_table(county_file(city), partitioning=None)
    pq.write_table(table.slice(1), county_file(city))
    assert refused(city) == ["370831 整个县区:文件和清单里的校验不一致:可能没有写完,或者被改过"]
    assert decided_nothing(city)


def test_half_a_file_is_named(city) -> None:
    county_file(city).write_bytes(county_file(city).read_bytes()[:2000])
    (city / MANIFEST).unlink()
    assert refused(city) == ["370831 整个县区:part-0.parquet 不是完整的 Parquet 文件"]


def test_a_county_without_a_standard_is_named_and_waits_for_it(city) -> None:
    def only_one_county(found):
        rows = {**found.rows}
        rows["subsistence_standard"] = tuple(
            type(row)(row.key, "370811", row.selectors, row.value, row.valid_from) for row in rows["subsistence_standard"])
        return type(found)(found.id, found.title, rows, found.switches, found.switch_sources, found.calendar)

    assert refused(city, by=standards(change=only_one_county)) == []
    manifest = Results(city.parent / "out").manifest()
    assert {text for text in manifest["missing_numbers"] if "最低生活保障标准" in text} == {
        f"370831 没有“最低生活保障标准({word})”,由县级民政部门公布或填写" for word in ("城镇", "农村")}
    told = Results(city.parent / "out").table("370831", "households").to_pylist()
    assert {row["subsistence_outcome"] for row in told} <= {2, 3}
    assert any(row["subsistence_outcome"] == 3 for row in told)


@pytest.mark.parametrize(("name", "says"), [("missing", "没有"), ("empty", "里没有 county="), ("letter.txt", "读不出来")])
def test_what_is_no_population_is_refused(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadPopulation, match=says):
        open_population(tmp_path / name)
