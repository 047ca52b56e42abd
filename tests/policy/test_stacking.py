"""The combined plan: what may be had together, what is left out and by which clause, what a person settles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doudi.law import Decision, Document, Verdict
from doudi.policy import decide
from doudi.policy.clauses import register
from doudi.policy.facts import BENEFITS
from doudi.policy.handling import handling
from doudi.policy.lawbook import BESIDE, SPECIAL, law_book
from doudi.policy.sheets import StandardsSet
from doudi.policy.stacking import PERIODS, LeftOut, plan
from doudi.policy.stackpairs import pairs
from tests.policy.comparing import HERE

SET = StandardsSet.from_yaml(HERE / "standards/s1.yaml")
DAY = date(2026, 6, 15)
YUAN = 100
Given = Mapping[tuple[str, str | None], Mapping[str, Any]]


def decision(
    given: Given, members: tuple[Mapping[str, Any], ...] = (), switches: Any = None, **house: Any
) -> Decision:
    """A decision in which the named programmes are 符合 with the given yuan a month (or details)."""
    people = members or ({"id": "a", "relation": "self", "birth": date(1975, 1, 15)},)
    sheet = SET.with_switches(switches or {}).sheet(DAY, "370811006")
    document = Document({"area": "370811006", "registration": "urban", **house}, people, ())
    found = decide(document, day=DAY, sheet=sheet, programmes=("housing_safety",))
    verdicts: dict[str, Any] = {}
    for (programme, member), said in given.items():
        amounts = {name: said[name] * YUAN for name in PERIODS if name in said}
        details = {name: value for name, value in said.items() if name not in PERIODS}
        verdict = Verdict(programme, member, "entitled", amounts, None, (), details, ())
        if member is None:
            verdicts[programme] = verdict
        else:
            verdicts.setdefault(programme, {})[member] = verdict
    return replace(found, verdicts=verdicts)


def names(left: tuple[LeftOut, ...]) -> list[tuple[str, str, str]]:
    return [(each.offer.programme, each.beside.programme, each.pair.clause) for each in left]


BOTH = (
    {"id": "a", "relation": "self", "birth": date(1950, 1, 15)},
    {"id": "b", "relation": "spouse", "birth": date(1950, 1, 15)},
)


def test_extreme_hardship_takes_the_place_of_subsistence() -> None:
    found = plan(
        decision({("subsistence", None): {"monthly": 900}, ("extreme_hardship", "a"): {"monthly": 1368}})
    )
    assert names(found.left_out) == [("subsistence", "extreme_hardship", "民发〔2021〕43号 第四条")]
    assert found.total("monthly") == 1368 * YUAN


def test_a_family_only_partly_in_extreme_hardship_is_settled_by_a_person() -> None:
    found = plan(
        decision(
            {("subsistence", None): {"monthly": 900}, ("extreme_hardship", "b"): {"monthly": 1368}}, BOTH
        )
    )
    assert names(found.open) == [("subsistence", "extreme_hardship", "民发〔2021〕43号 第四条")]
    assert not found.left_out
    every = {("subsistence", None): {"monthly": 900}} | {
        ("extreme_hardship", m): {"monthly": 1368} for m in "ab"
    }
    assert names(plan(decision(every, BOTH)).left_out) == [
        ("subsistence", "extreme_hardship", "民发〔2021〕43号 第四条")
    ]


@pytest.mark.parametrize(
    ("switch", "left", "open_"),
    [
        ("none", ["disability_living", "disability_care"], []),
        ("care_only", ["disability_living"], []),
        ("both", [], []),
        (None, [], ["disability_living", "disability_care"]),
    ],
)
def test_the_disability_subsidies_beside_extreme_hardship_hang_on_the_local_choice(
    switch: str | None, left: list[str], open_: list[str]
) -> None:
    given = {
        ("extreme_hardship", "a"): {"monthly": 1368},
        ("disability_living", "a"): {"monthly": 160},
        ("disability_care", "a"): {"monthly": 140},
    }
    found = plan(decision(given, switches={"disability_subsidies_in_extreme_hardship": switch}))
    assert [each.offer.programme for each in found.left_out] == left
    assert [each.offer.programme for each in found.open] == open_


def test_another_members_subsidy_is_not_touched() -> None:
    given = {("extreme_hardship", "a"): {"monthly": 1368}, ("disability_living", "b"): {"monthly": 160}}
    found = plan(decision(given, BOTH, {"disability_subsidies_in_extreme_hardship": "none"}))
    assert found.total("monthly") == (1368 + 160) * YUAN


def test_orphans_money_or_extreme_hardship_is_a_choice() -> None:
    child = {"id": "a", "relation": "self", "birth": date(2015, 1, 15)}
    given = {("orphan", "a"): {"monthly": 1500}, ("extreme_hardship", "a"): {"monthly": 1368}}
    by_sum = plan(decision(given, (child,)))
    assert names(by_sum.left_out) == [("extreme_hardship", "orphan", "民发〔2021〕43号 第九条")]
    assert by_sum.left_out[0].is_choice
    wished = plan(decision(given, (child | {"chooses": "extreme_hardship"},)))
    assert names(wished.left_out) == [("orphan", "extreme_hardship", "民发〔2021〕43号 第九条")]


def test_unattended_child_in_full_loses_the_living_subsidy_and_keeps_the_care_subsidy() -> None:
    given = {
        ("unattended_child", "a"): {"monthly": 1500, "full": True},
        ("disability_living", "a"): {"monthly": 160},
        ("disability_care", "a"): {"monthly": 140},
    }
    found = plan(decision(given))
    assert names(found.left_out) == [("disability_living", "unattended_child", "民发〔2019〕62号")]
    assert found.total("monthly") == (1500 + 140) * YUAN
    partly = plan(decision(given | {("unattended_child", "a"): {"monthly": 1340, "full": False}}))
    assert not partly.left_out


def test_the_difference_is_paid_above_what_the_child_has_already() -> None:
    # 1500 − 400 = 1100;少于已领的为 0,不会倒扣
    given = {
        ("unattended_child", "a"): {"monthly": 1500, "full": True},
        ("single_person", "a"): {"monthly": 400},
    }
    found = plan(decision(given))
    assert found.total("monthly") == 1500 * YUAN
    assert {offer.programme: offer.amounts["monthly"] for offer in found.offers} == {
        "unattended_child": 1100 * YUAN,
        "single_person": 400 * YUAN,
    }
    less = {
        ("unattended_child", "a"): {"monthly": 300, "full": True},
        ("single_person", "a"): {"monthly": 400},
    }
    assert plan(decision(less)).total("monthly") == 400 * YUAN
    shared = {
        ("unattended_child", "a"): {"monthly": 1500, "full": True},
        ("subsistence", None): {"monthly": 400},
    }
    assert names(plan(decision(shared)).open) == [("unattended_child", "subsistence", "民发〔2019〕62号")]


def test_what_is_held_already_counts_and_gives_way_too() -> None:
    held = {"receives_subsistence": True, "subsistence_monthly_paid": 640 * YUAN}
    beside = plan(decision({("heating", None): {"yearly": 600}}, **held))
    assert [beside.total(period) for period in PERIODS] == [640 * YUAN, 600 * YUAN, 0]
    assert [offer.programme for offer in beside.offers if offer.held] == ["subsistence"]
    instead = plan(decision({("extreme_hardship", "a"): {"monthly": 1368}}, **held))
    assert names(instead.left_out) == [("subsistence", "extreme_hardship", "民发〔2021〕43号 第四条")]


def test_a_new_standing_opens_the_doors_that_are_asked_again() -> None:
    found = plan(decision({("subsistence", None): {"monthly": 900}}))
    opened = {pair.first for pair in found.then}
    assert {"medical", "medical_premium", "education", "housing", "heating"} <= opened
    assert not plan(decision({}, receives_subsistence=True)).then


def test_a_pair_is_dated() -> None:
    given = {("orphan", "a"): {"monthly": 1500}, ("extreme_hardship", "a"): {"monthly": 1368}}
    before = plan(replace(decision(given), day=date(2021, 6, 30)))
    assert not before.left_out
    assert plan(replace(decision(given), day=date(2021, 7, 1))).left_out


def test_a_family_on_the_roll_is_told_everything_at_once() -> None:
    """低保两口之家:(13000)× 75% = 9750.00 一次;参保 320、取暖 600、走读初中 750 一年;低保 900 一个月。"""
    document = Document(
        {
            "area": "370811006",
            "registration": "urban",
            "receives_subsistence": True,
            "subsistence_monthly_paid": 900 * YUAN,
            "house_grade": "A",
            "living_area": 60,
        },
        (
            {
                "id": "a",
                "relation": "self",
                "birth": date(1975, 1, 15),
                "policy_range_self_pay": 13_000 * YUAN,
                "insurance": "residents",
                "wants_work": False,
            },
            {
                "id": "b",
                "relation": "child",
                "birth": date(2013, 3, 1),
                "sex": "male",
                "student": "junior",
                "insurance": "employees",
                "lacks_study_corner": False,
            },
        ),
        (),
    )
    found = plan(decide(document, day=DAY, sheet=SET.sheet(DAY, "370811006"), programmes=SPECIAL))
    assert [found.total(period) for period in PERIODS] == [900 * YUAN, (320 + 600 + 750) * YUAN, 9_750 * YUAN]
    assert {verdict.programme for verdict in found.by_hand} == {"lottery_warmth", "hand_in_hand"}
    leads = {offer.programme: offer.handling.lead for offer in found.offers if offer.handling}
    assert leads["medical"] == "市医保局"
    assert leads["education"] == "市教育局"
    assert not found.missing


def test_the_table_cites_clauses_that_are_registered() -> None:
    assert {pair.clause for pair in pairs()} - set(register()) == set()


def test_everything_has_somebody_who_does_it() -> None:
    known = {*law_book().programmes, *BENEFITS}
    assert set(handling()) <= known
    assert set(law_book().programmes) - set(BESIDE) <= set(handling())
    assert {each.clause for each in handling().values()} - set(register()) == set()
    assert handling()["heating"].is_handed_on is False
    assert handling()["legal_aid"].is_handed_on is True
