"""Everybody of a snapshot decided: the same answers and the same fen as the scalar run, and totals that add up."""

import csv
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.kernel.areas import township_of
from doudi.policy import decide
from doudi.policy.lawbook import BASIC, law_book
from doudi.population.schema import document_of
from doudi.population.screening.engine import OUTCOMES
from doudi.population.screening.results import Results
from tests.population.areas_for_tests import DAY
from tests.population.screened import (
    COUNTIES,
    county_file,
    rewrite,
    screened,
    small_city,
    standards,
    with_rows,
)
from tests.population.stand_in import StandIn


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("city")
    small_city(out)
    return out


@pytest.fixture(scope="module")
def out(city, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("screened")
    screened(city, out, threads=2)
    return out


@pytest.fixture(scope="module")
def decisions(city):
    by = standards()
    found = {}
    for county in COUNTIES:
        for row in pq.read_table(county_file(city, county), partitioning=None).to_pylist():
            sheet = by.sheet.at(row["area"])
            found[row["household"]] = row, decide(
                document_of(row), day=DAY, sheet=sheet, calendar=by.calendar, programmes=BASIC)
    return found


def test_every_household_and_member_has_the_answer_of_the_scalar_run(out, decisions) -> None:
    results = Results(out)
    seen = 0
    for county in COUNTIES:
        persons = {(row["household"], row["person"]): row for row in results.table(county, "persons").to_pylist()}
        for row in results.table(county, "households").to_pylist():
            stored, decision = decisions[row["household"]]
            assert (row["area"], row["people"]) == (stored["area"], len(stored["members"]))
            for code in BASIC:
                found = decision.verdicts[code]
                of = {None: row} if not isinstance(found, dict) else {
                    member: persons[row["household"], int(member)] for member in found}
                for member, told in of.items():
                    _same(code, told, decision.verdict(code, member))
            seen += 1
    assert seen == len(decisions)


def _same(code: str, told: dict, verdict) -> None:
    assert OUTCOMES[told[f"{code}_outcome"]] == verdict.outcome
    for name, amount in verdict.amounts.items():
        low, high = told[f"{code}_{name}_low"], told[f"{code}_{name}_high"]
        if verdict.outcome == "entitled":
            assert low == high == amount and not isinstance(amount, Fraction)
        elif verdict.outcome != "need_info":
            assert (low, high) == (0, 0)
    first = next(iter(verdict.amounts), None)
    if verdict.amount_range and first:
        low, high = told[f"{code}_{first}_low"], told[f"{code}_{first}_high"]
        assert low == verdict.amount_range[0]
        assert verdict.amount_range[1] in (None, high)


def test_the_summary_adds_up_to_the_single_answers(out, decisions) -> None:
    rows = pq.read_table(out / "summary.parquet").to_pylist()
    by_town = {(row["area"], row["programme"]): row for row in rows if row["level"] == "township"}
    totals = {row["programme"]: row for row in rows if row["level"] == "all"}
    expected: dict[tuple[str, str], dict[str, int]] = {}
    for stored, decision in decisions.values():
        for code in BASIC:
            nothing = dict.fromkeys((*OUTCOMES, "households", "people", "monthly_fen"), 0)
            figures = expected.setdefault((township_of(stored["area"]), code), nothing)
            found = decision.verdicts[code]
            each = list(found.values()) if isinstance(found, dict) else [found]
            entitled = [verdict for verdict in each if verdict.outcome == "entitled"]
            for verdict in each:
                figures[verdict.outcome] += 1
            figures["households"] += bool(entitled)
            figures["people"] += len(entitled) if isinstance(found, dict) else len(entitled) * len(stored["members"])
            figures["monthly_fen"] += sum(amount for verdict in entitled for amount in verdict.amounts.values())
    assert {key: {name: row[name] for name in expected[key]} for key, row in by_town.items()} == expected
    for code in BASIC:
        assert totals[code]["monthly_fen"] == sum(row["monthly_fen"] for (_, of), row in expected.items() if of == code)
        assert sum(totals[code][name] for name in OUTCOMES) == sum(
            row[name] for (_, of), row in expected.items() if of == code for name in OUTCOMES)


def test_the_summary_opens_in_a_spreadsheet(out) -> None:
    text = (out / "summary.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[0]["级别"] == "all" and rows[0]["项目名称"]
    assert {row["级别"] for row in rows} == {"all", "county", "township"}


def test_the_manifest_says_what_was_asked_and_what_came_of_it(out, city) -> None:
    manifest = Results(out).manifest()
    assert manifest["day"] == DAY.isoformat() and manifest["people"] == 900 and manifest["refused"] == 0
    assert set(manifest["counties"]) == set(COUNTIES)
    for county, said in manifest["counties"].items():
        for name, size in said["files"].items():
            assert (out / f"county={county}" / name).stat().st_size == size


def test_a_condition_that_fails_has_its_bit(out, decisions) -> None:
    results = Results(out)
    conditions = law_book().programmes["subsistence"].conditions
    place = conditions.index("income_below_standard")
    seen = set()
    for county in COUNTIES:
        for row in results.table(county, "households").to_pylist():
            value = decisions[row["household"]][1].ran.household.__dict__["income_below_standard"]
            assert bool(row["subsistence_false"] >> place & 1) == (value is False)
            assert bool(row["subsistence_unknown"] >> place & 1) == (value is not True and value is not False)
            seen.add(str(value))
    assert {"True", "False"} <= seen


def test_one_file_with_two_counties_gives_the_same_as_two_folders(city, out, tmp_path: Path) -> None:
    both = [pq.read_table(county_file(city, county), partitioning=None) for county in COUNTIES]
    pq.write_table(pa.concat_tables(both[::-1]), tmp_path / "all.parquet", row_group_size=100)
    screened(tmp_path / "all.parquet", tmp_path / "out")
    for county in COUNTIES:
        for table in ("households", "persons"):
            one, other = (Results(folder).table(county, table) for folder in (out, tmp_path / "out"))
            assert one.to_pylist() == other.to_pylist()
    assert (tmp_path / "out" / "summary.csv").read_text() == (out / "summary.csv").read_text()


def test_what_the_kernel_cannot_hold_is_decided_one_by_one(city, out, tmp_path: Path) -> None:
    screened(city, tmp_path / "out", law=StandIn.law(DAY, standards().calendar, most=2))
    assert (tmp_path / "out" / "summary.csv").read_text() == (out / "summary.csv").read_text()
    assert Results(tmp_path / "out").manifest()["refused"] == 0


def test_a_fact_without_a_column_has_its_default(tmp_path: Path) -> None:
    small_city(tmp_path / "city", people=60)
    rewrite(tmp_path / "city", lambda table: table.drop_columns(["homes", "members_known"]))
    screened(tmp_path / "city", tmp_path / "out")
    by = standards()
    for row in pq.read_table(county_file(tmp_path / "city"), partitioning=None).to_pylist():
        decision = decide(document_of(row), day=DAY, sheet=by.sheet.at(row["area"]), programmes=BASIC)
        told = {each["household"]: each for each in Results(tmp_path / "out").table("370831", "households").to_pylist()}
        assert OUTCOMES[told[row["household"]]["subsistence_outcome"]] == decision.verdicts["subsistence"].outcome


def test_a_family_of_nobody_is_decided(tmp_path: Path) -> None:
    small_city(tmp_path / "city", people=60)

    def empty(rows) -> None:
        rows[0]["members"], rows[0]["supporters"] = [], []

    rewrite(tmp_path / "city", with_rows(empty))
    assert screened(tmp_path / "city", tmp_path / "out")["refused"] == 0
