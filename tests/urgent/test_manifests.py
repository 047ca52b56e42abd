"""The manifests of what is paid once: law behind each, one sum, the facts of the event declared, parameters that exist."""

import pytest

from doudi.casework.programme import CLOCK_KINDS, Enrolment, Programme, programmes
from doudi.policy.declared import parameters
from doudi.policy.facts import BENEFITS, FACTS
from doudi.policy.handling import handling
from doudi.policy.lawbook import law_book

ONCE = [manifest for manifest in programmes() if manifest.pays_once and manifest.pays and manifest.span is None]
ENROLLED = [manifest for manifest in programmes() if manifest.enrolment]


def test_these_are_paid_once() -> None:
    assert {manifest.code for manifest in ONCE} == {
        "temporary_expenditure", "temporary_urgent", "disaster_transition", "price_subsidy"}


@pytest.mark.parametrize("manifest", ONCE, ids=lambda each: each.code)
def test_each_stands_on_its_law(manifest: Programme) -> None:
    declared = law_book().programmes[manifest.code]
    assert set(declared.amounts) == {"once"}
    assert (declared.entity == "member") is manifest.per_person
    assert manifest.code in BENEFITS
    assert handling()[manifest.code].way == "here"
    assert set(manifest.limits) <= set(CLOCK_KINDS)
    known = {parameter.key for parameter in parameters()}
    assert {*manifest.limits.values(), *filter(None, (manifest.small_sum, manifest.instalments))} <= known
    assert all(("household", name) in FACTS for name in (*manifest.asks, *manifest.identified_by))
    assert set(manifest.repeats) <= {each.code for each in ONCE}


@pytest.mark.parametrize("manifest", ENROLLED, ids=lambda each: each.code)
def test_what_is_given_without_asking_names_its_rolls_and_its_word(manifest: Programme) -> None:
    enrolment = manifest.enrolment
    assert enrolment is not None
    assert set(enrolment.on_rolls) <= {each.code for each in programmes()}
    assert all(("household", name) in FACTS for name in enrolment.published)
    assert bool(enrolment.event) is bool(enrolment.published)
    assert enrolment.local is None or enrolment.local in {parameter.key for parameter in parameters()}


def test_where_the_national_text_asks_for_an_application_only_the_city_s_word_opens_it() -> None:
    assert {manifest.code for manifest in ENROLLED if manifest.enrolment.asked and not manifest.enrolment.local} == {"price_subsidy"}


def test_what_is_paid_by_the_month_has_no_instalments() -> None:
    with pytest.raises(ValueError, match="paid once"):
        Programme(code="x", label="x", chapter="x", clause="x", entity="person", order=1, evidence=(), limits={},
                  publicity=False, ending_publicity=False, refusal_reasons=(), instalments="disaster_transition_months",
                  retention={"awarded": "a", "refused": "b", "withdrawn": "c"})
    assert Enrolment("x", ()).published == ()
