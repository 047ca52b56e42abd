"""The draft as facts: one mapping, used to ask the law while somebody types and to put the facts on record
when it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Document
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.www.resident.applying import INCOMES
from doudi.www.resident.draft import Draft
from doudi.www.resident.told_before import of_household, of_person
from doudi.www.selfcheck.answers import area_of

ADULT = 18
PERSON_FACTS = ("student", "status", "serious_illness", "unable_to_work")
PROPERTY_FACTS = (
    "deposits",
    "securities",
    "insurance_cash_value",
    "vehicles",
    "vehicles_exempt",
    "homes",
    "non_residential_property",
    "expense_medical_self_paid",
    "expense_education_public_rate",
    "expense_rehabilitation",
)


def birth_of(member: dict[str, Any]) -> date:
    """The day of birth."""
    return date.fromisoformat(member["birth"])


def age_of(member: dict[str, Any], day: date) -> int:
    """Age in 周岁."""
    return age_on(birth_of(member), day)


def words_of(entity: str, name: str, code: str) -> str:
    """A code in Chinese, as declared."""
    return FACTS[entity, name].values.get(code, code)


def disability_words(member: dict[str, Any]) -> str:
    """肢体二级残疾, or nothing."""
    if not member.get("disability"):
        return ""
    kind, grade = member["disability"], member["grade"]
    return f"{DISABILITY_KINDS[kind]}{words_of('member', f'disability_{kind}', grade)}残疾"


def member_facts(draft: Draft, member: dict[str, Any], day: date) -> dict[str, Any]:
    """The declared facts of one person, apart from who he is: what the self-check was told, and over it what his pages say."""
    told = of_person(draft, member.get("mark", ""), day)
    facts: dict[str, Any] = told | {name: member[name] for name in PERSON_FACTS}
    facts |= {f"disability_{kind}": 0 for kind in DISABILITY_KINDS if told.get(f"disability_{kind}")}
    if member.get("disability"):
        facts[f"disability_{member['disability']}"] = int(member["grade"])
    if member["relation"] not in ("self", "spouse", "child"):
        facts |= {"support_duty": True, "co_resident": True}
    income = member.get("income")
    for kind, _ in INCOMES:
        facts[f"income_{kind}"] = income[f"income_{kind}"] if income else told.get(f"income_{kind}", UNKNOWN)
    facts["works"] = bool(income["income_wage"]) if income else told.get("works", UNKNOWN)
    return facts


def household_facts(draft: Draft, day: date) -> dict[str, Any]:
    """The declared facts of the household, apart from where it is: as the self-check was told, and over it as written."""
    told, owned = of_household(draft, day), draft["property"]
    return told | {name: owned[name] if owned else told.get(name, UNKNOWN) for name in PROPERTY_FACTS}


def kin_facts(kin: dict[str, Any]) -> dict[str, Any]:
    """The declared facts of a relative outside; what was left blank is not known."""
    facts: dict[str, Any] = {
        name: UNKNOWN if kin.get(name) is None else kin[name] for name in ("household_size", "monthly_income")
    }
    if kin.get("actually_pays") is not None:
        facts |= {"pays_actually": True, "actually_pays": kin["actually_pays"]}
    return facts


def document_of(draft: Draft, day: date) -> Document:
    """The household of the draft as the law reads it."""
    home = draft["home"]
    household = {
        "area": home.get("village") or area_of(draft["answers"]),
        "registration": home.get("registration") or UNKNOWN,
        **household_facts(draft, day),
    }
    members = tuple(
        {
            "id": m["key"],
            "birth": birth_of(m),
            "sex": m["sex"],
            "relation": m["relation"],
            **member_facts(draft, m, day),
            "authorised": draft["consents"].get(m["key"], "yes") == "yes",
        }
        for m in draft["members"]
    )
    kin = tuple(
        {"of": k["of"], "relation": k["relation"], "registration": UNKNOWN, "age": UNKNOWN, **kin_facts(k)}
        for k in draft["kin"]
    )
    return Document(household, members, kin)
