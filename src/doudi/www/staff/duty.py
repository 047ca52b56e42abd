"""Who sits at the desk today and what the post allows (在岗与权限, 21号 第20项).

Every staff view goes through `on_duty`; the jurisdiction it finds is handed to every read. It holds only what the
roles of that page give: who is a clerk here and something else there opens no clerk's page there.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.casework import reads as casework
from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.staff.case_file import FileForgotten
from doudi.www.staff.desk import show
from doudi.www.staff.entering import owes
from doudi.www.staff.sign_in import sign_in_first

COORDINATOR, CLERK, COUNTY, CITY, ADMINISTRATOR, AUDITOR = (
    "coordinator", "clerk", "county_officer", "city_officer", "administrator", "auditor",
)
DEPARTMENT, HOTLINE, FINANCE = "department", "hotline", "finance"
ROLE_NAMES = offices.ROLE_NAMES
ANY_CASE = (COORDINATOR, CLERK, COUNTY, CITY)
DESK = (CLERK, COUNTY, CITY)
REFERRAL_READERS = (DEPARTMENT, CLERK, COUNTY, CITY, AUDITOR)
ASKING = (CLERK, COORDINATOR, COUNTY)
# Who reads a family's file: those who handle its case, and those who check afterwards.
READERS = (*ANY_CASE, AUDITOR)


@dataclass(frozen=True)
class Duty:
    """The officer at this desk at this moment (当前岗位): `held` is every post, `jurisdiction` what counts here."""

    user: Any
    held: Any
    jurisdiction: Any
    at: datetime

    @property
    def day(self) -> date:
        """The day in Jining."""
        return self.at.astimezone(clock.JINING).date()

    def may(self, *roles: str) -> bool:
        """Whether one of these roles is held today, anywhere."""
        return bool(set(self.held.roles) & set(roles))

    def may_in(self, area: str, *roles: str) -> bool:
        """Whether one of these roles is held for this area."""
        return any(self.held.covers_as(role, area) for role in roles)

    @property
    def is_village(self) -> bool:
        """Whether only the village's post is held: then an application is made on somebody's behalf (代办)."""
        return self.may(COORDINATOR) and not self.may(*DESK)

    # What a page offers is what its address lets in: pages ask these before they show a link.
    @property
    def is_clerk(self) -> bool:
        """Whether a township's clerk sits here."""
        return self.may(CLERK)

    @property
    def opens_persons(self) -> bool:
        """Whether the page of one person opens."""
        return self.may(*ANY_CASE)

    @property
    def asks_elsewhere(self) -> bool:
        """Whether another township may be asked for its help (别处救助查询)."""
        return self.may(*ASKING)

    @property
    def opens_referrals(self) -> bool:
        """Whether what was handed on to a department opens (转办件)."""
        return self.may(*REFERRAL_READERS)

    @property
    def hands_on(self) -> bool:
        """Whether a family's matter may be handed to another department (转办)."""
        return self.may(CLERK, COUNTY)

    @property
    def title(self) -> str:
        """The roles held today, in words."""
        return "、".join(name for role, name in ROLE_NAMES.items() if self.may(role))

    @property
    def office(self) -> str:
        """The office shown in the top bar."""
        return "、".join(office.name for office in self.held.offices) or "没有在岗"

    @property
    def stands_in(self) -> list[Any]:
        """The posts held for somebody else (代班)."""
        return [post for post in self.held.posts if post.deputy_for_id is not None]

    @property
    def stands_in_for(self) -> str:
        """代 颜经办、孟经办; empty for whoever sits at his own desk."""
        names = dict.fromkeys(post.deputy_for.user.name for post in self.stands_in)
        return f"代 {'、'.join(names)}" if names else ""


def on_duty(*roles: str) -> Callable:
    """Let in only who holds one of these roles today; others are told whose page it is."""

    def wrap(view: Callable) -> Callable:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            owed = owes(request)
            if not request.user.is_authenticated or owed == "sign_in":
                return sign_in_first(request)
            if owed:
                return redirect("staff:factor")
            own_password = reverse("staff:password")
            if request.user.must_change_password and request.path != own_password:
                return redirect(own_password)
            at = clock.now()
            held = offices.jurisdiction(request.user, at.astimezone(clock.JINING).date())
            here = held.held_as(*roles) if roles else held
            request.duty = Duty(user=request.user, held=held, jurisdiction=here, at=at)
            if not request.duty.may(*(roles or ROLE_NAMES)):
                needed = "、".join(ROLE_NAMES[role] for role in roles if role in ROLE_NAMES) or "有岗位的工作人员"
                return show(request, "staff/not_allowed.html", {"needed": needed}, status=403)
            try:
                return view(request, *args, **kwargs)
            except FileForgotten as gone:
                return _left_of(request, gone.household)

        return guarded

    return wrap


def _left_of(request: HttpRequest, household: Any) -> HttpResponse:
    """What is left of a file whose term is over: numbers of cases, amounts and months (保存期限已到)."""
    history = casework.household_history(household.pk, request.duty.jurisdiction)
    rows = history.rows if history is not None else {}
    return show(request, "staff/forgotten.html", {
        "household": household, "cases": history.cases if history is not None else [],
        "awards": rows.get("awards", [])}, status=410)
