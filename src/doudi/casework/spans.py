"""What is given once for a time of its own (一个取暖季, 一份保单): which time a verdict speaks of, and until when it was given last.

济办发〔2020〕21号 二(二)8·9, 8·11. The law is told from the ledger until when the family or the person has it already, whichever
file of the family that was in; a constraint of the database holds that one file never has the same time twice.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Award, Case
from doudi.casework.programme import programme, programmes
from doudi.law.document import decode_value
from doudi.offices.access import as_system
from doudi.people.models import Household, Membership

Facts = dict[str, Any]


def told(household: Household) -> tuple[Facts, dict[str, Facts]]:
    """Until when everything with a span was given last, as facts of the household and by member."""
    spans = {each.code: each.span for each in programmes() if each.span is not None}
    of_household: Facts = {}
    of_member: dict[str, Facts] = {}
    for award in _given(household, spans):
        facts = of_household if award.person_id is None else of_member.setdefault(str(award.person_id), {})
        name = spans[award.programme].fact
        facts[name] = max(award.covers_until, facts.get(name, award.covers_until))
    return of_household, of_member


def _given(household: Household, codes: Iterable[str]) -> list[Award]:
    """Of these people, in whichever file: what was given for a time, and stands."""
    persons = Membership.objects.filter(household=household).values("person_id")
    homes = Membership.objects.filter(person__in=persons).values("household_id")
    with as_system("roll"):
        rows = Award.objects.filter(Q(household=household) | Q(household__in=homes), programme__in=list(codes),
                                    covers_until__isnull=False, voided_at__isnull=True)
        return list(rows.order_by("id"))


def span_of(case: Case, verdict: Mapping[str, Any]) -> tuple[date, date] | None:
    """The time that a verdict gives it for; None where the programme knows none. NotPossible: it is the family's already."""
    span = programme(case.programme).span
    if span is None:
        return None
    start, end = (decode_value(verdict["details"].get(name)) for name in (span.start, span.end))
    if not isinstance(start, date) or not isinstance(end, date):
        raise NotPossible("认定里没有从哪天到哪天。请县级民政部门在标准里录入以后重新「认定」。")
    same = [award for award in _given(case.household, [case.programme])
            if award.person_id == case.person_id and award.covers_from == start]
    if same:
        raise NotPossible(f"{start} 到 {end} 的已经给过,不再给第二次。")
    return start, end
