"""Browsers that were signed in before (登录过的设备): a signed cookie that names accounts by number, nothing else.

It opens nothing. It only keeps the owner of an account from resting with it when strangers guess at it from many
addresses (offices.signing_in).
"""
from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "known", "doudi.www.devices"
REMEMBERED = 8
SIX_MONTHS = 180 * 24 * 3600


def known(request: HttpRequest) -> list[int]:
    """The accounts this browser was signed in to."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SIX_MONTHS)
        return [int(each) for each in told]
    except (signing.BadSignature, TypeError, ValueError):
        return []


def remember(request: HttpRequest, answer: HttpResponse, user_id: int) -> HttpResponse:
    """Let the browser carry that it was signed in to this account."""
    accounts = [user_id, *(each for each in known(request) if each != user_id)][:REMEMBERED]
    answer.set_cookie(COOKIE, signing.dumps(accounts, salt=SALT), max_age=SIX_MONTHS, httponly=True,
                      samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
