"""What an invented family would truly answer: its whole document, and each answer read off it."""

from datetime import date
from typing import Any

from doudi.law import UNKNOWN, Document
from doudi.law.unknown import Unknown
from doudi.policy.decide import completed
from doudi.policy.facts import FACTS
from doudi.policy.lawbook import law_book
from doudi.www.selfcheck.next_question import parts_for
from doudi.www.selfcheck.on_file import OnFile
from doudi.www.selfcheck.questions import INFANTS, MINORS
from doudi.www.selfcheck.settles import ORDINARY

MONTHS, MOST_PEOPLE = 12, 9


class Family(OnFile):
    """A document as the law takes it, the people the family would count, and their answers."""

    def __init__(self, document: Document, day: date, sheet: Any) -> None:
        whole = completed(plain(document))
        self.values = law_book().values(whole, day=day, sheet=sheet)
        super().__init__(whole, lambda key: self.values.member(key).get("counted") is True, day, whole=True)

    def can_speak(self) -> bool:
        """Nobody unborn to the record, nobody very old at work, no child with an income: what the questions leave out."""
        young = [row for group in (MINORS, INFANTS) for row in self.groups[group]]
        incomes = [name for _, name in FACTS if name.startswith("income_") and name != "income_asked"]
        quiet = not any(row.get(name) not in (None, 0, False) for row in young for name in incomes)
        fine = self.known and bool(self.ordered) and all(count <= MOST_PEOPLE for count in self.people.values())
        return fine and quiet and not any(row["works"] or row["income_wage"] for row in self.groups["oldest"])

    def say_where(self) -> Any:
        return {"county": "370811", "town": "370811006"}

    def say_urgent(self) -> Any:
        return {"pick": "later"}

    def say_kin(self) -> Any:
        ids = {row["id"] for row in self.ordered}
        rows = [place for place, row in enumerate(self.document.supporters) if row["of"] in ids]
        if not rows:
            return {"pick": "nobody"}
        given = [self.values.supporter(place).get("support_month") for place in rows]
        return {"pick": "unable" if all(not isinstance(fen, Unknown) and fen == 0 for fen in given) else "able"}


def plain(document: Document) -> Document:
    """The ordinary case where nothing is asked, sums that are whole by the month, and the event that costs are."""
    def row(entity: str, said: Any) -> dict[str, Any]:
        kept = {n: v for n, v in said.items() if (entity, n) not in ORDINARY or n.startswith("income_")}
        return {n: v // MONTHS * MONTHS if n.startswith("income_") and type(v) is int else v for n, v in kept.items()}

    house, event = row("household", document.household), {}
    medical, school = (house.get(f"expense_{n}", 0) for n in ("medical_self_paid", "education_public_rate"))
    if UNKNOWN not in (medical, school):
        event = {"event_kind": "disease" if medical else "education" if school else "none",
                 "event_self_paid_12m": medical, "event_education_self_paid": school}
    members = tuple(row("member", member) | {"id": member["id"]} for member in document.members)
    return Document(house | event, members, document.supporters)


def walk(family: Family, next_question: Any, day: date, sheet: Any) -> dict[str, Any]:
    """The whole self-check of a family with its true answers."""
    draft: dict[str, Any] = {"answers": {}, "asked": []}
    while code := next_question(draft, day, sheet):
        assert code not in draft["asked"], f"{code} is asked twice"
        for part in parts_for(code, draft["answers"]):
            draft["answers"][part] = family.say(part)
        draft["asked"].append(code)
    return draft
