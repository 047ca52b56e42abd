"""Who sits at the desk today and what the post allows (在岗与权限, 21号 第20项).

Every staff view goes through `on_duty`; the jurisdiction it finds is handed to every read.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from doudi.casework import reads as casework
from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.staff.case_file import FileForgotten
from doudi.www.staff.desk import show
from doudi.www.staff.sign_in import sign_in_first

COORDINATOR, CLERK, COUNTY, CITY, ADMINISTRATOR = (
    "coordinator", "clerk", "county_officer", "city_officer", "administrator",
)
ROLE_NAMES = {
    COORDINATOR: "村(居)协理员",
    CLERK: "乡镇(街道)经办",
    COUNTY: "县级民政",
    CITY: "市民政局",
    ADMINISTRATOR: "系统管理员",
}
ANY_CASE = (COORDINATOR, CLERK, COUNTY, CITY)
DESK = (CLERK, COUNTY, CITY)


@dataclass(frozen=True)
class Duty:
    """The officer at this desk at this moment (当前岗位)."""

    user: Any
    jurisdiction: Any
    at: datetime

    @property
    def day(self) -> date:
        """The day in Jining."""
        return self.at.astimezone(clock.JINING).date()

    def may(self, *roles: str) -> bool:
        """Whether one of these roles is held today."""
        return bool(set(self.jurisdiction.roles) & set(roles))

    @property
    def is_village(self) -> bool:
        """Whether only the village's post is held: then an application is made on somebody's behalf (代办)."""
        return self.may(COORDINATOR) and not self.may(*DESK)

    @property
    def title(self) -> str:
        """The roles held today, in words."""
        return "、".join(name for role, name in ROLE_NAMES.items() if self.may(role))

    @property
    def office(self) -> str:
        """The office shown in the top bar."""
        return "、".join(office.name for office in self.jurisdiction.offices) or "没有在岗"


def on_duty(*roles: str) -> Callable:
    """Let in only who holds one of these roles today; others are told whose page it is."""

    def wrap(view: Callable) -> Callable:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            at = clock.now()
            jurisdiction = offices.jurisdiction(request.user, at.astimezone(clock.JINING).date())
            request.duty = Duty(user=request.user, jurisdiction=jurisdiction, at=at)
            if not request.duty.may(*(roles or ROLE_NAMES)):
                needed = "、".join(ROLE_NAMES[role] for role in roles) or "有岗位的工作人员"
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
