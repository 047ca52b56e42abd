"""The manifests of the basic benefits: every limit is a parameter of the law, every reason a reason of the law."""

import pytest

from doudi.basic.extreme_hardship.programme import EXTREME_HARDSHIP
from doudi.basic.subsistence.programme import SINGLE_PERSON, SUBSISTENCE
from doudi.casework.programme import (
    CLOCK_KINDS,
    CLOCK_LABELS,
    RETENTION,
    Evidence,
    Programme,
    programme,
    programmes,
    register,
)
from doudi.policy.declared import declarations
from doudi.policy.facts import FACTS
from doudi.policy.lawbook import reason_labels

MANIFESTS = programmes()
# Said by an officer, not by a rule.
BY_HAND = {"not_cooperating"}
# Help that asks neither for income nor for property: there is nothing to verify, and nothing to promise about it.
WITHOUT_MEANS = {"temporary_urgent", "disaster_transition", "price_subsidy", "heating", "home_adaptation", "accident_insurance",
                 "lottery_warmth"}


def test_the_basic_programmes_stand_in_the_order_of_the_policy() -> None:
    assert [each.code for each in MANIFESTS][:5] == [
        "subsistence",
        "single_person",
        "extreme_hardship",
        "low_income",
        "rigid_expenditure",
    ]
    assert programme("subsistence") is SUBSISTENCE
    with pytest.raises(KeyError, match="registered"):
        programme("hot_air")


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda each: each.code)
def test_a_limit_is_the_key_of_a_parameter(manifest: Programme) -> None:
    known = declarations()
    keys = [*manifest.limits.values(), *filter(None, (manifest.sample_share, manifest.valid_months))]
    assert not [key for key in keys if key not in known]
    assert not manifest.applied_for or {"survey_start", "refusal_notice", "county_decision"} <= set(manifest.limits)
    assert ("publicity" in manifest.limits) is manifest.publicity


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda each: each.code)
def test_reasons_and_papers_are_known_to_the_law(manifest: Programme) -> None:
    assert not set(manifest.refusal_reasons) - set(reason_labels()) - BY_HAND
    names = {name for _, name in FACTS}
    for paper in manifest.evidence:
        if paper.only_if is not None:
            assert any(
                name == paper.only_if[1] or name.startswith(paper.only_if[1] + "_") for name in names
            ), paper
    asked = {paper.kind for paper in manifest.evidence}
    assert ({"authorisation", "promise"} & asked == set()) if manifest.code in WITHOUT_MEANS else (
        {"authorisation", "promise"} <= asked)


def test_extreme_hardship_has_its_own_ways() -> None:
    assert EXTREME_HARDSHIP.per_person and SINGLE_PERSON.per_person and not SUBSISTENCE.per_person
    assert EXTREME_HARDSHIP.ending_publicity and not SUBSISTENCE.ending_publicity
    assert EXTREME_HARDSHIP.limits["township_opinion"] == EXTREME_HARDSHIP.limits["opinion_again"]
    assert EXTREME_HARDSHIP.sample_share and "decision" not in EXTREME_HARDSHIP.limits


def test_a_manifest_with_a_slip_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown limits"):
        made(limits={"surevy_start": "survey_start_days"})
    with pytest.raises(ValueError, match="retention names a term"):
        made(retention={"awarded": "retention_months_awarded"})
    with pytest.raises(ValueError, match="household or person"):
        made(entity="family")
    with pytest.raises(ValueError, match="twice"):
        register(made(code="subsistence"))


def made(**changed: object) -> Programme:
    usual = {
        "code": "x",
        "label": "甲",
        "chapter": "二",
        "clause": "甲",
        "entity": "household",
        "order": 1,
        "evidence": (Evidence("promise", "承诺书"),),
        "limits": {},
        "publicity": True,
        "ending_publicity": False,
        "refusal_reasons": (),
        "retention": RETENTION,
    }
    return Programme(**(usual | changed))


def test_every_clock_has_words() -> None:
    started = set(CLOCK_KINDS) - {"decision_delegated", "decision_special"}
    assert started <= set(CLOCK_LABELS)
