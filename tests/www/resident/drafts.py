"""Answers and drafts as the pages leave them in the session, for tests that begin in the middle."""
from copy import deepcopy
from datetime import date
from typing import Any

from doudi.kernel.identifiers import make_id_number
from doudi.www.resident import draft as drafts

ANSWERS: dict[str, Any] = {
    "where": {"county": "370811", "town": "370811006"}, "urgent": {"pick": "later"},
    "people": {"minors": 1, "adults": 2, "elders": 0}, "registration": {"pick": "urban"}, "wage": {"sum": 220000},
    "income": {name: {"band": "none"} for name in ("pension", "allowance", "other")},
    "savings": {"sum": 2000000}, "things": {"picks": ["none"]},
}
PROPERTY = {
    "deposits": 2000000, "securities": 0, "insurance_cash_value": 0, "vehicles": 0, "vehicles_exempt": 0, "homes": 1,
    "non_residential_property": 0, "expense_medical_self_paid": 0, "expense_education_public_rate": 0,
    "expense_rehabilitation": 0,
}
INCOMES = ("wage", "business", "land", "pension", "basic_pension", "rent", "interest", "support", "unemployment", "other")


def member(key: str, name: str, birth: date, relation: str, wage_year: int = 0, sequence: int = 11) -> dict[str, Any]:
    """One person with everything written."""
    return {
        "key": key, "name": name, "birth": birth.isoformat(), "sex": "male", "relation": relation, "student": "none",
        "id_number": make_id_number("370811", birth, sequence), "no_id": False, "disability": "", "grade": "",
        "serious_illness": False, "unable_to_work": False, "status": "present",
        "income": {f"income_{kind}": wage_year if kind == "wage" else 0 for kind in INCOMES}}


def written_draft() -> drafts.Draft:
    """A draft that could be sent: a couple with a child, one wage of 2,200 a month."""
    draft = drafts.fresh()
    draft |= deepcopy({
        "answers": ANSWERS, "asked": ["where", "urgent", "people", "home", "income", "assets"],
        "property": PROPERTY, "signed": "王建国", "papers_later": True,
        "home": {"village": "370811006001", "address": "3 号楼 401", "registration": "urban"},
        "contact": {"phone": "13853712345", "account_number": "", "account_bank": ""},
        "consents": {"a": "yes", "b": "yes", "c": "yes"}})
    draft["members"] = [member("a", "王建国", date(1984, 3, 2), "self", 2640000, 11),
                        member("b", "陈桂花", date(1986, 7, 19), "spouse", 0, 13),
                        member("c", "王小明", date(2015, 11, 30), "child", 0, 15)]
    return draft
