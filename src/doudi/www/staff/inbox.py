"""The inbox of another department (部门收件箱, D01). Referrals (转办) come with a later chapter; it says so."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doudi.www.staff.desk import show
from doudi.www.staff.duty import DEPARTMENT, on_duty


@on_duty(DEPARTMENT)
def inbox(request: HttpRequest) -> HttpResponse:
    """Nothing yet, and what will stand here."""
    return show(request, "staff/inbox.html")
