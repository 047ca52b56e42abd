"""Who is believed (身份来源): identity providers, the second factor and gateways, read from the environment.

A provider is four variables: DOUDI_OIDC_STAFF_ISSUER, _CLIENT_ID, _CLIENT_SECRET and, for the claim that carries the
account name, _CLAIM; for residents DOUDI_OIDC_RESIDENT_… with _ID_CLAIM and _NAME_CLAIM. _LABEL is its name on the
button. See docs/sign-in.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

FACTORS = ("required", "offered", "off")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, repr=False)
class Provider:
    """One OpenID provider and what its claims mean here. Its text never shows the secret."""

    kind: str
    issuer: str
    client_id: str
    client_secret: str
    label: str
    claims: tuple[str, ...]
    scope: str = "openid profile"
    timeout: float = 5.0

    def __repr__(self) -> str:
        return f"Provider({self.kind}, {self.issuer})"


def provider(kind: str, environment: Mapping[str, str]) -> Provider | None:
    """The provider for staff or residents; None without an issuer. Raises ValueError for half a configuration."""
    head = f"DOUDI_OIDC_{kind.upper()}_"
    issuer = environment.get(f"{head}ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError(f"{head}ISSUER 要以 https:// 开头。")
    missing = [name for name in ("CLIENT_ID", "CLIENT_SECRET") if not environment.get(head + name)]
    if missing:
        raise ValueError(f"设了 {head}ISSUER,还要设 {'、'.join(head + name for name in missing)}。")
    claims = (("CLAIM", "preferred_username"),) if kind == "staff" else (("ID_CLAIM", "id_number"), ("NAME_CLAIM", "name"))
    return Provider(
        kind, issuer, environment[f"{head}CLIENT_ID"], environment[f"{head}CLIENT_SECRET"],
        environment.get(f"{head}LABEL") or ("单位统一身份" if kind == "staff" else "爱山东"),
        tuple(environment.get(head + name) or usual for name, usual in claims),
        environment.get(f"{head}SCOPE") or "openid profile")


def second_factor(told: str | None) -> str:
    """What DOUDI_SECOND_FACTOR says; a real installation that says nothing requires it."""
    if told and told not in FACTORS:
        raise ValueError(f"DOUDI_SECOND_FACTOR 只能是 {'、'.join(FACTORS)}。")
    return told or FACTORS[0]


def networks(told: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks, separated by commas."""
    return tuple(ip_network(each.strip(), strict=False) for each in told.split(",") if each.strip())
