"""A family of the roll held against the record (对账): new, the same, changed, or in conflict.

Natural keys: the ID number; name, birth and village without one; household, programme and person for a
payment. A roll never overrides a decision that was taken here, and never moves a person out of another
family.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from doudi.casework.rollbooks.families import NO_ROW, Family, Payment
from doudi.casework.rollbooks.rows import Entry
from doudi.kernel.masking import mask_name
from doudi.kernel.money import show_yuan

Outcome = Literal["new", "changed", "unchanged", "error"]
COMPARED: Final = ("phone", "account", "bank", "account_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody on the record, and the open household he or she belongs to."""

    pk: int
    name: str
    has_number: bool = True
    phone: str = ""
    account: str = ""
    bank: str = ""
    account_name: str = ""
    household: int | None = None
    head_name: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPayment:
    """A running award of a household (and person) for one programme."""

    case: int
    award: int | None
    monthly_fen: int
    imported: bool
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record knows about the people of a chunk."""

    by_number: Mapping[str, KnownPerson] = field(default_factory=dict)
    by_birth: Mapping[tuple[str, date, str], KnownPerson] = field(default_factory=dict)
    payments: Mapping[tuple[int, str, int | None], KnownPayment] = field(default_factory=dict)

    def person(self, entry: Entry) -> KnownPerson | None:
        """The person of a row, if the record has him or her."""
        if entry.id_number in self.by_number:
            return self.by_number[entry.id_number]
        alike = self.by_birth.get((entry.name, entry.birth, entry.area)) if entry.birth else None
        # Two ID numbers are two people, whatever their names.
        return None if alike and alike.has_number and entry.id_number else alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do with one family: who is new, who joins, what is paid, what comes out for every row."""

    family: Family
    outcomes: Mapping[int, Outcome]
    reasons: Mapping[int, str]
    household: int | None = None
    people: Mapping[int, KnownPerson] = field(default_factory=dict)
    joins: tuple[Entry, ...] = ()
    updates: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    new_payments: tuple[Payment, ...] = ()
    changed_payments: tuple[tuple[Payment, KnownPayment], ...] = ()

    @property
    def usable(self) -> bool:
        """Whether anything of the family is good."""
        return any(outcome != "error" for outcome in self.outcomes.values())


def judge(family: Family, known: Known) -> Plan:
    """The plan for one family. Pure: the same family and record give the same plan."""
    head = family.head
    if head is None:
        return _refused(family, {})
    people = {entry.number: found for entry in family.people if (found := known.person(entry))}
    known_head = people.get(head.number)
    fault = _other_person(head, known_head)
    if fault:
        return _refused(family, {head.number: fault})
    household = known_head.household if known_head else None
    if known_head and household is not None and not known_head.is_head and len(family.people) > 1:
        return _refused(family, {head.number: _other_family(known_head, None)})
    faults = dict(family.wrong)
    for entry in family.members:
        person = people.get(entry.number)
        fault = _other_person(entry, person) or _other_family(person, household)
        if fault:
            faults[entry.number] = fault
    return _planned(family, known, people, household, faults)


def _planned(
    family: Family,
    known: Known,
    people: Mapping[int, KnownPerson],
    household: int | None,
    faults: dict[int, str],
) -> Plan:
    new, changed, conflicts = _payments(family, known, people, household, faults)
    if conflicts:
        return _refused(family, dict.fromkeys(family.row_numbers, conflicts[0]))
    good = [entry for entry in family.people if entry.number not in faults]
    joins = tuple(entry for entry in good if not _belongs(people.get(entry.number), household))
    updates = {
        entry.number: differences
        for entry in good
        if entry.number in people and (differences := _differences(entry, people[entry.number]))
    }
    touched = {*updates, *(entry.number for entry in joins), *_rows_of(family, [each for each, _ in changed])}
    paid_anew = _rows_of(family, new)
    outcomes: dict[int, Outcome] = dict.fromkeys(faults, "error")
    for entry in good:
        if entry.number != NO_ROW:
            is_new = entry.number not in people or entry.number in paid_anew
            outcomes[entry.number] = (
                "new" if is_new else "changed" if entry.number in touched else "unchanged"
            )
    return Plan(
        family=family,
        outcomes=outcomes,
        reasons=faults,
        household=household,
        people=people,
        joins=joins,
        updates=updates,
        new_payments=tuple(new),
        changed_payments=tuple(changed),
    )


def _payments(
    family: Family,
    known: Known,
    people: Mapping[int, KnownPerson],
    household: int | None,
    faults: Mapping[int, str],
) -> tuple[list[Payment], list[tuple[Payment, KnownPayment]], list[str]]:
    """The payments that are new, those whose sum differs from an imported one, and conflicts with
    decisions.
    """
    new, changed, conflicts = [], [], []
    for payment in family.payments:
        running = _running(payment, known, people, household)
        if payment.person_row in faults:
            continue
        if running is None:
            new.append(payment)
        elif running.monthly_fen != payment.monthly_fen and running.imported:
            changed.append((payment, running))
        elif running.monthly_fen != payment.monthly_fen:
            conflicts.append(_decided_here(running))
    return new, changed, conflicts


def _running(
    payment: Payment, known: Known, people: Mapping[int, KnownPerson], household: int | None
) -> KnownPayment | None:
    if household is None:
        return None
    if payment.person_row is None:
        return known.payments.get((household, payment.programme, None))
    person = people.get(payment.person_row)
    return known.payments.get((household, payment.programme, person.pk)) if person else None


def _rows_of(family: Family, payments: list[Payment]) -> set[int]:
    """The rows that a payment is told on: the person's, or the family's first for the whole family."""
    first = min((entry.number for entry in family.people if entry.number != NO_ROW), default=NO_ROW)
    head = family.head.number if family.head and family.head.number != NO_ROW else first
    return {payment.person_row or head for payment in payments}


def _belongs(person: KnownPerson | None, household: int | None) -> bool:
    return person is not None and household is not None and person.household == household


def _other_person(entry: Entry, person: KnownPerson | None) -> str:
    if person is None or person.name == entry.name:
        return ""
    return f"这个身份证号在系统里是“{mask_name(person.name)}”，和名册上的姓名不一样，请核对。"


def _other_family(person: KnownPerson | None, household: int | None) -> str:
    if person is None or person.household is None or person.household == household:
        return ""
    if not person.head_name:
        return "这个人在系统里是别处另一户的，请先问那里，再核对。"
    return f"这个人在系统里是另一户（户主{mask_name(person.head_name)}）的，请先办分户或核对。"


def _decided_here(running: KnownPayment) -> str:
    if running.award is None:
        return f"这一户的同一项救助正在本系统办理（编号 {running.number}），名册不能导入。"
    return (
        f"这一户在本系统已经有决定（编号 {running.number}，每月 {show_yuan(running.monthly_fen)} 元），"
        "名册不能改，请走变更。"
    )


def _differences(entry: Entry, person: KnownPerson) -> dict[str, str]:
    said = {name: getattr(entry, name) for name in COMPARED}
    if not person.has_number:
        return {
            name: value
            for name, value in {**said, "id_number": entry.id_number}.items()
            if value and value != getattr(person, name, "")
        }
    return {name: value for name, value in said.items() if value and value != getattr(person, name)}


def _refused(family: Family, reasons: Mapping[int, str]) -> Plan:
    """Nothing of the family can be used; rows without a fault of their own say where the fault is."""
    told = dict(family.wrong)
    for number in family.row_numbers:
        if number in reasons:
            told[number] = "；".join(filter(None, (told.get(number, ""), reasons[number])))
        told.setdefault(number, "户主那一行有错，改好那一行这一户才能导入。")
    return Plan(family=family, outcomes=dict.fromkeys(told, "error"), reasons=told)
