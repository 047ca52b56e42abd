"""The front page (首页), and the size of the type (长辈版)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from doudi.www.context import SIZE_COOKIE, SIZES
from doudi.www.resident import draft as drafts

A_YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """Three doors and a telephone number."""
    return render(request, "resident/home.html", {"draft_begun": drafts.begun(request)})


def safe_back(request: HttpRequest, target: str) -> str:
    """A page of ours to return to, never another site's."""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and target.startswith("/") else reverse("resident:home")


def look(request: HttpRequest) -> HttpResponse:
    """Larger type on every page, remembered by this telephone."""
    if request.method != "POST":
        return render(request, "resident/look.html", {"back": reverse("resident:home")})
    answer = redirect(safe_back(request, request.POST.get("back", "")))
    size = request.POST.get("size", "")
    if size in SIZES:
        answer.set_cookie(
            SIZE_COOKIE, size, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        answer.delete_cookie(SIZE_COOKIE)
    return answer
