"""One household's file as the pages need it: gathered in few reads, inside the jurisdiction, and journalled (一户一档).

暂行办法 第六十一条: whoever looks at a family's file leaves a trace in the journal.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import reads as casework
from doudi.casework.programme import programme
from doudi.kernel.days import age_on
from doudi.law import UNKNOWN
from doudi.people import reads as people
from doudi.policy.facts import FACTS
from doudi.www.staff.case_words import OPEN_STATUSES
from doudi.www.staff.desk import say
from doudi.www.staff.fact_fields import TELLING, Subject, show_value, source_words
from doudi.www.staff.looking import looked
from doudi.www.staff.places import place_names

ONE_DAY = timedelta(days=1)
DECIDED = ("refused", "withdrawn", "set_aside", "ended")


class FileForgotten(Exception):
    """The term of this file is over and its contents are gone; on_duty shows what is left of it."""

    def __init__(self, household: Any) -> None:
        super().__init__(household.pk)
        self.household = household


@dataclass
class Member:
    """A member of the household as a heading of facts."""

    id: int
    name: str
    relation: str
    relation_label: str
    age: int | None
    person: Any


@dataclass
class HouseholdFile:
    """What every page about a household starts from; `page` is casework's own page where a case is in hand."""

    household: Any
    members: list[Member]
    supporters: list[Any]
    facts: list[Any]
    place: str
    village: str
    day: date
    page: Any = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Any:
        """The case in hand, if there is one."""
        return self.page.case if self.page is not None else None

    @property
    def head_name(self) -> str:
        """Whose household it is."""
        return self.members[0].name if self.members else "(没有成员)"

    @property
    def names(self) -> dict[str, str]:
        """Ids of members and supporters, as the law's document writes them, with their names."""
        found = {str(each.id): each.name for each in self.members}
        return found | {f"s{each.pk}": each.name for each in self.supporters}

    @property
    def decided(self) -> bool:
        """Whether the page shows the determination of the decision instead of asking the law again: the law would say that a
        season which was confirmed is had already."""
        given = self.case.status == "confirmed" and programme(self.case.programme).span is not None
        return given or self.case.status in DECIDED

    def __getattr__(self, name: str) -> Any:
        held = self.__dict__
        if name in held.get("extra", {}):
            return held["extra"][name]
        if held.get("page") is not None:
            return getattr(held["page"], name)
        raise AttributeError(name)


def household_file(request: HttpRequest, household_id: int) -> HouseholdFile:
    """The file of one household; 404 outside the jurisdiction."""
    duty = request.duty
    household = people.household(household_id, duty.jurisdiction)
    if household is None:
        raise Http404("没有这一户,或者不归您这里管。")
    if household.forgotten:
        raise FileForgotten(household)
    looked(request, ("household", household.pk))
    return _gathered(household, duty.day)


def open_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing more is written into a closed file: its page says where it goes on."""

    @functools.wraps(view)
    def writing(request: HttpRequest, household_id: int) -> HttpResponse:
        household = people.household(household_id, request.duty.jurisdiction)
        if household is None or household.closed_on is None:
            return view(request, household_id)
        say(request, "这份档案已经关闭,不能再改。请到接续的档案里办理。", "warn")
        return redirect("staff:household", household_id)

    return writing


def closing(household: Any) -> dict[str, Any] | None:
    """When and why a file was closed, and where it goes on; None for an open one."""
    if household.closed_on is None:
        return None
    return {"on": household.closed_on, "because": household.get_closed_because_display(),
            "next": [each.pk for each in people.continued_in(household)]}


def _gathered(household: Any, day: date, page: Any = None) -> HouseholdFile:
    names = place_names([household.area])
    place = names.get(household.area, household.area)
    known = page.known if page is not None else people.bundle(household, day)
    if not known.members and household.closed_on is not None:
        # A closed file shows the family that it held on its last day.
        known = people.bundle(household, household.closed_on - ONE_DAY)
    return HouseholdFile(
        household=household, members=[_member(row, day) for row in known.members], supporters=known.supporters,
        facts=people.facts_in(known), place=place, village=place.split(" ")[-1], day=day, page=page,
        extra={"known": known})


def _member(row: Any, day: date) -> Member:
    person = row.person
    return Member(id=person.pk, name=person.name, relation=row.relation, relation_label=row.get_relation_display(),
                  age=age_on(person.birth, day) if person.birth else None, person=person)


def subjects(page: HouseholdFile) -> list[Subject]:
    """Members first, then those who owe support, then the whole family."""
    found = [Subject("member", each.id, each.name, _about(each), each.age) for each in page.members]
    found += [Subject("supporter", each.pk, each.name, f"{each.supported.name}的{each.get_relation_display()}")
              for each in page.supporters]
    return [*found, Subject("household", page.household.pk, "全家")]


def _about(member: Member) -> str:
    age = f"{member.age} 岁 · " if member.age is not None else ""
    return f"{age}{'申请人' if member.relation == 'self' else member.relation_label}"


def known_facts(page: HouseholdFile) -> dict[tuple[str, int, str], Any]:
    """The facts that stand, by (entity, subject id, name)."""
    return {(each.entity, int(each.subject.removeprefix("s")), each.name): each for each in page.facts}


def fact_groups(page: HouseholdFile) -> list[dict[str, Any]]:
    """The left side of the household page: every fact that stands, by subject; what differs is tinted."""
    by_subject: dict[tuple[str, int], list[Any]] = {}
    for known in page.facts:
        by_subject.setdefault((known.entity, int(known.subject.removeprefix("s"))), []).append(known)
    return [{"title": subject.title, "note": subject.note,
             "rows": [_row(known) for known in by_subject.get((subject.entity, subject.id), ()) if _worth(known)]}
            for subject in subjects(page)]


def _worth(known: Any) -> bool:
    # An income of zero that nobody asks about says nothing; what decides stays even when it is zero or no, and so
    # does what is not known.
    if known.name in {"area", "registration"}:
        return False
    return known.value is UNKNOWN or bool(known.value) or TELLING.match(known.name) is not None or bool(known.others)


def _row(known: Any) -> dict[str, Any]:
    fact = FACTS[known.entity, known.name]
    others = [f"{each.source_name} {each.as_of:%m-%d}:{show_value(fact, each.value)}" for each in known.others]
    return {"name": known.name, "label": fact.label, "value": show_value(fact, known.value),
            "source": source_words(known), "stale": not known.fresh, "others": others, "differs": bool(others),
            "unknown": show_value(fact, known.value) == "未查清"}


def differing(groups: Iterable[Mapping[str, Any]]) -> int:
    """How many facts two sources tell differently."""
    return sum(row["differs"] for group in groups for row in group["rows"])


def helped_elsewhere(request: HttpRequest, page: HouseholdFile) -> list[dict[str, Any]]:
    """Who of this case already has help through another household: since when, and whom to ask. The journal keeps that
    the page told it."""
    if page.case.status not in OPEN_STATUSES:
        return []
    found = casework.doubled(page.case, day=page.day, members=[each.id for each in page.members])
    if found:
        looked(request, ("case", page.case.pk), "told_elsewhere", persons=sorted({each.person_id for each in found}))
    return [{"name": page.names.get(str(each.person_id), ""), "help": each} for each in found]


def case_file(request: HttpRequest, case_id: int, *, journal: bool = True) -> HouseholdFile:
    """The case page's material; 404 for a case of somebody else's area. `journal=False` where the deed that follows
    leaves a line of its own."""
    duty = request.duty
    page = casework.case_page(case_id, duty.jurisdiction, day=duty.day)
    if page is None:
        raise Http404("没有这件案子,或者不归您这里管。")
    if page.household.forgotten:
        raise FileForgotten(page.household)
    if journal:
        looked(request, ("household", page.case.household_id), case=page.case.pk)
    return _gathered(page.household, duty.day, page)
