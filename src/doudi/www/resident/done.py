"""交上去了: the number, the code, what happens next, whom to ask."""

from __future__ import annotations

from datetime import date

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doudi.offices import reads as offices
from doudi.offices.access import as_system
from doudi.www.resident.guard import come_in, resident
from doudi.www.resident.send import RECEIPTS
from doudi.www.selfcheck.programmes import NAMES


def done(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, for the session that sent it; the new account is signed in so that a paper can follow at
    once."""
    receipts = request.session.get(RECEIPTS, {})
    receipt = receipts.get(number)
    if receipt is None:
        raise Http404
    if receipt.get("user") and resident(request) is None:
        sent = request.session.get("sent", {})
        with as_system("sign in"):
            user = get_user_model().objects.filter(pk=receipt["user"], is_active=True).first()
        if user is not None:
            come_in(request, user)
            request.session[RECEIPTS], request.session["sent"] = receipts, sent
    return render(
        request,
        "resident/done.html",
        {
            "number": number,
            "code": receipt.get("code"),
            "submitted": date.fromisoformat(receipt["day"]),
            "wanted": [NAMES[code] for code in receipt["wanted"]],
            "offices": offices.offices_for(receipt["village"])[:2],
            "progress": reverse("resident:case", args=[number]),
        },
    )
