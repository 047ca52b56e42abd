"""Scrubbing one family: every rule in its order, in the caller's transaction; files afterwards (删除一户).

Columns are written through the model's own fields, by the names in `rules`, so that a sealed column is emptied like any
other.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from doudi.casework.models import Application, Award, Case, RollLine
from doudi.casework.retention.rules import GONE_WORDS, HOUSEHOLD, PERSON, RULES, Rule
from doudi.people.models import Household, Membership, Paper, Person
from doudi.people.models.persons import GONE_NAME


def scrub(household: Household) -> dict[str, int]:
    """Empty or drop what the rules say; how many rows of each table were touched."""
    return _swept({HOUSEHOLD: [household.pk], PERSON: only_here(household)})


def scrub_persons(persons: list[int]) -> dict[str, int]:
    """Persons who belong to no file."""
    return _swept({PERSON: persons})


def _swept(wanted: Mapping[str, list[int]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for rule in RULES:
        if rule.goes_with in wanted:
            counts[rule.model] = counts.get(rule.model, 0) + _apply(rule, wanted[rule.goes_with])
    return {model: count for model, count in counts.items() if count}


def loose_persons() -> list[Person]:
    """Whom no file knows, no ward and nobody who is paid through him."""
    tied = [Membership.objects.filter(person=OuterRef("pk")), Person.objects.filter(guardian=OuterRef("pk")),
            Person.objects.filter(payee=OuterRef("pk")), Application.objects.filter(applicant=OuterRef("pk")),
            Case.objects.filter(person=OuterRef("pk"))]
    rows = Person.objects.exclude(name=GONE_NAME, id_number__isnull=True)
    for ties in tied:
        rows = rows.filter(~Exists(ties))
    return list(rows.order_by("id"))


def files_of(household: Household) -> list[str]:
    """The hashes of its papers, removed ones too."""
    return sorted(set(Paper.objects.filter(household=household).order_by("id").values_list("sha256", flat=True)))


def only_here(household: Household) -> list[int]:
    """The persons of this file whom no other file needs: members, guardians, payees, applicants."""
    leaving = _about(household)
    while True:
        staying = {pk for pk in leaving if _needed(pk, household, leaving)}
        if not staying:
            return sorted(leaving)
        leaving -= staying


def _about(household: Household) -> set[int]:
    found: set[int | None] = set()
    for rows, name in ((Membership.objects, "person_id"), (Application.objects, "applicant_id"),
                       (Case.objects, "person_id"), (Award.objects, "person_id"), (RollLine.objects, "payee_id")):
        found |= set(rows.filter(household=household).order_by("id").values_list(name, flat=True))
    speaking = Person.objects.filter(pk__in=found - {None}).order_by("id").values_list("guardian_id", "payee_id")
    found |= {pk for pair in speaking for pk in pair}
    return {pk for pk in found if pk is not None}


def _needed(person: int, household: Household, leaving: set[int]) -> bool:
    """Whether another file that is still there knows this person."""
    if Person.objects.filter(Q(guardian=person) | Q(payee=person)).exclude(pk__in=leaving).exists():
        return True
    others = Q(memberships__person=person) | Q(applications__applicant=person)
    others |= Q(cases__person=person) | Q(supporters__supported=person)
    return Household.standing.filter(others).exclude(pk=household.pk).exists()


def _apply(rule: Rule, wanted: list[int]) -> int:
    rows = _rows(rule, wanted)
    if rule.drop:
        return rows.delete()[0]
    if not rule.empties and not rule.blanks:
        return 0
    return _emptied(rule, rows)


def _rows(rule: Rule, wanted: list[int]) -> QuerySet[Model]:
    model = apps.get_model(rule.model)
    condition = Q(pk__in=[])
    for way in rule.rows:
        condition |= Q(**{f"{way}__in": wanted})
    found = model._default_manager.filter(condition)
    return found.filter(posts__isnull=True) if rule.model == "offices.User" else found


def _emptied(rule: Rule, rows: QuerySet[Model]) -> int:
    touched = 0
    for row in list(rows.order_by("pk")):
        written = {name: value(row) if callable(value) else value for name, value in rule.empties.items()}
        written |= {name: GONE_WORDS for name in rule.blanks if getattr(row, name)}
        _write(row, written)
        touched += 1
    return touched


def _write(row: Model, written: dict[str, Any]) -> None:
    for name, value in written.items():
        setattr(row, name, value)
    row.save(update_fields=list(written))
