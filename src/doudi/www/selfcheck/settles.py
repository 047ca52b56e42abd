"""Which facts an answer settles, which nobody asks here, and which are taken to be the ordinary case.

Every fact that the law reads stands in exactly one of the three (a test holds it), so that nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from doudi.law import Missing
from doudi.policy.facts import DISABILITY_KINDS, FACTS, INCOME_KINDS
from doudi.policy.lawbook import everything
from doudi.www.selfcheck.answers import group_of
from doudi.www.selfcheck.questions import BY_CODE

Key = tuple[str, str]

CHECKED: Final = everything()
"""The programmes of the self-check, in the order of the book."""

FAMILY_ROLLS: Final = ("subsistence", "low_income", "rigid_expenditure")
PERSON_ROLLS: Final = ("single_person", "extreme_hardship")
CHILD_ROLLS: Final = ("orphan", "unattended_child")
OTHER_ROLLS: Final = ("preferential_treatment", "unemployment_benefit", "unemployment_assistance", "illness_poverty")
ROLLS: Final = FAMILY_ROLLS + PERSON_ROLLS + CHILD_ROLLS + OTHER_ROLLS

IN_OTHER_INCOME: Final = ("pension", "business", "land", "rent", "interest", "support", "unemployment")
"""Kinds of income that the law adds up alike: they are asked as one sum and stand under 其他."""


def _of(entity: str, *names: str) -> frozenset[Key]:
    return frozenset((entity, name) for name in names)


def _starting(entity: str, *starts: str) -> frozenset[Key]:
    return frozenset(key for key in FACTS if key[0] == entity and key[1].startswith(starts))


SETTLES: Final[Mapping[str, frozenset[Key]]] = {
    "where": _of("household", "area"),
    "people": _of("household", "members_known") | _of("member", "birth", "support_duty", "co_resident"),
    "ties": _of("member", "relation"),
    "registration": _of("household", "registration") | _of("member", "registration"),
    "receiving": _of("household", "poverty_watch", "event_earlier_cause")
    | frozenset((entity, f"receives_{code}") for entity in ("household", "member") for code in ROLLS),
    "work": _of("member", "works", "unable_to_work", "wants_work", "wants_training", "wants_business"),
    "wage": _of("member", "income_wage"),
    "income": frozenset(
        ("member", f"income_{kind}")
        for kind in ("basic_pension", "old_age_allowance", "other", *IN_OTHER_INCOME)
    ),
    "savings": _of("household", "deposits", "securities", "insurance_cash_value"),
    "things": _of("household", "vehicles", "homes", "non_residential_property", "contracted_land"),
    "costs": _starting("household", "expense_")
    | _of("household", "event_kind", "event_self_paid_12m", "event_education_self_paid")
    | _of("member", "policy_range_self_pay"),
    "health": _of("member", *(f"disability_{kind}" for kind in DISABILITY_KINDS), "serious_illness", "autism")
    | _of("member", "multiple_components_severe"),
    "kin": _starting("supporter", ""),
    "care": _of("member", "care_items_failed", "lives_without_carer"),
    "school": _of("member", "student", "boarding", "cannot_attend_school"),
    "happened": _of("household", "disaster_kind", "disaster_relocated", "disaster_house_damage", "disaster_only_home")
    | _of("household", "disaster_cannot_live", "disaster_short_of_water", "disaster_winter_spring")
    | _starting("member", "father_", "mother_")
    | _of("member", "needs_hospital", "emergency_patient", "epidemic_patient", "cannot_pay_hospital")
    | _of("member", "first_seen_nearby", "hospital_in_city", "orphan", "parents_cannot_care", "child_harmed")
    | _of("member", "legal_matter", "judicial_case", "compensated_by_trial", "barred_from_relief", "left_by")
    | _of("member", "two_cancer", "injury_nursing", "refused_jobs", "raised_in_institution"),
    "home": _of("household", "house_grade", "living_area", "has_public_rental"),
    "insured": _of("member", "insurance"),
}
"""By question; what one answer leaves open stays unknown."""

NEVER_ASKED: Final = (
    _of("member", "sex", "lacks_study_corner", "accident_insured", "home_adapted", "union_member")
    | _of("member", "self_care_lost_months", "hard_to_employ", "flexible_worker", "rehabilitation_need", "supported_in_institution")
    | _of("household", "house_inspected_on", "zero_employment_found_on")
)
"""Left open: the office that gives the benefit asks or knows, and the answer says so."""

ORDINARY: Final = (
    frozenset(
        ("member", f"income_{kind}")
        for kind in INCOME_KINDS
        if ("member", f"income_{kind}") not in SETTLES["income"] | SETTLES["wage"]
    )
    | frozenset(key for key in FACTS if key[1].endswith("_monthly_paid"))
    | frozenset(key for key in FACTS if key[1].startswith(("procedure_", "education_granted_")))
    | _of("household", "exempt_amount", "property_asked", "vehicles_exempt", "event_earlier_date", "heating_covered_until")
    | _of("household", "event_earlier_good_reason", "event_minutes", "event_precedents", "event_place_area")
    | _of("household", "event_proposed_amount", "receives_disability_living")
    | _of("member", "died_on", "insured_until", "status", "status_years", "independent", "authorised", "income_asked", "chooses")
    | _of("member", "income_unlisted", "income_heir_named", "deductible_used", "medical_aid_paid")
    | _of("member", "exempted_cost", "treatment_kind", "referred_properly", "receives_disability_living", "receives_disability_care")
    | _of("member", "judicial_relief_applied_on", "legal_aid_applied_on")
)
"""Taken as declared by default: whoever is counted lives at home, nothing has been paid or decided yet, and what the law
does not count (补贴, 奖学金, 抚恤金) is not asked. It is said under the result."""


SCHOOLING: Final = SETTLES["school"]


@cache
def _question_of(key: Key) -> str:
    return next((code for code, keys in SETTLES.items() if key in keys), "")


def question_for(missing: Missing) -> str:
    """The question that settles what is missing of this person or of the family; "" where nobody asks it here. Schooling
    of a grown-up is part of what he does."""
    if missing.kind != "fact":
        return ""
    key = (missing.entity, missing.name)
    code = _question_of(key)
    about = BY_CODE[code].about if code else ()
    group = group_of(missing.subject)
    if not about or group in about:
        return code
    return "work" if key in SCHOOLING and group in BY_CODE["work"].about else ""
