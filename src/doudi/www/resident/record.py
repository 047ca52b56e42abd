"""What the record already knows, laid into a new draft for a signed-in resident: nobody is asked twice.

Only what is fresh is laid in; consent, declaration and signature are never carried over (ux.md §1).
"""
from __future__ import annotations

from datetime import date
from typing import Any

from doudi.law import UNKNOWN
from doudi.people import claims
from doudi.people import reads as people
from doudi.policy.facts import DISABILITY_KINDS
from doudi.www.resident import draft as drafts
from doudi.www.resident.applying import INCOMES
from doudi.www.resident.drafted import PROPERTY_FACTS


def draft_of(user: Any, person_id: int, day: date) -> drafts.Draft:
    """A draft that begins with what is known of this person's household; it is shown to the user alone."""
    draft = drafts.fresh() | {"owner": user.pk}
    person = people.person(person_id)
    household = people.household_of(person, day) if person else None
    if person is None or household is None:
        return draft
    fresh = {(known.entity, known.subject, known.name): known.value
             for known in people.facts_of(household, day) if known.fresh}
    rows = people.members(household, day)
    draft["members"] = [member_of(row, fresh) for row in rows if row.person.birth]
    draft["home"] = {"village": household.area, "address": household.address, "registration": household.registration}
    applicant = rows[0].person
    draft["contact"] = {"phone": applicant.phone, "account_number": applicant.account_number,
                        "account_bank": applicant.account_bank}
    owned = {name: fresh.get(("household", str(household.pk), name), UNKNOWN) for name in PROPERTY_FACTS}
    draft["property"] = owned if all(value is not UNKNOWN for value in owned.values()) else {}
    return draft


def member_of(row: Any, fresh: dict[tuple[str, str, str], Any]) -> dict[str, Any]:
    """One person as the pages keep him; income only where every kind of it is known."""
    person = row.person
    number = claims.typed_number(person)

    def known(name: str, otherwise: Any) -> Any:
        value = fresh.get(("member", str(person.pk), name), otherwise)
        return otherwise if value is UNKNOWN else value

    grades = {kind: known(f"disability_{kind}", 0) for kind in DISABILITY_KINDS}
    kind = next((kind for kind, grade in grades.items() if grade), "")
    member = {
        "key": f"p{person.pk}", "name": person.name, "birth": person.birth.isoformat() if person.birth else "",
        "sex": person.sex, "id_number": number, "no_id": not number,
        "relation": row.relation, "student": known("student", "none"), "status": known("status", "present"),
        "disability": kind, "grade": str(grades[kind]) if kind else "",
        "serious_illness": known("serious_illness", False), "unable_to_work": known("unable_to_work", False)}
    income = {f"income_{name}": known(f"income_{name}", None) for name, _ in INCOMES}
    if all(value is not None for value in income.values()):
        member["income"] = income
    return member
