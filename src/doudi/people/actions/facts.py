"""Facts: recorded beside what was known before, never over it (社会救助暂行办法 第五十八条; 57号
第十三条)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.law.document import encode_value
from doudi.law.facts import UNKNOWN, BadDocument
from doudi.people.models import Fact, Household, Person, Supporter
from doudi.people.models.knowledge import SOURCES
from doudi.people.refusals import Refused
from doudi.policy.facts import FACTS

SUBJECTS = {
    Household: ("household", "household"),
    Person: ("member", "person"),
    Supporter: ("supporter", "supporter"),
}
# Columns of the person and the membership tell these; a second telling could contradict the first.
TOLD_BY_THE_RECORD = {
    ("member", "relation"),
    ("member", "birth"),
    ("member", "sex"),
    ("supporter", "relation"),
}


@transaction.atomic
def record_fact(
    *,
    subject: Household | Person | Supporter,
    name: str,
    value: Any,
    as_of: date,
    source: str,
    by: Any,
    at: datetime,
    office: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Fact:
    """One fact as of a day. None or UNKNOWN: asked, and not known. The same fact twice is recorded once."""
    row = made_fact(
        subject=subject,
        name=name,
        value=value,
        as_of=as_of,
        source=source,
        by=by,
        at=at,
        office=office,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    same = _same(row)
    if same:
        return same
    row.save(force_insert=True)
    _journal("record_fact", subject, [name], source, by, at)
    return row


@transaction.atomic
def record_facts(
    *,
    subject: Household | Person | Supporter,
    values: Mapping[str, Any],
    as_of: date,
    source: str,
    by: Any,
    at: datetime,
    office: str = "",
) -> list[Fact]:
    """Several facts of one subject, told at once (a filled form): one journal line, all or nothing."""
    rows = [
        made_fact(
            subject=subject, name=name, value=value, as_of=as_of, source=source, by=by, at=at, office=office
        )
        for name, value in values.items()
    ]
    new = [row for row in rows if not _same(row)]
    Fact.objects.bulk_create(new)
    if new:
        _journal("record_facts", subject, [row.name for row in new], source, by, at)
    return new


@transaction.atomic
def retract_fact(*, fact: Fact, because: str, by: Any, at: datetime) -> Fact:
    """This was wrong: from now on it no longer counts, but it stays on the record as known until now."""
    if not because.strip():
        raise Refused("请写明为什么撤回这一条。", "because")
    if fact.retracted_at is None:
        fact.retracted_at, fact.retracted_by, fact.retracted_because = at, by, because.strip()[:200]
        fact.save(update_fields=["retracted_at", "retracted_by", "retracted_because"])
        audit.record(by=by, at=at, verb="retract_fact", subject=("fact", fact.pk))
    return fact


def made_fact(
    *,
    subject: Household | Person | Supporter,
    name: str,
    value: Any,
    as_of: date,
    source: str,
    by: Any,
    at: datetime,
    office: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Fact:
    """A checked row, not yet stored."""
    entity, column = SUBJECTS[type(subject)]
    if source not in dict(SOURCES):
        raise TypeError(f"no source {source!r}")
    if as_of > localdate(at):
        raise Refused("情况的日期在将来,请核对。", name)
    return Fact(**{column: subject}, name=name, value=checked_value(entity, name, value), as_of=as_of,
                valid_from=valid_from or as_of, valid_until=valid_until, source=source, office=office,
                recorded_by=by, recorded_at=at)


def checked_value(entity: str, name: str, value: Any) -> Any:
    """The value as it is stored, if the declaration of the fact allows it."""
    declared = FACTS.get((entity, name))
    if declared is None or (entity, name) in TOLD_BY_THE_RECORD:
        raise Refused(
            f"没有名为“{name}”的信息项。" if declared is None else f"{declared.label}请在人员登记里改。", name
        )
    if value is None and not declared.optional:
        value = UNKNOWN
    try:
        declared.check(value)
    except BadDocument as error:
        raise Refused(f"{error}。", name) from error
    return encode_value(value)


def _same(row: Fact) -> Fact | None:
    return Fact.objects.filter(
        person=row.person, household=row.household, supporter=row.supporter, name=row.name, value=row.value,
        as_of=row.as_of, valid_from=row.valid_from, valid_until=row.valid_until, source=row.source,
        office=row.office, retracted_at__isnull=True).order_by("id").first()


def _journal(verb: str, subject: Any, names: Iterable[str], source: str, by: Any, at: datetime) -> None:
    audit.record(by=by, at=at, verb=verb, subject=(SUBJECTS[type(subject)][1], subject.pk),
                 details={"facts": sorted(names), "source": source})
