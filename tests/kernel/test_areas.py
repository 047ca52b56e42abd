"""Codes of places say their level and what they lie in."""

import pytest

from doudi.kernel.areas import (
    BadArea,
    city_of,
    committee_kind,
    county_of,
    level_of,
    lies_in,
    parent_of,
    prefix_of,
    township_of,
)

VILLAGE = "370831001201"


@pytest.mark.parametrize(
    ("code", "level", "parent", "prefix"),
    [
        ("370000", "province", None, "37"),
        ("370800", "city", "370000", "3708"),
        ("370831", "county", "370800", "370831"),
        ("370831001", "township", "370831", "370831001"),
        (VILLAGE, "village", "370831001", VILLAGE),
    ],
)
def test_levels(code: str, level: str, parent: str | None, prefix: str) -> None:
    assert (level_of(code), parent_of(code), prefix_of(code)) == (level, parent, prefix)


def test_what_a_village_lies_in() -> None:
    assert (township_of(VILLAGE), county_of(VILLAGE), city_of(VILLAGE)) == ("370831001", "370831", "370800")
    assert lies_in(VILLAGE, "370800")
    assert lies_in(VILLAGE, "3708")
    assert lies_in(VILLAGE, "370831001")
    assert not lies_in(VILLAGE, "370811")


@pytest.mark.parametrize("code", ["", "37", "3708110", "37081a", "070811", "3708110010011", "３７０８１１"])
def test_no_area_code(code: str) -> None:
    with pytest.raises(BadArea):
        level_of(code)


def test_asking_too_high_up() -> None:
    for ask, code in ((county_of, "370800"), (township_of, "370831"), (city_of, "370000"),
                      (committee_kind, "370831")):
        with pytest.raises(BadArea, match=code):
            ask(code)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("001", "urban"), ("199", "urban"), ("200", "rural"), ("399", "rural"), ("400", ""), ("498", ""),
     ("000", "")],
)
def test_kinds_of_committee(suffix: str, kind: str) -> None:
    assert committee_kind("370831001" + suffix) == kind
