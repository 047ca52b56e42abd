"""From which address a browser asks (客户端地址), as far as it can be believed.

Anybody can send X-Forwarded-For. Only the steps that our own gateways wrote count, from the right; how many of them
there are is said by DOUDI_PROXIES, and without it the header is not looked at.
"""
from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "?"


def client_address(request: HttpRequest) -> str:
    """The address of the browser, or of the outermost machine that can be believed."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return peer
    steps = [*request.headers.get("X-Forwarded-For", "").split(","), peer]
    told = steps[-settings.PROXIES - 1 :][0]
    found = _address(told)
    return peer if found == UNKNOWN else found


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return UNKNOWN
