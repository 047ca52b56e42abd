"""What an invented family would truly answer: its whole document, and each answer read off it."""

from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Document
from doudi.law.unknown import Unknown
from doudi.policy.decide import completed
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.policy.lawbook import law_book
from doudi.www.selfcheck.answers import people_of
from doudi.www.selfcheck.next_question import about_whom, parts_for
from doudi.www.selfcheck.questions import AGES, INFANTS, MINORS, NONE, UNSURE
from doudi.www.selfcheck.settles import IN_OTHER_INCOME, ORDINARY

MONTHS = 12


class Family:
    """A document as the law takes it, the people the family would count, and their answers."""

    def __init__(self, document: Document, day: date, sheet: Any) -> None:
        self.day = day
        self.document = completed(plain(document))
        book = law_book()
        values = book.values(self.document, day=day, sheet=sheet)
        counted = [m for m in self.document.members if values.member(m["id"]).get("counted") is True]
        self.known = all(isinstance(m.get("birth"), date) for m in self.document.members)
        self.groups: dict[str, list[dict[str, Any]]] = {group: [] for group in AGES}
        for member in counted if self.known else ():
            self.groups[group_at(age_on(member["birth"], day))].append(member)
        self.ordered = [member for group in AGES for member in self.groups[group]]
        self.values = values

    @property
    def people(self) -> dict[str, int]:
        return {group: len(members) for group, members in self.groups.items()}

    def by_mark(self) -> dict[str, dict[str, Any]]:
        return dict(zip(people_of({"people": self.people}), self.ordered, strict=True))

    def can_speak(self) -> bool:
        """Nobody unborn to the record, nobody very old at work, no child with an income: what the questions leave out."""
        grown = [m for group in AGES if group not in (MINORS, INFANTS) for m in self.groups[group]]
        young = [m for m in self.ordered if m not in grown]
        incomes = [name for _, name in FACTS if name.startswith("income_") and name != "income_asked"]
        fine = self.known and bool(self.ordered) and all(count < 10 for count in self.people.values())
        quiet = not any(m.get(name) not in (None, 0, False) for m in young for name in incomes)
        return fine and quiet and not any(m.get("works") or m.get("income_wage") for m in self.groups["oldest"])

    def say(self, part: str) -> Any:
        return getattr(self, f"say_{part}")()

    def say_where(self) -> Any:
        return {"county": "370811", "town": "370811006"}

    def say_urgent(self) -> Any:
        return {"pick": "later"}

    def say_people(self) -> Any:
        return self.people

    def say_ties(self) -> Any:
        relations = {m["relation"] for m in self.ordered}
        if relations <= {"self", "spouse", "child", "parent"}:
            return {"pick": "family"}
        return {"pick": "grand" if relations <= {"self", "spouse", "grandchild"} else UNSURE}

    def say_registration(self) -> Any:
        kind = self.document.household.get("registration", UNKNOWN)
        others = {m.get("registration", "household") for m in self.ordered} - {"household", kind}
        return {"pick": UNSURE if kind is UNKNOWN or others else kind}

    def say_home(self) -> Any:
        house = self.document.household
        if house.get("has_public_rental"):
            return {"pick": "rental"}
        grade = house.get("house_grade", UNKNOWN)
        said = {"A": "safe", "B": "safe", "C": "danger", "D": "danger", "none": "without"}
        return {"pick": UNSURE if grade is UNKNOWN else said[grade]}

    def say_receiving(self) -> Any:
        house = self.document.household
        rolls = [code for code in ("subsistence", "low_income", "rigid_expenditure") if house.get(f"receives_{code}")]
        if any(m.get(f"receives_{code}") for m in self.document.members for code in ("subsistence", "low_income", "rigid_expenditure")):
            return {"picks": [UNSURE]}
        if any(house.get(f"receives_{code}") for code in ("extreme_hardship", "single_person", "orphan", "unattended_child")):
            return {"picks": [UNSURE]}
        held = {name for m in self.document.members for name, value in m.items() if name.startswith("receives_") and value is True}
        rolls += [code for code in ("single_person", "extreme_hardship") if f"receives_{code}" in held]
        rolls += ["children"] if held & {"receives_orphan", "receives_unattended_child"} else []
        others = {f"receives_{c}" for c in ("preferential_treatment", "unemployment_benefit", "unemployment_assistance", "illness_poverty")}
        rolls += ["others"] if held & others or any(house.get(name) for name in others) else []
        rolls += ["watched"] if house.get("poverty_watch", "none") != "none" else []
        return {"picks": rolls or [NONE]}

    def rows(self, part: str, of: Any) -> Any:
        marks = self.by_mark()
        about = about_whom(part, {"people": self.people})
        said = {mark: of(marks[mark]) for mark in about}
        return {"rows": {m: s[0] for m, s in said.items()}, "ticks": [m for m, s in said.items() if s[1]]}

    def say_work(self) -> Any:
        return self.rows("work", work_of)

    def say_school(self) -> Any:
        return self.rows("school", school_of)

    def say_health(self) -> Any:
        return self.rows("health", health_of)

    def say_care(self) -> Any:
        return self.rows("care", care_of)

    def money(self, *kinds: str) -> Any:
        found = [m.get(f"income_{kind}", 0) for m in self.ordered for kind in kinds]
        return {"band": UNSURE} if UNKNOWN in found else {"sum": sum(found) // MONTHS}

    def say_wage(self) -> Any:
        return self.money("wage")

    def say_income(self) -> Any:
        return {
            "pension": self.money("basic_pension"),
            "allowance": self.money("old_age_allowance"),
            "other": self.money("other", *IN_OTHER_INCOME),
        }

    def say_savings(self) -> Any:
        found = [self.document.household.get(n, 0) for n in ("deposits", "securities", "insurance_cash_value")]
        return {"band": UNSURE} if UNKNOWN in found else {"sum": sum(found)}

    def say_things(self) -> Any:
        house = self.document.household
        if UNKNOWN in [house.get(n, 0) for n in ("vehicles", "homes", "non_residential_property", "contracted_land")]:
            return {"picks": [UNSURE]}
        ticked = ["car"] if house.get("vehicles", 0) > 0 else []
        ticked += ["homes"] if house.get("homes", 0) > 1 else []
        ticked += ["shop"] if house.get("non_residential_property", 0) else []
        return {"picks": ticked + (["land"] if house.get("contracted_land") else []) or [NONE]}

    def say_costs(self) -> Any:
        house = self.document.household
        names = {"medical": "medical_self_paid", "education": "education_public_rate", "rehabilitation": "rehabilitation"}
        said = {part: house.get(f"expense_{name}", 0) for part, name in names.items()}
        answer = {part: {"band": UNSURE} if fen is UNKNOWN else {"sum": fen} for part, fen in said.items()}
        bills = any(m.get("policy_range_self_pay", 0) not in (0,) for m in self.ordered)
        return answer | ({"medical": {"band": UNSURE}} if bills and said["medical"] == 0 else {})

    def say_insured(self) -> Any:
        kinds = {m.get("insurance", UNKNOWN) for m in self.ordered}
        return {"pick": UNSURE if len(kinds) > 1 or UNKNOWN in kinds else kinds.pop()}

    def say_kin(self) -> Any:
        ids = {m["id"] for m in self.ordered}
        rows = [i for i, s in enumerate(self.document.supporters) if s["of"] in ids]
        if not rows:
            return {"pick": "nobody"}
        given = [self.values.supporter(i).get("support_month") for i in rows]
        return {"pick": "unable" if all(not isinstance(fen, Unknown) and fen == 0 for fen in given) else "able"}

    def say_happened(self) -> Any:
        members, house = self.ordered, self.document.household
        facts = {
            "hospital": ("needs_hospital", "emergency_patient", "epidemic_patient", "cannot_pay_hospital"),
            "orphan": ("orphan", "parents_cannot_care", "child_harmed", "raised_in_institution"),
            "away": ("left_by",), "law": ("legal_matter", "judicial_case", "barred_from_relief"),
            "cancer": ("two_cancer",), "injury": ("injury_nursing",), "refused": ("refused_jobs",),
        }
        ticked = ["disaster"] if house.get("disaster_kind", "none") != "none" else []
        for tick, names in facts.items():
            if any(m.get(n, FACTS["member", n].default) != FACTS["member", n].default for m in members for n in names):
                ticked.append(tick)
        return {"picks": ticked or [NONE]}


def group_at(age: int) -> str:
    return next(group for group, (low, high) in AGES.items() if low <= age <= high)


def plain(document: Document) -> Document:
    """The ordinary case where nothing is asked, sums that are whole by the month, and the event that costs are."""
    def row(entity: str, said: Any) -> dict[str, Any]:
        kept = {n: v for n, v in said.items() if (entity, n) not in ORDINARY or n.startswith("income_")}
        return {n: v // MONTHS * MONTHS if n.startswith("income_") and type(v) is int else v for n, v in kept.items()}

    house = row("household", document.household)
    medical, school = (house.get(f"expense_{n}", 0) for n in ("medical_self_paid", "education_public_rate"))
    if medical is UNKNOWN or school is UNKNOWN:
        event = {}
    else:
        event = {"event_kind": "disease" if medical else "education" if school else "none"}
        event |= {"event_self_paid_12m": medical, "event_education_self_paid": school}
    members = tuple(row("member", m) | {"id": m["id"]} for m in document.members)
    return Document(house | event, members, document.supporters)


def work_of(member: Any) -> tuple[str, bool]:
    works, unable = member.get("works", False), member.get("unable_to_work", False)
    more = member.get("wants_training", False) or member.get("wants_business", False)
    wants = member.get("wants_work", UNKNOWN)
    paid = member.get("income_wage", 0) != 0
    if member.get("student", "none") != "none":
        return (UNSURE if works or paid or unable or member["student"] not in ("senior", "vocational", "college") else "study"), False
    if (works and unable) or (not works and (paid or more)):
        return UNSURE, False
    if works:
        return ("more" if more else "works"), False
    if unable:
        return "unable", False
    return (UNSURE if wants is UNKNOWN else "seeking" if wants else "home"), False


def school_of(member: Any) -> tuple[str, bool]:
    stage = member.get("student", "none")
    if member.get("cannot_attend_school", False) is True:
        return "kept", False
    if stage == "none":
        return NONE, False
    boarding = member.get("boarding", False)
    return (f"{stage}_boarding" if boarding and stage in ("primary", "junior", "senior", "vocational") else UNSURE if boarding else stage), False


def health_of(member: Any) -> tuple[str, bool]:
    ill = member.get("serious_illness", False)
    grades = {kind: member.get(f"disability_{kind}", 0) for kind in DISABILITY_KINDS}
    held = {kind: grade for kind, grade in grades.items() if grade != 0}
    if ill is UNKNOWN or len(held) > 1 or UNKNOWN in held.values():
        return UNSURE, ill is True
    if not held:
        return ("autism" if member.get("autism") else NONE), ill
    ((kind, grade),) = held.items()
    return f"{kind}{grade}", ill


def care_of(member: Any) -> tuple[str, bool]:
    failed = member.get("care_items_failed", 0)
    return (UNSURE if failed is UNKNOWN else str(failed)), bool(member.get("lives_without_carer", False))


def walk(family: Family, next_question: Any, day: date, sheet: Any) -> dict[str, Any]:
    """The whole self-check of a family with its true answers."""
    draft: dict[str, Any] = {"answers": {}, "asked": []}
    while code := next_question(draft, day, sheet):
        assert code not in draft["asked"], f"{code} is asked twice"
        for part in parts_for(code, draft["answers"]):
            draft["answers"][part] = family.say(part)
        draft["asked"].append(code)
    return draft
