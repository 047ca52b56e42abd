"""The synthetic city: exact in number, the same for the same seed, and made of households that the law
could meet.
"""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from doudi.law.document import check_document
from doudi.law.facts import UNKNOWN
from doudi.policy.facts import FACTS
from doudi.population.city import CityRefused, write_city
from doudi.population.places import BadAreas, county_population, places_by_county, shares
from doudi.population.schema import document_of
from tests.population.areas_for_tests import CODES, DAY

PEOPLE = 6_000


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    out = tmp_path_factory.mktemp("city")
    manifest = write_city(out, places_by_county(CODES), people=PEOPLE, seed=5, day=DAY)
    tables = {
        county: pq.read_table(out / f"county={county}" / "part-0.parquet", partitioning=None)
        for county in manifest["counties"]
    }
    return out, manifest, tables


@pytest.fixture(scope="module")
def documents(city):
    return [document_of(row) for table in city[2].values() for row in table.to_pylist()]


def test_it_has_exactly_the_people_that_were_asked_for(city) -> None:
    _, manifest, tables = city
    people = {
        county: sum(table["members"].combine_chunks().value_lengths().to_pylist())
        for county, table in tables.items()
    }
    assert sum(people.values()) == PEOPLE == manifest["people"]
    assert people == shares(PEOPLE, ["370811", "370831"])
    assert people == {county: row["people"] for county, row in manifest["counties"].items()}


@pytest.mark.parametrize("people", [1, 2, 3, 7, 12, 100])
def test_a_very_small_city_is_exact_too(tmp_path: Path, people: int) -> None:
    assert write_city(tmp_path, places_by_county(CODES), people=people, seed=1, day=DAY)["people"] == people


def test_the_same_seed_gives_the_same_bytes(city, tmp_path: Path) -> None:
    out, manifest, _ = city
    again = write_city(tmp_path / "again", places_by_county(reversed(CODES)), people=PEOPLE, seed=5, day=DAY)
    assert again == manifest
    for county in manifest["counties"]:
        part = Path(f"county={county}") / "part-0.parquet"
        assert (out / part).read_bytes() == (tmp_path / "again" / part).read_bytes()
    assert (out / "manifest.json").read_bytes() == (tmp_path / "again" / "manifest.json").read_bytes()


def test_another_seed_gives_another_city(city, tmp_path: Path) -> None:
    other = write_city(tmp_path, places_by_county(CODES), people=PEOPLE, seed=6, day=DAY)
    assert other["sha256"] != city[1]["sha256"]


def test_the_manifest_says_what_is_known_of_whom(city) -> None:
    out, manifest, tables = city
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == manifest
    unknown = sum(table["deposits"].null_count for table in tables.values())
    assert unknown > 0
    assert manifest["known"]["household"]["deposits"] == manifest["households"] - unknown
    assert manifest["known"]["household"]["area"] == manifest["households"]
    assert manifest["known"]["member"]["income_wage"] < manifest["people"]
    assert set(manifest["facts"]["member"]) == set(manifest["known"]["member"])


def test_the_law_could_take_every_household(documents) -> None:
    for document in documents:
        check_document(document, FACTS)
        assert [member["relation"] for member in document.members].count("self") == 1
        assert document.members[0]["relation"] == "self"
        assert document.members[0]["status"] == "present"


def test_people_are_born_before_the_day_and_after_their_mothers(documents) -> None:
    for document in documents:
        born = {
            member["relation"]: member["birth"]
            for member in document.members
            if member["birth"] is not UNKNOWN
        }
        assert all(date(1920, 1, 1) < birth <= DAY for birth in born.values())
        if "child" in born and "self" in born:
            assert (born["child"] - born["self"]).days > 15 * 365


def test_ages_and_sizes_are_those_of_a_chinese_city(city, documents) -> None:
    ages = np.array(
        [
            (DAY - member["birth"]).days / 365.25
            for document in documents
            for member in document.members
            if member["birth"] is not UNKNOWN
        ]
    )
    assert 0.17 < np.mean(ages < 18) < 0.28
    assert 0.17 < np.mean(ages >= 60) < 0.26
    assert 2.5 < PEOPLE / city[1]["households"] < 3.1


def test_every_basic_programme_has_somebody_to_meet(documents) -> None:
    members = [member for document in documents for member in document.members]
    disabled = [name for name in members[0] if name.startswith("disability_")]
    assert (
        0.015
        < np.mean([any(member[name] not in (0, UNKNOWN) for name in disabled) for member in members])
        < 0.05
    )
    assert any(member["serious_illness"] is True for member in members)
    assert any(member["student"] == "college" for member in members)
    assert any(not document.supporters for document in documents)
    assert any(row["court_ordered"] is not None for document in documents for row in document.supporters)


def test_a_supporter_of_two_parents_is_one_person(documents) -> None:
    shared = [document for document in documents if len({row["of"] for row in document.supporters}) == 2]
    assert shared
    for document in shared:
        by_parent: dict[str, list[dict]] = {}
        for row in document.supporters:
            by_parent.setdefault(row["of"], []).append(
                {key: value for key, value in row.items() if key != "of"}
            )
        one, other = by_parent.values()
        if [row["relation"] for row in one + other] == ["child"] * len(one + other):
            assert one == other
            assert all(row["supports"] >= 2 for row in one)


def test_supporters_come_in_the_order_of_the_members(city) -> None:
    for table in city[2].values():
        for row in table.to_pylist():
            places = [supporter["of"] for supporter in row["supporters"]]
            assert places == sorted(places)
            assert all(0 <= place < len(row["members"]) for place in places)


def test_households_and_people_are_numbered_once(city) -> None:
    numbers = np.concatenate([table["household"].to_numpy() for table in city[2].values()])
    people = np.concatenate(
        [np.array(table["members"].combine_chunks().flatten().field("id")) for table in city[2].values()]
    )
    assert len(np.unique(numbers)) == len(numbers)
    assert len(np.unique(people)) == len(people) == PEOPLE


def test_an_earlier_city_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "city"
    write_city(out, places_by_county(CODES), people=500, seed=1, day=DAY)
    (out / "county=370831" / "part-1.parquet").write_bytes(b"left over")
    assert write_city(out, places_by_county(CODES), people=40, seed=1, day=DAY)["people"] == 40
    assert not (out / "county=370831" / "part-1.parquet").exists()
    (out / "thesis.docx").write_text("mine")
    with pytest.raises(CityRefused, match="别的东西"):
        write_city(out, places_by_county(CODES), people=40, seed=1, day=DAY)
    assert (out / "thesis.docx").read_text() == "mine"


def test_a_foreign_file_inside_a_county_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "county=370831").mkdir()
    (tmp_path / "county=370831" / "notes.txt").write_text("mine")
    with pytest.raises(CityRefused, match="别的东西"):
        write_city(tmp_path, places_by_county(CODES), people=40, seed=1, day=DAY)


@pytest.mark.parametrize(("people", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_no_people_and_no_seed_are_refused(tmp_path: Path, people: int, seed: int) -> None:
    with pytest.raises(CityRefused):
        write_city(tmp_path, places_by_county(CODES), people=people, seed=seed, day=DAY)


def test_counties_share_the_city_by_their_population() -> None:
    figures = county_population()
    assert sum(figures.values()) == 8_239_100
    assert figures["370811"] == 1_500_000 - 337_100
    counties = list(figures)
    for people in (1, 11, 999, 8_400_000):
        split = shares(people, counties)
        assert sum(split.values()) == people
        assert all(abs(split[county] - people * figures[county] / 8_239_100) < 1 for county in counties)


def test_a_county_without_a_figure_is_refused() -> None:
    with pytest.raises(BadAreas, match="110101"):
        shares(10, ["110101"])
