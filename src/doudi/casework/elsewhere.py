"""Whether somebody is already helped somewhere else (别处救助): where to ask and since when, and nothing else.

民发〔2021〕57号 第四条 (one household, one award); 济办发〔2020〕21号 三20、23. Asked by the database's own function,
because a second award stands exactly where the asker may not look.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from doudi.casework.fields import month_number, month_of
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case
from doudi.kernel.days import Month
from doudi.offices import reads as offices
from doudi.people.models import Membership

ASK = """
select who, area, since from unnest(%(persons)s::bigint[]) who, casework_helped(who, %(month)s, %(apart_from)s) help
order by who, since, area
"""


@dataclass(frozen=True)
class Helped:
    """One award somewhere: since which month, and the office that knows more."""

    person_id: int
    since: Month
    office: str
    phone: str


def helped(persons: Collection[int], *, day: date, apart_from: int | None = None) -> list[Helped]:
    """The awards that stand today for these persons, but for those of one household."""
    values = {"persons": list(persons), "month": month_number(Month.of(day)), "apart_from": apart_from}
    with connection.cursor() as cursor:
        cursor.execute(ASK, values)
        rows = cursor.fetchall()
    return [Helped(who, month_of(since), *_whom_to_ask(area)) for who, area, since in rows]


def _whom_to_ask(area: str) -> tuple[str, str]:
    # The village's own post is nobody's telephone; the township decides nothing without its window.
    serving = [office for office in offices.offices_for(area) if office.level != "village"]
    return (serving[0].name, serving[0].phone) if serving else (offices.area_name(area[:6]), "")


def doubled(case: Case, *, day: date, members: Collection[int] | None = None) -> list[Helped]:
    """Help that those whom a case is for already have through another household. `members` are the household's, where
    somebody has read them already."""
    persons = [case.person_id] if case.person_id else _present(case, day) if members is None else members
    return helped(persons, day=day, apart_from=case.household_id)


def _present(case: Case, day: date) -> list[int]:
    rows = Membership.objects.filter(household=case.household_id, valid_from__lte=day).exclude(valid_until__lte=day)
    return list(rows.order_by("id").values_list("person_id", flat=True))


def refuse_silent_double(case: Case, reason: str, *, at: Any) -> None:
    """Nothing is confirmed beside another award without a word why."""
    found = doubled(case, day=localdate(at))
    if found and not reason.strip():
        where = "、".join(dict.fromkeys(f"{each.office}(自 {each.since})" for each in found))
        raise NotPossible(f"这家有人已经在别处享受救助:{where}。请先联系那里核实;确实要确认的,请写明理由。")
