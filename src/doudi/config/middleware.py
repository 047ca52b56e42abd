"""What every answer carries: the browser may load nothing that is not ours, and run nothing written into a
page. As whom every request is worked on. What no question may carry: a NUL, which no page sends and no database keeps,
and more than any page sends. And what the journal writes about where a deed came from."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from doudi.audit.origin import from_where
from doudi.audit.pseudonyms import pseudonym
from doudi.offices import access
from doudi.www import clock
from doudi.www.origin import client_address

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def content_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set Content-Security-Policy, and keep pages with personal data out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
            # A notice comes down after its days; a search engine would keep it for ever.
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive, nosnippet")
        return response

    return answer


def body_in_bounds(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body that is larger than anything a page sends, before a byte of it is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdigit() or int(told) > settings.LARGEST_BODY:
            return HttpResponse("送来的内容太大了,没有收下。照片请分几次传。", status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


def who_acts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The whole request is worked on as the user of its session, today; without one, as nobody. The database is told,
    and shows no row that this user does not reach, whatever a page forgets to ask."""

    def answer(request: HttpRequest) -> HttpResponse:
        known = request.session.get(SESSION_KEY, "")
        with access.acting(int(known) if known.isdecimal() else None, clock.today()):
            return get_response(request)

    return answer


def plain_text(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a NUL in the address or in a form before any page meets it."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if "\0" in request.path or any("\0" in text for part in told for _, texts in part.lists() for text in texts):
            return get_resolver().resolve_error_handler(400)(request, None)
        return get_response(request)

    return answer


def origin(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Whatever is journalled for this request comes from the web and its address: that of an officer as it is, that of
    a resident or of somebody unknown as a pseudonym."""

    def answer(request: HttpRequest) -> HttpResponse:
        def where(by: Any) -> str:
            address = client_address(request)
            if by is not None and by.person_id is None:
                return f"web {address}"
            return f"web ~{pseudonym(address, 'address')}"

        with from_where(where):
            return get_response(request)

    return answer
