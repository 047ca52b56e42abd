"""What a new household file takes over from the one it follows, so that nobody is asked twice (一户一档).

民政部等四部门2022年10月20日通知 一(三); ux: a known fact is shown, not asked again. Facts keep their source
and day; obliged supporters of those who came along and their authorisations go on, because the help itself
goes on.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from doudi.law.document import decode_value
from doudi.people import actions as people
from doudi.people import reads
from doudi.people.models import Consent, Fact, Household, Supporter

# Said by the file itself, or about a single step.
OWN = {"area", "registration"}
STEPS = ("procedure_", "event_", "receives_")


def household_facts(old: Household, new: Household, *, day: date, by: Any, at: datetime) -> int:
    """Carry the standing facts of a household over to its successor; how many."""
    known = [each for each in reads.facts_of(old, day) if each.entity == "household" and _lasting(each.name)]
    for fact in known:
        people.record_fact(
            subject=new,
            name=fact.name,
            value=fact.value,
            as_of=fact.as_of,
            source=fact.source,
            office=fact.office,
            by=by,
            at=at,
        )
    return len(known)


def added_facts(households: Sequence[Household], new: Household, *, day: date, by: Any, at: datetime) -> int:
    """Facts of several households that become one: amounts and counts add up, yes wins, else the first one
    says."""
    merged: dict[str, list[Any]] = {}
    for household in households:
        for fact in reads.facts_of(household, day):
            if fact.entity == "household" and _lasting(fact.name):
                merged.setdefault(fact.name, []).append(fact)
    for name, facts in merged.items():
        oldest = min(facts, key=lambda each: each.as_of)
        people.record_fact(
            subject=new,
            name=name,
            value=_sum([each.value for each in facts]),
            as_of=oldest.as_of,
            source=oldest.source,
            office=oldest.office,
            by=by,
            at=at,
        )
    return len(merged)


def _lasting(name: str) -> bool:
    return name not in OWN and not name.startswith(STEPS)


def _sum(values: list[Any]) -> Any:
    if all(isinstance(value, bool) for value in values):
        return any(values)
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return sum(values)
    return values[0]


def supporters(
    old: Household, new: Household, persons: Iterable[int], *, day: date, by: Any, at: datetime
) -> None:
    """The supporters of those who came along, with what is known of them."""
    known = {each.pk: each for each in reads.supporters(old, day) if each.supported_id in set(persons)}
    facts = Fact.objects.filter(supporter__in=known, retracted_at__isnull=True).order_by("id")
    opened: dict[int, Supporter] = {}
    for pk, row in known.items():
        opened[pk] = people.add_supporter(
            household=new,
            supported=row.supported,
            name=row.name,
            relation=row.relation,
            day=row.valid_from,
            by=by,
            at=at,
        )
    for fact in facts:
        people.record_fact(
            subject=opened[fact.supporter_id],
            name=fact.name,
            value=decode_value(fact.value),
            as_of=fact.as_of,
            source=fact.source,
            office=fact.office,
            valid_from=fact.valid_from,
            valid_until=fact.valid_until,
            by=by,
            at=at,
        )


def consents(
    old: Iterable[Household], new: Household, persons: Iterable[int], *, by: Any, at: datetime
) -> None:
    """The authorisations of those who came along: the help they were given for goes on."""
    given = Consent.objects.filter(
        household__in=list(old), person__in=list(persons), withdrawn_at__isnull=True
    )
    for consent in given.select_related("person").order_by("id"):
        people.give_consent(
            person=consent.person,
            household=new,
            signed_by=consent.signed_by,
            signed_how=consent.signed_how,
            scope=consent.scope,
            valid_from=consent.valid_from,
            valid_until=consent.valid_until,
            by=by,
            at=at,
        )
