"""What is known of a household, as of a day and as seen at a moment; finding persons and files.

`document` is what the law is asked with; `facts_of` is what a page shows: every fact with its source and
date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from doudi.law.document import Document, decode_value
from doudi.law.facts import UNKNOWN
from doudi.offices.reads import Jurisdiction
from doudi.people.finding import Found, find
from doudi.people.models import Consent, Fact, Household, Membership, Paper, Person, Supporter
from doudi.people.models.households import RELATIONS
from doudi.people.models.knowledge import SOURCES
from doudi.people.numbers import person_of
from doudi.people.storing import content_of
from doudi.policy.facts import FACTS

RELATION_NAMES, SOURCE_NAMES = dict(RELATIONS), dict(SOURCES)
# Of two facts as of the same day the one that was looked into counts before the one that was only said.
RANK = {"imported": 0, "declared": 1, "visited": 2, "verified": 3}
VERIFICATION = "verification"
# Whoever has told of one of these has been asked about the family's property.
PROPERTY = frozenset({"deposits", "securities", "insurance_cash_value", "vehicles", "homes"})


@dataclass(frozen=True)
class Other:
    """What another source says of the same fact, where it says something else."""

    value: Any
    source_name: str
    as_of: date


@dataclass(frozen=True)
class Known:
    """One fact as it stands: whose, what, since when, on whose word, and whether it is still fresh."""

    id: int
    entity: str
    subject: str
    name: str
    label: str
    value: Any
    as_of: date
    source: str
    source_name: str
    office: str
    recorded_at: datetime
    recorded_by: str
    fresh: bool
    earlier: int
    others: tuple[Other, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """One household's rows on a day, read once; the law's document and the page's facts are made from
    them."""

    household: Household
    day: date
    members: list[Membership]
    supporters: list[Supporter]
    facts: list[Fact]
    consents: list[Consent]


def during(day: date, seen_at: datetime | None = None) -> Q:
    """Rows with a period that hold on the day, as far as was known at that moment."""
    if seen_at is None:
        return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    still_open = Q(valid_until__isnull=True) | Q(valid_until__gt=day) | Q(ended_at__gt=seen_at)
    return Q(valid_from__lte=day, recorded_at__lte=seen_at) & still_open


def members(household: Household, day: date, seen_at: datetime | None = None) -> list[Membership]:
    """Who belongs to the household on a day, the applicant first."""
    rows = Membership.objects.filter(during(day, seen_at), household=household).select_related(
        "person__guardian", "person__payee")
    return sorted(rows, key=lambda row: (row.relation != "self", row.id))


def supporters(household: Household, day: date, seen_at: datetime | None = None) -> list[Supporter]:
    """Who outside owes its members support on a day."""
    rows = Supporter.objects.filter(during(day, seen_at), household=household)
    return list(rows.select_related("supported").order_by("id"))


def bundle(household: Household, day: date, seen_at: datetime | None = None) -> Bundle:
    """Everything that stands of a household on a day, as seen at a moment (now, if none is given). Four
    queries."""
    people, outside = members(household, day, seen_at), supporters(household, day, seen_at)
    facts = list(_facts(household, people, outside, day, seen_at).select_related("recorded_by"))
    return Bundle(household, day, people, outside, facts, list(_signed(household, day, seen_at)))


def document(household: Household, day: date, seen_at: datetime | None = None) -> Document:
    """The household on a day as the law reads it, as seen at a moment (now, if none is given). Four
    queries."""
    return document_of(bundle(household, day, seen_at))


def document_of(known: Bundle) -> Document:
    """The law's document of rows already read. No query."""
    household, standing = known.household, _standing(known.facts)
    signed = {consent.person_id for consent in known.consents}
    told = _values(standing, "household", household.pk)
    own = {"area": household.area, "registration": household.registration,
           "property_asked": not PROPERTY.isdisjoint(told), **told}
    return Document(
        own,
        tuple(_member(row, standing, row.person_id in signed) for row in known.members),
        tuple(_supporter(row, standing) for row in known.supporters))


def _member(row: Membership, known: Mapping[tuple[str, int, str], Fact], signed: bool) -> dict[str, Any]:
    person = row.person
    told: dict[str, Any] = {"id": str(person.pk), "relation": row.relation, "birth": person.birth or UNKNOWN,
                            "sex": person.sex or UNKNOWN, "authorised": signed}
    if person.registration:
        told["registration"] = person.registration
    values = _values(known, "person", person.pk)
    # Nobody's silence is an income of zero: what was never asked is missing, and the answer says so.
    told["income_asked"] = any(name.startswith("income_") for name in values)
    return told | values


def _supporter(row: Supporter, known: Mapping[tuple[str, int, str], Fact]) -> dict[str, Any]:
    return {"id": f"s{row.pk}", "of": str(row.supported_id), "relation": row.relation,
            **_values(known, "supporter", row.pk)}


def _facts(household: Household, people: Iterable[Membership], outside: Iterable[Supporter], day: date,
           seen_at: datetime | None) -> QuerySet[Fact]:
    subjects = Q(household=household) | Q(person__in=[row.person_id for row in people])
    subjects |= Q(supporter__in=[row.pk for row in outside])
    holds = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    if seen_at is None:
        seen = Q(retracted_at__isnull=True)
    else:
        seen = Q(recorded_at__lte=seen_at) & (Q(retracted_at__isnull=True) | Q(retracted_at__gt=seen_at))
    return Fact.objects.filter(subjects, holds, seen)


def _subject(fact: Fact) -> tuple[str, int]:
    for column in ("person", "household", "supporter"):
        key = getattr(fact, f"{column}_id")
        if key is not None:
            return column, key
    raise AssertionError("the database lets no fact be without a subject")


def _weight(fact: Fact) -> tuple[date, int, datetime, int]:
    return fact.as_of, RANK[fact.source], fact.recorded_at, fact.pk


def _standing(facts: Iterable[Fact]) -> dict[tuple[str, int, str], Fact]:
    standing: dict[tuple[str, int, str], Fact] = {}
    for fact in facts:
        key = (*_subject(fact), fact.name)
        if key not in standing or _weight(fact) > _weight(standing[key]):
            standing[key] = fact
    return standing


def _values(known: Mapping[tuple[str, int, str], Fact], column: str, key: int) -> dict[str, Any]:
    return {fact.name: decode_value(fact.value) for (kind, subject, _), fact in known.items()
            if (kind, subject) == (column, key)}


def _signed(household: Household, day: date, seen_at: datetime | None) -> QuerySet[Consent]:
    consents = Consent.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        household=household,
        scope=VERIFICATION,
        valid_from__lte=day,
    )
    if seen_at is None:
        consents = consents.filter(withdrawn_at__isnull=True)
    else:
        consents = consents.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=seen_at), given_at__lte=seen_at
        )
    return consents.order_by("id")


def facts_of(household: Household, day: date, seen_at: datetime | None = None) -> list[Known]:
    """Every fact that stands on the day, with source and date, in the order in which it is asked. Four
    queries."""
    return facts_in(bundle(household, day, seen_at))


def facts_in(known: Bundle) -> list[Known]:
    """The facts that stand among rows already read, each with what other sources say differently. No
    query."""
    told: dict[tuple[str, int, str], list[Fact]] = {}
    for row in known.facts:
        told.setdefault((*_subject(row), row.name), []).append(row)
    order = {key: place for place, key in enumerate(FACTS)}
    # As the family stands, and not as numbers are written: person 100 is not before person 99.
    seat = {str(row.person_id): place for place, row in enumerate(known.members)}
    seat |= {f"s{row.pk}": len(seat) + place for place, row in enumerate(known.supporters)}
    standing = [_known(fact, key, told[key], known.day) for key, fact in _standing(known.facts).items()]
    return sorted(standing, key=lambda each: (order[each.entity, each.name], seat.get(each.subject, -1)))


def _known(fact: Fact, key: tuple[str, int, str], told: list[Fact], day: date) -> Known:
    column, subject, name = key
    entity = "member" if column == "person" else column
    declared = FACTS[entity, name]
    lasts = declared.fresh_days
    return Known(
        id=fact.pk,
        entity=entity,
        subject=f"s{subject}" if entity == "supporter" else str(subject),
        name=name,
        label=declared.label,
        value=decode_value(fact.value),
        as_of=fact.as_of,
        source=fact.source,
        source_name=SOURCE_NAMES[fact.source],
        office=fact.office,
        recorded_at=fact.recorded_at,
        recorded_by=fact.recorded_by.name if fact.recorded_by else "",
        fresh=lasts is None or fact.as_of + timedelta(days=lasts) >= day,
        earlier=len(told) - 1,
        others=_others(fact, told),
    )


def _others(standing: Fact, told: list[Fact]) -> tuple[Other, ...]:
    # The newest word of each other source, where it differs from what stands.
    newest: dict[str, Fact] = {}
    for fact in sorted(told, key=_weight):
        if fact.source != standing.source:
            newest[fact.source] = fact
    return tuple(Other(decode_value(fact.value), SOURCE_NAMES[fact.source], fact.as_of)
                 for fact in newest.values() if fact.value != standing.value)


def history_of(subject: Household | Person | Supporter, name: str) -> QuerySet[Fact]:
    """Everything ever recorded of one fact of one subject, newest first, retracted ones too."""
    column = type(subject).__name__.lower()
    return (
        Fact.objects.filter(**{column: subject}, name=name)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-id")
    )


def fact(fact_id: int) -> Fact | None:
    """One recorded fact."""
    return Fact.objects.filter(pk=fact_id).first()


def person(person_id: int) -> Person | None:
    """One person; the caller has asked whether it may be seen."""
    return Person.objects.filter(pk=person_id).first()


def person_on_file(household: Household, person_id: int) -> Person | None:
    """A person whom a file is about: a member now or once, or somebody who speaks or is paid for one."""
    members = Membership.objects.filter(household=household)
    wards = Person.objects.filter(pk__in=members.values("person"))
    about = Q(pk__in=members.values("person")) | Q(pk__in=wards.values("guardian")) | Q(pk__in=wards.values("payee"))
    return Person.objects.filter(about, pk=person_id).first()


def person_numbered(id_number: str) -> Person | None:
    """The person of an 18-digit ID number, wherever he is on record."""
    return person_of(id_number)


def household(household_id: int, jurisdiction: Jurisdiction | None = None) -> Household | None:
    """One household; with a jurisdiction only if it lies inside."""
    rows = Household.objects.filter(pk=household_id)
    return (rows if jurisdiction is None else rows.filter(jurisdiction.within("area"))).first()


def household_of(person: Person, day: date) -> Household | None:
    """The household a person belongs to on a day."""
    # One membership must be both this person's and in force: two chained filters could meet two of them.
    present = Membership.objects.filter(during(day), person=person)
    return Household.objects.filter(memberships__in=present).first()


def continued_in(household: Household) -> list[Household]:
    """The files in which a closed one goes on (接续的档案)."""
    after = Q(predecessor=household) | Q(pk=household.merged_into_id)
    return list(Household.objects.filter(after).order_by("id"))


def households(jurisdiction: Jurisdiction, day: date | None = None) -> QuerySet[Household]:
    """The files within a jurisdiction, with members and their persons at hand."""
    rows = Household.objects.filter(jurisdiction.within("area"))
    if day is not None:
        rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)
    present = Membership.objects.select_related("person").order_by("id")
    if day is not None:
        present = present.filter(during(day))
    return rows.prefetch_related(Prefetch("memberships", queryset=present)).order_by("id")


def consents(household: Household) -> QuerySet[Consent]:
    """Every consent of the household, newest first."""
    return Consent.objects.filter(household=household).select_related("person").order_by("-given_at", "-id")


def consent(consent_id: int) -> Consent | None:
    """One consent."""
    return Consent.objects.filter(pk=consent_id).select_related("person", "household").first()


def papers(household: Household, kind: str = "") -> QuerySet[Paper]:
    """The papers of a household that were not removed, oldest first."""
    rows = Paper.objects.filter(household=household, removed_at__isnull=True).select_related("person")
    return (rows.filter(kind=kind) if kind else rows).order_by("id")


def paper(paper_id: int, household: Household | None = None) -> Paper | None:
    """One paper, of this household if one is given."""
    rows = Paper.objects.filter(pk=paper_id, removed_at__isnull=True).select_related("household", "person")
    return (rows if household is None else rows.filter(household=household)).first()


def paper_content(paper: Paper) -> bytes:
    """The bytes of a paper."""
    return content_of(paper.sha256)


def is_empty() -> bool:
    """Whether nobody is on record yet."""
    return not Person.objects.exists()


__all__ = ["Found", "Known", "find"]
