"""What every answer carries: the browser may load nothing that is not ours, and run nothing written into a
page. As whom every request is worked on. And what no question may carry: a NUL, which no page sends and no database keeps."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from doudi.offices import access
from doudi.www import clock

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
        return response

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
