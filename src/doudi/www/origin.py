"""Where a request came from (来源地址), also behind a gateway.

Only a gateway named in DOUDI_PROXIES is believed when it says for whom it asks; anybody else could write what he
likes into that header. Of residents and strangers the address itself is never stored: allowances and the journal keep a
keyed pseudonym of it.
"""
from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_HOME = 64  # bits of an IPv6 address that a provider gives to one customer


def client_address(request: HttpRequest) -> str:
    """The address of the browser, as far as it can be known; empty when it cannot."""
    address = request.META.get("REMOTE_ADDR") or ""
    for told in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not _is_ours(address) or not _is_address(told.strip()):
            break
        address = told.strip()
    return address


def one_home(address: str) -> str:
    """The address as it is counted: of an IPv6 address the part that belongs to one customer."""
    if not _is_address(address):
        return address
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return address
    plain = parsed.ipv4_mapped
    return str(plain) if plain else str(ip_network((parsed, ONE_HOME), strict=False))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_ours(address: str) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in settings.PROXIES)
