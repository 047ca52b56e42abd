"""An OpenID provider for tests, on loopback: discovery, keys, codes with PKCE, signed tokens; and every way to misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "doudi", "a-secret-of-the-test"


@dataclass
class Behaviour:
    """Who is signed in there, and what is wrong with the provider today."""

    claims: dict[str, Any] = field(default_factory=dict)
    in_userinfo: bool = False
    token: dict[str, Any] = field(default_factory=dict)
    foreign_key: bool = False
    unsigned: bool = False
    broken: bool = False
    slow: float = 0.0
    issuer: str = ""
    userinfo_sub: str = "u1"


class Provider:
    """The server; `behaviour` may be changed while it runs."""

    def __init__(self) -> None:
        self.behaviour, self.codes, self.asked = Behaviour(), {}, []
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
        self.foreign = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """The provider is down."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def turn_key(self) -> None:
        """A new key signs from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": "k2", "alg": "RS256", "use": "sig"})

    def agrees(self, address: str) -> str:
        """What a browser does there: the person agrees; the address it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split() and asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def id_token(self, asked: dict[str, str]) -> str:
        """The signed claims."""
        now, told = int(datetime.now(UTC).timestamp()), self.behaviour
        claims = {"iss": self.issuer, "sub": "u1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
                  **({} if told.in_userinfo else told.claims), **told.token}
        if told.unsigned:
            head, body = ({"alg": "none"}, {name: value for name, value in claims.items() if value is not None})
            return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, body)) + "."
        key = self.foreign if told.foreign_key else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, {n: v for n, v in claims.items() if v is not None}, key)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        """Discovery, keys, userinfo."""
        provider, told = self.provider, self.provider.behaviour
        provider.asked.append(self.path)
        time.sleep(told.slow)
        if told.broken:
            return self.answer(500, {"error": "broken"})
        base = provider.issuer
        if self.path == "/.well-known/openid-configuration":
            return self.answer(200, {
                "issuer": told.issuer or base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]})
        if self.path == "/jwks":
            return self.answer(200, {"keys": [provider.key.as_dict(private=False)]})
        if self.path == "/userinfo" and self.headers["Authorization"] == "Bearer at-1":
            return self.answer(200, {"sub": told.userinfo_sub, **told.claims})
        return self.answer(404, {})

    def do_POST(self) -> None:
        """The token, for a code, the secret, and the verifier whose challenge came before."""
        provider = self.provider
        provider.asked.append(self.path)
        time.sleep(provider.behaviour.slow)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = provider.codes.pop(sent.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or self.headers["Authorization"] != f"Basic {basic}":
            return self.answer(400, {"error": "invalid_grant"})
        made = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if made != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return self.answer(400, {"error": "invalid_grant"})
        return self.answer(200, {"access_token": "at-1", "token_type": "Bearer", "expires_in": 300,
                                 "id_token": provider.id_token(asked)})

    def answer(self, status: int, body: dict[str, Any]) -> None:
        """JSON."""
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
