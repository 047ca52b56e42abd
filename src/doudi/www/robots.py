"""What search engines are told (robots.txt): they may know that we exist, and keep no notice and nobody's page.

民发〔2021〕57号 第二十四条: what is posted comes down again; a search engine would keep it. Every answer also says
noindex and noarchive for itself (config.middleware).
"""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse

CLOSED = ("/publicity/", "/staff/", "/progress/", "/apply/", "/enter/", "/leave/", "/check/")
LINES = ("User-agent: *", *(f"Disallow: {address}" for address in CLOSED))


def robots(request: HttpRequest) -> HttpResponse:
    """The file as robots read it."""
    return HttpResponse("\n".join(LINES) + "\n", content_type="text/plain; charset=utf-8")
