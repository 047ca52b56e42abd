"""The pages (网页) as a Django app, so that its templates, tags and static files are found. No tables."""
from __future__ import annotations

from django.apps import AppConfig


class WwwConfig(AppConfig):
    """The face that residents and staff see in a browser."""

    name = "doudi.www"
    label = "www"
    verbose_name = "网页"
