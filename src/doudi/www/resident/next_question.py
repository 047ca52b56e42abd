"""Which question comes next: the one whose facts the law still misses for the most programmes; none when
all is decided.

ux.md 2.1: a question is asked only when its answer can change a result.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.policy import decide
from doudi.policy.lawbook import BASIC
from doudi.www.resident.answers import document_of
from doudi.www.resident.law_today import sheet_for, verdicts_of
from doudi.www.resident.questions import ALWAYS, QUESTIONS

FACTS_OF = {
    "registration": {("household", "registration")},
    "wage": {("member", "income_wage"), ("member", "works")},
    "income": {("member", "income_other")},
    "savings": {("household", "deposits")},
    "things": {("household", "vehicles"), ("household", "homes"), ("household", "non_residential_property")},
    "health": {("member", "disability_limb"), ("member", "disability_mental"), ("member", "serious_illness")},
    "costs": {("household", "expense_medical_self_paid"), ("household", "expense_education_public_rate")},
    "kin": {
        ("supporter", name)
        for name in ("monthly_income", "own_monthly_income", "household_size", "property_ok")
    },
    "care": {("member", "care_items_failed")},
}


def missing_now(answers: dict[str, Any], day: date) -> list[set[tuple[str, str]]]:
    """For each verdict the facts that it still misses."""
    document = document_of(answers, day)
    decision = decide(document, day=day, sheet=sheet_for(document, day), programmes=BASIC, trace=False)
    return [
        {(m.entity, m.name) for m in verdict.missing if m.kind == "fact"} for verdict in verdicts_of(decision)
    ]


def next_question(draft: dict[str, Any], day: date) -> str | None:
    """The code of the next question, or None when the law has what it needs or nothing more can be asked."""
    answers, asked = draft["answers"], set(draft["asked"])
    first = next((code for code in ALWAYS if code not in answers), None)
    if first:
        return first
    if answers["where"].get("town") is None:
        return "where"
    wanted = missing_now(answers, day)
    scores = {
        q.code: sum(bool(FACTS_OF[q.code] & missing) for missing in wanted)
        for q in QUESTIONS
        if q.code not in asked and q.code not in ALWAYS
    }
    best = max(scores, key=lambda code: scores[code], default=None)
    return best if best and scores[best] else None
