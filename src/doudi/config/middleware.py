"""What every answer carries: the browser may load nothing that is not ours, and run nothing written into a
page. What no question may carry: a NUL, which no page sends and no database keeps. And what the journal writes about
where a deed came from."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from doudi.audit.origin import from_where
from doudi.audit.pseudonyms import pseudonym
from doudi.www.address import client_address

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def content_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set Content-Security-Policy, and keep pages with personal data out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
            # A notice comes down after its days; a search engine would keep it for ever.
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive, nosnippet")
        return response

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
