"""Staff through the unit's own identity provider (统一身份认证): it says who, the posts here still say what he may do."""
from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from doudi.offices import actions as offices
from doudi.offices import reads
from doudi.offices.access import as_system
from doudi.www import clock, providers
from doudi.www.limits import limited
from doudi.www.staff.entering import proceed
from doudi.www.staff.sign_in import where_next

KIND, WANTED, PROBLEM = "staff", "provider_next", "provider_problem"
# What a provider says (RFC 8176) when it asked for more than a password.
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sc"})


@limited("provider", methods=("GET",))
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    if KIND not in settings.OIDC:
        raise Http404
    request.session[WANTED] = where_next(request)
    try:
        return providers.send_away(request, KIND, request.build_absolute_uri(reverse("staff:provider_back")))
    except providers.ProviderFailed as no:
        return _refused(request, str(no))


@limited("provider", methods=("GET",))
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """And back: an account of that name, and a post, or no entrance."""
    if KIND not in settings.OIDC:
        raise Http404
    try:
        claims = providers.came_back(request, KIND)
    except providers.ProviderFailed as no:
        return _refused(request, str(no))
    provider, at = settings.OIDC[KIND], clock.now()
    with as_system("sign in"):
        user = reads.user_named(str(claims.get(provider.claims[0], "")))
    if user is None or not user.is_active or not reads.holds_post(user, at.date()):
        return _refused(request, f"{provider.label}认得您,但您在这里没有岗位。请本单位的系统管理员登记岗位后再来。")
    offices.enter_by_provider(user=user, at=at, provider=provider.kind)
    wanted = request.session.pop(WANTED, reverse("staff:workbench"))
    return proceed(request, user, wanted, vouched=bool(SECOND_FACTORS & set(claims.get("amr") or ())))


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    request.session[PROBLEM] = words
    return redirect("staff:sign_in")
