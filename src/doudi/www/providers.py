"""Asking an identity provider who somebody is (统一身份认证, OpenID Connect): authorization code with PKCE, state and nonce.

Authlib speaks the protocol; here stands what we insist on: only the issuer that was configured, only signatures by its
published keys with an asymmetric method, five seconds of patience, and words for a person when any of it fails.
"""
from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import ConnectionError, RequestException

METHODS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
# A provider changes its addresses once in years and its keys sooner; an unknown key is fetched at once anyway.
FRESH_SECONDS = 3600
LEEWAY_SECONDS = 60
REST_SECONDS = 10
MOST_OPEN = 5


class ProviderFailed(Exception):
    """Nobody came in this way; the message is Chinese and names the other ways."""


class Down(ProviderFailed):
    """The provider does not answer, or answers nonsense."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label}现在连不上,不是您的问题。请过几分钟再试,或者用这一页上的账号登录。")


class NotBelieved(ProviderFailed):
    """What came back proves nothing."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label}的登录没有完成,或者这个链接已经用过。请再点一次,或者用这一页上的账号登录。")


class _Client(DjangoOAuth2App):
    """Authlib's client, with the provider held to what was configured."""

    server_issuer = ""
    failed_at = float("-inf")

    def load_server_metadata(self) -> dict[str, Any]:
        """Discovery, kept for an hour; a provider that has just failed is left alone for some seconds, so that those
        who wait for it do not fill the house."""
        now = time.monotonic()
        if now - self.server_metadata.get("_read_at", float("-inf")) <= FRESH_SECONDS:
            return self.server_metadata
        if now - self.failed_at < REST_SECONDS:
            raise ConnectionError("has just failed")
        self.failed_at = now
        with self._get_session() as session:
            answer = session.request("GET", self._server_metadata_url, withhold_token=True)
        answer.raise_for_status()
        metadata = answer.json()
        if metadata.get("issuer", "").rstrip("/") != self.server_issuer or not all(map(metadata.get, NEEDED)):
            raise ValueError("this is not the configured issuer")
        told = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        self.server_metadata = metadata | {
            "id_token_signing_alg_values_supported": sorted(METHODS & set(told)), "_read_at": now}
        self.failed_at = float("-inf")
        return self.server_metadata


@lru_cache(maxsize=4)
def _client(provider: Any) -> _Client:
    client = _Client(
        DjangoIntegration(provider.kind), name=provider.kind, client_id=provider.client_id, client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": provider.scope, "code_challenge_method": "S256", "default_timeout": provider.timeout})
    client.server_issuer = provider.issuer
    return client


def send_away(request: HttpRequest, kind: str, back: str) -> HttpResponse:
    """To the provider; what it must give back is remembered in the session."""
    provider = settings.OIDC[kind]
    _forget_old(request)
    return _carefully(provider, lambda: _client(provider).authorize_redirect(request, back))


def came_back(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The claims of who came back. Each answer counts once: the state is forgotten before it is looked at."""
    provider = settings.OIDC[kind]
    client = _client(provider)

    def asked() -> dict[str, Any]:
        token = client.authorize_access_token(request, leeway=LEEWAY_SECONDS, claims_cls=_Claims)
        claims = dict(token.get("userinfo") or {})
        if not claims.get("sub"):
            raise ValueError("no ID token came back")
        if not all(claims.get(name) for name in provider.claims):
            claims |= _more(client, token, claims["sub"])
        return claims

    return _carefully(provider, asked)


class _Claims(CodeIDToken):
    """An ID token is for us alone: an audience of several is refused, and every essential claim must be there."""

    def validate(self, now: float | None = None, leeway: int = 0) -> None:
        """Signature was checked before; here issuer, audience, times and nonce."""
        audience = self.get("aud")
        if audience not in (self.params["client_id"], [self.params["client_id"]]):
            raise ValueError("the token is for somebody else")
        super().validate(now=now, leeway=leeway)


def _more(client: _Client, token: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """Some gateways put name and number behind their userinfo address only."""
    if not client.load_server_metadata().get("userinfo_endpoint"):
        return {}
    told = dict(client.userinfo(token=token))
    if told.get("sub") != subject:
        raise ValueError("userinfo speaks of somebody else")
    return told


def _carefully(provider: Any, deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    except RequestException:
        raise Down(provider.label) from None
    except (OAuthError, OAuth2Error, JoseError, ValueError, KeyError, TypeError, RuntimeError):
        # What exactly was wrong helps only who tries to get it right.
        raise NotBelieved(provider.label) from None


def _forget_old(request: HttpRequest) -> None:
    """A sign-in that was begun and left lying: a few are kept (several tabs), the older ones are not."""
    begun = [name for name in request.session.keys() if name.startswith("_state_")]
    for name in begun[:-MOST_OPEN]:
        del request.session[name]
