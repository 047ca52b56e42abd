"""Good families are written (落库): people, households, facts, the taken-over case and its payment, in
bulk.

Everything happens in the caller's transaction. No determination is made up: the decision says that it
was taken before this system, and the yearly re-check looks at the family again (57号 第三十一条).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from doudi.casework import awarding, lifecycle
from doudi.casework.actions.intake import numbers
from doudi.casework.limits import limit_of, sheet_of
from doudi.casework.models import Application, Award, Case, Decision, ReviewDue
from doudi.casework.programme import programme
from doudi.casework.rollbooks.families import Payment
from doudi.casework.rollbooks.record import KnownPayment, Plan
from doudi.casework.rollbooks.rows import Entry
from doudi.kernel.days import Month, add_months
from doudi.people.actions.facts import made_fact
from doudi.people.models import Fact, Household, Membership, Person
from doudi.people.names import pinyin_of

_FIELDS: Final = {
    "phone": "phone",
    "account": "account_number",
    "bank": "account_bank",
    "account_name": "account_name",
    "id_number": "id_number",
}
_COUNTY = 6
TAKEN_OVER: Final = "本系统启用前已经审核确认，按在册名册接续。"
CORRECTED: Final = "按新的在册名册更正月保障金。"


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who writes, when, from which month on we pay, and the due days of re-checks already worked out."""

    by: Any
    at: datetime
    day: date
    first_month: Month
    source: str
    payer_of: Callable[[str], str]
    due_days: dict[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """What came of one plan: the household, and the person of every row (by row number)."""

    plan: Plan
    household: Household
    persons: dict[int, Person]


def write(plans: Sequence[Plan], scribe: Scribe) -> list[Written]:
    """Write all usable plans of a chunk."""
    written = _people(plans, scribe)
    _facts(written, scribe)
    _take_over(written, scribe)
    for each in written:
        for payment, running in each.plan.changed_payments:
            _correct(each, payment, running, scribe)
    return written


def _people(plans: Sequence[Plan], scribe: Scribe) -> list[Written]:
    """Persons, households and memberships: known ones fetched and brought up to date, new ones made."""
    known = Person.objects.in_bulk({person.pk for plan in plans for person in plan.people.values()})
    files = Household.objects.in_bulk({plan.household for plan in plans if plan.household is not None})
    written = [_one(plan, known, files, scribe) for plan in plans]
    Person.objects.bulk_create(
        [person for each in written for person in each.persons.values() if person.pk is None]
    )
    Household.objects.bulk_create([each.household for each in written if each.household.pk is None])
    Membership.objects.bulk_create(
        [
            Membership(
                household=each.household,
                person=each.persons[entry.number],
                valid_from=scribe.day,
                relation="self" if entry is each.plan.family.head else entry.relation,
                recorded_at=scribe.at,
            )
            for each in written
            for entry in each.plan.joins
        ]
    )
    _update(written)
    return written


def _one(plan: Plan, known: Mapping[int, Person], files: Mapping[int, Household], scribe: Scribe) -> Written:
    head = plan.family.head
    persons = {}
    for entry in plan.family.people:
        if plan.outcomes.get(entry.number) != "error":
            found = plan.people.get(entry.number)
            persons[entry.number] = known[found.pk] if found else _person(entry, scribe)
    household = (
        files[plan.household]
        if plan.household is not None
        else Household(
            area=head.area,
            address=head.address,
            registration=head.registration,
            opened_on=scribe.day,
            created_at=scribe.at,
        )
    )
    return Written(plan, household, persons)


def _person(entry: Entry, scribe: Scribe) -> Person:
    pinyin, initials = pinyin_of(entry.name)
    return Person(
        id_number=entry.id_number or None,
        name=entry.name,
        pinyin=pinyin,
        initials=initials,
        sex=entry.sex,
        birth=entry.birth,
        phone=entry.phone,
        account_number=entry.account,
        account_bank=entry.bank,
        account_name=entry.account_name,
        area=entry.area,
        address=entry.address,
        registration=entry.registration,
        created_at=scribe.at,
    )


def _update(written: Sequence[Written]) -> None:
    changed = []
    for each in written:
        for number, values in each.plan.updates.items():
            person = each.persons[number]
            for name, value in values.items():
                setattr(person, _FIELDS[name], value)
            changed.append(person)
    if changed:
        Person.objects.bulk_update(changed, list(_FIELDS.values()))


def _facts(written: Sequence[Written], scribe: Scribe) -> None:
    """What the roll says beyond the money; a fact that an earlier roll told in the same words is not
    told twice.
    """
    told = {
        "as_of": scribe.day,
        "source": "imported",
        "office": scribe.source,
        "by": scribe.by,
        "at": scribe.at,
    }
    rows = []
    for each in written:
        rows += [
            made_fact(subject=each.persons[entry.number], name=name, value=value, **told)
            for entry in each.plan.family.people
            if entry.number in each.persons
            for name, value in entry.facts.items()
        ]
    persons = {row.person_id for row in rows if row.person_id}
    known = {
        (fact.person_id, fact.name, str(fact.value))
        for fact in Fact.objects.filter(
            person__in=persons, source="imported", retracted_at__isnull=True
        ).order_by("id")
    }
    Fact.objects.bulk_create([row for row in rows if (row.person_id, row.name, str(row.value)) not in known])


def _take_over(written: Sequence[Written], scribe: Scribe) -> None:
    """Application, case, decision, award and re-check for every payment that is not yet on file."""
    new = [(each, payment) for each in written for payment in each.plan.new_payments]
    if not new:
        return
    cases = _cases(new, scribe)
    decisions = Decision.objects.bulk_create(
        [_decision(case, payment, scribe) for case, (_, payment) in zip(cases, new, strict=True)]
    )
    awards = Award.objects.bulk_create(
        [
            _award(case, decision, payment, scribe)
            for case, decision, (_, payment) in zip(cases, decisions, new, strict=True)
        ]
    )
    ReviewDue.objects.bulk_create(
        [_review(award, payment, scribe) for award, (_, payment) in zip(awards, new, strict=True)]
    )


def _cases(new: Sequence[tuple[Written, Payment]], scribe: Scribe) -> list[Case]:
    applications = Application.objects.bulk_create(
        [
            _application(each, payment, number, scribe)
            for (each, payment), number in zip(new, numbers(scribe.day, len(new)), strict=True)
        ]
    )
    cases = [
        Case(
            number=f"{application.number}-1",
            application=application,
            programme=payment.programme,
            household=each.household,
            person=_for_whom(each, payment),
            area=each.household.area,
        )
        for (each, payment), application in zip(new, applications, strict=True)
    ]
    lifecycle.take_over(cases, by=scribe.by, at=scribe.at)
    return cases


def _decision(case: Case, payment: Payment, scribe: Scribe) -> Decision:
    """What was decided elsewhere, with its own start; nothing is determined anew."""
    return Decision(
        case=case,
        result="confirm",
        level="county",
        amount_fen=payment.monthly_fen,
        reason_text=TAKEN_OVER,
        from_month=payment.from_month,
        by=scribe.by,
        at=scribe.at,
    )


def _application(each: Written, payment: Payment, number: str, scribe: Scribe) -> Application:
    whom = _for_whom(each, payment)
    head = each.persons.get(each.plan.family.head.number)
    key = f"roll:{each.household.pk}:{payment.programme}:{whom.pk if whom else ''}:{number}"
    return Application(
        number=number,
        household=each.household,
        applicant=head or whom,
        channel="import",
        programmes=[payment.programme],
        submitted_at=scribe.at,
        submitted_by=scribe.by,
        idempotency_key=key,
    )


def _for_whom(each: Written, payment: Payment) -> Person | None:
    return None if payment.person_row is None else each.persons[payment.person_row]


def _award(case: Case, decision: Decision, payment: Payment, scribe: Scribe, previous: Any = None) -> Award:
    """Paid from the first month of this system on: what was paid before is neither arrears nor ours."""
    return Award(
        case=case,
        household_id=case.household_id,
        person_id=case.person_id,
        programme=case.programme,
        area=case.area,
        payer=scribe.payer_of(case.area),
        monthly_fen=payment.monthly_fen,
        parts={"care": payment.care_fen} if payment.care_fen else {},
        members=payment.members,
        from_month=max(payment.from_month, scribe.first_month),
        decision=decision,
        previous=previous,
    )


def _review(award: Award, payment: Payment, scribe: Scribe) -> ReviewDue:
    """The next anniversary of the start, so that a whole county does not fall due on one day."""
    key = award.programme, award.area[:_COUNTY]
    if key not in scribe.due_days:
        limit = programme(award.programme).limits.get("review_yearly")
        found = limit_of(sheet_of(scribe.day, award.area), limit, "months") if limit else None
        scribe.due_days[key] = found.length if found else None
    months = scribe.due_days[key]
    due = None
    if months:
        passed = max(0, (Month.of(scribe.day) - payment.from_month) // months)
        due = add_months(payment.from_month.first, months * (passed + 1))
    return ReviewDue(
        case_id=award.case_id,
        award=award,
        area=award.area,
        review_class="yearly",
        due_on=due,
        uncovered=due is None,
        started_on=scribe.day,
    )


def _correct(each: Written, payment: Payment, running: KnownPayment, scribe: Scribe) -> None:
    """Another sum on a later roll: the imported award ends and another follows; no amount is edited."""
    old = Award.objects.select_related("case").get(pk=running.award)
    decision = Decision.objects.create(
        case=old.case,
        result="change",
        level="county",
        amount_fen=payment.monthly_fen,
        reason_text=CORRECTED,
        from_month=scribe.first_month,
        by=scribe.by,
        at=scribe.at,
    )
    awarding.supersede(old, last=scribe.first_month + -1, because="changed", decision=decision)
    award = _award(old.case, decision, payment, scribe, previous=old)
    award.from_month = scribe.first_month
    award.save(force_insert=True)
    ReviewDue.objects.filter(case=old.case, award=old, done_at__isnull=True).update(award=award)
