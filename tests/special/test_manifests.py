"""The manifests of the special benefits: law behind each, nothing about a child posted, no board that tells of a disability."""

import pytest

from doudi.casework.determining import asked
from doudi.casework.programme import Programme, programmes
from doudi.policy.facts import BENEFITS
from doudi.policy.lawbook import BASIC, BESIDE, law_book

SPECIAL = [manifest for manifest in programmes() if manifest.chapter == "二(二)8"]
OF_CHILDREN = {"orphan", "unattended_child", "child_in_difficulty", "left_behind_care"}


def test_they_stand_behind_the_basic_ones() -> None:
    codes = [manifest.code for manifest in SPECIAL]
    assert {"disability_living", "disability_care", "elderly_hardship", "unattended_child", "orphan"} <= set(codes)
    assert min(manifest.order for manifest in SPECIAL) > max(
        manifest.order for manifest in programmes() if manifest.code in BASIC
    )


@pytest.mark.parametrize("manifest", SPECIAL, ids=lambda each: each.code)
def test_each_has_its_law_and_may_be_drawn(manifest: Programme) -> None:
    declared = law_book().programmes[manifest.code]
    assert (declared.entity == "member") is manifest.per_person
    assert manifest.code in BENEFITS
    assert manifest.pays is bool(declared.amounts)


def test_nothing_is_posted_about_a_child_and_no_board_tells_of_a_disability() -> None:
    for manifest in SPECIAL:
        if manifest.code in OF_CHILDREN:
            assert not manifest.publicity, manifest.code
        assert "残疾" not in manifest.board_label, manifest.code


def test_a_determination_asks_for_every_registered_programme_once() -> None:
    found = asked()
    assert len(found) == len(set(found))
    assert {manifest.code for manifest in programmes()} | set(BESIDE) == set(found)
