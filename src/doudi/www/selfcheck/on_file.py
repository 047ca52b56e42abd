"""What is on file, as answers of the self-check: the same questions, filled with what is known, for a clerk to look through.

A fact that nobody recorded is 不清楚, unless the household is said to be whole (`whole`): then it is as declared by default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Document
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.www.selfcheck.answers import MONTHS, people_of
from doudi.www.selfcheck.next_question import about_whom
from doudi.www.selfcheck.questions import AGES, NONE, PAGES, UNSURE
from doudi.www.selfcheck.settles import FAMILY_ROLLS, IN_OTHER_INCOME, OTHER_ROLLS, PERSON_ROLLS

Row = Mapping[str, Any]
OTHERWISE = {
    "hospital": ("needs_hospital", "emergency_patient", "epidemic_patient", "cannot_pay_hospital"),
    "orphan": ("orphan", "parents_cannot_care", "child_harmed", "raised_in_institution"),
    "away": ("left_by",),
    "law": ("legal_matter", "judicial_case", "barred_from_relief"),
    "cancer": ("two_cancer",),
    "injury": ("injury_nursing",),
    "refused": ("refused_jobs",),
}
"""What has happened to somebody, where it is not as declared by default."""


class OnFile:
    """A household and the people of it who are counted, in the order in which the self-check names them."""

    def __init__(self, document: Document, counted: Callable[[str], bool], day: date, whole: bool = False) -> None:
        self.document, self.whole, self.day = document, whole, day
        self.groups: dict[str, list[dict[str, Any]]] = {group: [] for group in AGES}
        self.known = all(isinstance(row.get("birth"), date) for row in document.members)
        for row in document.members if self.known else ():
            if counted(row["id"]):
                self.groups[group_at(age_on(row["birth"], day))].append(self.filled("member", row))
        self.house = self.filled("household", document.household)
        self.ordered = [row for group in AGES for row in self.groups[group]]

    def filled(self, entity: str, row: Row) -> dict[str, Any]:
        """Every fact of a row: recorded, else open or as declared."""
        facts = {name: fact for (of, name), fact in FACTS.items() if of == entity}
        return {n: row.get(n, f.default if self.whole else UNKNOWN) for n, f in facts.items()} | {"id": row.get("id", "")}

    @property
    def people(self) -> dict[str, int]:
        """How many of each age."""
        return {group: len(rows) for group, rows in self.groups.items()}

    def by_mark(self) -> dict[str, dict[str, Any]]:
        """The people by the marks of the self-check."""
        return dict(zip(people_of({"people": self.people}), self.ordered, strict=True))

    def answers(self, where: Mapping[str, Any]) -> dict[str, Any]:
        """Every answer that is on file; what is wholly unknown is left out."""
        said = {part: self.say(part) for page in PAGES for part in page.parts if part not in ("where", "urgent", "kin")}
        return {"where": dict(where), "urgent": {"pick": "later"}} | {p: a for p, a in said.items() if not is_blank(a)}

    def say(self, part: str) -> Any:
        """One answer."""
        return getattr(self, f"say_{part}")()

    def say_people(self) -> Any:
        return self.people

    def say_ties(self) -> Any:
        relations = {row["relation"] for row in self.ordered}
        if UNKNOWN in relations:
            return {"pick": UNSURE}
        if relations <= {"self", "spouse", "child", "parent"}:
            return {"pick": "family"}
        return {"pick": "grand" if relations <= {"self", "spouse", "grandchild"} else UNSURE}

    def say_registration(self) -> Any:
        kind = self.house["registration"]
        others = {row["registration"] for row in self.ordered} - {"household", kind, UNKNOWN}
        return {"pick": UNSURE if kind is UNKNOWN or others else kind}

    def say_home(self) -> Any:
        if self.house["has_public_rental"] is True:
            return {"pick": "rental"}
        grade = self.house["house_grade"]
        said = {"A": "safe", "B": "safe", "C": "danger", "D": "danger", "none": "without"}
        return {"pick": UNSURE if grade is UNKNOWN else said[grade]}

    def say_receiving(self) -> Any:
        rows = [self.house, *self.ordered]
        for code in (*FAMILY_ROLLS, *PERSON_ROLLS, "orphan", "unattended_child"):
            wrong = self.ordered if code in FAMILY_ROLLS else [self.house]
            if any(row[f"receives_{code}"] is True for row in wrong):
                return {"picks": [UNSURE]}
        if not self.whole and all(row[f"receives_{code}"] is UNKNOWN for row in rows for code in FAMILY_ROLLS):
            return {"picks": [UNSURE]}
        ticked = [code for code in FAMILY_ROLLS if self.house[f"receives_{code}"] is True]
        ticked += [code for code in PERSON_ROLLS if self.anybody(f"receives_{code}")]
        ticked += ["children"] if self.anybody("receives_orphan") or self.anybody("receives_unattended_child") else []
        ticked += ["others"] if any(row[f"receives_{code}"] is True for row in rows for code in OTHER_ROLLS) else []
        ticked += ["watched"] if self.house["poverty_watch"] in ("monitored", "returned") else []
        return {"picks": ticked or [NONE]}

    def anybody(self, name: str) -> bool:
        """Whether a fact is true of one of them."""
        return any(row[name] is True for row in self.ordered)

    def rows(self, part: str, of: Callable[[Row], tuple[str, bool]]) -> Any:
        marks = self.by_mark()
        said = {mark: of(marks[mark]) for mark in about_whom(part, {"people": self.people})}
        return {"rows": {m: s[0] for m, s in said.items()}, "ticks": [m for m, s in said.items() if s[1]]}

    def say_work(self) -> Any:
        return self.rows("work", work_of)

    def say_school(self) -> Any:
        return self.rows("school", school_of)

    def say_health(self) -> Any:
        return self.rows("health", lambda row: health_of(row, self.day))

    def say_care(self) -> Any:
        return self.rows("care", care_of)

    def money(self, *kinds: str) -> Any:
        found = [row[f"income_{kind}"] for row in self.ordered for kind in kinds]
        return {"band": UNSURE} if UNKNOWN in found else {"sum": sum(found) // MONTHS}

    def say_wage(self) -> Any:
        return self.money("wage")

    def say_income(self) -> Any:
        other = self.money("other", *IN_OTHER_INCOME)
        return {"pension": self.money("basic_pension"), "allowance": self.money("old_age_allowance"), "other": other}

    def say_savings(self) -> Any:
        found = [self.house[name] for name in ("deposits", "securities", "insurance_cash_value")]
        return {"band": UNSURE} if UNKNOWN in found else {"sum": sum(found)}

    def say_things(self) -> Any:
        names = ("vehicles", "homes", "non_residential_property", "contracted_land")
        vehicles, homes, shops, land = (self.house[name] for name in names)
        if UNKNOWN in (vehicles, homes, shops, land):
            return {"picks": [UNSURE]}
        owned = {"car": vehicles > 0, "homes": homes > 1, "shop": shops > 0, "land": land}
        return {"picks": [code for code, there in owned.items() if there] or [NONE]}

    def say_costs(self) -> Any:
        names = {"medical": "medical_self_paid", "education": "education_public_rate", "rehabilitation": "rehabilitation"}
        said = {part: self.house[f"expense_{name}"] for part, name in names.items()}
        answer = {part: {"band": UNSURE} if fen is UNKNOWN else {"sum": fen} for part, fen in said.items()}
        bills = any(row["policy_range_self_pay"] not in (0, UNKNOWN) for row in self.ordered)
        return answer | ({"medical": {"band": UNSURE}} if bills and said["medical"] == 0 else {})

    def say_insured(self) -> Any:
        kinds = {row["insurance"] for row in self.ordered}
        return {"pick": UNSURE if len(kinds) > 1 or UNKNOWN in kinds else kinds.pop()}

    def say_happened(self) -> Any:
        ticked = ["disaster"] if self.house["disaster_kind"] not in ("none", UNKNOWN) else []
        ticked += [tick for tick, names in OTHERWISE.items() if any(map(self.otherwise, names))]
        open_still = not self.whole and self.house["disaster_kind"] is UNKNOWN
        return {"picks": ticked or [UNSURE if open_still else NONE]}

    def otherwise(self, name: str) -> bool:
        """Whether a fact of somebody is recorded and not as declared by default."""
        return any(row[name] not in (UNKNOWN, FACTS["member", name].default) for row in self.ordered)


def group_at(age: int) -> str:
    """The group of an age; whoever is older than anybody is with the oldest."""
    return next((group for group, (low, high) in AGES.items() if low <= age <= high), "oldest")


def is_blank(answer: Any) -> bool:
    """Whether an answer says nothing at all."""
    if not isinstance(answer, dict) or "rows" in answer:
        return "rows" in answer and set(answer["rows"].values()) <= {UNSURE} and not answer["ticks"]
    blank = ({"pick": UNSURE}, {"picks": [UNSURE]}, {"band": UNSURE})
    return answer in blank or bool(answer) and all(part in blank for part in answer.values())


def work_of(row: Row) -> tuple[str, bool]:
    """What a grown-up does."""
    works, unable, wants = row["works"], row["unable_to_work"], row["wants_work"]
    more = row["wants_training"] is True or row["wants_business"] is True
    paid = row["income_wage"] not in (0, UNKNOWN)
    if row["student"] not in ("none", UNKNOWN):
        idle = works is not True and not paid and unable is not True
        return ("study" if idle and row["student"] in ("senior", "vocational", "college") else UNSURE), False
    if works is UNKNOWN or (works and unable is True) or (not works and (paid or more)):
        return UNSURE, False
    if works:
        return ("more" if more else "works"), False
    if unable is True:
        return "unable", False
    return (UNSURE if UNKNOWN in (wants, unable) else "seeking" if wants else "home"), False


def school_of(row: Row) -> tuple[str, bool]:
    """How far a child is at school."""
    stage, boarding = row["student"], row["boarding"]
    if row["cannot_attend_school"] is True:
        return "kept", False
    if UNKNOWN in (stage, boarding) or stage == "none":
        return (NONE if stage == "none" else UNSURE), False
    if boarding and stage not in ("primary", "junior", "senior", "vocational"):
        return UNSURE, False
    return (f"{stage}_boarding" if boarding else stage), False


def health_of(row: Row, day: date) -> tuple[str, bool]:
    """The one card somebody has, one that has run out too, and a grave illness."""
    ill, grades = row["serious_illness"], {kind: row[f"disability_{kind}"] for kind in DISABILITY_KINDS}
    held = {kind: grade for kind, grade in grades.items() if grade != 0}
    until = row["disability_card_until"]
    if held and ill is not UNKNOWN and isinstance(until, date) and until < day:
        return "lapsed", ill
    if ill is UNKNOWN or len(held) > 1 or UNKNOWN in held.values():
        return UNSURE, ill is True
    if not held:
        return ("autism" if row["autism"] is True else NONE), ill
    ((kind, grade),) = held.items()
    return f"{kind}{grade}", ill


def care_of(row: Row) -> tuple[str, bool]:
    """How many of the six things somebody has to help with."""
    failed = row["care_items_failed"]
    return (UNSURE if failed is UNKNOWN else str(failed)), row["lives_without_carer"] is True
